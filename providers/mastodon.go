package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/mastodon.svg
var mastodonLogo string

// Mastodon signs in with an instance of Mastodon;
// https://docs.joinmastodon.org/client/authorized. Issuer is https://INSTANCE.
// There is no e-mail address.
func Mastodon(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "mastodon", Name: "Mastodon",
		AuthorizationURL: "{issuer}/oauth/authorize",
		TokenURL:         "{issuer}/oauth/token",
		UserInfoURL:      "{issuer}/api/v1/accounts/verify_credentials",
		Scopes:           []string{"read"},
		Style:            ginauth.ProviderStyle{Logo: mastodonLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("username"), Image: a.Text("avatar_static"),
			}}
		},
	}, options...)
}
