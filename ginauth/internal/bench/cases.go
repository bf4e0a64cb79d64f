package main

// testCase is one row of the table.
type testCase struct {
	name  string
	build func(*minted) (*subject, error)
	// against names the case that this one is compared with.
	against string
	// ratio and allocs are the most that it may cost; 0 is no limit.
	ratio  float64
	allocs float64
}

// The cases that others are compared with.
const (
	bareSet       = "bare Gin + one c.Set"
	jwtStruct     = "golang-jwt struct"
	jwtStructLong = "golang-jwt struct, 4 KB"
	signInByHand  = "OIDC sign-in by hand, x/oauth2 + go-oidc"
)

// cases returns the table. The limits are those that the project has set itself.
func cases() []testCase { return append(requestCases(), storeCases()...) }

// requestCases are a request with a session in the cookie, and sign-ins.
func requestCases() []testCase {
	return []testCase{
		{name: "bare Gin", build: buildBare, against: bareSet},
		{name: bareSet, build: buildBareSet, against: bareSet},
		{name: "anonymous", build: buildAnonymous, against: bareSet, ratio: 1.3, allocs: 3},
		{name: "anonymous, other cookies", build: buildAnonymousOthers, against: bareSet},

		{name: jwtStruct, build: buildJWTStruct, against: jwtStruct},
		{name: "gin-jwt v3", build: buildGinJWT, against: jwtStruct},
		{name: "gin-sessions, encrypted cookie", build: buildGinSessions, against: jwtStruct},
		{name: "go-jose JWE, v4", build: buildJoseV4, against: jwtStruct},
		{name: "go-jose JWE, v5", build: buildJoseV5, against: jwtStruct},
		{name: "ginauth v4, built-in session", build: buildBuiltInV4, against: jwtStruct, ratio: 0.25, allocs: 8},
		{name: "ginauth v5, built-in session", build: buildBuiltInV5, against: jwtStruct, ratio: 0.40, allocs: 8},
		{name: "ginauth v4, application's types", build: buildShapedV4, against: jwtStruct, ratio: 0.55, allocs: 16},

		{name: jwtStructLong, build: buildJWTStructLong, against: jwtStructLong},
		{name: "ginauth v5, 4 KB, application's types", build: buildShapedLong, against: jwtStructLong, ratio: 0.6},
		{name: "ginauth v5, 4 KB, types without the list", build: buildShapedLongFlat, against: jwtStructLong},
		{name: "ginauth v5, 4 KB, built-in session", build: buildBuiltInLong, against: jwtStructLong},

		{name: "GET /api/auth/session, v4, built-in", build: buildRouteBuiltIn, against: jwtStruct},
		{name: "GET /api/auth/session, v4, application's types", build: buildRouteShaped, against: jwtStruct},

		// No limits: the two do not do the same, see the README.
		{name: signInByHand, build: buildSignInByHand, against: signInByHand},
		{name: "OIDC sign-in, ginauth v4", build: buildSignInV4, against: signInByHand},
		{name: "OIDC sign-in, ginauth v5", build: buildSignInV5, against: signInByHand},
	}
}
