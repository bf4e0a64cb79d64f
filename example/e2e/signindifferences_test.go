package e2e_test

// Values that many rows share.
const (
	plain     = "; httponly; path=/; samesite=Lax"
	home      = "{origin}" + plain
	freshCSRF = "token|hash" + plain
	session30 = "jwt; expires=in 30 days" + plain
	cleared   = "cleared; httponly; max-age=0; path=/; samesite=Lax"
	brokenV4  = `{"message":"There is a problem with the server configuration. Check the server logs for more information."}`
	brokenV5  = `{"message":"There was a problem with the server configuration. Check the server logs for more information."}`
)

// signIns are the steps that sign somebody in.
var signIns = []string{
	"sign in json, callbackUrl *", "sign in form, callbackUrl *", "sign in with a JSON body",
}

// signInDifferences are those of signing in and out, and of the callbackUrl.
var signInDifferences = []difference{
	// Who may write the callback-url cookie.
	{
		Steps: []string{"get csrf, first visit", "get csrf, forged cookie", "get session, first visit"},
		Field: "cookie PREFIX.callback-url", Reference: home,
		Row: "D3", Why: "only signing in and out write it",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in *, no csrf cookie"},
		Field: "cookie PREFIX.callback-url", Reference: home,
		Row: "D3", Why: "a refused request is no sign-in",
	},
	{
		Steps: []string{"get session, callbackUrl in the query"},
		Field: "cookie PREFIX.callback-url", Reference: "{origin}/dash" + plain,
		Row: "D3", Why: "a poll in one tab must not move another tab's sign-in",
	},
	{
		Steps: []string{
			"sign in *, callbackUrl absent", "sign in *, callbackUrl empty", "sign in *, callbackUrl foreign",
			"sign in with a JSON body", "sign in *, password missing",
		},
		Field: "cookie PREFIX.callback-url", Ours: home,
		Row: "D3", Why: "written here, since no earlier request wrote it",
	},

	// A callbackUrl that cannot be used.
	{
		Steps: []string{"get session, unparsable *", "get csrf, after that cookie"},
		Field: "status", Reference: "500", Ours: "200",
		Row: "D2", Why: "one link must not lock a browser out",
	},
	{
		Dialect: "nextauth", Steps: []string{"get session, unparsable *"},
		Field: "body", Reference: brokenV4, Ours: "{}", Row: "D2", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"get session, unparsable *"},
		Field: "body", Reference: brokenV5, Ours: "null", Row: "D2", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"get csrf, after that cookie"},
		Field: "body", Reference: brokenV4, Ours: `{"csrfToken":"64 hex"}`, Row: "D2", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"get csrf, after that cookie"},
		Field: "body", Reference: brokenV5, Ours: `{"csrfToken":"64 hex"}`, Row: "D2", Why: "the same",
	},
	{
		Steps: []string{"sign in json, callbackUrl scheme-relative"},
		Field: "body", Reference: `{"url":"{origin}//evil.example/steal"}`, Ours: `{"url":"{origin}"}`,
		Row: "D86", Why: "browsers read such URLs in another way",
	},
	{
		Steps: []string{"sign in json, callbackUrl backslash"},
		Field: "body", Reference: `{"url":"{origin}/\\evil.example/steal"}`, Ours: `{"url":"{origin}"}`,
		Row: "D86", Why: "the same",
	},
	{
		Steps: []string{"sign in form, callbackUrl scheme-relative"},
		Field: "location", Reference: `"{origin}//evil.example/steal"`, Ours: `"{origin}"`, Row: "D86", Why: "the same",
	},
	{
		Steps: []string{"sign in form, callbackUrl backslash"},
		Field: "location", Reference: `"{origin}/\\evil.example/steal"`, Ours: `"{origin}"`, Row: "D86", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in json, callbackUrl scheme-relative"},
		Field: "location", Reference: `"{origin}//evil.example/steal"`, Ours: `"{origin}"`, Row: "D86", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in json, callbackUrl backslash"},
		Field: "location", Reference: `"{origin}/\\evil.example/steal"`, Ours: `"{origin}"`, Row: "D86", Why: "the same",
	},
	{
		Steps: []string{"sign in *, callbackUrl scheme-relative"},
		Field: "cookie PREFIX.callback-url", Reference: "{origin}//evil.example/steal" + plain, Ours: home,
		Row: "D86", Why: "the same",
	},
	{
		Steps: []string{"sign in *, callbackUrl backslash"},
		Field: "cookie PREFIX.callback-url", Reference: `{origin}/\evil.example/steal` + plain, Ours: home,
		Row: "D86", Why: "the same",
	},

	// Signing in and out.
	{
		Steps: append([]string{"sign out json", "sign out form"}, signIns...),
		Field: "cookie PREFIX.csrf-token", Ours: freshCSRF,
		Row: "D9", Why: "a token that was learnt once must not work for ever",
	},
	{
		Steps: append([]string{"update", "update without effect"}, signIns...),
		Field: "claim sid", Ours: `"random"`, Row: "D64", Why: "revocation",
	},
	{
		Steps: append([]string{"update", "update without effect"}, signIns...),
		Field: "claim auth_time", Ours: `"in 0 days"`, Row: "D64", Why: "guards that want a recent sign-in",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in json, elsewhere"},
		Field: "body", Reference: `{"url":"/welcome"}`, Ours: `{"url":"{origin}/welcome"}`,
		Row: "D5", Why: "what the signIn callback says goes through the redirect rule",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in form, elsewhere"},
		Field: "location", Reference: `"/welcome"`, Ours: `"{origin}/welcome"`, Row: "D5", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in json, broken"}, Field: "body",
		Reference: `{"url":"{origin}/api/auth/error?error=database%20password%20is%20swordfish"}`,
		Ours:      `{"url":"{origin}/api/auth/error?error=Configuration"}`,
		Row:       "D6", Why: "the text of an error is for the log",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in form, broken"}, Field: "location",
		Reference: `"{origin}/api/auth/error?error=database%20password%20is%20swordfish"`,
		Ours:      `"{origin}/api/auth/error?error=Configuration"`,
		Row:       "D6", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in json, broken"},
		Field: "status", Reference: "401", Ours: "500", Row: "D6", Why: "it is the server that failed",
	},
	{
		Dialect: "authjs",
		Steps:   []string{"sign in *, wrong password", "sign in *, unknown user", "sign in *, blocked", "sign in *, broken"},
		Field:   "cookie PREFIX.callback-url", Ours: "{origin}/dash" + plain,
		Row: "D37", Why: "errors keep their cookies, so that the next try ends where this one would have",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in *, no csrf cookie"},
		Field: "cookie PREFIX.csrf-token", Ours: freshCSRF,
		Row: "D37", Why: "the next request has its token",
	},

	// Bodies and fields that do not fit.
	{
		Steps: []string{"sign in with a text body"},
		Field: "status", Reference: "302", Ours: "415", Row: "D81", Why: "it is no CSRF failure",
	},
	{
		Steps: []string{"sign in with a text body"}, Field: "body",
		Ours: `{"message":"the body must be application/x-www-form-urlencoded or application/json"}`,
		Row:  "D81", Why: "the same",
	},
	{
		Steps: []string{"sign in with a text body"},
		Field: "contentType", Ours: `"application/json"`, Row: "D81", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in with a text body"},
		Field: "location", Reference: `"{origin}/api/auth/signin?csrf=true"`, Row: "D81", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in with a text body"},
		Field: "location", Reference: `"{origin}/api/auth/signin?error=MissingCSRF"`, Row: "D81", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in json, password missing"},
		Field: "status", Reference: "401", Ours: "422", Row: "D51", Why: "the form's rules say which field is wrong",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in json, password missing"}, Field: "body",
		Reference: `{"url":"{origin}/api/auth/error?error=CredentialsSignin&provider=credentials"}`,
		Ours:      `{"errors":{"password":"Password is required."},"url":"{origin}/api/auth/error?error=CredentialsSignin&provider=credentials&fields=password.required"}`,
		Row:       "D51", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in json, password missing"}, Field: "body",
		Reference: `{"url":"{origin}/api/auth/signin?error=CredentialsSignin&code=credentials"}`,
		Ours:      `{"errors":{"password":"Password is required."},"url":"{origin}/api/auth/signin?error=CredentialsSignin&code=credentials&provider=credentials&fields=password.required"}`,
		Row:       "D51", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"sign in form, password missing"}, Field: "location",
		Reference: `"{origin}/api/auth/error?error=CredentialsSignin&provider=credentials"`,
		Ours:      `"{origin}/api/auth/error?error=CredentialsSignin&provider=credentials&fields=password.required"`,
		Row:       "D51", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in form, password missing"}, Field: "location",
		Reference: `"{origin}/api/auth/signin?error=CredentialsSignin&code=credentials"`,
		Ours:      `"{origin}/api/auth/signin?error=CredentialsSignin&code=credentials&provider=credentials&fields=password.required"`,
		Row:       "D51", Why: "the same",
	},

	// A sign-in that another site lured the browser into.
	{
		Dialect: "nextauth", Steps: []string{"sign in form, from another site"},
		Field: "location", Reference: `"{origin}"`, Ours: `"{origin}/api/auth/signin?csrf=true"`,
		Row: "D9", Why: "the browser says that it comes from another origin",
	},
	{
		Dialect: "authjs", Steps: []string{"sign in form, from another site"},
		Field: "location", Reference: `"{origin}"`, Ours: `"{origin}/api/auth/signin?error=MissingCSRF"`,
		Row: "D9", Why: "the same",
	},
	{
		Steps: []string{"sign in form, from another site"},
		Field: "cookie PREFIX.session-token", Reference: session30, Row: "D9", Why: "the same",
	},
	{
		Steps: []string{"sign in form, from another site"},
		Field: "claim *", Reference: "*", Row: "D9", Why: "the same",
	},
}
