package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// Zitadel signs in with ZITADEL; https://zitadel.com/docs. Issuer is the instance's
// URL. The address is verified if ZITADEL says so.
func Zitadel(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{ID: "zitadel", Name: "ZITADEL"}, options...)
}
