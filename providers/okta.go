package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/okta.svg
var oktaLogo string

// Okta signs in with an organisation of Okta;
// https://developer.okta.com/docs/reference/api/oidc. Issuer is https://ORG.okta.com,
// or https://ORG.okta.com/oauth2/SERVER for a custom authorization server. The
// address is verified if Okta says so.
func Okta(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "okta", Name: "Okta",
		Style: ginauth.ProviderStyle{Logo: oktaLogo, Background: "#000", Text: "#fff"},
	}, options...)
}
