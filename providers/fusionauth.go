package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/fusionauth.svg
var fusionAuthLogo string

// FusionAuth signs in with a FusionAuth server;
// https://fusionauth.io/docs/lifecycle/authenticate-users/oauth/. Issuer is
// https://HOST, and so has to be the issuer of the tenant, which is acme.com in
// the beginning. Let the application sign ID tokens with an RSA or EC key, or
// set IDTokenAlgs to HS256. The address is verified if the ID token says so.
func FusionAuth(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "fusionauth", Name: "FusionAuth",
		TokenURL:    "{issuer}/oauth2/token",
		UserInfoURL: "{issuer}/oauth2/userinfo",
		Scopes:      []string{"openid", "offline_access", "email", "profile"},
		Style:       ginauth.ProviderStyle{Logo: fusionAuthLogo},
		Profile: func(a Answer) Profile {
			p := standardProfile(a)
			p.Name = a.Text("name", "preferred_username")
			if p.Name == "" {
				p.Name = join(a.Text("given_name"), a.Text("middle_name"), a.Text("family_name"))
			}
			return p
		},
	}, options...)
}
