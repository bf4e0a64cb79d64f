package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/box.svg
var boxLogo string

// Box signs in with Box; https://developer.box.com/guides/authentication/oauth2/.
// The address is the login, and Box does not say whether it is verified.
func Box(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "box", Name: "Box",
		AuthorizationURL: "https://account.box.com/api/oauth2/authorize",
		TokenURL:         "https://api.box.com/oauth2/token",
		UserInfoURL:      "https://api.box.com/2.0/users/me",
		Style:            ginauth.ProviderStyle{Logo: boxLogo, Background: "#0075C9", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("name"), Email: a.Text("login"), Image: a.Text("avatar_url"),
			}}
		},
	}, options...)
}
