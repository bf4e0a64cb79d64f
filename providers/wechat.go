package providers

import (
	_ "embed"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/wechat.svg
var wechatLogo string

// WeChat signs in within WeChat's own browser, by an official account;
// https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html.
// For a QR code on a website, set AuthorizationURL to
// https://open.weixin.qq.com/connect/qrconnect and Scopes to snsapi_login. Either has
// to be bound to an account of the Open Platform: otherwise there is no unionid, and
// nobody can sign in. There is no e-mail address.
func WeChat(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "wechat", Name: "WeChat",
		AuthorizationURL: "https://open.weixin.qq.com/connect/oauth2/authorize",
		TokenURL:         "https://api.weixin.qq.com/sns/oauth2/access_token",
		UserInfoRequest: func(a Answer) Request {
			query := url.Values{
				"access_token": {a.Token.Text("access_token")}, "openid": {a.Token.Text("openid")}, "lang": {"zh_CN"},
			}
			return Request{URL: "https://api.weixin.qq.com/sns/userinfo?" + query.Encode(), Anonymous: true}
		},
		ClientAuth:     ClientSecretPost,
		Scopes:         []string{"snsapi_userinfo"},
		ScopeSeparator: ",",
		// All of it is documented there; the token answer has no token_type.
		Quirks: Quirks{ClientIDParam: "appid", ClientSecretParam: "secret", TokenByGET: true, AnyTokenType: true},
		Style:  ginauth.ProviderStyle{Logo: wechatLogo, Background: "#fff", Text: "#000"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("unionid"), Name: a.Text("nickname"), Image: a.Text("headimgurl"),
			}}
		},
	}, options...)
}
