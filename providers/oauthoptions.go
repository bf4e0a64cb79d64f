package providers

import (
	"errors"
	"reflect"

	"github.com/ginauth/gin-auth/ginauth"
)

// OAuthOption changes a provider of OAuth 2.0 or OpenID Connect.
type OAuthOption interface {
	applyOAuth(*oauthConfig)
}

// oauthConfig is what the options change.
type oauthConfig struct {
	Config
	openID bool
	user   reflect.Type
	// widen makes the program's own user of a profile.
	widen func(Profile, Answer) (ginauth.UserLike, error)
	// err is what the options have against their arguments.
	err error
	// completed has the last word of the catalogue, when options and environment
	// have been read; secretHint is what else may stand for a client secret.
	completed  func(*Config)
	secretHint string
}

type oauthOption func(*oauthConfig)

func (o oauthOption) applyOAuth(c *oauthConfig) { o(c) }

// Configure changes any field of a provider's [Config]:
//
//	providers.Keycloak(providers.Configure(func(c *providers.Config) {
//		c.InternalURL = "http://keycloak:8080"
//	}))
func Configure(change func(*Config)) OAuthOption {
	return oauthOption(func(c *oauthConfig) {
		if change == nil {
			c.err = errors.Join(c.err, errors.New("the function of Configure is nil"))
			return
		}
		change(&c.Config)
	})
}

// ClientID sets what the provider calls the program. Default: the environment
// variable AUTH_<ID>_ID.
func ClientID(id string) OAuthOption {
	return oauthOption(func(c *oauthConfig) { c.ClientID = id })
}

// ClientSecret sets the secret that the provider has given the program.
// Default: the environment variable AUTH_<ID>_SECRET.
func ClientSecret(secret ginauth.Secret) OAuthOption {
	return oauthOption(func(c *oauthConfig) { c.ClientSecret = secret })
}

// Issuer sets the provider's identifier. Default: the environment variable
// AUTH_<ID>_ISSUER, then the one of the catalogue.
func Issuer(url string) OAuthOption {
	return oauthOption(func(c *oauthConfig) { c.Issuer = url })
}

// Scopes sets what the program asks for, in the place of the catalogue's.
func Scopes(scopes ...string) OAuthOption {
	return oauthOption(func(c *oauthConfig) { c.Scopes = scopes })
}

// AuthorizationParam adds a parameter to the authorization request, or replaces
// one of the catalogue's. Google gives refresh tokens only with
// AuthorizationParam("access_type", "offline").
func AuthorizationParam(name, value string) OAuthOption {
	return oauthOption(func(c *oauthConfig) {
		if c.AuthorizationParams == nil { // by Configure
			c.AuthorizationParams = map[string]string{}
		}
		c.AuthorizationParams[name] = value
	})
}

// DangerousEmailAccountLinking signs people of this provider in as the user of
// Config.Adapter who has the same address, whoever has verified it: Auth.js's
// allowDangerousEmailAccountLinking. Who can choose an address at the provider
// can become any user. [ginauth.LinkVerifiedEmail] is the safe way.
func DangerousEmailAccountLinking() OAuthOption {
	return oauthOption(func(c *oauthConfig) { c.DangerousEmailAccountLinking = true })
}

// Logout ends the session at the provider, too, when a user signs out; see
// [Config].
func Logout() OAuthOption {
	return oauthOption(func(c *oauthConfig) { c.Logout = true })
}

// UserFrom makes the program's own user of what the provider said, for fields
// that a [ginauth.User] has not. The function gets the profile as the provider's
// mapping made it; the ID stays that one. An error ends the sign-in as one of
// authorize does ([ginauth.ErrAccessDenied], say).
//
//	providers.GitHub(providers.UserFrom(func(p providers.Profile, a providers.Answer) (*User, error) {
//		return &User{User: p.User, Company: a.Text("company")}, nil
//	}))
func UserFrom[U any, PU interface {
	*U
	ginauth.UserLike
}](makeUser func(Profile, Answer) (PU, error)) OAuthOption {
	return oauthOption(func(c *oauthConfig) {
		if makeUser == nil {
			c.err = errors.Join(c.err, errors.New("the function of UserFrom is nil"))
			return
		}
		c.user = reflect.TypeFor[PU]()
		c.widen = func(p Profile, a Answer) (ginauth.UserLike, error) {
			u, err := makeUser(p, a)
			if err != nil || u == nil {
				return nil, err
			}
			return u, nil
		}
	})
}

func (o commonOption) applyOAuth(c *oauthConfig) {
	common := commonConfig{c.ID, c.Name}
	o(&common)
	c.ID, c.Name = common.id, common.name
}
