package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/faceit.svg
var faceitLogo string

// FACEIT signs in with FACEIT;
// https://docs.faceit.com/getting-started/authentication/oauth2. It does not say
// whether the address is verified.
func FACEIT(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "faceit", Name: "FACEIT",
		AuthorizationURL: "https://accounts.faceit.com/accounts?redirect_popup=true",
		TokenURL:         "https://api.faceit.com/auth/v1/oauth/token",
		UserInfoURL:      "https://api.faceit.com/auth/v1/resources/userinfo",
		Style:            ginauth.ProviderStyle{Logo: faceitLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("guid"), Name: a.Text("name", "nickname"), Email: a.Text("email"), Image: a.Text("picture"),
			}}
		},
	}, options...)
}
