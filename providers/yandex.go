package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/yandex.svg
var yandexLogo string

// Yandex signs in with Yandex; https://yandex.com/dev/id/doc/en. It does not say
// whether the address is verified.
func Yandex(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "yandex", Name: "Yandex",
		AuthorizationURL: "https://oauth.yandex.ru/authorize",
		TokenURL:         "https://oauth.yandex.ru/token",
		UserInfoURL:      "https://login.yandex.ru/info?format=json",
		Scopes:           []string{"login:info", "login:email", "login:avatar"},
		RedirectsVia:     []string{"https://passport.yandex.ru", "https://sso.passport.yandex.ru"},
		Style:            ginauth.ProviderStyle{Logo: yandexLogo, Background: "#ffcc00", Text: "#000"},
		Profile: func(a Answer) Profile {
			p := Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("display_name", "real_name", "first_name"),
				Email: a.Text("default_email", "emails.0"),
			}}
			if avatar := a.Text("default_avatar_id"); avatar != "" && !a.Bool("is_avatar_empty") {
				p.Image = "https://avatars.yandex.net/get-yapic/" + avatar + "/islands-200" // the id has a slash of its own
			}
			return p
		},
	}, options...)
}
