// Package ginauthtest helps to test programs that use ginauth: it signs
// requests in without a password, mints cookies for browser tests, and has a
// clock to move. [Provider] is an OpenID provider, well-behaved or hostile,
// [Browser] signs in there, and [RunAttacks] tries whether the settings of a
// provider hold.
//
//	cfg := ginauthtest.Config(app.AuthConfig())
//	router := app.NewRouter(cfg)
//	r := httptest.NewRequest("GET", "/me", nil)
//	ginauthtest.SignIn(t, cfg, r, &app.User{…})
//	router.ServeHTTP(w, r)
package ginauthtest

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// Secret is a secret for tests. It is public: never use it elsewhere.
const Secret ginauth.Secret = "ginauthtest/8x2Qv0T1cPq7LwZr5nYb3KfJ6mHdSg9A"

// BaseURL is the origin that Config sets.
const BaseURL = "http://localhost:3000"

// Config fills in what a configuration needs to work in a test: Secret and
// BaseURL, where they are empty. The rest stays as it is.
func Config(cfg ginauth.Config) ginauth.Config {
	if cfg.Secret == "" {
		cfg.Secret = Secret
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = BaseURL
	}
	return cfg
}

// Cookies signs a user in and returns the cookies that a browser would have
// afterwards: the session's, in chunks if it is large, and the CSRF token's.
// cfg is the configuration of the program under test, with a Secret: the
// session runs through its callbacks, and is kept in its store if it has one.
// The test fails if the callbacks refuse the user.
func Cookies(tb testing.TB, cfg ginauth.Config, user ginauth.UserLike) []*http.Cookie {
	tb.Helper()
	if cfg.Secret == "" {
		tb.Fatal("ginauthtest: the configuration has no Secret, so that the program under test has another one: build both from ginauthtest.Config(cfg)")
	}
	auth, err := ginauth.NewAuth(Config(cfg))
	if err != nil {
		tb.Fatalf("ginauthtest: %v", err)
	}
	w := httptest.NewRecorder()
	engine := gin.New()
	engine.Use(auth.Middleware())
	engine.GET("/", func(c *gin.Context) {
		err = ginauth.SignIn(c, user)
	})
	r := httptest.NewRequestWithContext(tb.Context(), http.MethodGet, Config(cfg).BaseURL, nil)
	r.URL.Path = "/"
	engine.ServeHTTP(w, r)
	if err != nil {
		tb.Fatalf("ginauthtest: signing in: %v", err)
	}
	return w.Result().Cookies()
}

// SignIn puts the cookies of a signed-in user on a request for
// httptest. See [Cookies].
func SignIn(tb testing.TB, cfg ginauth.Config, r *http.Request, user ginauth.UserLike) {
	tb.Helper()
	for _, c := range Cookies(tb, cfg, user) {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
}

// CSRFToken returns the token of a browser's cookies, for the field csrfToken
// of a POST; "" if they hold none.
func CSRFToken(cookies []*http.Cookie) string {
	for _, c := range cookies {
		if !strings.HasSuffix(c.Name, ".csrf-token") {
			continue
		}
		value, err := url.PathUnescape(c.Value)
		if err != nil {
			return ""
		}
		token, _, _ := strings.Cut(value, "|")
		return token
	}
	return ""
}
