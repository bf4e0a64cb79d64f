package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/auth0.svg
var auth0Logo string

// Auth0 signs in with a tenant of Auth0; https://auth0.com/docs/authenticate.
// Issuer is https://TENANT.auth0.com/, with the slash. The address is verified
// if the ID token says so.
func Auth0(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "auth0", Name: "Auth0",
		Style: ginauth.ProviderStyle{Logo: auth0Logo, Background: "#EB5424", Text: "#fff"},
	}, options...)
}
