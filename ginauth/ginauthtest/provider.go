package ginauthtest

import (
	"crypto"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// Provider is an OpenID provider on a loopback address, for tests. It signs
// its User in at once, and does what OpenID Connect asks of a provider:
// discovery, code flow with PKCE, iss in the answer (RFC 9207), client
// authentication, refresh tokens that rotate, userinfo, and RP-initiated
// logout. Change, ChangeIDToken and Wrap make it do anything else; [Attacks]
// are made of them.
//
// Set its fields before the program under test uses it, or between two
// requests. The methods may be called at any time.
type Provider struct {
	// ID is the one of the ginauth.Provider that is made for it. Default: "op".
	ID string
	// Issuer is its identifier. Default: its address. With another one the
	// program reaches it only by HTTPClient.
	Issuer string
	// ClientID and ClientSecret are those of the program under test. The default
	// secret has characters that have to be encoded, and enough of them for HS256.
	ClientID, ClientSecret string
	// ClientAuth is the only way in which the client may authenticate, as
	// "client_secret_post" or "none". Default: by its secret, in either way.
	ClientAuth string
	// ClientKey verifies the assertions of "private_key_jwt".
	ClientKey crypto.PublicKey
	// RedirectURIs and PostLogoutRedirectURIs are the registered ones. Default:
	// any.
	RedirectURIs, PostLogoutRedirectURIs []string

	// User are the claims of the person who signs in; "sub" is needed.
	User map[string]any
	// UserInfoOnly keeps all claims but sub out of the ID token.
	UserInfoOnly bool
	// Deny is an error code, as "access_denied", with which it answers instead of
	// signing the user in.
	Deny string
	// Alg signs ID tokens: RS256 (the default) to RS512, PS256 to PS512, ES256 to
	// ES512, EdDSA, or HS256 with the client secret.
	Alg string
	// Scope is the granted scope in token answers. Default: what was asked for.
	Scope string
	// ExpiresIn is how long access tokens last. Default: an hour. Negative: the
	// answer does not say.
	ExpiresIn time.Duration
	// OAuth2 makes it a server of plain OAuth 2.0: no ID tokens, no discovery.
	OAuth2 bool
	// NoPKCE accepts whatever code verifier comes, or none.
	NoPKCE bool
	// Metadata are further members of the discovery document, or other ones; one
	// that is nil is left out.
	Metadata map[string]any

	// Now is its clock. Default: [time.Now].
	Now func() time.Time
	// Patience is how late an answer of the program under test may come while
	// this provider is slow. Default: 10 seconds.
	Patience time.Duration
	// AnyHost lets HTTPClient lead every host name here.
	AnyHost bool

	// URL is its address, as "http://127.0.0.1:40001".
	URL string

	tb   testing.TB
	done chan struct{}
	hooks
	records
	memory

	waits bool

	elsewhereMu sync.Mutex
	stranger    *stranger
	foreign     []string // what HTTPClient was asked for, of other hosts
}

// NewProvider starts a provider; it ends with the test. The functions change
// it before it does anything.
func NewProvider(tb testing.TB, change ...func(*Provider)) *Provider {
	tb.Helper()
	p := &Provider{
		tb: tb, done: make(chan struct{}),
		ID: "op", ClientID: "client-of-ginauthtest", ClientSecret: "s3cret: of+ginauthtest/100%&é, for all to see",
		User: map[string]any{
			"sub": "248289761001", "name": "Ann Example", "given_name": "Ann", "family_name": "Example",
			"email": "ann@example.com", "email_verified": true, "picture": "https://example.com/ann.png",
		},
		Alg: "RS256", ExpiresIn: time.Hour, Now: time.Now, Patience: 10 * time.Second,
	}
	server := httptest.NewUnstartedServer(p)
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError) // connections that break are what it is for
	server.Start()
	tb.Cleanup(func() {
		close(p.done)
		server.CloseClientConnections()
		server.Close()
	})
	p.URL = server.URL
	p.Issuer = server.URL
	for _, f := range change {
		f(p)
	}
	return p
}

// Endpoint is one of a provider's URLs.
type Endpoint string

// The endpoints of a provider.
const (
	EndpointDiscovery  Endpoint = "discovery"
	EndpointKeys       Endpoint = "keys"
	EndpointAuthorize  Endpoint = "authorize"
	EndpointToken      Endpoint = "token"
	EndpointUserInfo   Endpoint = "userinfo"
	EndpointEndSession Endpoint = "logout"
)

// path is the one below the issuer's.
func (e Endpoint) path() string {
	if e == EndpointDiscovery {
		return "/.well-known/openid-configuration"
	}
	return "/" + string(e)
}

// At returns the URL of an endpoint.
func (p *Provider) At(e Endpoint) string { return strings.TrimSuffix(p.Issuer, "/") + e.path() }

// ServeHTTP implements [http.Handler], for a provider that is used without its
// address.
func (p *Provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	below := r.URL.Path
	if u, err := url.Parse(p.Issuer); err == nil {
		below = strings.TrimPrefix(below, strings.TrimSuffix(u.Path, "/"))
	}
	for e, serve := range p.endpoints() {
		if below == e.path() && !(p.OAuth2 && e == EndpointDiscovery) {
			p.record(e, r)
			p.wrapped(e, serve).ServeHTTP(w, r)
			return
		}
	}
	http.NotFound(w, r)
}

func (p *Provider) endpoints() map[Endpoint]http.HandlerFunc {
	return map[Endpoint]http.HandlerFunc{
		EndpointDiscovery: p.discovery, EndpointKeys: p.keySet, EndpointAuthorize: p.authorize,
		EndpointToken: p.token, EndpointUserInfo: p.userInfo, EndpointEndSession: p.endSession,
	}
}
