package providers

import "github.com/ginauth/gin-auth/ginauth"

// BeyondIdentity signs in with Beyond Identity;
// https://developer.beyondidentity.com. Issuer is
// https://auth-REGION.beyondidentity.com/v1/tenants/TENANT/realms/REALM/applications/APP.
// The address is verified if the ID token says so.
func BeyondIdentity(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "beyondidentity", Name: "Beyond Identity",
		Style: ginauth.ProviderStyle{Background: "#5077c5", Text: "#fff"},
	}, options...)
}
