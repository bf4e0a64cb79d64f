package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/tiktok.svg
var tiktokLogo string

// TikTok signs in with TikTok; https://developers.tiktok.com/doc/login-kit-web. The
// id is the user's for this program. There is no e-mail address.
func TikTok(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "tiktok", Name: "TikTok",
		AuthorizationURL: "https://www.tiktok.com/v2/auth/authorize",
		TokenURL:         "https://open.tiktokapis.com/v2/oauth/token/",
		UserInfoURL:      "https://open.tiktokapis.com/v2/user/info/?fields=open_id,avatar_url,display_name",
		ClientAuth:       ClientSecretPost,
		Scopes:           []string{"user.info.basic"},
		ScopeSeparator:   ",",
		Quirks:           Quirks{ClientIDParam: "client_key"},
		Style:            ginauth.ProviderStyle{Logo: tiktokLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			user := a.At("data.user")
			return Profile{User: ginauth.User{
				ID: user.Text("open_id"), Name: user.Text("display_name"), Image: user.Text("avatar_url"),
			}}
		},
	}, options...)
}
