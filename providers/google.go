package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/google.svg
var googleLogo string

// Google signs in with Google;
// https://developers.google.com/identity/openid-connect/openid-connect. The
// address is verified if the ID token says so. For refresh tokens set the
// authorization parameter access_type to offline.
func Google(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "google", Name: "Google",
		builtIn: "https://accounts.google.com",
		Style:   ginauth.ProviderStyle{Logo: googleLogo, Background: "#1a73e8", Text: "#fff"},
	}, options...)
}
