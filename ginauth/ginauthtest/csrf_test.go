package ginauthtest_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// The token of the cookies is the one that a form has to repeat, for every
// kind of cookie name.
func TestCSRFToken(t *testing.T) {
	for name, change := range map[string]func(*ginauth.Config){
		"NextAuth": func(*ginauth.Config) {},
		"Auth.js":  func(c *ginauth.Config) { c.Protocol = ginauth.AuthJS },
		"https":    func(c *ginauth.Config) { c.BaseURL = "https://app.example.com" },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := config()
			change(&cfg)
			cookies := ginauthtest.Cookies(t, cfg, &user{ginauth.User{ID: "1"}, "admin"})
			token := ginauthtest.CSRFToken(cookies)
			if len(token) != 64 {
				t.Fatalf("the token is %q", token)
			}
			for given, want := range map[string]int{token: http.StatusCreated, "": http.StatusForbidden} {
				r := httptest.NewRequest(http.MethodPost, "/order", strings.NewReader(url.Values{"csrfToken": {given}}.Encode()))
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				for _, c := range cookies {
					r.AddCookie(c)
				}
				if code, _ := ask(router(cfg), r); code != want {
					t.Errorf("with %q: %d, want %d", given, code, want)
				}
			}
		})
	}
	for name, cookies := range map[string][]*http.Cookie{
		"none":      nil,
		"others":    {{Name: "next-auth.session-token", Value: "x|y"}},
		"empty":     {{Name: "next-auth.csrf-token"}},
		"malformed": {{Name: "next-auth.csrf-token", Value: "%7"}},
	} {
		if got := ginauthtest.CSRFToken(cookies); got != "" {
			t.Errorf("%s: %q", name, got)
		}
	}
}
