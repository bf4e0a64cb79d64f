package providers

import (
	_ "embed"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/wikimedia.svg
var wikimediaLogo string

// Wikimedia signs in with an account of Wikipedia and its sisters;
// https://www.mediawiki.org/wiki/OAuth/For_Developers. The address is verified if
// Wikimedia says that it is confirmed.
func Wikimedia(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "wikimedia", Name: "Wikimedia",
		AuthorizationURL: "https://meta.wikimedia.org/w/rest.php/oauth2/authorize",
		TokenURL:         "https://meta.wikimedia.org/w/rest.php/oauth2/access_token",
		UserInfoURL:      "https://meta.wikimedia.org/w/rest.php/oauth2/resource/profile",
		RedirectsVia:     []string{"https://auth.wikimedia.org"},
		Style:            ginauth.ProviderStyle{Logo: wikimediaLogo, Background: "#000", Text: "#fff"},
		Profile: func(a Answer) Profile {
			return Profile{
				User:          ginauth.User{ID: a.Text("sub"), Name: a.Text("username"), Email: a.Text("email")},
				EmailVerified: a.Bool("confirmed_email"),
			}
		},
	}, options...)
}
