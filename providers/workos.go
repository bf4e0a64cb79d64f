package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// WorkOS signs in with a customer's identity provider; https://workos.com/docs/sso.
// Say which one by "connection", "organization" or "provider" in
// AuthorizationParams. The address is what the customer's provider says: it is not
// verified.
func WorkOS(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "workos", Name: "WorkOS",
		builtIn:          "https://api.workos.com",
		AuthorizationURL: "{issuer}/sso/authorize",
		TokenURL:         "{issuer}/sso/token",
		UserInfoURL:      "{issuer}/sso/profile",
		ClientAuth:       ClientSecretPost,
		RedirectsVia:     []string{"https:"},
		Style:            ginauth.ProviderStyle{Background: "#6363f1", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: join(a.Text("first_name"), a.Text("last_name")),
				Email: a.Text("email"), Image: a.Text("raw_attributes.picture"),
			}}
		},
	}, options...)
}
