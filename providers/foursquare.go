package providers

import (
	_ "embed"
	"net/url"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/foursquare.svg
var foursquareLogo string

// Foursquare signs in with Foursquare;
// https://docs.foursquare.com/developer/reference/authentication. It does not
// say whether the address is verified.
func Foursquare(options ...OAuthOption) ginauth.Provider {
	const self = "https://api.foursquare.com/v2/users/self?v=20230131"
	return OAuth(Config{
		ID: "foursquare", Name: "Foursquare",
		AuthorizationURL: "https://foursquare.com/oauth2/authenticate",
		TokenURL:         endpoints.Foursquare.TokenURL,
		UserInfoURL:      self,
		// Its API takes the token as a parameter:
		// https://github.com/hybridauth/hybridauth/pull/1135.
		UserInfoRequest: func(a Answer) Request {
			return Request{URL: self + "&oauth_token=" + url.QueryEscape(a.Token.Text("access_token")), Anonymous: true}
		},
		// The documentation has the secret as a parameter, and an answer of an
		// access_token only.
		ClientAuth: ClientSecretPost,
		Quirks:     Quirks{AnyTokenType: true},
		Style:      ginauth.ProviderStyle{Logo: foursquareLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			user := a.At("response.user")
			p := Profile{User: ginauth.User{
				ID: user.Text("id"), Name: join(user.Text("firstName"), user.Text("lastName")), Email: user.Text("contact.email"),
			}}
			if prefix, suffix := user.Text("photo.prefix"), user.Text("photo.suffix"); prefix != "" && suffix != "" {
				p.Image = prefix + "original" + suffix
			}
			return p
		},
	}, options...)
}
