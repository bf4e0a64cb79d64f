package providers

import (
	_ "embed"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/todoist.svg
var todoistLogo string

// Todoist signs in with Todoist; https://developer.todoist.com/api/v1. The address
// is verified if Todoist's verification_status says so.
func Todoist(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "todoist", Name: "Todoist",
		AuthorizationURL: "https://todoist.com/oauth/authorize",
		TokenURL:         "https://todoist.com/oauth/access_token",
		// Auth.js asks the Sync API v9, which answers 410 Gone since 2026:
		// https://github.com/Doist/todoist-cli/pull/23.
		UserInfoRequest: func(Answer) Request {
			return Request{
				Method: "POST", URL: "https://api.todoist.com/api/v1/sync",
				Body: url.Values{"sync_token": {"*"}, "resource_types": {`["user"]`}}.Encode(),
			}
		},
		ClientAuth:     ClientSecretPost,
		Scopes:         []string{"data:read"},
		ScopeSeparator: ",",
		RedirectsVia:   []string{"https://app.todoist.com"},
		Style:          ginauth.ProviderStyle{Logo: todoistLogo, Background: "#E44332", Text: "#000"},
		Profile: func(a Answer) Profile {
			user := a.At("user")
			return Profile{
				User: ginauth.User{
					ID: user.Text("id"), Name: user.Text("full_name"),
					Email: user.Text("email"), Image: user.Text("avatar_big"),
				},
				EmailVerified: user.Text("verification_status") == "verified",
			}
		},
	}, options...)
}
