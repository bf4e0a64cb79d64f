package providers

import "github.com/ginauth/gin-auth/ginauth"

// DuendeIdentityServer6Legacy signs in with Duende IdentityServer, under the id
// that NextAuth v4 has for it; https://docs.duendesoftware.com/identityserver/.
// It is [DuendeIdentityServer6] otherwise, and needs an Issuer, too.
func DuendeIdentityServer6Legacy(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{ID: "duende-identityserver6", Name: "DuendeIdentityServer6"}, options...)
}
