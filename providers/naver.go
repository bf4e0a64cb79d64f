package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/naver.svg
var naverLogo string

// Naver signs in with Naver;
// https://developers.naver.com/docs/login/devguide. The address is the one for
// contact; nothing says that it is verified.
func Naver(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "naver", Name: "Naver",
		AuthorizationURL: endpoints.Naver.AuthURL,
		TokenURL:         endpoints.Naver.TokenURL,
		UserInfoURL:      "https://openapi.naver.com/v1/nid/me",
		Style:            ginauth.ProviderStyle{Logo: naverLogo},
		Profile: func(a Answer) Profile {
			user := a.At("response")
			return Profile{User: ginauth.User{
				ID: user.Text("id"), Name: user.Text("nickname"),
				Email: user.Text("email"), Image: user.Text("profile_image"),
			}}
		},
	}, options...)
}
