package ginauthtest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// asked makes a request and does not care for the answer.
func asked(target string) {
	if res, err := http.Get(target); err == nil {
		res.Body.Close()
	}
}

// What is looked at after every attack is seen to fail, too: in a program that
// does one thing more than the naive one, before it answers, or instead.
func TestChecksBite(t *testing.T) {
	proper := ginauthtest.Attacks()[0]
	denied := ginauthtest.Attack{Name: "denied", Hostile: func(p *ginauthtest.Provider) { p.Deny = "access_denied" }}
	const failed = ginauthtest.BaseURL + "/error?error=OAuthCallback"
	for _, c := range []struct {
		name   string
		attack ginauthtest.Attack
		path   string
		spoil  func(s *ginauthtest.Scene, w http.ResponseWriter, r *http.Request) (answered bool)
		want   string
	}{
		{"nothing", proper, "/callback/", func(*ginauthtest.Scene, http.ResponseWriter, *http.Request) bool { return false }, ""},
		{"a secret in the log", proper, "/callback/", func(s *ginauthtest.Scene, _ http.ResponseWriter, r *http.Request) bool {
			s.Logger.Debug("callback", "code", r.URL.Query().Get("code"))
			return false
		}, "the log has the secrets"},
		{"a panic in the log", proper, "/callback/", func(s *ginauthtest.Scene, _ http.ResponseWriter, _ *http.Request) bool {
			s.Logger.Error("panic: runtime error")
			return false
		}, "a panic"},
		{"a panic", proper, "/callback/", func(*ginauthtest.Scene, http.ResponseWriter, *http.Request) bool { panic("at the callback") }, "panic: at the callback"},
		{"a token in a page", proper, "/session", func(s *ginauthtest.Scene, w http.ResponseWriter, _ *http.Request) bool {
			fmt.Fprintf(w, `{"accessToken":"%s"}`, s.Person.Account.AccessToken)
			return true
		}, "the pages have the secrets"},
		{"the cookie stays", proper, "/callback/", func(_ *ginauthtest.Scene, w http.ResponseWriter, _ *http.Request) bool {
			http.SetCookie(w, &http.Cookie{Name: naiveSession, Value: "x"})
			away(w, ginauthtest.BaseURL)
			return true
		}, "of the attempt is still there"},
		{"the secret in a URL", proper, "/callback/", func(s *ginauthtest.Scene, _ http.ResponseWriter, _ *http.Request) bool {
			asked(s.Provider.At(ginauthtest.EndpointKeys) + "?client_secret=" + url.QueryEscape(s.Provider.ClientSecret))
			return false
		}, "the URL of the request to keys has the secrets"},
		{"somebody else is asked", proper, "/callback/", func(s *ginauthtest.Scene, _ http.ResponseWriter, _ *http.Request) bool {
			asked(s.Provider.Elsewhere() + "/keys")
			return false
		}, "somebody else was asked"},
		{"no error page", denied, "/callback/", func(_ *ginauthtest.Scene, w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusInternalServerError)
			return true
		}, "has to lead to an error page"},
		{"a cookie after all", denied, "/callback/", func(_ *ginauthtest.Scene, w http.ResponseWriter, _ *http.Request) bool {
			http.SetCookie(w, &http.Cookie{Name: "half-a-session", Value: "x"})
			away(w, failed)
			return true
		}, "sets the cookies"},
		{"a script", denied, "/signin/", func(_ *ginauthtest.Scene, w http.ResponseWriter, _ *http.Request) bool {
			away(w, "javascript:alert(1)")
			return true
		}, "the browser is sent to"},
		{"an error, as it should be", denied, "/callback/", func(_ *ginauthtest.Scene, w http.ResponseWriter, _ *http.Request) bool {
			http.SetCookie(w, &http.Cookie{Name: naiveState, MaxAge: -1})
			away(w, failed)
			return true
		}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			n := &notes{TB: t}
			n.run(c.attack, func(s *ginauthtest.Scene) http.Handler {
				inner := newNaive(s)
				return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if !strings.Contains(r.URL.Path, c.path) || !c.spoil(s, w, r) {
						inner.ServeHTTP(w, r)
					}
				})
			})
			if c.want == "" && len(n.errors) > 0 || c.want != "" && !n.has(c.want) {
				t.Errorf("%q, want %q", n.errors, c.want)
			}
		})
	}
}
