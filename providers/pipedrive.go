package providers

import (
	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

// Pipedrive signs in with Pipedrive;
// https://pipedrive.readme.io/docs/marketplace-oauth-authorization. It does not say
// whether the address is verified.
func Pipedrive(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "pipedrive", Name: "Pipedrive",
		AuthorizationURL: endpoints.Pipedrive.AuthURL,
		TokenURL:         endpoints.Pipedrive.TokenURL,
		UserInfoURL:      "https://api.pipedrive.com/users/me",
		RedirectsVia:     []string{"https://app.pipedrive.com"},
		Profile: func(a Answer) Profile {
			user := a.At("data")
			return Profile{User: ginauth.User{
				ID: user.Text("id"), Name: user.Text("name"), Email: user.Text("email"), Image: user.Text("icon_url"),
			}}
		},
	}, options...)
}
