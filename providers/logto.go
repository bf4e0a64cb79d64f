package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// Logto signs in with Logto; https://docs.logto.io. Issuer is
// https://TENANT.logto.app/oidc. The address is verified if Logto says so.
func Logto(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "logto", Name: "Logto",
		Scopes: []string{"offline_access", "openid", "email", "profile"},
		Profile: func(a Answer) Profile {
			p := standardProfile(a)
			p.Name = a.Text("name", "username") // members of a tenant may have no name
			return p
		},
	}, options...)
}
