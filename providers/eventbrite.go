package providers

import (
	_ "embed"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/eventbrite.svg
var eventbriteLogo string

// Eventbrite signs in with Eventbrite;
// https://www.eventbrite.com/platform/docs/authentication. The address is the
// primary one, verified if Eventbrite says so.
func Eventbrite(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "eventbrite", Name: "Eventbrite",
		AuthorizationURL: "https://www.eventbrite.com/oauth/authorize",
		TokenURL:         "https://www.eventbrite.com/oauth/token",
		UserInfoURL:      "https://www.eventbriteapi.com/v3/users/me/",
		Scopes:           []string{"user.profile"},
		ClientAuth:       ClientSecretPost,
		Style:            ginauth.ProviderStyle{Logo: eventbriteLogo, Background: "#f05537", Text: "#fff"},
		Profile: func(a Answer) Profile {
			p := Profile{User: ginauth.User{ID: a.Text("id"), Name: a.Text("name")}}
			for _, e := range a.List("emails") {
				if e.Bool("primary") && p.Email == "" {
					p.Email, p.EmailVerified = e.Text("email"), e.Bool("verified")
				}
			}
			if image := a.Text("image_id"); image != "" {
				p.Image = "https://img.evbuc.com/https%3A%2F%2Fcdn.evbuc.com%2Fimages%2F" + url.PathEscape(image) + "%2F1%2Foriginal.jpg"
			}
			return p
		},
	}, options...)
}
