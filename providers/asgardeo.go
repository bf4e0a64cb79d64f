package providers

import "github.com/ginauth/gin-auth/ginauth"

// Asgardeo signs in with Asgardeo of WSO2;
// https://wso2.com/asgardeo/docs/guides/authentication/oidc/. Issuer is
// https://api.asgardeo.io/t/ORGANISATION/oauth2/token, as its discovery document
// has it. The address is verified if the ID token says so.
func Asgardeo(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "asgardeo", Name: "Asgardeo",
		Style: ginauth.ProviderStyle{Background: "#000", Text: "#fff"},
	}, options...)
}
