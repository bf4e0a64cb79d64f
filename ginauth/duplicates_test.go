package ginauth_test

import (
	"net/http"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// Cookies of one name: a neighbouring sub-domain, or a script on an insecure
// page, can add its own to those of the browser, before or after them.
func TestDuplicateSessionCookies(t *testing.T) {
	for kind, option := range kinds {
		t.Run(kind, func(t *testing.T) {
			a := start(t, option)
			a.signIn()
			mine := a.sessionCookies()[sessionCookie]
			a.newBrowser()
			a.signIn()
			other := a.sessionCookies()[sessionCookie]
			ask := func(values ...string) (*http.Response, bool) {
				a.newBrowser()
				r := a.browserRequest(http.MethodGet, "/me")
				for _, v := range values {
					r.AddCookie(&http.Cookie{Name: sessionCookie, Value: v})
				}
				res := a.deliver(r)
				return res, text(t, res) != "null"
			}
			for name, c := range map[string]struct {
				values []string
				alive  bool
			}{
				"one":                {[]string{mine}, true},
				"same twice":         {[]string{mine, mine}, true},
				"garbage first":      {[]string{"x", mine}, true},
				"garbage last":       {[]string{mine, "x"}, true},
				"empty first":        {[]string{"", mine}, true},
				"two sessions":       {[]string{mine, other}, false},
				"two, other first":   {[]string{other, mine}, false},
				"two and garbage":    {[]string{other, "x", mine}, false},
				"truncated first":    {[]string{mine[:len(mine)-4], mine}, true},
				"garbage only":       {[]string{"x", "y"}, false},
				"several of garbage": {[]string{"x", "y", mine, "z"}, true},
			} {
				res, alive := ask(c.values...)
				if alive != c.alive {
					t.Errorf("%s: signed in %v, want %v", name, alive, c.alive)
				}
				if !alive && !clearsSession(res) {
					t.Errorf("%s: the cookies are not cleared", name)
				}
				expect(t, name+": status", res.StatusCode, http.StatusOK)
			}
		})
	}
}

// Two cookies of one session, set for two paths, say: the younger one counts.
func TestDuplicateCookiesOfOneSession(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}))
	a.signIn()
	old := a.sessionCookies()[sessionCookie]
	a.clock.Advance(10 * minute)
	a.do(http.MethodPost, "/api/auth/session", "application/json", `{"csrfToken":"`+a.csrf()+`","data":{"name":"Newer"}}`)
	young := a.sessionCookies()[sessionCookie]
	for _, values := range [][]string{{old, young}, {young, old}} {
		a.newBrowser()
		r := a.browserRequest(http.MethodGet, "/me")
		for _, v := range values {
			r.AddCookie(&http.Cookie{Name: sessionCookie, Value: v})
		}
		var session struct{ User ginauth.User }
		decode(t, a.deliver(r), &session)
		expect(t, "name", session.User.Name, "Newer")
	}
}

// A whole cookie beside chunks: one genuine token of the two is enough, two of
// different sessions are none.
func TestWholeCookieBesideChunks(t *testing.T) {
	size := 8000
	a := start(t, withSize(&size))
	a.signIn()
	chunks := a.sessionCookies()
	size = -1
	a.newBrowser()
	a.signIn()
	whole := a.sessionCookies()[sessionCookie]
	for name, c := range map[string]struct {
		whole string
		alive bool
	}{"garbage": {"x", true}, "another session": {whole, false}} {
		a.newBrowser()
		for k, v := range chunks {
			a.setCookie(k, v)
		}
		a.setCookie(sessionCookie, c.whole)
		res := a.get("/me")
		expect(t, name+": signed in", text(t, res) != "null", c.alive)
		if !c.alive {
			expect(t, name+": cookies left", len(a.sessionCookies()), 0)
		}
	}
}

// Names that only begin like the session's are somebody else's.
func TestCookiesWithSimilarNames(t *testing.T) {
	a := start(t)
	a.signIn()
	for _, name := range []string{"x", ".x", ".00", ".-1", ".10", "-2", ".0.0"} {
		a.setCookie(sessionCookie+name, "garbage")
	}
	if res := a.get("/me"); text(t, res) == "null" || len(res.Cookies()) != 0 {
		t.Errorf("cookies of other names count: %v", cookieNames(res))
	}
}
