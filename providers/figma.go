package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/figma.svg
var figmaLogo string

// Figma signs in with Figma; https://developers.figma.com/docs/rest-api/authentication/.
// An app with the newer, narrower scopes sets Scopes to current_user:read. Figma
// does not say whether the address is verified.
func Figma(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "figma", Name: "Figma",
		AuthorizationURL: "https://www.figma.com/oauth",
		TokenURL:         "https://api.figma.com/v1/oauth/token",
		UserInfoURL:      "https://api.figma.com/v1/me",
		Scopes:           []string{"files:read"},
		Style:            ginauth.ProviderStyle{Logo: figmaLogo, Background: "#ff7237", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("handle"), Email: a.Text("email"), Image: a.Text("img_url"),
			}}
		},
	}, options...)
}
