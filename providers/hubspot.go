package providers

import (
	_ "embed"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/hubspot.svg
var hubspotLogo string

// HubSpot signs in with HubSpot;
// https://developers.hubspot.com/docs/api-reference/auth-oauth-v1/guide. It does
// not say whether the address is verified.
func HubSpot(options ...OAuthOption) ginauth.Provider {
	const tokens = "https://api.hubapi.com/oauth/v1/access-tokens"
	return OAuth(Config{
		ID: "hubspot", Name: "HubSpot",
		AuthorizationURL: "https://app.hubspot.com/oauth/authorize",
		TokenURL:         "https://api.hubapi.com/oauth/v1/token",
		UserInfoURL:      tokens,
		// What HubSpot knows of a token, its user among it.
		UserInfoRequest: func(a Answer) Request {
			return Request{URL: tokens + "/" + url.PathEscape(a.Token.Text("access_token")), Anonymous: true}
		},
		Scopes:     []string{"oauth"},
		ClientAuth: ClientSecretPost,
		Style:      ginauth.ProviderStyle{Logo: hubspotLogo, Background: "#ff7a59", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{ID: a.Text("user_id"), Name: a.Text("user"), Email: a.Text("user")}}
		},
	}, options...)
}
