package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/twitch.svg
var twitchLogo string

// Twitch signs in with Twitch;
// https://dev.twitch.tv/docs/authentication/getting-tokens-oidc. The address is
// verified if Twitch says so.
func Twitch(options ...OAuthOption) ginauth.Provider {
	return OIDC(Config{
		ID: "twitch", Name: "Twitch",
		builtIn:    "https://id.twitch.tv/oauth2",
		ClientAuth: ClientSecretPost,
		Scopes:     []string{"openid", "user:read:email"},
		// Without this an ID token has no more than sub. Auth.js does not ask for
		// email_verified.
		AuthorizationParams: map[string]string{
			"claims": `{"id_token":{"email":null,"email_verified":null,"picture":null,"preferred_username":null}}`,
		},
		RedirectsVia: []string{"https://www.twitch.tv"},
		Style:        ginauth.ProviderStyle{Logo: twitchLogo, Background: "#65459B", Text: "#fff"},
	}, options...)
}
