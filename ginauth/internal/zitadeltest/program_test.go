package zitadeltest_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// TestMain silences the provider, which logs to slog's default.
func TestMain(m *testing.M) {
	gin.SetMode(gin.TestMode)
	slog.SetDefault(slog.New(slog.DiscardHandler))
	os.Exit(m.Run())
}

// Token keeps the grant of the provider.
type Token struct {
	ginauth.Token
	callbacks.Grant
}

// Session shows of it what these tests look at; a program would not.
type Session struct {
	ginauth.Session
	UID       string `json:"uid"`
	Access    string `json:"access"`
	Refresh   string `json:"refresh"`
	ExpiresAt int64  `json:"expiresAt"`
	Error     string `json:"error"`
}

func shape() ginauth.Callbacks {
	return callbacks.KeepFresh(callbacks.Shape(
		func(context.Context, *Token, callbacks.JWT[*ginauth.User]) error { return nil },
		func(_ context.Context, s *Session, t *Token) error {
			s.UID, s.Access, s.Refresh, s.ExpiresAt, s.Error = t.Subject, t.AccessToken, t.RefreshToken, t.Grant.ExpiresAt, t.Error
			return nil
		},
	))
}

// program is a Gin program with one provider, zitadel's.
type program struct {
	t        *testing.T
	origin   string
	base     string // of the auth routes
	server   *httptest.Server
	provider *provider
	logs     *logs
	ahead    atomic.Int64
}

// options are what a test changes of a program.
type options struct {
	protocol ginauth.Protocol
	store    func(*store)
	config   func(*providers.Config)
}

func start(t *testing.T, o options) *program {
	t.Helper()
	p := &program{t: t, logs: &logs{}, server: httptest.NewUnstartedServer(nil)}
	p.origin = "http://" + p.server.Listener.Addr().String()
	p.base = p.origin + "/api/auth"
	p.provider = startProvider(t, p.base, o.store)

	config := providers.Config{
		ID: "zitadel", Name: "Zitadel", Issuer: p.provider.issuer, ClientID: clientID, ClientSecret: clientSecret,
		Scopes: []string{"openid", "profile", "email", "offline_access"}, Logout: true,
	}
	if o.config != nil {
		o.config(&config)
	}
	auth, err := ginauth.NewAuth(ginauth.Config{
		Protocol: o.protocol, BaseURL: p.origin, Secret: "a-secret-of-more-than-32-characters!",
		Providers: []ginauth.Provider{providers.OIDC(config)}, Callbacks: shape(),
		Logger: slog.New(slog.NewTextHandler(p.logs, nil)), Now: p.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	router := gin.New()
	router.Use(auth.Middleware())
	router.GET("/me", func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
	router.GET("/dash", func(c *gin.Context) { c.String(http.StatusOK, "dash") })
	p.server.Config.Handler = router
	p.server.Start()
	t.Cleanup(p.server.Close)
	return p
}

// now is the program's clock. The provider's is the real one, which a test can
// not move; so the program's runs ahead.
func (p *program) now() time.Time { return time.Now().Add(time.Duration(p.ahead.Load())) }

func (p *program) advance(d time.Duration) { p.ahead.Add(int64(d)) }

// wantLog says that the log has a line about something, and no secret.
func (p *program) wantLog(words ...string) {
	p.t.Helper()
	said := p.logs.String()
	for _, word := range words {
		if !strings.Contains(said, word) {
			p.t.Errorf("the log does not say %q:\n%s", word, said)
		}
	}
	if strings.Contains(said, clientSecret) {
		p.t.Errorf("the log has the client secret:\n%s", said)
	}
}

type logs struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

var _ io.Writer = (*logs)(nil)

func (l *logs) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(b)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}
