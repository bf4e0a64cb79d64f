package e2e_test

// pageDifferences are those of the built-in pages.
var pageDifferences = []difference{
	{
		Steps: []string{
			"signin page", "signin page, error", "signin page, unknown error", "signin page, callbackUrl",
			"signin page, csrf=true", "signin page, props in the query", "signout page", "verify-request page",
			"error page", "error page, Configuration", "error page, AccessDenied", "error page, Verification",
			"error page, any",
		},
		Field: "csp", Reference: "false", Ours: "true",
		Row: "D44", Why: "clickjacking, injected scripts",
	},
	{
		Dialect: "nextauth", Steps: []string{"signin page of a provider"},
		Field: "csp", Reference: "false", Ours: "true", Row: "D44", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"error page, CredentialsSignin", "error page, SessionRequired"},
		Field: "csp", Reference: "false", Ours: "true", Row: "D44", Why: "the same",
	},
	{
		Dialect: "nextauth", Steps: []string{"signin page, providers in the query"},
		Field: "status", Reference: "500", Ours: "200", Row: "D7", Why: "a link must not crash the page",
	},
	{
		Dialect: "nextauth", Steps: []string{"signin page, providers in the query"},
		Field: "body", Reference: `"Internal Server Error"`, Row: "D7", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"signin page, providers in the query"},
		Field: "status", Reference: "302", Ours: "200", Row: "D7", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"signin page, providers in the query"},
		Field: "location", Reference: `"{origin}/api/auth/error?error=Configuration"`, Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, providers in the query"},
		Field: "contentType", Ours: "*", Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, providers in the query"},
		Field: "csp", Ours: "*", Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, providers in the query"},
		Field: "page *", Ours: "*", Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, providers in the query"},
		Field: "label *", Ours: "*", Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, providers in the query"},
		Field: "form *", Ours: "*", Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, providers in the query"},
		Field: "input *", Ours: "*", Row: "D7", Why: "the same",
	},
	{
		Steps: []string{"signin page, props in the query"},
		Field: "input csrfToken", Reference: `{"type":"hidden","value":"not a token: y"}`,
		Ours: `{"type":"hidden","value":"64 hex"}`, Row: "D7", Why: "a link must not choose the token",
	},
	{
		Steps: []string{
			"signin page", "signin page, error", "signin page, unknown error", "signin page, csrf=true",
			"signin page, props in the query", "signout page",
		},
		Field: "input callbackUrl", Ours: `{"type":"hidden","value":"{origin}"}`,
		Row: "D55", Why: "two tabs have two targets",
	},
	{
		Dialect: "nextauth", Steps: []string{"signin page of a provider"},
		Field: "input callbackUrl", Ours: `{"type":"hidden","value":"{origin}"}`, Row: "D55", Why: "the same",
	},
	{
		Steps: []string{"signin page, callbackUrl"},
		Field: "input callbackUrl", Ours: `{"type":"hidden","value":"{origin}/dash"}`, Row: "D55", Why: "the same",
	},
	{
		Steps: []string{"signout page", "error page, Configuration"},
		Field: "page links", Reference: "[]", Ours: `["{origin}"]`, Row: "D88", Why: "there is a way out of every page",
	},
	{
		Dialect: "nextauth", Steps: []string{"error page, AccessDenied", "error page, Verification"},
		Field: "page links", Reference: `["{origin}/api/auth/signin"]`, Ours: `["{origin}/api/auth/signin","{origin}"]`,
		Row: "D88", Why: "the same",
	},
	{
		Dialect: "authjs", Steps: []string{"error page, AccessDenied"}, Field: "page links",
		Reference: `["{origin}/api/auth/error?error=AccessDenied/signin"]`,
		Ours:      `["{origin}/api/auth/signin","{origin}"]`,
		Row:       "D34", Why: "the link has to lead somewhere",
	},
	{
		Dialect: "authjs", Steps: []string{"error page, Verification"}, Field: "page links",
		Reference: `["{origin}/api/auth/error?error=Verification/signin"]`,
		Ours:      `["{origin}/api/auth/signin","{origin}"]`,
		Row:       "D34", Why: "the same",
	},
}
