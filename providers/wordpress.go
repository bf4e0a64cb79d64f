package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/wordpress.svg
var wordpressLogo string

// WordPress signs in with WordPress.com;
// https://developer.wordpress.com/docs/wpcc. The address is verified if
// WordPress.com says so.
func WordPress(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "wordpress", Name: "WordPress.com",
		AuthorizationURL: "https://public-api.wordpress.com/oauth2/authorize",
		TokenURL:         "https://public-api.wordpress.com/oauth2/token",
		UserInfoURL:      "https://public-api.wordpress.com/rest/v1/me",
		// Otherwise it says that client_id is missing:
		// https://github.com/nextauthjs/next-auth/issues/3389.
		ClientAuth:   ClientSecretPost,
		Scopes:       []string{"auth"},
		RedirectsVia: []string{"https://wordpress.com"},
		Style:        ginauth.ProviderStyle{Logo: wordpressLogo},
		Profile: func(a Answer) Profile {
			return Profile{
				User: ginauth.User{
					ID: a.Text("ID"), Name: a.Text("display_name"), Email: a.Text("email"), Image: a.Text("avatar_URL"),
				},
				EmailVerified: a.Bool("email_verified"),
			}
		},
	}, options...)
}
