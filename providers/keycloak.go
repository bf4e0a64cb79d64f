package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/keycloak.svg
var keycloakLogo string

// Keycloak signs in with a realm of Keycloak; https://www.keycloak.org/docs.
// Issuer is https://HOST/realms/REALM. The address is verified if the realm says
// so.
func Keycloak(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "keycloak", Name: "Keycloak",
		Style: ginauth.ProviderStyle{Logo: keycloakLogo, Background: "#428bca", Text: "#000"},
	}, options...)
}
