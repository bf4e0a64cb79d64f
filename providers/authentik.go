package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/authentik.svg
var authentikLogo string

// Authentik signs in with an authentik server;
// https://docs.goauthentik.io/add-secure-apps/providers/oauth2/. Issuer is
// https://HOST/application/o/APP/, with the slash; the provider there needs a
// signing key, since it signs with the client secret (HS256) without one. The
// address is verified if the ID token says so.
func Authentik(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "authentik", Name: "Authentik",
		Style: ginauth.ProviderStyle{Logo: authentikLogo},
	}, options...)
}
