package providers

import "github.com/ginauth/gin-auth/ginauth"

// BankIDNorge signs in with the Norwegian BankID;
// https://developer.bankid.no/bankid-with-biometrics/. The userinfo answer is a
// signed JWT, which is verified. The address is verified if BankID says so.
func BankIDNorge(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "bankid-no", Name: "BankID Norge",
		builtIn:             "https://auth.bankid.no/auth/realms/prod",
		AuthorizationParams: map[string]string{"ui_locales": "no", "login_hint": "BIS"},
		ClientAuth:          ClientSecretPost,
		UserInfo:            UserInfoAlways, // name and address are only there
		Style:               ginauth.ProviderStyle{Background: "#39134c", Text: "#fff"},
	}, options...)
}
