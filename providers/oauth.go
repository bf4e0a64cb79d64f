package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// OAuth signs in at another site by OAuth 2.0: the code flow with PKCE and
// state, then the userinfo endpoint. It needs an ID, the endpoints and a
// Profile.
func OAuth(config Config, options ...OAuthOption) ginauth.Provider {
	return newOAuth(oauthConfig{Config: config}, options)
}

// OIDC signs in at another site by OpenID Connect: the code flow with PKCE,
// state and nonce, and an ID token, which is always verified. It needs an ID
// and an Issuer.
func OIDC(config Config, options ...OAuthOption) ginauth.Provider {
	return newOAuth(oauthConfig{Config: config, openID: true}, options)
}
