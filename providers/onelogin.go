package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// OneLogin signs in with OneLogin; https://developers.onelogin.com/openid-connect.
// Issuer is https://SUBDOMAIN.onelogin.com/oidc/2. The program's token endpoint
// setting there has to be "Basic". The address is verified if OneLogin says so.
func OneLogin(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{ID: "onelogin", Name: "OneLogin"}, options...)
}
