package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/github.svg
var githubLogo string

// GitHub signs in with GitHub; https://docs.github.com/apps/oauth-apps. The
// address is the primary one, verified if GitHub says so. For GitHub
// Enterprise set Issuer to https://HOST/login/oauth and the URLs of its API.
func GitHub(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "github", Name: "GitHub",
		Issuer:           "https://github.com/login/oauth",
		AuthorizationURL: "{issuer}/authorize",
		TokenURL:         "{issuer}/access_token",
		UserInfoURL:      "https://api.github.com/user",
		Also:             map[string]string{"emails": "https://api.github.com/user/emails"},
		Scopes:           []string{"read:user", "user:email"},
		Style:            ginauth.ProviderStyle{Logo: githubLogo, Background: "#24292f", Text: "#fff"},
		Profile: func(a Answer) Profile {
			p := Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("name", "login"), Email: a.Text("email"), Image: a.Text("avatar_url"),
			}}
			for _, e := range a.List("emails") {
				if e.Bool("primary") && p.Email == "" || e.Text("email") == p.Email && p.Email != "" {
					p.Email, p.EmailVerified = e.Text("email"), e.Bool("verified")
				}
			}
			return p
		},
	}, options...)
}
