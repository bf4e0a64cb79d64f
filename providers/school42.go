package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/42-school.svg
var school42Logo string

// FortyTwoSchool signs in with 42, the schools of 42 Network;
// https://api.intra.42.fr/apidoc. It does not say whether the address is
// verified.
func FortyTwoSchool(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "42-school", Name: "42 School",
		AuthorizationURL: "https://api.intra.42.fr/oauth/authorize",
		TokenURL:         "https://api.intra.42.fr/oauth/token",
		UserInfoURL:      "https://api.intra.42.fr/v2/me",
		Scopes:           []string{"public"},
		Style:            ginauth.ProviderStyle{Logo: school42Logo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("usual_full_name", "displayname", "login"),
				Email: a.Text("email"), Image: a.Text("image.link"),
			}}
		},
	}, options...)
}
