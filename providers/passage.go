package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// Passage signs in with Passage by 1Password; https://docs.passage.id. Issuer is
// https://SUBDOMAIN.withpassage.com. The address is verified if Passage says so.
func Passage(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "passage", Name: "Passage",
		Style: ginauth.ProviderStyle{Background: "#3d53f6", Text: "#fff"},
	}, options...)
}
