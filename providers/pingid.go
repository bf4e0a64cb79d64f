package providers

import (
	"github.com/ginauth/gin-auth/ginauth"
)

// PingIdentity signs in with PingOne; https://docs.pingidentity.com. Issuer is
// https://auth.pingone.com/ENVIRONMENT/as, or that of another region. The address
// is verified if PingOne says so.
func PingIdentity(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "ping-id", Name: "Ping Identity",
		// The pages are apart from the protocol, one origin for each region.
		RedirectsVia: []string{
			"https://apps.pingone.com", "https://apps.pingone.eu", "https://apps.pingone.ca",
			"https://apps.pingone.asia", "https://apps.pingone.com.au", "https://apps.pingone.sg",
		},
	}, options...)
}
