package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/gitlab.svg
var gitlabLogo string

// GitLab signs in with GitLab; https://docs.gitlab.com/api/oauth2/. Issuer is
// for a server of one's own, as https://gitlab.example.com. The address is
// verified if it has been confirmed.
func GitLab(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "gitlab", Name: "GitLab",
		builtIn:          "https://gitlab.com",
		AuthorizationURL: "{issuer}/oauth/authorize",
		TokenURL:         "{issuer}/oauth/token",
		UserInfoURL:      "{issuer}/api/v4/user",
		Scopes:           []string{"read_user"},
		Style:            ginauth.ProviderStyle{Logo: gitlabLogo, Background: "#FC6D26", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User: ginauth.User{
					ID: a.Text("sub", "id"), Name: a.Text("name", "username"), Email: a.Text("email"), Image: a.Text("avatar_url"),
				},
				// When the address was confirmed; GitLab's own email_verified claim
				// asks the same. A new address is not in email before that.
				EmailVerified: a.Text("confirmed_at") != "",
			}
		},
	}, options...)
}
