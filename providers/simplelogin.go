package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/simplelogin.svg
var simpleloginLogo string

// SimpleLogin signs in with SimpleLogin; https://simplelogin.io/docs/siwsl. The
// address may be an alias made for the program; it is verified if SimpleLogin says
// so.
func SimpleLogin(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "simplelogin", Name: "SimpleLogin",
		builtIn: "https://app.simplelogin.io",
		Style:   ginauth.ProviderStyle{Logo: simpleloginLogo, Background: "#e3156a", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User: ginauth.User{
					ID: a.Text("sub"), Name: a.Text("name"), Email: a.Text("email"), Image: a.Text("avatar_url"),
				},
				EmailVerified: a.Bool("email_verified"),
			}
		},
	}, options...)
}
