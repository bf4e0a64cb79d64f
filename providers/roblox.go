package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/roblox.svg
var robloxLogo string

// Roblox signs in with Roblox;
// https://create.roblox.com/docs/cloud/auth/oauth2-overview. There is no e-mail
// address without the scope email, which Roblox has to grant; it is verified if
// Roblox says so.
func Roblox(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "roblox", Name: "Roblox",
		builtIn:      "https://apis.roblox.com/oauth/", // with the slash, as in its tokens
		Scopes:       []string{"openid", "profile"},
		RedirectsVia: []string{"https://authorize.roblox.com", "https://www.roblox.com"},
		Style:        ginauth.ProviderStyle{Logo: robloxLogo, Background: "#5865F2", Text: "#fff"},
	}, options...)
}
