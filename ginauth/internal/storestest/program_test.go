package storestest_test

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	ginsessions "github.com/gin-contrib/sessions"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

const (
	sessionCookie = "next-auth.session-token"
	minute        = time.Minute
	hour          = time.Hour
	day           = 24 * time.Hour
)

func init() { gin.SetMode(gin.TestMode) } //nolint:gochecknoinits // for all tests of the module

type user struct{ ginauth.User }

// anyone signs in whoever gives a name.
type anyone struct{}

func (anyone) Describe() (ginauth.ProviderInfo, error) {
	return ginauth.ProviderInfo{ID: "credentials", Name: "Credentials", Type: ginauth.TypeCredentials, User: reflect.TypeFor[*user]()}, nil
}

func (anyone) Form() []ginauth.Field { return []ginauth.Field{{Name: "username", Type: "text"}} }

func (anyone) Authorize(_ context.Context, in ginauth.Credentials) (ginauth.UserLike, error) {
	name := in.Form.Get("username")
	return &user{ginauth.User{ID: name, Name: name}}, nil
}

// program is one process that uses a store.
type program struct {
	t      *testing.T
	router *gin.Engine
	clock  *ginauthtest.Clock
}

func start(t *testing.T, store ginsessions.Store, options ...func(*ginauth.Config)) *program {
	t.Helper()
	p := &program{t: t, clock: ginauthtest.NewClock(time.Now().Truncate(time.Second)), router: gin.New()}
	cfg := ginauthtest.Config(ginauth.Config{
		Providers: []ginauth.Provider{anyone{}}, Now: p.clock.Now, Logger: slog.New(slog.DiscardHandler), BaseURL: "http://localhost:3000",
		Session: ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute, Store: store, StoreTimeout: 10 * time.Second},
		Callbacks: callbacks.Shape(
			func(_ context.Context, token *ginauth.Token, in callbacks.JWT[*user]) error {
				if in.Trigger == ginauth.TriggerUpdate && len(in.Session) > 0 {
					return json.Unmarshal(in.Session, &token.Name)
				}
				return nil
			},
			func(context.Context, *ginauth.Session, *ginauth.Token) error { return nil },
		),
	})
	for _, option := range options {
		option(&cfg)
	}
	auth, err := ginauth.NewAuth(cfg)
	if err != nil {
		t.Fatal(err)
	}
	p.router.Use(auth.Middleware())
	p.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) {
		c.String(http.StatusOK, c.MustGet("session").(*ginauth.Session).User.Name)
	})
	p.router.GET("/rename/:name", func(c *gin.Context) {
		if err := ginauth.Update(c, c.Param("name")); err != nil {
			c.Status(http.StatusConflict)
		}
	})
	return p
}

func withTimeout(d time.Duration) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) { cfg.Session.StoreTimeout = d }
}

// browser keeps the cookies of one user.
type browser struct {
	*program
	cookies map[string]string
	csrf    string
}

func (p *program) newBrowser() *browser {
	return &browser{program: p, cookies: map[string]string{}}
}

// with is a browser that has nothing but one session cookie.
func (p *program) with(cookie string) *browser {
	b := p.newBrowser()
	b.cookies[sessionCookie] = cookie
	return b
}

func (b *browser) session() string { return b.cookies[sessionCookie] }

// answer is what a browser got.
type answer struct {
	status int
	body   string
	// sets and clears are about the session's cookie.
	sets, clears bool
}

func (b *browser) do(method, path string, body url.Values) answer {
	r := httptest.NewRequest(method, path, strings.NewReader(body.Encode()))
	r.Host = "localhost:3000"
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.router.ServeHTTP(w, r)
	res := w.Result()
	text, _ := io.ReadAll(res.Body)
	a := answer{status: res.StatusCode, body: string(text)}
	for _, c := range res.Cookies() {
		gone := c.MaxAge < 0 || c.Value == ""
		if c.Name == sessionCookie {
			a.sets, a.clears = a.sets || !gone, a.clears || gone
		}
		if b.cookies[c.Name] = c.Value; gone {
			delete(b.cookies, c.Name)
		}
	}
	return a
}

func (b *browser) get(path string) answer { return b.do(http.MethodGet, path, nil) }

// getToken gets the token that later forms need: before a fault, since a
// request that brings a session reads it.
func (b *browser) getToken() {
	var out struct{ CSRFToken string }
	if err := json.Unmarshal([]byte(b.get("/api/auth/csrf").body), &out); err != nil {
		b.t.Error(err)
	}
	b.csrf = out.CSRFToken
}

func (b *browser) post(path string, fields url.Values) answer {
	if b.csrf == "" {
		b.getToken()
	}
	form := url.Values{"csrfToken": {b.csrf}, "json": {"true"}}
	maps.Copy(form, fields)
	return b.do(http.MethodPost, path, form)
}

func (b *browser) signIn(name string) answer {
	return b.post("/api/auth/callback/credentials", url.Values{"username": {name}})
}

func (b *browser) signOut() answer { return b.post("/api/auth/signout", nil) }

// signedIn is a new browser of a user.
func (p *program) signedIn(name string) *browser {
	p.t.Helper()
	b := p.newBrowser()
	if a := b.signIn(name); !a.sets {
		p.t.Fatalf("signing in: %d %s", a.status, a.body)
	}
	b.csrf = "" // a sign-in ends it
	return b
}

// as checks that a browser is signed in as somebody; nobody if empty.
func (b *browser) as(what, name string) {
	b.t.Helper()
	a := b.get("/guarded")
	want := http.StatusOK
	if name == "" {
		want = http.StatusUnauthorized
	}
	if a.status != want || (name != "" && a.body != name) {
		b.t.Errorf("%s: %d %s, want %d %s", what, a.status, a.body, want, name)
	}
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}
