package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/trakt.svg
var traktLogo string

// Trakt signs in with Trakt; https://trakt.docs.apiary.io. There is no e-mail
// address.
func Trakt(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "trakt", Name: "Trakt",
		AuthorizationURL: "https://trakt.tv/oauth/authorize",
		TokenURL:         "https://api.trakt.tv/oauth/token",
		UserInfoRequest: func(a Answer) Request {
			return Request{
				URL:    "https://api.trakt.tv/users/settings",
				Header: map[string]string{"trakt-api-version": "2", "trakt-api-key": a.ClientID},
			}
		},
		Style: ginauth.ProviderStyle{Logo: traktLogo, Background: "#ED2224", Text: "#fff"},
		Profile: func(a Answer) Profile {
			user := a.At("user")
			return Profile{User: ginauth.User{
				// Auth.js has ids.slug of users/me, which is made of the name and
				// changes with it. The uuid is in the settings only.
				ID: user.Text("ids.uuid"), Name: user.Text("name", "username"), Image: user.Text("images.avatar.full"),
			}}
		},
	}, options...)
}
