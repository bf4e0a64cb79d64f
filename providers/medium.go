package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/medium.svg
var mediumLogo string

// Medium signs in with Medium; https://github.com/Medium/medium-api-docs. Medium
// registers no new programs. There is no e-mail address.
func Medium(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "medium", Name: "Medium",
		AuthorizationURL: "https://medium.com/m/oauth/authorize",
		TokenURL:         "https://api.medium.com/v1/tokens",
		UserInfoURL:      "https://api.medium.com/v1/me",
		ClientAuth:       ClientSecretPost, // all that is documented
		Scopes:           []string{"basicProfile"},
		ScopeSeparator:   ",",
		Style:            ginauth.ProviderStyle{Logo: mediumLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("data.id"), Name: a.Text("data.name"), Image: a.Text("data.imageUrl"),
			}}
		},
	}, options...)
}
