package providers

import (
	_ "embed"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/mailru.svg
var mailruLogo string

// MailRu signs in with Mail.ru; https://api.mail.ru/docs/guides/oauth. It does
// not say whether the address is verified.
func MailRu(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "mailru", Name: "Mail.ru",
		AuthorizationURL: "https://oauth.mail.ru/login",
		TokenURL:         "https://oauth.mail.ru/token",
		UserInfoURL:      mailruUserInfo,
		// With the token in a header it says "missing request parameter:
		// access_token": https://github.com/nextauthjs/next-auth/issues/5660.
		UserInfoRequest: func(a Answer) Request {
			query := url.Values{"access_token": {a.Token.Text("access_token")}}
			return Request{URL: mailruUserInfo + "?" + query.Encode(), Anonymous: true}
		},
		Scopes: []string{"userinfo"},
		// The token answer has no token_type:
		// https://github.com/pozitronik/CloudMailRu/issues/27.
		Quirks: Quirks{AnyTokenType: true},
		Style:  ginauth.ProviderStyle{Logo: mailruLogo},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("name"), Email: a.Text("email"), Image: a.Text("image"),
			}}
		},
	}, options...)
}

const mailruUserInfo = "https://oauth.mail.ru/userinfo"
