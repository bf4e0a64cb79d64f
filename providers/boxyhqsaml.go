package providers

import "github.com/ginauth/gin-auth/ginauth"

// BoxyHQSAML signs in with SAML identity providers by way of SAML Jackson, now
// Ory Polis; https://boxyhq.com/docs/jackson/overview. Issuer is
// https://HOST of that service. The id and the address are what the customer's
// identity provider says, and the address is not verified: a program with
// several tenants has to look at requested.tenant of the profile, too.
func BoxyHQSAML(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "boxyhq-saml", Name: "BoxyHQ SAML",
		AuthorizationURL:    "{issuer}/api/oauth/authorize",
		TokenURL:            "{issuer}/api/oauth/token",
		UserInfoURL:         "{issuer}/api/oauth/userinfo",
		AuthorizationParams: map[string]string{"provider": "saml"},
		RedirectsVia:        []string{"https:"}, // the customer's identity provider
		Style:               ginauth.ProviderStyle{Background: "#25c2a0", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: join(a.Text("firstName"), a.Text("lastName")), Email: a.Text("email"),
			}}
		},
	}, options...)
}
