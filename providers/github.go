package providers

import (
	_ "embed"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/github.svg
var githubLogo string

// GitHub signs in with GitHub; https://docs.github.com/apps/oauth-apps. The
// address is the one of the public profile, or else the primary one, verified if
// GitHub says so. For GitHub Enterprise set Issuer to https://HOST/login/oauth.
func GitHub(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "github", Name: "GitHub",
		builtIn:          "https://github.com/login/oauth",
		AuthorizationURL: "{issuer}/authorize",
		TokenURL:         "{issuer}/access_token",
		UserInfoURL:      githubUser,
		Also:             map[string]string{"emails": githubUser + "/emails"},
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
	}, append([]OAuthOption{oauthOption(func(c *oauthConfig) { c.completed = githubEnterprise })}, options...)...)
}

const githubUser = "https://api.github.com/user"

// githubEnterprise takes the API of the issuer's own host: the access token is
// for nobody else.
func githubEnterprise(c *Config) {
	host, ok := strings.CutSuffix(trimIssuer(c.Issuer), "/login/oauth")
	if !ok || c.Issuer == c.builtIn {
		return
	}
	if c.UserInfoURL == githubUser {
		c.UserInfoURL = host + "/api/v3/user"
	}
	if c.Also["emails"] == githubUser+"/emails" {
		c.Also["emails"] = host + "/api/v3/user/emails"
	}
}
