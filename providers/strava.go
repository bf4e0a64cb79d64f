package providers

import (
	_ "embed"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/strava.svg
var stravaLogo string

// Strava signs in with Strava; https://developers.strava.com/docs/authentication.
// There is no e-mail address.
func Strava(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "strava", Name: "Strava",
		AuthorizationURL:    "https://www.strava.com/api/v3/oauth/authorize",
		AuthorizationParams: map[string]string{"approval_prompt": "auto"},
		TokenURL:            "https://www.strava.com/api/v3/oauth/token",
		UserInfoURL:         "https://www.strava.com/api/v3/athlete",
		ClientAuth:          ClientSecretPost,
		Scopes:              []string{"read"},
		ScopeSeparator:      ",",
		Style:               ginauth.ProviderStyle{Logo: stravaLogo},
		Profile: func(a Answer) Profile {
			p := Profile{User: ginauth.User{ID: a.Text("id"), Name: join(a.Text("firstname"), a.Text("lastname"))}}
			if image := a.Text("profile"); strings.HasPrefix(image, "https://") { // else a path, for those without one
				p.Image = image
			}
			return p
		},
	}, options...)
}
