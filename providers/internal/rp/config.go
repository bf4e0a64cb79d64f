// Package rp is the relying party of OAuth 2.0 and OpenID Connect: it speaks
// to a provider on the back channel, and believes nothing of what it says
// that the specifications do not let it believe. golang.org/x/oauth2 and
// go-oidc do the protocol; what they leave to the caller stands here.
package rp

import (
	"context"
	"crypto"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/singleflight"
)

// Config is what a Client is made of.
type Config struct {
	// OpenID says that the provider gives an ID token.
	OpenID bool

	Issuer, DiscoveryURL, InternalURL string
	// Endpoints that are set are not taken from the discovery document.
	Endpoints Endpoints

	ClientID string
	// Secret returns the client secret; it may be nil for ClientAuth "none" and
	// "private_key_jwt".
	Secret     func(context.Context) (string, error)
	ClientAuth string
	Key        crypto.Signer
	KeyID      string
	// ClientAudience is what the assertions of private_key_jwt are for; "": the
	// issuer.
	ClientAudience string

	Scopes         []string
	ScopeSeparator string
	Params         map[string]string
	FormPost       bool

	// Algs are the allowed signatures of an ID token; nil: the provider's own
	// choice among those that are safe.
	Algs         []string
	Logout       bool
	RedirectsVia []string

	HTTP         *http.Client
	Timeout      time.Duration
	InsecureHTTP bool
	Quirks       Quirks

	// Now is the clock of the program on whose behalf the context is.
	Now func(context.Context) time.Time
}

// Quirks are described by providers.Quirks.
type Quirks struct {
	NoPKCE, NoNonce                  bool
	AnyTokenType                     bool
	ClientIDParam, ClientSecretParam string
	TokenByGET                       bool
	TokenParams                      func(clientID, clientSecret, code string) map[string]string
	TenantIssuer                     bool
}

// Endpoints are a provider's URLs.
type Endpoints struct{ Authorization, Token, UserInfo, JWKS, EndSession string }

// The ways to authenticate a client.
const (
	secretBasic   = "client_secret_basic"
	secretPost    = "client_secret_post"
	privateKeyJWT = "private_key_jwt"
	noAuth        = "none"
)

// Client speaks to one provider. It is safe for concurrent use.
type Client struct {
	Config
	http     *http.Client
	insecure bool // http is allowed, since the issuer itself is on this machine
	flight   singleflight.Group
	metadata cache[*metadata]
	keys     keySet
}

// signsWithSecret tells a provider whose ID tokens the client secret verifies.
func (c *Client) signsWithSecret() bool { return slices.Contains(c.Algs, hmacAlg) }

// asymmetric are the signatures that a public key verifies.
var asymmetric = []string{"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"}

// New checks a configuration. It makes no request.
func New(c Config) (*Client, error) {
	if c.ClientID == "" {
		return nil, errors.New("there is no client id")
	}
	client := &Client{Config: c}
	if err := client.checkURLs(); err != nil {
		return nil, err
	}
	if err := client.checkAuth(); err != nil {
		return nil, err
	}
	for _, alg := range c.Algs {
		if !slices.Contains(asymmetric, alg) && (alg != hmacAlg || len(c.Algs) > 1) {
			return nil, fmt.Errorf("the algorithm %q of IDTokenAlgs is not one of %s, or HS256 alone", alg, strings.Join(asymmetric, ", "))
		}
	}
	if client.Timeout <= 0 {
		client.Timeout = 9 * time.Second
	}
	client.http = client.newHTTP()
	client.keys.client = client
	return client, nil
}

func (c *Client) checkURLs() error {
	if c.OpenID && c.Issuer == "" {
		return errors.New("there is no issuer")
	}
	if c.Issuer != "" {
		u, err := url.Parse(c.Issuer)
		if err != nil || u.Host == "" {
			return fmt.Errorf("the issuer %q is not a URL, as https://id.example.com", c.Issuer)
		}
		c.insecure = c.InsecureHTTP || u.Scheme == "http" && loopback(u.Hostname())
	}
	if c.InternalURL != "" {
		u, err := url.Parse(c.InternalURL)
		if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
			return fmt.Errorf("the InternalURL %q is not an origin, as http://keycloak:8080", c.InternalURL)
		}
		if c.Issuer == "" {
			return errors.New("the InternalURL stands for an issuer, and there is none")
		}
	}
	for name, raw := range map[string]string{
		"Issuer": c.Issuer, "DiscoveryURL": c.DiscoveryURL, "AuthorizationURL": c.Endpoints.Authorization, "TokenURL": c.Endpoints.Token,
		"UserInfoURL": c.Endpoints.UserInfo, "JWKSURL": c.Endpoints.JWKS, "EndSessionURL": c.Endpoints.EndSession,
	} {
		if raw == "" {
			continue
		}
		if err := c.checkURL(raw); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	if !c.OpenID && (c.Endpoints.Authorization == "" || c.Endpoints.Token == "") {
		return errors.New("OAuth 2.0 needs an AuthorizationURL and a TokenURL")
	}
	if c.Logout && !c.OpenID && c.Endpoints.EndSession == "" {
		return errors.New("to log out at the provider needs OpenID Connect, or an EndSessionURL")
	}
	return nil
}

func (c *Client) checkAuth() error {
	switch c.ClientAuth {
	case "":
		c.ClientAuth = secretBasic
		fallthrough
	case secretBasic, secretPost:
		if c.Secret == nil {
			return errors.New("there is no client secret")
		}
	case privateKeyJWT:
		if c.Key == nil {
			return errors.New("private_key_jwt needs a ClientKey")
		}
		_, err := signingMethod(c.Key)
		return err
	case noAuth:
		if c.Quirks.NoPKCE {
			return errors.New("a client without a secret needs PKCE")
		}
	default:
		return fmt.Errorf("the ClientAuth %q is none of client_secret_basic, client_secret_post, private_key_jwt and none", c.ClientAuth)
	}
	return nil
}

// checkURL admits the URLs to which a request, a secret or a browser may go.
// A discovery document may say anything: javascript: URLs, for one.
func (c *Client) checkURL(raw string) error {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Opaque != "" || u.Hostname() == "" || strings.ContainsAny(raw, " \\\t\r\n"):
		return fmt.Errorf("%q is not an absolute URL", place(raw))
	case u.User != nil || u.Fragment != "":
		return fmt.Errorf("%q has a user name or a fragment", place(raw))
	case u.Scheme == "https":
		return nil
	case u.Scheme != "http":
		return fmt.Errorf("%q has the scheme %q; https is needed", place(raw), u.Scheme)
	case c.InsecureHTTP || c.insecure && loopback(u.Hostname()) || c.InternalURL != "" && originOf(raw) == originOf(c.InternalURL):
		return nil
	}
	return fmt.Errorf("%q is http; https is needed, but for an issuer on a loopback address (providers.Config.InsecureHTTP lifts this)", place(raw))
}

// place is a URL without its query and whatever else could be a secret.
func place(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		before, _, _ := strings.Cut(raw, "?")
		return shorten(before)
	}
	return shorten(u.Scheme + "://" + u.Host)
}
