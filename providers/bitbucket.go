package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/bitbucket.svg
var bitbucketLogo string

// Bitbucket signs in with Bitbucket Cloud;
// https://developer.atlassian.com/cloud/bitbucket/oauth-2/. There is no address.
func Bitbucket(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "bitbucket", Name: "Bitbucket",
		AuthorizationURL: endpoints.Bitbucket.AuthURL,
		TokenURL:         endpoints.Bitbucket.TokenURL,
		UserInfoURL:      "https://api.bitbucket.org/2.0/user",
		Scopes:           []string{"account"},
		// Who is not signed in gets the login page of Atlassian.
		RedirectsVia: []string{"https://id.atlassian.com"},
		Style:        ginauth.ProviderStyle{Logo: bitbucketLogo, Background: "#205081", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("account_id"), Name: a.Text("display_name", "username"), Image: a.Text("links.avatar.href"),
			}}
		},
	}, options...)
}
