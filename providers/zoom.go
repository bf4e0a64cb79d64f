package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/zoom.svg
var zoomLogo string

// Zoom signs in with Zoom; https://developers.zoom.us/docs/integrations/oauth. The
// address is verified if Zoom says so.
func Zoom(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "zoom", Name: "Zoom",
		AuthorizationURL: endpoints.Zoom.AuthURL,
		TokenURL:         endpoints.Zoom.TokenURL,
		UserInfoURL:      "https://api.zoom.us/v2/users/me",
		RedirectsVia:     []string{"https://marketplace.zoom.us"},
		Style:            ginauth.ProviderStyle{Logo: zoomLogo, Background: "#0b5cff", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User: ginauth.User{
					ID: a.Text("id"), Name: join(a.Text("first_name"), a.Text("last_name")),
					Email: a.Text("email"), Image: a.Text("pic_url"),
				},
				EmailVerified: a.Text("verified") == "1",
			}
		},
	}, options...)
}
