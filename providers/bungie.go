package providers

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed logos/bungie.svg
var bungieLogo string

const bungieAccount = "https://www.bungie.net/Platform/User/GetMembershipsForCurrentUser/"

// Bungie signs in with Bungie.net;
// https://github.com/Bungie-net/api/wiki/OAuth-Documentation. It needs the API
// key of the application, too: [BungieKey], or AUTH_BUNGIE_API_KEY. There is no
// address.
func Bungie(options ...OAuthOption) ginauth.Provider {
	return OAuth(Config{
		ID: "bungie", Name: "Bungie",
		AuthorizationURL: "https://www.bungie.net/en/OAuth/Authorize?reauth=true",
		TokenURL:         "https://www.bungie.net/platform/app/oauth/token/",
		// It names the user of the access token, without an id in the URL.
		UserInfoURL: bungieAccount,
		Style:       ginauth.ProviderStyle{Logo: bungieLogo},
		Profile: func(a Answer) Profile {
			user := a.At("Response.bungieNetUser")
			p := Profile{User: ginauth.User{ID: user.Text("membershipId"), Name: user.Text("displayName")}}
			if path := user.Text("profilePicturePath"); path != "" {
				p.Image = "https://www.bungie.net/" + strings.TrimPrefix(path, "/")
			}
			return p
		},
	}, append(slices.Clip(options), oauthOption(bungieEnvironment))...)
}

// BungieKey sets the API key that Bungie's API wants in each request. Default:
// the environment variable AUTH_BUNGIE_API_KEY.
func BungieKey(key ginauth.Secret) OAuthOption {
	return oauthOption(func(c *oauthConfig) {
		if key == "" {
			c.err = errors.Join(c.err, errors.New("BungieKey: the key is empty"))
		}
		c.UserInfoRequest = func(Answer) Request {
			return Request{URL: bungieAccount, Header: map[string]string{"X-API-Key": string(key)}}
		}
	})
}

func bungieEnvironment(c *oauthConfig) {
	if c.UserInfoRequest != nil {
		return
	}
	if key := os.Getenv(c.variable("API_KEY")); key != "" {
		BungieKey(ginauth.Secret(key)).applyOAuth(c)
		return
	}
	c.err = errors.Join(c.err, fmt.Errorf("there is no API key: set the environment variable %s or the option BungieKey", c.variable("API_KEY")))
}
