package ginauth

import "github.com/ginauth/gin-auth/ginauth/authjs"

// dialect holds what differs between NextAuth v4 and Auth.js v5.
type dialect struct {
	prefix string // of cookie names
	format authjs.Format
	// none is the body of GET /session when nobody is signed in.
	none string
	// statusKept says that JSON answers have the status of the outcome, instead
	// of always 200, with the Location header kept on success.
	statusKept bool
	// splitErrors says that errors go straight to the page that shows them,
	// instead of to /error which sends them on.
	splitErrors bool
	// joinSecrets is how several secrets sign the CSRF cookie.
	joinSecrets bool
	// bareOAuth says that OpenID Connect providers have the type "oauth".
	bareOAuth bool
	// oauthDenied is the code for a provider's own error, oauthFailed for an
	// answer that does not count.
	oauthDenied, oauthFailed string
	badRequest               func(method string) (contentType, body string)
}

func (p Protocol) dialect() (dialect, bool) {
	switch p {
	case NextAuth:
		return dialect{
			prefix: "next-auth", format: authjs.V4, none: "{}", statusKept: true,
			bareOAuth: true, oauthDenied: "Callback", oauthFailed: "OAuthCallback",
			badRequest: func(method string) (string, string) {
				return "text/plain; charset=utf-8", "Error: This action with HTTP " + method + " is not supported by NextAuth.js"
			},
		}, true
	case AuthJS:
		return dialect{
			prefix: "authjs", format: authjs.V5, none: "null", splitErrors: true, joinSecrets: true,
			oauthDenied: "OAuthCallbackError", oauthFailed: "OAuthCallbackError",
			badRequest: func(string) (string, string) { return "application/json", `"Bad request."` },
		}, true
	}
	return dialect{}, false
}
