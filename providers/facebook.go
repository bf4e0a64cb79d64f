package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/facebook.svg
var facebookLogo string

// Facebook signs in with Facebook;
// https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow.
// The id is that of the user in this app only. Facebook does not say whether the
// address is verified.
func Facebook(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "facebook", Name: "Facebook",
		AuthorizationURL: "https://www.facebook.com/v19.0/dialog/oauth",
		TokenURL:         "https://graph.facebook.com/oauth/access_token",
		UserInfoURL:      "https://graph.facebook.com/me?fields=id,name,email,picture",
		Scopes:           []string{"email"},
		// The dialog drops the code_challenge, and the token endpoint then refuses
		// the code_verifier: https://github.com/NangoHQ/nango/pull/7156.
		Quirks: Quirks{NoPKCE: true},
		Style:  ginauth.ProviderStyle{Logo: facebookLogo, Background: "#006aff", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("id"), Name: a.Text("name"), Email: a.Text("email"), Image: a.Text("picture.data.url"),
			}}
		},
	}, options...)
}
