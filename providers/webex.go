package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/webex.svg
var webexLogo string

// Webex signs in with Webex;
// https://developer.webex.com/docs/api/guides/integrations-and-authorization. Issuer is
// the base of its API. It does not say whether the address is verified.
func Webex(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "webex", Name: "Webex",
		builtIn:          "https://webexapis.com/v1",
		AuthorizationURL: "{issuer}/authorize",
		TokenURL:         "{issuer}/access_token",
		UserInfoURL:      "{issuer}/people/me",
		Scopes:           []string{"spark:kms", "spark:people_read"},
		RedirectsVia:     []string{"https:"}, // the idbroker of the user's region
		Style:            ginauth.ProviderStyle{Logo: webexLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("displayName"), Email: a.Text("emails.0"), Image: a.Text("avatar"),
			}}
		},
	}, options...)
}
