package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// Osso signs in with Osso, which speaks SAML for the program;
// https://github.com/enterprise-oss/osso. Issuer is https://HOST. The address is
// what the customer's identity provider says: it is not verified.
func Osso(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "osso", Name: "Osso",
		AuthorizationURL: "{issuer}/oauth/authorize",
		TokenURL:         "{issuer}/oauth/token",
		UserInfoURL:      "{issuer}/oauth/me",
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("name"), Email: a.Text("email")}}
		},
	}, options...)
}
