package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/linkedin.svg
var linkedinLogo string

// LinkedIn signs in with LinkedIn; the program needs the product "Sign In with
// LinkedIn using OpenID Connect",
// https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/sign-in-with-linkedin-v2.
// The address is verified if LinkedIn says so.
func LinkedIn(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "linkedin", Name: "LinkedIn",
		builtIn:    "https://www.linkedin.com/oauth",
		ClientAuth: ClientSecretPost,
		// A code_verifier is answered with invalid_client, and no nonce comes back
		// in the ID token: https://github.com/nextauthjs/next-auth/issues/8831,
		// https://github.com/authlib/authlib/issues/763.
		Quirks: Quirks{NoPKCE: true, NoNonce: true},
		Style:  ginauth.ProviderStyle{Logo: linkedinLogo, Background: "#069", Text: "#fff"},
	}, options...)
}
