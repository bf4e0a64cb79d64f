package ginauth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// A guard for the whole engine does not turn a path that does not exist into
// one that is forbidden, and leaves the auth routes open.
func TestRequireForAllKeepsNotFound(t *testing.T) {
	auth, err := ginauth.NewAuth(ginauth.Config{
		BaseURL: "http://localhost:3000", Secret: secretA, Providers: []ginauth.Provider{form{}}, Callbacks: seed(),
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, noRoute := range map[string]bool{"Gin's own": false, "NoRoute": true} {
		router := gin.New()
		router.HandleMethodNotAllowed = true
		router.Use(auth.Middleware(), ginauth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "admin")))
		if noRoute {
			router.NoRoute(func(c *gin.Context) { t.Errorf("%s: the handler after the guard has run", c.Request.URL) })
		}
		router.POST("/post", func(*gin.Context) { t.Error("the handler has run") })
		for path, status := range map[string]int{
			"/nothing": 404, "/api/author": 404, "/post": 405, "/api/auth/csrf": 200, "/api/auth/session": 200,
		} {
			for _, accept := range []string{"", "text/html"} {
				r := httptest.NewRequest(http.MethodGet, path, nil)
				r.Header.Set("Accept", accept)
				w := httptest.NewRecorder()
				router.ServeHTTP(w, r)
				if w.Code != status || w.Header().Get("Location") != "" {
					t.Errorf("%s: GET %s: %d, want %d", name, path, w.Code, status)
				}
			}
		}
		r := httptest.NewRequest(http.MethodPost, "/post", nil)
		w := httptest.NewRecorder()
		router.ServeHTTP(w, r)
		expect(t, "a path that exists", w.Code, http.StatusUnauthorized)
	}
}

// Without the middleware a guard lets nobody in.
func TestRequireWithoutTheMiddleware(t *testing.T) {
	a := start(t)
	a.signIn()
	for name, handlers := range map[string][]gin.HandlerFunc{
		"Require": {ginauth.Require()},
		"CSRF":    {ginauth.CSRF()},
		"zero":    {ginauth.Require(ginauth.Condition{})},
	} {
		router := gin.New()
		var errs []error
		router.Use(func(c *gin.Context) {
			c.Next()
			for _, err := range c.Errors {
				errs = append(errs, err.Err)
			}
		})
		router.POST("/", append(handlers, func(*gin.Context) { t.Errorf("%s: the handler has run", name) })...)
		w := httptest.NewRecorder()
		router.ServeHTTP(w, a.browserRequest(http.MethodPost, "/"))
		if w.Code != http.StatusInternalServerError || len(errs) != 1 || !errors.Is(errs[0], ginauth.ErrNoMiddleware) {
			t.Errorf("%s: %d, errors %v", name, w.Code, errs)
		}
	}
}

// Auth.Require reads the session by itself: with Mount, say, or where another
// Auth's middleware ran.
func TestAuthRequire(t *testing.T) {
	a := start(t)
	a.signIn()
	elsewhere := start(t, func(cfg *ginauth.Config) { cfg.Secret, cfg.Cookies.Session.Name = secretB, "other-session" })
	for name, before := range map[string][]gin.HandlerFunc{
		"alone": nil, "own middleware": {a.auth.Middleware()}, "another Auth's": {elsewhere.auth.Middleware()},
	} {
		router := gin.New()
		router.Use(before...)
		ran := false
		router.GET("/in", a.auth.Require(), func(c *gin.Context) {
			ran = true
			expect(t, name, c.MustGet("session").(*Session).Role, "admin")
			if _, ok := ginauth.SessionFrom[*Session](c); !ok {
				t.Errorf("%s: SessionFrom has none", name)
			}
		})
		router.GET("/root", a.auth.Require(ginauth.Role(func(s *Session) string { return s.Role }, "root")), func(*gin.Context) {
			t.Errorf("%s: the handler has run", name)
		})
		serve := func(path string, r *http.Request) int {
			w := httptest.NewRecorder()
			router.ServeHTTP(w, r)
			return w.Code
		}
		expect(t, name, serve("/in", a.browserRequest(http.MethodGet, "/in")), http.StatusOK)
		expect(t, name, ran, true)
		expect(t, name, serve("/root", a.browserRequest(http.MethodGet, "/root")), http.StatusForbidden)
		ran = false
		expect(t, name, serve("/in", httptest.NewRequest(http.MethodGet, "/in", nil)), http.StatusUnauthorized)
		expect(t, name, ran, false)
	}
}

// A callback that fails on a read is not "signed out": a guard answers 500,
// and the cookie stays.
func TestRequireWithAFailingCallback(t *testing.T) {
	for _, how := range []string{"fails", "panics"} {
		broken := false
		a := start(t, withCallbacks(shapeOf(func(*Token) {}, func(*Token) {
			if broken {
				panic("callback with secrets")
			}
		})))
		allowed := false
		a.guarded("/in", &allowed, ginauth.Require())
		a.handle("/err", func(c *gin.Context) {
			if ginauth.SessionErr(c) == nil || c.MustGet("session").(*Session) != nil {
				t.Error("the request does not know that the session is not known")
			}
		})
		a.signIn()
		broken = true
		for _, accept := range []string{"", "text/html"} {
			res := a.get("/in", "Accept", accept)
			if body := text(t, res); res.StatusCode != http.StatusInternalServerError || strings.Contains(body, "secrets") || len(res.Cookies()) != 0 {
				t.Errorf("%s: %d %s", how, res.StatusCode, body)
			}
		}
		a.get("/err")
		res := a.get("/api/auth/session")
		if body := text(t, res); res.StatusCode != http.StatusInternalServerError || body != "{}" || clearsSession(res) {
			t.Errorf("GET /session: %d %s", res.StatusCode, body)
		}
		broken = false
		if !a.isSignedIn() {
			t.Error("the session is lost")
		}
	}
}
