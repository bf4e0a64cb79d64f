package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/mattermost.svg
var mattermostLogo string

// Mattermost signs in with a Mattermost server;
// https://developers.mattermost.com/integrate/apps/authentication/oauth2. Issuer is
// https://HOST. The address is verified if Mattermost says so.
func Mattermost(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "mattermost", Name: "Mattermost",
		AuthorizationURL: "{issuer}/oauth/authorize",
		TokenURL:         "{issuer}/oauth/access_token",
		UserInfoURL:      "{issuer}/api/v4/users/me",
		ClientAuth:       ClientSecretPost,
		Style:            ginauth.ProviderStyle{Logo: mattermostLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			p := Profile{
				User:          ginauth.User{ID: a.Text("id"), Name: a.Text("username"), Email: a.Text("email")},
				EmailVerified: a.Bool("email_verified"),
			}
			if p.Name == "" {
				p.Name = join(a.Text("first_name"), a.Text("last_name"))
			}
			return p
		},
	}, options...)
}
