package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/osu.svg
var osuLogo string

// Osu signs in with osu!; https://osu.ppy.sh/docs. There is no e-mail address.
func Osu(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "osu", Name: "osu!",
		AuthorizationURL: "https://osu.ppy.sh/oauth/authorize",
		TokenURL:         "https://osu.ppy.sh/oauth/token",
		UserInfoURL:      "https://osu.ppy.sh/api/v2/me",
		Scopes:           []string{"identify"},
		Style:            ginauth.ProviderStyle{Logo: osuLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("username"), Image: a.Text("avatar_url")}}
		},
	}, options...)
}
