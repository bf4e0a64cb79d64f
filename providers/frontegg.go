package providers

import "github.com/ginauth/gin-auth/ginauth"

// Frontegg signs in with Frontegg;
// https://developers.frontegg.com/ciam/guides/integrations/oidc. Issuer is
// https://SUBDOMAIN.frontegg.com. The address is verified if the ID token says
// so.
func Frontegg(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "frontegg", Name: "Frontegg",
		DiscoveryURL:     "{issuer}/oauth",
		AuthorizationURL: "{issuer}/oauth/authorize",
		TokenURL:         "{issuer}/oauth/token",
		UserInfoURL:      "{issuer}/identity/resources/users/v2/me",
		// That is an API of its own, without the sub that userinfo has to have.
		UserInfo: UserInfoNever,
	}, options...)
}
