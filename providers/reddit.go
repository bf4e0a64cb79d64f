package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/reddit.svg
var redditLogo string

// Reddit signs in with Reddit;
// https://github.com/reddit-archive/reddit/wiki/OAuth2. There is no e-mail address.
func Reddit(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "reddit", Name: "Reddit",
		AuthorizationURL: "https://www.reddit.com/api/v1/authorize",
		TokenURL:         "https://www.reddit.com/api/v1/access_token",
		UserInfoURL:      "https://oauth.reddit.com/api/v1/me",
		Scopes:           []string{"identity"},
		Style:            ginauth.ProviderStyle{Logo: redditLogo, Background: "#FF4500", Text: "#000"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("name")}}
		},
	}, options...)
}
