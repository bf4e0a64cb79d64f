package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/netlify.svg
var netlifyLogo string

// Netlify signs in with Netlify;
// https://docs.netlify.com/api/get-started/#authentication. It does not say
// whether the address is verified.
func Netlify(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "netlify", Name: "Netlify",
		AuthorizationURL: "https://app.netlify.com/authorize",
		TokenURL:         "https://api.netlify.com/oauth/token",
		UserInfoURL:      "https://api.netlify.com/api/v1/user",
		Style:            ginauth.ProviderStyle{Logo: netlifyLogo, Background: "#32e6e2", Text: "#000"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("full_name"), Email: a.Text("email"), Image: a.Text("avatar_url"),
			}}
		},
	}, options...)
}
