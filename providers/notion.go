package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/notion.svg
var notionLogo string

// Notion signs in with Notion; https://developers.notion.com/docs/authorization.
// The integration has to be public and may read e-mail addresses if it is to have
// them; Notion does not say whether one is verified.
func Notion(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "notion", Name: "Notion",
		AuthorizationURL:    "https://api.notion.com/v1/oauth/authorize",
		AuthorizationParams: map[string]string{"owner": "user"},
		TokenURL:            "https://api.notion.com/v1/oauth/token",
		UserInfoRequest: func(Answer) Request {
			return Request{
				URL:    "https://api.notion.com/v1/users/me",
				Header: map[string]string{"Notion-Version": "2022-06-28"},
			}
		},
		RedirectsVia: []string{"https://www.notion.so"},
		Style:        ginauth.ProviderStyle{Logo: notionLogo, Background: "#fff", Text: "#000"},
		Profile: func(a Answer) Profile {
			user := a.At("bot.owner.user") // the document is the integration's own
			return Profile{User: ginauth.User{
				ID: user.Text("id"), Name: user.Text("name"),
				Email: user.Text("person.email"), Image: user.Text("avatar_url"),
			}}
		},
	}, options...)
}
