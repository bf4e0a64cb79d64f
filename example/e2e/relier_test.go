package e2e_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/go-jose/go-jose/v4"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// clientSecret has what breaks a client that does not encode it (RFC 6749
// section 2.3.1).
const clientSecret = "a secret: 100%+ of it & more=/?~"

// relier is a program that signs in at oidc-provider. It runs in this process,
// so that its clock can be moved and its tokens can be looked at.
type relier struct {
	*httptest.Server
	dialect string
	// origin and issuer are two sites for a browser: localhost and 127.0.0.1.
	origin, issuer string
	ahead          atomic.Int64 // of the time of day, in nanoseconds
	mu             sync.Mutex
	seen           grantToken // what the jwt callback has seen last
}

type grantToken struct {
	ginauth.Token
	callbacks.Grant
}

type grantSession struct {
	ginauth.Session
	UID   string `json:"uid"`
	Error string `json:"error,omitempty"`
}

// eachRelier runs a test against a program of each dialect, with one browser.
func eachRelier(t *testing.T, test func(t *testing.T, dialect string, p *relier, v *traveller)) {
	t.Helper()
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			p := startRelier(t, dialect, false)
			test(t, dialect, p, newTraveller(t, p))
		})
	}
}

// startRelier starts both. A secure one has https, on 127.0.0.1, with a
// certificate that only its own Client knows.
func startRelier(t *testing.T, dialect string, secure bool) *relier {
	t.Helper()
	needNode(t)
	p := &relier{dialect: dialect}
	p.Server = httptest.NewUnstartedServer(nil)
	address := p.Listener.Addr().String()
	p.origin = "http://" + strings.Replace(address, "127.0.0.1", "localhost", 1)
	if secure {
		p.origin = "https://" + address
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	public, err := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "key-1", Algorithm: "ES256", Use: "sig"}}})
	if err != nil {
		t.Fatal(err)
	}
	p.issuer = start(t, []string{"RP_ORIGIN=" + p.origin, "RP_SECRET=" + clientSecret, "RP_JWKS=" + string(public)}, "node", "oracle/oidc-provider.mjs")
	p.Config.Handler = p.program(t, key)
	if secure {
		p.StartTLS()
	} else {
		p.Start()
	}
	t.Cleanup(p.Close)
	return p
}

// program has a provider for each client of oracle/oidc-provider.mjs.
func (p *relier) program(t *testing.T, key *ecdsa.PrivateKey) http.Handler {
	t.Helper()
	client := func(id string, change func(*providers.Config)) ginauth.Provider {
		config := providers.Config{ID: id, Issuer: p.issuer, ClientID: id, ClientSecret: clientSecret, Logout: true}
		change(&config)
		return providers.OIDC(config)
	}
	config := ginauth.Config{
		BaseURL: p.origin, Secret: secret, Now: p.now, Logger: slog.New(slog.NewTextHandler(t.Output(), nil)),
		Providers: []ginauth.Provider{
			client("basic", func(c *providers.Config) { c.Name = "oidc-provider" }),
			client("post", func(c *providers.Config) { c.ClientAuth = providers.ClientSecretPost }),
			client("signs", func(c *providers.Config) {
				c.ClientSecret, c.ClientAuth = "", providers.PrivateKeyJWT
				c.ClientKey, c.ClientKeyID = key, "key-1"
			}),
			client("public", func(c *providers.Config) { c.ClientSecret, c.ClientAuth = "", providers.NoClientAuth }),
			client("formpost", func(c *providers.Config) { c.FormPost = true }),
		},
		Callbacks: callbacks.KeepFresh(callbacks.Shape(p.look, func(_ context.Context, s *grantSession, t *grantToken) error {
			s.UID, s.Error = t.Subject, t.Error
			return nil
		})),
	}
	if p.dialect == "authjs" {
		config.Protocol = ginauth.AuthJS
	}
	auth, err := ginauth.NewAuth(config)
	if err != nil {
		t.Fatal(err)
	}
	router := gin.New()
	router.Use(auth.Middleware())
	router.StaticFS("/client", http.Dir(clientPage(t)))
	router.NoRoute(func(c *gin.Context) {
		session := c.MustGet("session").(*grantSession)
		if session == nil {
			c.String(http.StatusOK, "nobody")
			return
		}
		c.String(http.StatusOK, session.User.Name)
	})
	return router
}

func (p *relier) look(_ context.Context, t *grantToken, _ callbacks.JWT[*ginauth.User]) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seen = *t
	return nil
}

func (p *relier) grant() callbacks.Grant {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.seen.Grant
}

func (p *relier) now() time.Time { return time.Now().Add(time.Duration(p.ahead.Load())) }

// later moves the clock of the program; the provider's stays.
func (p *relier) later(d time.Duration) { p.ahead.Add(int64(d)) }

// happening is a line of the provider's log.
type happening struct {
	Event, Client, Type, Error, Name string
	Prompted                         bool
}

// happened counts what the provider has seen, of the kind of want: members
// that are empty there do not count.
func (p *relier) happened(t *testing.T, want happening) (n int) {
	t.Helper()
	res, err := http.Get(p.issuer + "/log")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var log []happening
	if err := json.Unmarshal(body, &log); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	fits := func(want, got string) bool { return want == "" || want == got }
	for _, h := range log {
		if fits(want.Event, h.Event) && fits(want.Client, h.Client) && fits(want.Type, h.Type) && fits(want.Error, h.Error) {
			n++
		}
	}
	return n
}
