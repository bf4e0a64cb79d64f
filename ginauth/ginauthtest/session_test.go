package ginauthtest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

func TestMain(m *testing.M) {
	gin.SetMode(gin.TestMode)
	os.Exit(m.Run())
}

type user struct {
	ginauth.User
	Role string
}

type token struct {
	ginauth.Token
	Role string `json:"role"`
}

type session struct {
	ginauth.Session
	Role string `json:"role"`
}

func config() ginauth.Config {
	return ginauth.Config{Secret: ginauthtest.Secret, Callbacks: callbacks.Shape(
		func(_ context.Context, t *token, in callbacks.JWT[*user]) error {
			if in.User != nil {
				t.Role = in.User.Role
			}
			return nil
		},
		func(_ context.Context, s *session, t *token) error { s.Role = t.Role; return nil },
	)}
}

// router is a program under test.
func router(cfg ginauth.Config) http.Handler {
	r := gin.New()
	r.Use(ginauth.New(ginauthtest.Config(cfg)))
	r.GET("/me", ginauth.Require(), func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
	r.POST("/order", ginauth.Require(), ginauth.CSRF(), func(c *gin.Context) { c.Status(http.StatusCreated) })
	return r
}

func ask(h http.Handler, r *http.Request) (int, session) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var s session
	_ = json.Unmarshal(w.Body.Bytes(), &s) // what is no JSON is no session
	return w.Code, s
}

func TestSignIn(t *testing.T) {
	stored := config()
	stored.Session.Store = memstore.NewStore([]byte("a key for tests"))
	https := config()
	https.BaseURL = "https://app.example.com/auth"
	v5 := config()
	v5.Protocol, v5.BaseURL = ginauth.AuthJS, "https://app.example.com"
	anyHost := config()
	anyHost.Secret = "another secret, 9c3f1e7a5b2d8064 of 32 bytes or more"
	renamed := config()
	renamed.Cookies.Session.Name = "sid"
	signed := config()
	signed.Session.Signed = &ginauth.SignedTokens{Method: "HS256", Key: []byte(ginauthtest.Secret)}
	for name, cfg := range map[string]ginauth.Config{
		"plain": config(), "store": stored, "https": https, "v5": v5, "own secret": anyHost, "renamed": renamed, "signed": signed,
	} {
		t.Run(name, func(t *testing.T) {
			h := router(cfg)
			r := httptest.NewRequest(http.MethodGet, "/me", nil)
			if code, _ := ask(h, r); code != http.StatusUnauthorized {
				t.Errorf("signed out: %d", code)
			}
			ginauthtest.SignIn(t, cfg, r, &user{ginauth.User{ID: "1", Name: "Ann"}, "admin"})
			code, s := ask(h, r)
			if code != http.StatusOK || s.Role != "admin" || s.User.Name != "Ann" {
				t.Errorf("%d, the session is %+v", code, s)
			}
		})
	}
}

// A large session goes into several cookies.
func TestSignInWithALargeSession(t *testing.T) {
	cfg := config()
	u := &user{ginauth.User{ID: "1", Name: "Ann"}, strings.Repeat("x", 9000)}
	cookies := ginauthtest.Cookies(t, cfg, u)
	chunks := 0
	for _, c := range cookies {
		if len(c.String()) > 4096+200 {
			t.Errorf("the cookie %s has %d bytes", c.Name, len(c.Value))
		}
		if strings.Contains(c.Name, "session-token.") {
			chunks++
		}
	}
	if chunks != 4 {
		t.Errorf("%d chunks", chunks)
	}
	r := httptest.NewRequest(http.MethodGet, "/me", nil)
	ginauthtest.SignIn(t, cfg, r, u)
	if code, s := ask(router(cfg), r); code != http.StatusOK || s.Role != u.Role {
		t.Errorf("%d, a role of %d bytes", code, len(s.Role))
	}
}

// The cookies are a browser's: with their attributes, and a CSRF token that
// posts a form.
func TestCookies(t *testing.T) {
	cfg := config()
	cfg.BaseURL = "https://app.example.com"
	cookies := ginauthtest.Cookies(t, cfg, &user{ginauth.User{ID: "1"}, "admin"})
	names := map[string]*http.Cookie{}
	for _, c := range cookies {
		names[c.Name] = c
		if !c.Secure || !c.HttpOnly || c.Path != "/" {
			t.Errorf("the cookie is %s", c)
		}
	}
	csrf, ok := names["__Host-next-auth.csrf-token"]
	if !ok || names["__Secure-"+authjs.V4.SessionCookie(false)] == nil {
		t.Fatalf("the cookies are %v", names)
	}
	r := httptest.NewRequest(http.MethodPost, "/order", nil)
	for _, c := range cookies {
		r.AddCookie(c)
	}
	r.Header.Set("X-Csrf-Token", csrf.Value[:64])
	if code, _ := ask(router(cfg), r); code != http.StatusCreated {
		t.Errorf("posting a form: %d", code)
	}
}

// A plain user and the built-in session need no callbacks.
func TestSignInBuiltIn(t *testing.T) {
	for name, cfg := range map[string]ginauth.Config{"built-in": ginauthtest.Config(ginauth.Config{}), "widened": config()} {
		r := httptest.NewRequest(http.MethodGet, "/me", nil)
		ginauthtest.SignIn(t, cfg, r, &ginauth.User{ID: "1", Name: "Ann"})
		if code, s := ask(router(cfg), r); code != http.StatusOK || s.User.Name != "Ann" {
			t.Errorf("%s: %d, %+v", name, code, s)
		}
	}
}

// watched is a test whose failures are seen, not suffered.
type watched struct {
	testing.TB
	failed bool
}

func (w *watched) Fatal(...any)          { w.failed = true; panic(w) }
func (w *watched) Errorf(string, ...any) { w.failed = true }
func (w *watched) Fatalf(string, ...any) { w.failed = true; panic(w) }
func (w *watched) FailNow()              { w.failed = true; panic(w) }
func (w *watched) Failed() bool          { return w.failed }

// What the program would refuse fails the test.
func TestSignInFailsTheTest(t *testing.T) {
	refusing := callbacks.Combine(config().Callbacks, ginauth.Callbacks{
		SignIn: func(context.Context, ginauth.SignInParams) error { return ginauth.ErrAccessDenied },
	})
	for name, c := range map[string]struct {
		cfg  ginauth.Config
		user ginauth.UserLike
	}{
		"refused":      {ginauthtest.Config(ginauth.Config{Callbacks: refusing}), &user{ginauth.User{ID: "1"}, ""}},
		"no ID":        {config(), &user{}},
		"another type": {config(), &struct{ ginauth.User }{ginauth.User{ID: "1"}}},
		"no secret":    {ginauth.Config{}, &ginauth.User{ID: "1"}},
		"bad config":   {ginauth.Config{Secret: "short"}, &ginauth.User{ID: "1"}},
	} {
		w := &watched{TB: t}
		func() {
			defer func() {
				if v := recover(); v != nil && v != any(w) {
					t.Errorf("%s: panic: %v", name, v)
				}
			}()
			ginauthtest.Cookies(w, c.cfg, c.user)
			t.Errorf("%s: Cookies has returned", name)
		}()
		if !w.failed {
			t.Errorf("%s: the test did not fail", name)
		}
	}
}

func TestClock(t *testing.T) {
	begin := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	clock := ginauthtest.NewClock(begin)
	for range 2 {
		if !clock.Now().Equal(begin) {
			t.Error("the clock moves by itself")
		}
	}
	if got := clock.Advance(time.Hour); !got.Equal(begin.Add(time.Hour)) || !clock.Now().Equal(got) {
		t.Errorf("after an hour it is %v", got)
	}
	if got := clock.Advance(-2 * time.Hour); !got.Equal(begin.Add(-time.Hour)) {
		t.Errorf("set back, it is %v", got)
	}
}

// A session ends by the clock of the configuration.
func TestClockEndsASession(t *testing.T) {
	clock := ginauthtest.NewClock(time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	cfg := config()
	cfg.Now, cfg.Session.MaxAge = clock.Now, time.Hour
	h := router(cfg)
	r := httptest.NewRequest(http.MethodGet, "/me", nil)
	ginauthtest.SignIn(t, cfg, r, &user{ginauth.User{ID: "1"}, "admin"})
	if code, _ := ask(h, r); code != http.StatusOK {
		t.Errorf("at once: %d", code)
	}
	clock.Advance(time.Hour + time.Minute)
	if code, _ := ask(h, r); code != http.StatusUnauthorized {
		t.Errorf("after an hour: %d", code)
	}
}
