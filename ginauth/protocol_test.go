package ginauth_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestCSRFRoute(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		res := a.get("/api/auth/csrf")
		status(t, res, http.StatusOK)
		same(t, "Content-Type", res.Header.Get("Content-Type"), "application/json")
		noStoreHeaders(t, res)
		var out map[string]string
		decode(t, res, &out)
		if len(out) != 1 || !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(out["csrfToken"]) {
			t.Errorf("body %v", out)
		}
		c := setCookies(t, res)
		if len(c) != 1 || c[d.prefix+".csrf-token"] == nil {
			t.Errorf("cookies %v", c)
		}
		if !strings.HasPrefix(c[d.prefix+".csrf-token"].Value, out["csrfToken"]+"%7C") {
			t.Errorf("cookie %s", c[d.prefix+".csrf-token"].Value)
		}
		again := a.get("/api/auth/csrf")
		if len(again.Cookies()) != 0 || !strings.Contains(text(t, again), out["csrfToken"]) {
			t.Error("the token changed without a reason")
		}
	})
}

func noStoreHeaders(t *testing.T, res *http.Response) {
	t.Helper()
	if cc := res.Header.Get("Cache-Control"); !strings.Contains(cc, "no-store") || !strings.Contains(cc, "private") {
		t.Errorf("Cache-Control %q", cc)
	}
	same(t, "Vary", res.Header.Get("Vary"), "Cookie")
}

func TestProvidersRoute(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Providers = []ginauth.Provider{form{id: "zeta"}, form{id: "alpha-1"}}
		})
		res := a.get("/api/auth/providers")
		status(t, res, http.StatusOK)
		same(t, "Content-Type", res.Header.Get("Content-Type"), "application/json")
		if len(res.Cookies()) != 0 {
			t.Errorf("cookies %v", cookieNames(res))
		}
		same(t, "body", text(t, res), `{"zeta":{"id":"zeta","name":"Credentials","type":"credentials","signinUrl":"`+base+
			`/signin/zeta","callbackUrl":"`+base+`/callback/zeta"},"alpha-1":{"id":"alpha-1","name":"Credentials","type":"credentials","signinUrl":"`+
			base+`/signin/alpha-1","callbackUrl":"`+base+`/callback/alpha-1"}}`)
		same(t, "no providers", text(t, startIn(func(cfg *ginauth.Config) { cfg.Providers = nil }).get("/api/auth/providers")), "{}")
	})
}

func TestSessionRoute(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		res := a.get("/api/auth/session")
		status(t, res, http.StatusOK)
		same(t, "signed out", text(t, res), d.none)
		a.signIn()
		res = a.get("/api/auth/session?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fother")
		status(t, res, http.StatusOK)
		noStoreHeaders(t, res)
		same(t, "Content-Type", res.Header.Get("Content-Type"), "application/json")
		expires := a.clock.Now().UTC().AddDate(0, 0, 30).Format("2006-01-02T15:04:05.000Z")
		same(t, "body", text(t, res), `{"user":{"name":"J Smith","email":"jsmith@example.com"},"expires":"`+expires+`","role":"admin","uid":"1"}`)
		if len(res.Cookies()) != 0 {
			t.Errorf("a read wrote %v", cookieNames(res))
		}
	})
}

// Without callbacks a session is Auth.js's: user and expires.
func TestSessionRouteWithoutCallbacks(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) { cfg.Callbacks = ginauth.Callbacks{} })
		a.signIn()
		var out map[string]any
		decode(t, a.get("/api/auth/session"), &out)
		if len(out) != 2 || out["expires"] == nil || out["user"].(map[string]any)["name"] != "J Smith" {
			t.Errorf("%v", out)
		}
	})
}

func TestUpdateRoute(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		post := func(body string) *http.Response {
			return a.do(http.MethodPost, "/api/auth/session", "application/json", body)
		}
		a.signIn()
		before := a.sessionCookies()[d.prefix+".session-token"]
		for _, token := range []string{"", strings.Repeat("0", 64)} {
			body, err := json.Marshal(map[string]any{"csrfToken": token, "data": map[string]string{"name": "Mallory"}})
			if err != nil {
				t.Fatal(err)
			}
			res := post(string(body))
			status(t, res, http.StatusBadRequest)
			same(t, "without the token", text(t, res), d.none)
			if hasSession(res) {
				t.Error("a session was written")
			}
		}
		res := post(`{"csrfToken":"` + a.csrf() + `","data":{"name":"Jane"}}`)
		status(t, res, http.StatusOK)
		if body := text(t, res); !strings.Contains(body, `"name":"Jane"`) {
			t.Errorf("body %s", body)
		}
		if !hasSession(res) || a.sessionCookies()[d.prefix+".session-token"] == before {
			t.Error("no new cookie")
		}
		if body := text(t, a.get("/api/auth/session")); !strings.Contains(body, `"name":"Jane"`) || !strings.Contains(body, `"role":"admin"`) {
			t.Errorf("afterwards %s", body)
		}
		a.newBrowser()
		res = post(`{"csrfToken":"` + a.csrf() + `","data":1}`)
		status(t, res, http.StatusOK)
		same(t, "signed out", text(t, res), d.none)
	})
}

func TestLogRoute(t *testing.T) {
	a := start(t)
	res := a.do(http.MethodPost, "/api/auth/_log", "application/x-www-form-urlencoded", "level=error&code=X&client=true")
	status(t, res, http.StatusOK)
	if text(t, res) != "" || len(res.Cookies()) != 0 || a.logs.lines() != 0 {
		t.Errorf("cookies %v, logs %s", cookieNames(res), a.logs)
	}
	status(t, a.do(http.MethodPost, "/api/auth/_log", "text/plain;charset=UTF-8", strings.Repeat("x", 1<<20)), http.StatusOK)
	status(t, a.get("/api/auth/_log"), http.StatusBadRequest)
	b := start(t, func(cfg *ginauth.Config) { cfg.Protocol = ginauth.AuthJS })
	status(t, b.do(http.MethodPost, "/api/auth/_log", "", ""), http.StatusBadRequest)
}

// Known actions in a way they do not have, and unknown ones, in each dialect's
// words; none of these answers has a cookie.
func TestUnsupported(t *testing.T) {
	const configuration = base + "/error?error=Configuration"
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		for _, tc := range []struct {
			method, path string
			known        bool
		}{
			{"GET", "/nonsense", false}, {"POST", "/nonsense", false}, {"GET", "/csrf/a/b", false}, {"GET", "", false},
			{"PUT", "/csrf", false}, {"DELETE", "/session", false}, {"PATCH", "/signin", false}, {"TRACE", "/session", false}, {"X\x01", "/session", false},
			{"POST", "/csrf", true}, {"POST", "/providers", true}, {"POST", "/error", true}, {"POST", "/verify-request", true},
			{"GET", "/csrf/credentials", true}, {"GET", "/session/credentials", true}, {"GET", "/callback/nobody", true}, {"GET", "/callback", true},
		} {
			res := serve(a.router, odd(tc.method, "/api/auth"+tc.path, ""))
			body := text(t, res)
			if len(res.Cookies()) != 0 && (d.v4 || !tc.known) {
				t.Errorf("%s %s: cookies %v", tc.method, tc.path, cookieNames(res))
			}
			switch {
			case d.v4:
				want := "Error: This action with HTTP " + tc.method + " is not supported by NextAuth.js"
				if res.StatusCode != 400 || body != want {
					t.Errorf("%s %s: %d %q", tc.method, tc.path, res.StatusCode, body)
				}
			case tc.known:
				if res.StatusCode != 302 || res.Header.Get("Location") != configuration {
					t.Errorf("%s %s: %d %q", tc.method, tc.path, res.StatusCode, res.Header.Get("Location"))
				}
			case res.StatusCode != 400 || body != `"Bad request."`:
				t.Errorf("%s %s: %d %q", tc.method, tc.path, res.StatusCode, body)
			}
		}
	})
}

// OPTIONS is answered for, and no CORS header is ours.
func TestOptions(t *testing.T) {
	a := start(t)
	res := a.do(http.MethodOptions, "/api/auth/session", "", "", "Origin", "https://evil.test", "Access-Control-Request-Method", "POST")
	status(t, res, http.StatusNoContent)
	for name := range res.Header {
		if strings.HasPrefix(name, "Access-Control") || name == "Set-Cookie" {
			t.Errorf("%s: %s", name, res.Header.Get(name))
		}
	}
}
