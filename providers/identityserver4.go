package providers

import "github.com/ginauth/gin-auth/ginauth"

// IdentityServer4 signs in with IdentityServer4;
// https://identityserver4.readthedocs.io. Issuer is the server's
// URL, as https://id.example.com. The address is verified if the server says
// so. It has had no repairs since 2022; Duende IdentityServer follows it.
func IdentityServer4(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{ID: "identity-server4", Name: "IdentityServer4"}, options...)
}
