package providers

import "github.com/ginauth/gin-auth/ginauth"

// FreshBooks signs in with FreshBooks; https://www.freshbooks.com/api/authentication.
// It does not say whether the address is verified.
func FreshBooks(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "freshbooks", Name: "Freshbooks",
		AuthorizationURL: "https://auth.freshbooks.com/service/auth/oauth/authorize",
		TokenURL:         "https://api.freshbooks.com/auth/oauth/token",
		UserInfoURL:      "https://api.freshbooks.com/auth/api/v1/users/me",
		ClientAuth:       ClientSecretPost, // as its documentation has it
		Style:            ginauth.ProviderStyle{Background: "#0075dd", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("response.id"), Name: join(a.Text("response.first_name"), a.Text("response.last_name")),
				Email: a.Text("response.email"),
			}}
		},
	}, options...)
}
