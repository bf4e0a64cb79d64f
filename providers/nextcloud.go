package providers

import (
	_ "embed"
	"net/url"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/nextcloud.svg
var nextcloudLogo string

// Nextcloud signs in with a Nextcloud server;
// https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/oauth2.html.
// Issuer is https://HOST. Users set their address themselves: it is not verified.
func Nextcloud(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "nextcloud", Name: "Nextcloud",
		AuthorizationURL: "{issuer}/apps/oauth2/authorize",
		TokenURL:         "{issuer}/apps/oauth2/api/v1/token",
		// The token answer says who it is.
		UserInfoRequest: func(a Answer) Request {
			return Request{
				URL:    a.Issuer + "/ocs/v1.php/cloud/users/" + url.PathEscape(a.Token.Text("user_id")) + "?format=json",
				Header: map[string]string{"OCS-APIRequest": "true"},
			}
		},
		Style: ginauth.ProviderStyle{Logo: nextcloudLogo, Background: "#fff", Text: "#0082C9"},
		Profile: func(a Answer) Profile {
			user := a.At("ocs.data")
			p := Profile{User: ginauth.User{
				ID: user.Text("id"), Name: user.Text("displayname"), Email: user.Text("email"),
			}}
			if p.ID != "" {
				p.Image = a.Issuer + "/avatar/" + url.PathEscape(p.ID) + "/512"
			}
			return p
		},
	}, options...)
}
