package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/patreon.svg
var patreonLogo string

// Patreon signs in with Patreon; https://docs.patreon.com/#oauth. The address is
// verified if Patreon says so.
func Patreon(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "patreon", Name: "Patreon",
		AuthorizationURL: endpoints.Patreon.AuthURL,
		TokenURL:         endpoints.Patreon.TokenURL,
		UserInfoURL:      "https://www.patreon.com/api/oauth2/api/current_user",
		ClientAuth:       ClientSecretPost, // all that is documented
		Scopes:           []string{"identity", "identity[email]"},
		Style:            ginauth.ProviderStyle{Logo: patreonLogo, Background: "#e85b46", Text: "#fff"},
		Profile: func(a Answer) Profile {
			about := a.At("data.attributes")
			return Profile{
				User: ginauth.User{
					ID: a.Text("data.id"), Name: about.Text("full_name"),
					Email: about.Text("email"), Image: about.Text("image_url"),
				},
				EmailVerified: about.Bool("is_email_verified"),
			}
		},
	}, options...)
}
