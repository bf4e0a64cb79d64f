package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/threads.svg
var threadsLogo string

// Threads signs in with Threads; https://developers.facebook.com/docs/threads.
// There is no e-mail address.
func Threads(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "threads", Name: "Threads",
		AuthorizationURL: "https://threads.net/oauth/authorize",
		TokenURL:         "https://graph.threads.net/oauth/access_token",
		UserInfoURL:      "https://graph.threads.net/v1.0/me?fields=id,username,threads_profile_picture_url",
		ClientAuth:       ClientSecretPost,
		Scopes:           []string{"threads_basic"},
		ScopeSeparator:   ",",
		RedirectsVia:     []string{"https://www.threads.net", "https://www.threads.com"},
		// The token answer has access_token and user_id only:
		// https://developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions.
		Quirks: Quirks{AnyTokenType: true},
		Style:  ginauth.ProviderStyle{Logo: threadsLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			// Auth.js looks into "data"; the documented answer has no such member.
			return Profile{User: ginauth.User{
				ID: a.Text("id", "data.id"), Name: a.Text("username", "data.username"),
				Image: a.Text("threads_profile_picture_url", "data.threads_profile_picture_url"),
			}}
		},
	}, options...)
}
