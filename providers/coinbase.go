package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/coinbase.svg
var coinbaseLogo string

// Coinbase signs in with Coinbase;
// https://docs.cdp.coinbase.com/coinbase-app/oauth2-integration/overview. It
// does not say whether the address is verified.
func Coinbase(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "coinbase", Name: "Coinbase",
		AuthorizationURL: endpoints.Coinbase.AuthURL,
		TokenURL:         endpoints.Coinbase.TokenURL,
		UserInfoURL:      "https://api.coinbase.com/v2/user",
		Scopes:           []string{"wallet:user:email", "wallet:user:read"},
		Style:            ginauth.ProviderStyle{Logo: coinbaseLogo, Background: "#0052ff", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("data.id"), Name: a.Text("data.name"),
				Email: a.Text("data.email"), Image: a.Text("data.avatar_url"),
			}}
		},
	}, options...)
}
