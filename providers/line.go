package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/line.svg
var lineLogo string

// LINE signs in with LINE; https://developers.line.biz/en/docs/line-login. The
// channel needs the permission for addresses ("OpenID Connect" in its settings)
// before there are any, and LINE does not say whether one is verified.
func LINE(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "line", Name: "LINE",
		builtIn: "https://access.line.me",
		// Its discovery document has ES256, which is for native apps; ID tokens of
		// web logins are signed with the channel secret
		// (https://developers.line.biz/en/docs/line-login/verify-id-token).
		IDTokenAlgs: []string{"HS256"},
		Style:       ginauth.ProviderStyle{Logo: lineLogo, Background: "#00C300", Text: "#fff"},
	}, options...)
}
