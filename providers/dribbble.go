package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/dribbble.svg
var dribbbleLogo string

// Dribbble signs in with Dribbble; https://developer.dribbble.com/v2/oauth/. It
// does not say whether the address, if there is one, is verified.
func Dribbble(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "dribbble", Name: "Dribbble",
		AuthorizationURL: "https://dribbble.com/oauth/authorize",
		TokenURL:         "https://dribbble.com/oauth/token",
		UserInfoURL:      "https://api.dribbble.com/v2/user",
		Style:            ginauth.ProviderStyle{Logo: dribbbleLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("name", "login"), Email: a.Text("email"), Image: a.Text("avatar_url"),
			}}
		},
	}, options...)
}
