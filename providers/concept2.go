package providers

import "github.com/ginauth/gin-auth/ginauth"

// Concept2 signs in with the logbook of Concept2;
// https://log.concept2.com/developers/documentation/. It does not say whether
// the address is verified.
func Concept2(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "concept2", Name: "Concept2",
		AuthorizationURL: "https://log.concept2.com/oauth/authorize",
		TokenURL:         "https://log.concept2.com/oauth/access_token",
		UserInfoURL:      "https://log.concept2.com/api/users/me",
		Scopes:           []string{"user:read", "results:write"},
		ScopeSeparator:   ",",
		Profile: func(a Answer) Profile {
			return Profile{User: ginauth.User{
				ID: a.Text("data.id"), Name: a.Text("data.username"),
				Email: a.Text("data.email"), Image: a.Text("data.profile_image"),
			}}
		},
	}, options...)
}
