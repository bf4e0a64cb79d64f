package callbacks_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// issuer is a provider whose access tokens last an hour, and that ends the
// grant when a refresh token comes a second time.
type issuer struct {
	clock *ginauthtest.Clock
	lasts time.Duration
	calls atomic.Int32
	mu    sync.Mutex
	next  int
	fail  error
}

func (p *issuer) Describe() (ginauth.ProviderInfo, error) {
	return ginauth.ProviderInfo{ID: "idp", Type: ginauth.TypeOAuth, User: reflect.TypeFor[*ginauth.User]()}, nil
}

func (p *issuer) AuthorizationURL(_ context.Context, in ginauth.AuthorizationRequest) (string, error) {
	return "https://idp.test/?state=" + in.State, nil
}

func (p *issuer) tokens() ginauth.Account {
	return ginauth.Account{
		AccessToken: fmt.Sprint("access-", p.next), RefreshToken: fmt.Sprint("refresh-", p.next),
		ExpiresAt: p.clock.Now().Add(p.lasts).Unix(), Scope: "api",
	}
}

func (p *issuer) Exchange(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return ginauth.OAuthIdentity{User: &ginauth.User{ID: "7", Name: "Ann"}, Account: p.tokens()}, nil
}

func (p *issuer) Refresh(_ context.Context, account ginauth.Account) (ginauth.Account, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls.Add(1)
	if p.fail != nil {
		return ginauth.Account{}, p.fail
	}
	if account.RefreshToken != fmt.Sprint("refresh-", p.next) {
		return ginauth.Account{}, ginauth.ErrInvalidGrant
	}
	p.next++
	fresh := p.tokens()
	fresh.Provider, fresh.ProviderAccountID = account.Provider, account.ProviderAccountID
	return fresh, nil
}

func (p *issuer) EndSessionURL(context.Context, ginauth.LogoutRequest) (string, error) {
	return "", nil
}
func (p *issuer) Origins(context.Context) []string { return nil }

type freshToken struct {
	ginauth.Token
	callbacks.Grant
}

type freshSession struct {
	ginauth.Session
	Error string `json:"error,omitempty"`
}

var freshShape = callbacks.Shape(
	func(context.Context, *freshToken, callbacks.JWT[*ginauth.User]) error { return nil },
	func(_ context.Context, s *freshSession, t *freshToken) error {
		s.Error = t.Error
		return nil
	},
)

// tab is a browser at a program whose GET /api says which access token its
// handlers would use.
type tab struct {
	t      *testing.T
	server *httptest.Server
	client *http.Client
	api    atomic.Value
}

func openTab(t *testing.T, p *issuer, change func(*ginauth.Config)) *tab {
	t.Helper()
	b := &tab{t: t}
	cfg := ginauthtest.Config(ginauth.Config{
		Providers: []ginauth.Provider{p}, Now: p.clock.Now,
		Callbacks: callbacks.KeepFresh(callbacks.Combine(freshShape)),
	})
	shape := *cfg.Callbacks.Shape
	fill := shape.Fill
	shape.Fill = func(ctx context.Context, s ginauth.SessionLike, tok ginauth.TokenLike) error {
		b.api.Store(tok.(*freshToken).AccessToken)
		return fill(ctx, s, tok)
	}
	cfg.Callbacks.Shape = &shape
	if change != nil {
		change(&cfg)
	}
	r := gin.New()
	b.server = httptest.NewUnstartedServer(r)
	cfg.BaseURL = "http://" + b.server.Listener.Addr().String()
	r.Use(ginauth.New(cfg))
	r.GET("/api", ginauth.Require(), func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
	b.server.Start()
	t.Cleanup(b.server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b.client = &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	b.signIn()
	return b
}

func (b *tab) get(path string) (*http.Response, []byte) {
	res, err := b.client.Get(b.server.URL + path)
	if err != nil {
		b.t.Error(err)
		return &http.Response{Header: http.Header{}}, nil
	}
	defer res.Body.Close()
	var body json.RawMessage
	_ = json.NewDecoder(res.Body).Decode(&body) // not all answers are JSON
	return res, body
}

func (b *tab) signIn() {
	b.t.Helper()
	_, body := b.get("/api/auth/csrf")
	var token struct{ CSRFToken string }
	if err := json.Unmarshal(body, &token); err != nil {
		b.t.Fatal(err)
	}
	res, err := b.client.PostForm(b.server.URL+"/api/auth/signin/idp", url.Values{"csrfToken": {token.CSRFToken}})
	if err != nil {
		b.t.Fatal(err)
	}
	res.Body.Close()
	_, query, _ := strings.Cut(res.Header.Get("Location"), "?")
	if res, _ := b.get("/api/auth/callback/idp?code=c&" + query); strings.Contains(res.Header.Get("Location"), "error") {
		b.t.Fatalf("to %q", res.Header.Get("Location"))
	}
}

func newIssuer() *issuer {
	return &issuer{clock: ginauthtest.NewClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)), lasts: time.Hour}
}

// Fifty requests of one session with an access token that is about to end are
// one request to the provider, in every strategy; and so is the next one.
func TestKeepFresh(t *testing.T) {
	for name, change := range map[string]func(*ginauth.Config){
		"jwt": nil,
		"store": func(cfg *ginauth.Config) {
			cfg.Session.Store = memstore.NewStore([]byte("a key for tests, of 32 bytes...."))
		},
	} {
		t.Run(name, func(t *testing.T) {
			p := newIssuer()
			b := openTab(t, p, change)
			b.get("/api")
			if p.calls.Load() != 0 || b.api.Load() != "access-0" {
				t.Fatalf("%d calls, %v", p.calls.Load(), b.api.Load())
			}
			for round := 1; round <= 3; round++ {
				p.clock.Advance(59*time.Minute + 30*time.Second)
				var all sync.WaitGroup
				for range 50 {
					all.Go(func() {
						if res, body := b.get("/api"); res.StatusCode != http.StatusOK || strings.Contains(string(body), "refresh-") {
							t.Errorf("%d %s", res.StatusCode, body)
						}
					})
				}
				all.Wait()
				if got := p.calls.Load(); int(got) != round {
					t.Errorf("round %d: %d token requests", round, got)
				}
				if want := fmt.Sprint("access-", round); b.api.Load() != want {
					t.Errorf("round %d: %v", round, b.api.Load())
				}
			}
		})
	}
}

// A grant that has ended is said once and not asked about again; the session
// goes on, and a new sign-in mends it.
func TestKeepFreshDeadGrant(t *testing.T) {
	p := newIssuer()
	b := openTab(t, p, nil)
	p.fail = ginauth.ErrInvalidGrant
	p.clock.Advance(time.Hour)
	for range 3 {
		res, body := b.get("/api")
		if res.StatusCode != http.StatusOK || !strings.Contains(string(body), `"error":"RefreshTokenError"`) {
			t.Errorf("%d %s", res.StatusCode, body)
		}
	}
	if p.calls.Load() != 1 {
		t.Errorf("%d calls", p.calls.Load())
	}
	p.fail = nil
	b.signIn()
	if _, body := b.get("/api"); strings.Contains(string(body), "error") {
		t.Errorf("after a new sign-in: %s", body)
	}
}

// A provider that is down costs nobody the session, nor the grant.
func TestKeepFreshProviderDown(t *testing.T) {
	p := newIssuer()
	b := openTab(t, p, nil)
	p.fail = errors.New("connection refused")
	p.clock.Advance(time.Hour)
	for range 3 {
		if res, body := b.get("/api"); res.StatusCode != http.StatusOK || strings.Contains(string(body), "error") {
			t.Errorf("%d %s", res.StatusCode, body)
		}
	}
	if p.calls.Load() != 1 {
		t.Errorf("%d calls while it is down", p.calls.Load())
	}
	p.fail = nil
	p.clock.Advance(time.Minute)
	b.get("/api")
	if b.api.Load() != "access-1" {
		t.Errorf("back again: %v", b.api.Load())
	}
}

// A token that lasts less than the usual minute is not renewed at each request.
func TestKeepFreshShortTokens(t *testing.T) {
	p := newIssuer()
	p.lasts = 20 * time.Second
	b := openTab(t, p, nil)
	b.get("/api")
	p.clock.Advance(10 * time.Second)
	b.get("/api")
	if p.calls.Load() != 0 {
		t.Errorf("%d calls too early", p.calls.Load())
	}
	p.clock.Advance(6 * time.Second)
	b.get("/api")
	if p.calls.Load() != 1 || b.api.Load() != "access-1" {
		t.Errorf("%d calls, %v", p.calls.Load(), b.api.Load())
	}
}

// A copy of the session in an Authorization header cannot keep new tokens, and
// so it asks for none; what is known already it gets.
func TestKeepFreshBearer(t *testing.T) {
	p := newIssuer()
	b := openTab(t, p, nil)
	u, err := url.Parse(b.server.URL)
	if err != nil {
		t.Fatal(err)
	}
	copied := ""
	for _, c := range b.client.Jar.Cookies(u) {
		if strings.Contains(c.Name, "session-token") {
			copied = c.Value
		}
	}
	ask := func() {
		t.Helper()
		r, err := http.NewRequest(http.MethodGet, b.server.URL+"/api", http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+copied)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if res.StatusCode != http.StatusOK {
			t.Errorf("status %d", res.StatusCode)
		}
	}
	p.clock.Advance(time.Hour)
	ask()
	if p.calls.Load() != 0 || b.api.Load() != "access-0" {
		t.Errorf("%d calls, %v", p.calls.Load(), b.api.Load())
	}
	b.get("/api")
	ask()
	if p.calls.Load() != 1 || b.api.Load() != "access-1" {
		t.Errorf("%d calls, %v", p.calls.Load(), b.api.Load())
	}
}

func TestKeepFreshNeedsAGrant(t *testing.T) {
	plain := callbacks.Shape(func(context.Context, *ginauth.Token, callbacks.JWT[*ginauth.User]) error { return nil },
		func(context.Context, *ginauth.Session, *ginauth.Token) error { return nil })
	for name, tc := range map[string]struct {
		given ginauth.Callbacks
		says  string
	}{
		"no shape":    {ginauth.Callbacks{}, "callbacks.Shape"},
		"plain token": {plain, "does not embed callbacks.Grant"},
		"bad already": {callbacks.AllowEmailDomains(), "AllowEmailDomains"},
	} {
		if got := callbacks.KeepFresh(tc.given); got.Err == nil || !strings.Contains(got.Err.Error(), tc.says) {
			t.Errorf("%s: %v", name, got.Err)
		}
	}
}

// A token that others can read is no place for a provider's tokens.
func TestKeepFreshRefusesSignedSessions(t *testing.T) {
	cfg := ginauthtest.Config(ginauth.Config{Callbacks: callbacks.KeepFresh(freshShape)})
	if _, err := ginauth.NewAuth(cfg); err != nil {
		t.Fatal(err)
	}
	cfg.Session.Signed = &ginauth.SignedTokens{Method: "HS256", Key: []byte("a key for tests, of 32 bytes or more")}
	if _, err := ginauth.NewAuth(cfg); !errors.Is(err, ginauth.ErrConfig) || !strings.Contains(err.Error(), "Session.Signed") {
		t.Errorf("error %v", err)
	}
}

func TestGrantExpired(t *testing.T) {
	now := time.Unix(1000, 0)
	for _, tc := range []struct {
		at   int64
		want bool
	}{{0, false}, {999, true}, {1000, true}, {1001, false}} {
		if g := (&callbacks.Grant{ExpiresAt: tc.at}); g.Expired(now) != tc.want {
			t.Errorf("%d: %v", tc.at, !tc.want)
		}
	}
}
