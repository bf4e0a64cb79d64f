package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/atlassian.svg
var atlassianLogo string

// Atlassian signs in with an Atlassian account;
// https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/. Give
// the app the User Identity API. It does not say whether the address is
// verified.
func Atlassian(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "atlassian", Name: "Atlassian",
		AuthorizationURL:    "https://auth.atlassian.com/authorize",
		TokenURL:            "https://auth.atlassian.com/oauth/token",
		UserInfoURL:         "https://api.atlassian.com/me",
		Scopes:              []string{"read:me"},
		AuthorizationParams: map[string]string{"audience": "api.atlassian.com"},
		// The login page stands there.
		RedirectsVia: []string{"https://id.atlassian.com"},
		Style:        ginauth.ProviderStyle{Logo: atlassianLogo, Background: "#fff", Text: "#0052cc"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("account_id"), Name: a.Text("name"), Email: a.Text("email"), Image: a.Text("picture"),
			}}
		},
	}, options...)
}
