package ginauth_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// A browser leaves with a fresh state, nonce and verifier, and comes back to a
// session.
func TestOAuthSignIn(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		p := &remote{}
		var seen ginauth.SignInParams
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Providers = []ginauth.Provider{p}
			cfg.Callbacks.SignIn = func(_ context.Context, in ginauth.SignInParams) error { seen = in; return nil }
		})
		token := a.csrf()
		state, res := a.leave("remote", "callbackUrl", "/after?x=1")
		sent := p.requests[0]
		if sent.State != state || len(state) != 43 || len(sent.Nonce) != 43 || len(sent.CodeVerifier) != 43 || sent.Nonce == state || sent.CodeVerifier == state {
			t.Errorf("sent %+v", sent)
		}
		if sent.RedirectURI != base+"/callback/remote" {
			t.Errorf("redirect_uri %q", sent.RedirectURI)
		}
		if names := a.attemptNames(); len(names) != 1 || strings.Contains(names[0], state[:8]) {
			t.Errorf("cookies %v", names)
		}
		for _, c := range res.Cookies() {
			if isAttempt(c.Name) && (c.MaxAge != 900 || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || strings.Contains(c.Value, sent.CodeVerifier)) {
				t.Errorf("cookie %v", c)
			}
		}
		res = a.back("remote", "code", "c", "state", state, "iss", "https://id.example.com")
		if res.StatusCode != http.StatusFound || res.Header.Get("Location") != home+"/after?x=1" || !hasSession(res) {
			t.Fatalf("%d %q %v\n%s", res.StatusCode, res.Header.Get("Location"), cookieNames(res), a.logs)
		}
		got := p.exchanged[0]
		if got.Params.Get("code") != "c" || got.Params.Get("iss") != "https://id.example.com" || got.CodeVerifier != sent.CodeVerifier || got.Nonce != sent.Nonce || got.RedirectURI != sent.RedirectURI {
			t.Errorf("exchanged %#v", got.Params)
		}
		if u := ginauth.UserOf(seen.User); u.ID != "remote:248289761001" || u.Email != "alice@example.com" || !seen.EmailVerified ||
			seen.Account.ProviderAccountID != "248289761001" || seen.Account.AccessToken != "canary-access" || (seen.Account.Type == ginauth.TypeOAuth) != d.v4 {
			t.Errorf("the callback saw %+v %+v", u, seen)
		}
		if len(a.attemptNames()) != 0 || a.csrf() == token {
			t.Error("the attempt or the CSRF token is still there")
		}
		if body := text(t, a.get("/api/auth/session")); !strings.Contains(body, "alice@example.com") || strings.Contains(body, "canary") {
			t.Errorf("session %s", body)
		}
	})
}

// Whatever does not belong to an attempt of this browser with this provider
// reaches the provider not at all, and sets nothing.
func TestOAuthCallbackRefuses(t *testing.T) {
	for name, attack := range map[string]func(a *app, state string) *http.Response{
		"no cookie": func(a *app, state string) *http.Response {
			a.newBrowser()
			return a.back("remote", "code", "c", "state", state)
		},
		"another state": func(a *app, state string) *http.Response {
			return a.back("remote", "code", "c", "state", "x"+state[1:])
		},
		"no state":    func(a *app, _ string) *http.Response { return a.back("remote", "code", "c") },
		"empty state": func(a *app, _ string) *http.Response { return a.back("remote", "code", "c", "state", "") },
		"huge state": func(a *app, state string) *http.Response {
			return a.back("remote", "code", "c", "state", state+strings.Repeat("x", 3000))
		},
		"two states": func(a *app, state string) *http.Response {
			return a.back("remote", "code", "c", "state", state, "state", state)
		},
		"two codes": func(a *app, state string) *http.Response {
			return a.back("remote", "code", "c", "state", state, "code", "d")
		},
		"two iss": func(a *app, state string) *http.Response {
			return a.back("remote", "code", "c", "state", state, "iss", "a", "iss", "a")
		},
		"a twin": func(a *app, state string) *http.Response {
			return a.back("remote", "code", "c", "state", state, "x", "1", "x", "2")
		},
		"another provider": func(a *app, state string) *http.Response { return a.back("other", "code", "c", "state", state) },
		"after 15 minutes": func(a *app, state string) *http.Response {
			a.clock.Advance(15 * time.Minute)
			return a.back("remote", "code", "c", "state", state)
		},
		"a broken query": func(a *app, state string) *http.Response {
			return a.get("/api/auth/callback/remote?code=c&state=" + state + "&x=%zz")
		},
		"a semicolon": func(a *app, state string) *http.Response {
			return a.get("/api/auth/callback/remote?code=c;d&state=" + state)
		},
		"POST with a query": func(a *app, state string) *http.Response {
			return a.do(http.MethodPost, "/api/auth/callback/remote?state="+state, formType, "code=c&state="+state)
		},
		"POST of JSON": func(a *app, state string) *http.Response {
			return a.do(http.MethodPost, "/api/auth/callback/remote", "application/json", `{"code":"c","state":"`+state+`"}`)
		},
		"a planted twin of the cookie": func(a *app, state string) *http.Response {
			var all []string
			for _, c := range a.browser.Cookies(a.base) {
				all = append(all, c.Name+"="+c.Value)
			}
			name := a.attemptNames()[0]
			a.newBrowser()
			return a.get("/api/auth/callback/remote?code=c&state="+state, "Cookie", strings.Join(append(all, name+"=planted"), "; "))
		},
		"another attempt's cookie under the name": func(a *app, state string) *http.Response {
			name := a.attemptNames()[0]
			a.newBrowser()
			second, res := a.leave("remote")
			for _, c := range res.Cookies() {
				if isAttempt(c.Name) {
					a.setCookie(name, c.Value)
				}
			}
			_ = second
			return a.back("remote", "code", "c", "state", state)
		},
		"the state as a session": func(a *app, state string) *http.Response {
			for _, c := range a.browser.Cookies(a.base) {
				if isAttempt(c.Name) {
					a.setCookie("next-auth.session-token", c.Value)
				}
			}
			if strings.Contains(text(a.t, a.get("/api/auth/session")), "expires") {
				a.t.Error("the sealed attempt is a session")
			}
			return a.back("other", "code", "c", "state", state)
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, other := &remote{}, &remote{id: "other"}
			a := startOAuth(t, nil, p, other)
			state, _ := a.leave("remote")
			res := attack(a, state)
			if res.StatusCode != http.StatusFound || res.Header.Get("Location") != base+"/error?error=OAuthCallback" {
				t.Errorf("%d %q", res.StatusCode, res.Header.Get("Location"))
			}
			for _, c := range res.Cookies() {
				if c.MaxAge >= 0 {
					t.Errorf("sets %v", c)
				}
			}
			if n := p.exchanges() + other.exchanges(); n != 0 {
				t.Errorf("%d token requests", n)
			}
			if strings.Contains(a.logs.String(), state) {
				t.Errorf("the state is in the log: %s", a.logs)
			}
		})
	}
}

// HEAD looks, and uses nothing up.
func TestOAuthCallbackHead(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	state, _ := a.leave("remote")
	a.do(http.MethodHead, "/api/auth/callback/remote?code=c&state="+state, "", "")
	if p.exchanges() != 0 || !hasSession(a.back("remote", "code", "c", "state", state)) {
		t.Error("HEAD has used the answer up")
	}
}
