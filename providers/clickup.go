package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/click-up.svg
var clickUpLogo string

// ClickUp signs in with ClickUp; https://developer.clickup.com/docs/authentication.
// It does not say whether the address is verified.
func ClickUp(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "click-up", Name: "ClickUp",
		AuthorizationURL: "https://app.clickup.com/api",
		TokenURL:         "https://api.clickup.com/api/v2/oauth/token",
		UserInfoURL:      "https://api.clickup.com/api/v2/user",
		// By https://developer.clickup.com/reference/getaccesstoken the request has
		// the secret in its body, and the answer has an access_token only.
		ClientAuth: ClientSecretPost,
		Quirks:     Quirks{AnyTokenType: true},
		Style:      ginauth.ProviderStyle{Logo: clickUpLogo, Background: "#24292f", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("user.id"), Name: a.Text("user.username"),
				Email: a.Text("user.email"), Image: a.Text("user.profilePicture"),
			}}
		},
	}, options...)
}
