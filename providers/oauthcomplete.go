package providers

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers/internal/rp"
)

// complete applies the options and then the environment to a copy of the
// configuration, and says what is missing. What an option sets counts more
// than the environment, and that more than the issuer of the catalogue.
func (c oauthConfig) complete(options []OAuthOption) (oauthConfig, error) {
	catalogue := c.Issuer
	for i, o := range options {
		if o == nil {
			return c, fmt.Errorf("option %d is nil", i)
		}
		o.applyOAuth(&c)
	}
	if c.user == nil {
		c.user = plainUser
	}
	if c.ID == "" {
		return c, errors.New("there is no ID")
	}
	if c.ClientID == "" {
		c.ClientID = os.Getenv(c.variable("ID"))
	}
	if c.ClientSecret == "" && c.ClientSecretFunc == nil {
		c.ClientSecret = ginauth.Secret(os.Getenv(c.variable("SECRET")))
	}
	if issuer := os.Getenv(c.variable("ISSUER")); issuer != "" && c.Issuer == catalogue {
		c.Issuer = issuer
	}
	if c.openID && c.Scopes == nil {
		c.Scopes = []string{"openid", "profile", "email"}
	}
	err := c.missing()
	return c, err
}

// variable is the name of an environment variable, as Auth.js has them:
// AUTH_AZURE_AD_ISSUER.
func (c *oauthConfig) variable(what string) string {
	return "AUTH_" + strings.ToUpper(strings.ReplaceAll(c.ID, "-", "_")) + "_" + what
}

func (c *oauthConfig) missing() error {
	var problems []error
	if c.err != nil {
		problems = append(problems, c.err)
	}
	if c.ClientID == "" {
		problems = append(problems, fmt.Errorf("there is no client id: set the environment variable %s or the option ClientID", c.variable("ID")))
	}
	secretless := c.ClientAuth == PrivateKeyJWT || c.ClientAuth == NoClientAuth
	if c.ClientSecret == "" && c.ClientSecretFunc == nil && !secretless {
		problems = append(problems, fmt.Errorf("there is no client secret: set the environment variable %s or the option ClientSecret", c.variable("SECRET")))
	}
	if c.Issuer == "" && (c.openID || strings.Contains(c.AuthorizationURL+c.TokenURL+c.UserInfoURL, issuerPlace)) {
		problems = append(problems, fmt.Errorf("there is no issuer: set the environment variable %s or the option Issuer", c.variable("ISSUER")))
	}
	if !c.openID && c.Profile == nil {
		problems = append(problems, errors.New("OAuth 2.0 needs a Profile function: it has no standard claims"))
	}
	if !c.openID && c.UserInfoURL == "" && c.UserInfoRequest == nil {
		problems = append(problems, errors.New("OAuth 2.0 needs a UserInfoURL"))
	}
	return errors.Join(problems...)
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
