package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// Kinde signs in with Kinde; https://docs.kinde.com. Issuer is
// https://BUSINESS.kinde.com. The address is verified if Kinde says so.
func Kinde(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "kinde", Name: "Kinde",
		Style: ginauth.ProviderStyle{Background: "#fff", Text: "#0F0F0F"},
	}, options...)
}
