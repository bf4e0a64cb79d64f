package providers

import (
	_ "embed"
	"net/http"

	"golang.org/x/oauth2/endpoints"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/dropbox.svg
var dropboxLogo string

// Dropbox signs in with Dropbox; https://developers.dropbox.com/oauth-guide. The
// address is verified if Dropbox says so.
func Dropbox(options ...OAuthOption) ginauth.Provider {
	const account = "https://api.dropboxapi.com/2/users/get_current_account"
	return OAuth(Config{
		ID: "dropbox", Name: "Dropbox",
		AuthorizationURL:    endpoints.Dropbox.AuthURL,
		TokenURL:            endpoints.Dropbox.TokenURL,
		UserInfoURL:         account,
		UserInfoRequest:     func(Answer) Request { return Request{Method: http.MethodPost, URL: account} },
		Scopes:              []string{"account_info.read"},
		AuthorizationParams: map[string]string{"token_access_type": "offline"},
		Style:               ginauth.ProviderStyle{Logo: dropboxLogo, Background: "#0061fe", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User: ginauth.User{
					ID: a.Text("account_id"), Name: a.Text("name.display_name"),
					Email: a.Text("email"), Image: a.Text("profile_photo_url"),
				},
				EmailVerified: a.Bool("email_verified"),
			}
		},
	}, options...)
}
