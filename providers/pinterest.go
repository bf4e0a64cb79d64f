package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/pinterest.svg
var pinterestLogo string

// Pinterest signs in with Pinterest;
// https://developers.pinterest.com/docs/api/v5/user_account-get. There is no
// e-mail address.
func Pinterest(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "pinterest", Name: "Pinterest",
		AuthorizationURL: endpoints.Pinterest.AuthURL,
		TokenURL:         endpoints.Pinterest.TokenURL,
		UserInfoURL:      "https://api.pinterest.com/v5/user_account",
		Scopes:           []string{"user_accounts:read"},
		ScopeSeparator:   ",",
		Style:            ginauth.ProviderStyle{Logo: pinterestLogo, Background: "#bd081c", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID:   a.Text("id"), // Auth.js has the username, which people change
				Name: a.Text("username"), Image: a.Text("profile_image"),
			}}
		},
	}, options...)
}
