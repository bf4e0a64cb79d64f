package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/kakao.svg
var kakaoLogo string

// Kakao signs in with Kakao; https://developers.kakao.com/docs/latest/en/kakaologin/rest-api.
// What it tells of the user is chosen in the console ("Consent items"). The
// address is verified if Kakao says that it is valid and verified.
func Kakao(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "kakao", Name: "Kakao",
		AuthorizationURL: endpoints.KaKao.AuthURL,
		TokenURL:         endpoints.KaKao.TokenURL,
		UserInfoURL:      "https://kapi.kakao.com/v2/user/me",
		ClientAuth:       ClientSecretPost,
		RedirectsVia:     []string{"https://accounts.kakao.com"},
		Style:            ginauth.ProviderStyle{Logo: kakaoLogo},
		Profile: func(a Answer) Profile {
			account := a.At("kakao_account")
			return Profile{
				User: ginauth.User{
					ID: a.Text("id"), Name: account.Text("profile.nickname"),
					Email: account.Text("email"), Image: account.Text("profile.profile_image_url"),
				},
				EmailVerified: account.Bool("is_email_valid") && account.Bool("is_email_verified"),
			}
		},
	}, options...)
}
