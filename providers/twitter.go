package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/twitter.svg
var twitterLogo string

// Twitter signs in with X; https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code.
// There is an address if the program may have it: add the scope users.email and
// the field confirmed_email to UserInfoURL. It is the one that X has confirmed.
func Twitter(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "twitter", Name: "Twitter",
		AuthorizationURL: endpoints.X.AuthURL,
		TokenURL:         endpoints.X.TokenURL,
		UserInfoURL:      "https://api.x.com/2/users/me?user.fields=profile_image_url",
		Scopes:           []string{"users.read", "tweet.read", "offline.access"},
		Style:            ginauth.ProviderStyle{Logo: twitterLogo, Background: "#1da1f2", Text: "#fff"},
		Profile: func(a Answer) Profile {
			user := a.At("data")
			return Profile{
				User: ginauth.User{
					ID: user.Text("id"), Name: user.Text("name"),
					Email: user.Text("confirmed_email", "email"), Image: user.Text("profile_image_url"),
				},
				EmailVerified: user.Text("confirmed_email") != "",
			}
		},
	}, options...)
}
