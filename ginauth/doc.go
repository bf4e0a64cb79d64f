// Package ginauth is Auth.js for Gin: sign-in pages, the whole Auth.js HTTP
// protocol, and a typed session in every handler, from one line.
//
//	r := gin.Default()
//	r.Use(ginauth.New(ginauth.Config{
//		Providers: []ginauth.Provider{providers.Credentials(authorize)},
//		Callbacks: callbacks.Shape(jwt, session),
//	}))
//	r.GET("/me", ginauth.Require(), func(c *gin.Context) {
//		session := c.MustGet("session").(*Session)
//		c.JSON(http.StatusOK, session)
//	})
//
// # Where it goes
//
// Use the middleware on the engine, before the routes that need a session:
// routes that were registered before it do not get one, and on a group Gin
// does not call it for the auth routes (for that there is [Auth.Mount]). It
// serves /api/auth by itself; register nothing below that path.
//
// # The session
//
// The context's "session" is always set. Its type is the application's own,
// a pointer to a struct that embeds [Session], made by callbacks.Shape;
// without callbacks it is *[Session]. Signed out, it is a nil pointer of that
// type, so that session == nil, {{with .session}} and JSON's null all work.
// [SessionFrom] is the same without the type assertion, and [Require] the
// guard for routes.
//
// # What is compatible
//
// Unmodified clients of next-auth 4 and 5 work against it, and with the same
// secret its session cookies and theirs are interchangeable; see [Protocol]. Where it differs from Auth.js on purpose,
// docs/differences.md says so.
package ginauth
