package providers

import "github.com/ginauth/gin-auth/ginauth"

// DuendeIdentityServer6 signs in with Duende IdentityServer;
// https://docs.duendesoftware.com/identityserver/. Issuer is the server's
// URL, as https://id.example.com. The address is verified if the server says so.
func DuendeIdentityServer6(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{ID: "duende-identity-server6", Name: "DuendeIdentityServer6"}, options...)
}
