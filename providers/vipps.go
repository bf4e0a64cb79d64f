package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// Vipps signs in with Vipps MobilePay;
// https://developer.vippsmobilepay.com/docs/APIs/login-api. To test, set Issuer to
// https://apitest.vipps.no/access-management-1.0/access/. The address is verified if
// Vipps says so.
func Vipps(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "vipps", Name: "Vipps",
		builtIn:  "https://api.vipps.no/access-management-1.0/access/", // with the slash, as in its tokens
		Scopes:   []string{"openid", "name", "email"},
		UserInfo: UserInfoAlways, // the ID token has only sub
		Style:    ginauth.ProviderStyle{Background: "#f05c18", Text: "#000"},
	}, options...)
}
