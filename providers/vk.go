package providers

import (
	_ "embed"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/vk.svg
var vkLogo string

// VK signs in with VK, by its API 5.131; https://dev.vk.com/api/access-token/authcode-flow-user.
// It does not say whether the address is verified.
func VK(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "vk", Name: "VK",
		AuthorizationURL: endpoints.Vk.AuthURL + "?v=5.131",
		TokenURL:         endpoints.Vk.TokenURL + "?v=5.131",
		UserInfoURL:      "https://api.vk.com/method/users.get?fields=photo_100&v=5.131",
		ClientAuth:       ClientSecretPost,
		Scopes:           []string{"email"},
		ScopeSeparator:   ",",
		RedirectsVia:     []string{"https://id.vk.com", "https://login.vk.com"},
		// The token answer has no token_type:
		// https://github.com/crystal-lang/crystal/issues/4503.
		Quirks: Quirks{AnyTokenType: true},
		Style:  ginauth.ProviderStyle{Logo: vkLogo, Background: "#07F", Text: "#fff"},
		Profile: func(a Answer) Profile {
			user := a.At("response.0")
			return Profile{User: ginauth.User{
				ID: user.Text("id"), Name: join(user.Text("first_name"), user.Text("last_name")),
				Email: a.Token.Text("email"), // it is nowhere else
				Image: user.Text("photo_100"),
			}}
		},
	}, options...)
}
