package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/zoho.svg
var zohoLogo string

// Zoho signs in with Zoho, in its data centre in the United States;
// https://www.zoho.com/accounts/protocol/oauth. It does not say whether the address
// is verified.
func Zoho(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "zoho", Name: "Zoho",
		AuthorizationURL: "https://accounts.zoho.com/oauth/v2/auth",
		TokenURL:         "https://accounts.zoho.com/oauth/v2/token",
		UserInfoURL:      "https://accounts.zoho.com/oauth/user/info",
		ClientAuth:       ClientSecretPost, // all that is documented
		Scopes:           []string{"AaaServer.profile.Read"},
		ScopeSeparator:   ",",
		Style:            ginauth.ProviderStyle{Logo: zohoLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("ZUID"), Name: join(a.Text("First_Name"), a.Text("Last_Name")), Email: a.Text("Email"),
			}}
		},
	}, options...)
}
