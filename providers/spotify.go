package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/spotify.svg
var spotifyLogo string

// Spotify signs in with Spotify;
// https://developer.spotify.com/documentation/web-api/reference/get-current-users-profile.
// The address is not verified, says its documentation.
func Spotify(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "spotify", Name: "Spotify",
		AuthorizationURL: endpoints.Spotify.AuthURL,
		TokenURL:         endpoints.Spotify.TokenURL,
		UserInfoURL:      "https://api.spotify.com/v1/me",
		Scopes:           []string{"user-read-email"},
		Style:            ginauth.ProviderStyle{Logo: spotifyLogo, Background: "#1db954", Text: "#000"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("display_name"), Email: a.Text("email"), Image: a.Text("images.0.url"),
			}}
		},
	}, options...)
}
