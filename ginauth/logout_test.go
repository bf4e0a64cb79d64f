package ginauth_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/authjs"
)

func withLogout(i *ginauth.ProviderInfo) { i.Logout = true }

// signInAt signs in at a provider made by hand.
func (a *app) signInAt(id string) {
	a.t.Helper()
	state, _ := a.leave(id)
	if res := a.back(id, "code", "c", "state", state); !hasSession(res) {
		a.t.Fatalf("not signed in: %q\n%s", res.Header.Get("Location"), a.logs)
	}
}

// The session here ends first, then the browser goes to the provider, and
// comes back to where it wanted.
func TestLogoutAtProvider(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Providers = append(cfg.Providers, &remote{info: withLogout})
		})
		a.signInAt("remote")
		if body := text(t, a.get("/api/auth/session")); strings.Contains(body, "canary") {
			t.Errorf("the ID token reaches the browser: %s", body)
		}
		// The hint survives a new issue of the session.
		a.post("/api/auth/session", "data", `{"Name":"Alice B"}`)
		before := a.sessionCookies()
		res := a.post("/api/auth/signout", "callbackUrl", "/bye?x=1")
		to, err := url.Parse(res.Header.Get("Location"))
		if err != nil || to.Host != "id.example.com" {
			t.Fatalf("to %q", res.Header.Get("Location"))
		}
		q := to.Query()
		if q.Get("id_token_hint") != "canary-id-token" || q.Get("post_logout_redirect_uri") != base+"/signout/remote" || len(q.Get("state")) != 43 {
			t.Errorf("query %v", q)
		}
		if len(before) == 0 || len(a.sessionCookies()) != 0 {
			t.Errorf("sessions %v, then %v", before, a.sessionCookies())
		}
		res = a.get("/api/auth/signout/remote?state=" + q.Get("state"))
		if res.StatusCode != http.StatusFound || res.Header.Get("Location") != home+"/bye?x=1" || len(a.attemptNames()) != 0 {
			t.Errorf("%d %q, attempts %v", res.StatusCode, res.Header.Get("Location"), a.attemptNames())
		}
	})
}

// Without our state the browser goes home; with another flow's, too.
func TestLogoutComesBackOddly(t *testing.T) {
	a := startOAuth(t, nil, &remote{info: withLogout}, &remote{id: "other"})
	state, _ := a.leave("remote", "callbackUrl", "/in")
	for _, query := range []string{"", "?state=", "?state=x", "?state=" + state, "?state=a&state=b", "?callbackUrl=https://evil.test"} {
		res := a.get("/api/auth/signout/remote" + query)
		if res.Header.Get("Location") != home {
			t.Errorf("%s: to %q", query, res.Header.Get("Location"))
		}
	}
	for _, path := range []string{"/api/auth/signout/other", "/api/auth/signout/credentials", "/api/auth/signout/nobody"} {
		if res := a.get(path); res.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	a.signIn()
	if res := a.post("/api/auth/signout/remote"); res.StatusCode != http.StatusBadRequest || !a.signedIn() {
		t.Errorf("POST: %d", res.StatusCode)
	}
}

// What goes wrong at the provider does not keep anybody signed in here, and a
// session of another kind does not go there.
func TestLogoutOnlyHere(t *testing.T) {
	for name, leave := range map[string]func(ginauth.LogoutRequest) (string, error){
		"fails":      func(ginauth.LogoutRequest) (string, error) { return "", errors.New("canary: down") },
		"no wish":    func(ginauth.LogoutRequest) (string, error) { return "", nil },
		"javascript": func(ginauth.LogoutRequest) (string, error) { return "javascript:alert(1)", nil },
		"panics":     func(ginauth.LogoutRequest) (string, error) { panic("canary") },
	} {
		t.Run(name, func(t *testing.T) {
			a := startOAuth(t, nil, &remote{info: withLogout, leave: leave})
			a.signInAt("remote")
			res := a.post("/api/auth/signout", "callbackUrl", "/bye")
			if res.Header.Get("Location") != home+"/bye" || len(a.sessionCookies()) != 0 || len(a.attemptNames()) != 0 {
				t.Errorf("to %q, %v", res.Header.Get("Location"), a.sessionCookies())
			}
			a.signIn()
			if res := a.post("/api/auth/signout", "callbackUrl", "/bye"); res.Header.Get("Location") != home+"/bye" {
				t.Errorf("credentials: to %q", res.Header.Get("Location"))
			}
		})
	}
	a := startOAuth(t, nil, &remote{})
	a.signInAt("remote")
	for _, value := range a.sessionCookies() {
		codec, err := authjs.NewCodec(authjs.V4, "", string(a.cfg.Secret))
		if err != nil {
			t.Fatal(err)
		}
		if plain, err := codec.Open(nil, value); err != nil || bytes.Contains(plain, []byte("canary")) {
			t.Errorf("the session holds %s (%v)", plain, err)
		}
	}
	if res := a.post("/api/auth/signout", "callbackUrl", "/bye"); res.Header.Get("Location") != home+"/bye" {
		t.Errorf("without Logout: to %q", res.Header.Get("Location"))
	}
}

// The page that asks names the provider's origin in its policy, or Chromium
// would stop there.
func TestPagesNameProviders(t *testing.T) {
	a := startOAuth(t, nil, &remote{info: withLogout, origins: []string{"", "evil.test", "https://x.test/path", "https://y.test; script-src *", "'unsafe'", "javascript:"}})
	for _, path := range []string{"/api/auth/signin", "/api/auth/signout"} {
		if csp := a.get(path).Header.Get("Content-Security-Policy"); !strings.HasSuffix(csp, "form-action 'self' https://id.example.com") {
			t.Errorf("%s: %s", path, csp)
		}
	}
}
