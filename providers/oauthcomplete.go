package providers

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers/internal/rp"
)

// complete applies the options and then the environment, and says what is
// missing or odd. What the program sets counts
// more than the environment, and that more than the catalogue.
func (c *oauthConfig) complete(options []OAuthOption) error {
	if c.AuthorizationParams == nil {
		c.AuthorizationParams = map[string]string{}
	}
	for i, o := range options {
		if o == nil {
			return fmt.Errorf("provider %q: option %d is nil", c.ID, i)
		}
		o.applyOAuth(c)
	}
	if c.user == nil {
		c.user = plainUser
	}
	if !idPattern.MatchString(c.ID) {
		return fmt.Errorf("provider %q: the ID may have only a-z, 0-9, - and _", c.ID)
	}
	if c.ClientID == "" {
		c.ClientID = os.Getenv(c.variable("ID"))
	}
	if c.ClientSecret == "" && c.ClientSecretFunc == nil {
		c.ClientSecret = ginauth.Secret(os.Getenv(c.variable("SECRET")))
	}
	c.Issuer = cmp.Or(c.Issuer, os.Getenv(c.variable("ISSUER")), c.builtIn)
	if c.completed != nil {
		c.completed(&c.Config)
	}
	c.DiscoveryURL = strings.TrimSuffix(c.DiscoveryURL, "/.well-known/openid-configuration")
	if c.openID && c.Scopes == nil {
		c.Scopes = []string{"openid", "profile", "email"}
	}
	c.Scopes = strings.Fields(strings.Join(c.Scopes, " "))
	return c.check()
}

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// variable is the name of an environment variable, as Auth.js has them:
// AUTH_AZURE_AD_ISSUER.
func (c *oauthConfig) variable(what string) string {
	return "AUTH_" + strings.ToUpper(strings.ReplaceAll(c.ID, "-", "_")) + "_" + what
}

const issuerPlace = "{issuer}"

// trimIssuer is an issuer without its trailing slash.
func trimIssuer(issuer string) string { return strings.TrimSuffix(issuer, "/") }

func (c *oauthConfig) expand(s string) string {
	return strings.ReplaceAll(s, issuerPlace, trimIssuer(c.Issuer))
}

// relyingParty is what the protocol needs to know of the configuration.
func (c *oauthConfig) relyingParty() rp.Config {
	params := make(map[string]string, len(c.AuthorizationParams))
	for name, value := range c.AuthorizationParams {
		params[name] = c.expand(value)
	}
	out := rp.Config{
		OpenID: c.openID, Issuer: c.Issuer, DiscoveryURL: c.expand(c.DiscoveryURL), InternalURL: c.InternalURL,
		Endpoints: rp.Endpoints{
			Authorization: c.expand(c.AuthorizationURL), Token: c.expand(c.TokenURL), UserInfo: c.expand(c.UserInfoURL),
			JWKS: c.expand(c.JWKSURL), EndSession: c.expand(c.EndSessionURL),
		},
		ClientID: c.ClientID, ClientAuth: string(c.ClientAuth), Key: c.ClientKey, KeyID: c.ClientKeyID,
		ClientAudience: c.expand(c.ClientAudience),
		Scopes:         c.Scopes, ScopeSeparator: c.ScopeSeparator, Params: params, FormPost: c.FormPost,
		Algs: c.IDTokenAlgs, Logout: c.Logout, RedirectsVia: c.RedirectsVia,
		HTTP: c.HTTPClient, Timeout: c.Timeout, InsecureHTTP: c.InsecureHTTP,
		Quirks: rp.Quirks(c.Quirks), Now: ginauth.Now,
	}
	secret := string(c.ClientSecret)
	switch {
	case c.ClientSecretFunc != nil:
		out.Secret = c.ClientSecretFunc
	case secret != "":
		out.Secret = func(context.Context) (string, error) { return secret, nil }
	}
	return out
}
