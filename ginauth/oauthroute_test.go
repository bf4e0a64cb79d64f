package ginauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
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

// The cookie of an attempt goes with its answer, whatever that is.
func TestOAuthAttemptEnds(t *testing.T) {
	for name, tc := range map[string]struct {
		query    []string
		exchange error
		target   string
		asked    int
	}{
		"denied":             {[]string{"error", "access_denied", "error_description", "canary<script>"}, nil, "/error?error=Callback", 0},
		"denied with a code": {[]string{"error", "access_denied", "code", "c"}, nil, "/error?error=Callback", 0},
		"two codes":          {[]string{"code", "c", "code", "d"}, nil, "/error?error=OAuthCallback", 0},
		"provider fails":     {[]string{"code", "c"}, errors.New("canary: 500"), "/error?error=OAuthCallback", 1},
		"access denied":      {[]string{"code", "c"}, ginauth.ErrAccessDenied, "/error?error=AccessDenied", 1},
		"rejected":           {[]string{"code", "c"}, ginauth.Reject(403, "Not on the list"), "/error?error=Not%20on%20the%20list&provider=remote&seal=", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := &remote{exchange: func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
				return ginauth.OAuthIdentity{}, tc.exchange
			}}
			a := startOAuth(t, nil, p)
			mine, _ := a.leave("remote")
			tab, _ := a.leave("remote")
			res := a.back("remote", append([]string{"state", mine}, tc.query...)...)
			if got := res.Header.Get("Location"); !strings.HasPrefix(got, base+tc.target) || strings.Contains(got, "canary") {
				t.Errorf("to %q", got)
			}
			if len(a.attemptNames()) != 1 || hasSession(res) || p.exchanges() != tc.asked {
				t.Errorf("%v left, %d exchanges", a.attemptNames(), p.exchanges())
			}
			p.exchange = nil
			if res := a.back("remote", "state", tab, "code", "c"); !hasSession(res) {
				t.Errorf("the other tab was disturbed: %q\n%s", res.Header.Get("Location"), a.logs)
			}
		})
	}
}

// An answer counts once, even for somebody who has copied the cookie.
func TestOAuthReplay(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	state, res := a.leave("remote")
	if !hasSession(a.back("remote", "code", "c", "state", state)) {
		t.Fatal("not signed in")
	}
	a.browser.SetCookies(a.base, res.Cookies()) // as it was before
	res = a.back("remote", "code", "c", "state", state)
	if res.Header.Get("Location") != base+"/error?error=OAuthCallback" || p.exchanges() != 1 || hasSession(res) {
		t.Errorf("to %q, %d exchanges", res.Header.Get("Location"), p.exchanges())
	}
	if !strings.Contains(text(t, a.get("/api/auth/session")), "alice") {
		t.Error("the first session has suffered")
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

// Tabs finish in any order, and only so many are kept.
func TestOAuthTabs(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	var states []string
	for i := range 12 {
		a.clock.Advance(time.Second)
		state, _ := a.leave("remote", "callbackUrl", "/tab"+string(rune('a'+i)))
		states = append(states, state)
		if n := len(a.attemptNames()); n > 5 {
			t.Fatalf("%d attempts", n)
		}
	}
	if res := a.back("remote", "code", "c", "state", states[6]); hasSession(res) {
		t.Error("the sixth oldest still counts")
	}
	for _, i := range []int{9, 11, 7} {
		if res := a.back("remote", "code", "c", "state", states[i]); res.Header.Get("Location") != home+"/tab"+string(rune('a'+i)) {
			t.Errorf("tab %d ends at %q", i, res.Header.Get("Location"))
		}
	}
	// Long targets do not make the Cookie header long.
	a.newBrowser()
	size := 0
	for range 8 {
		a.leave("remote", "callbackUrl", "/"+strings.Repeat("x", 1900))
	}
	for _, c := range a.browser.Cookies(a.base) {
		if isAttempt(c.Name) {
			size += len(c.Value)
		}
	}
	if size > 8<<10 {
		t.Errorf("%d bytes of attempts", size)
	}
}

// What cannot be read makes room.
func TestOAuthStaleAttempts(t *testing.T) {
	a := startOAuth(t, nil, &remote{})
	for _, name := range []string{"next-auth.state.00000000", "next-auth.state.11111111", "next-auth.state.of-the-art"} {
		a.setCookie(name, "junk")
	}
	a.leave("remote")
	a.clock.Advance(16 * time.Minute)
	a.leave("remote")
	if names := a.attemptNames(); len(names) != 1 {
		t.Errorf("attempts %v", names)
	}
	for _, c := range a.browser.Cookies(a.base) {
		if c.Name == "next-auth.state.of-the-art" {
			return
		}
	}
	t.Error("another cookie has gone")
}

// A provider that answers by POST needs cookies that come with it, and no CSRF
// token.
func TestOAuthFormPost(t *testing.T) {
	p := &remote{info: func(i *ginauth.ProviderInfo) { i.FormPost = true }}
	a := startOAuth(t, func(cfg *ginauth.Config) { cfg.BaseURL = "https://app.example.com" }, p)
	state, res := a.leave("remote", "callbackUrl", "/in")
	for _, c := range res.Cookies() {
		if isAttempt(c.Name) && (c.SameSite != http.SameSiteNoneMode || !c.Secure || !strings.HasPrefix(c.Name, "__Host-")) {
			t.Errorf("cookie %v", c)
		}
		if strings.Contains(c.Name, "session") && c.SameSite == http.SameSiteNoneMode {
			t.Errorf("cookie %v", c)
		}
	}
	res = a.do(http.MethodPost, "/api/auth/callback/remote", formType, url.Values{"code": {"c"}, "state": {state}}.Encode(),
		"Origin", "https://id.example.com", "Sec-Fetch-Site", "cross-site")
	if res.Header.Get("Location") != "https://app.example.com/in" || !hasSession(res) || res.StatusCode != http.StatusFound {
		t.Errorf("%d %q %s", res.StatusCode, res.Header.Get("Location"), a.logs)
	}
	for _, tc := range []struct {
		url string
		ok  bool
	}{{"http://app.example.com", false}, {"http://localhost:3000", true}, {"http://127.0.0.1:3000", true}, {"https://app.example.com", true}} {
		cfg := ginauthtest.Config(ginauth.Config{BaseURL: tc.url, Providers: []ginauth.Provider{p}})
		if _, err := ginauth.NewAuth(cfg); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.url, err)
		}
	}
}

// A POST from another site brings no session cookie, and yet the session that
// the browser had ends: in a store, and as chunks in the browser.
func TestOAuthFormPostEndsTheFormerSession(t *testing.T) {
	for name, tc := range map[string]struct {
		change func(*ginauth.Config)
	}{
		"store": {func(cfg *ginauth.Config) {
			cfg.Session.Store = memstore.NewStore([]byte("a key for tests, of 32 bytes...."))
		}},
		"chunks": {func(cfg *ginauth.Config) {
			size := 5000
			cfg.Providers[0] = form{authorize: padded(&size)}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			p := &remote{info: func(i *ginauth.ProviderInfo) { i.FormPost = true }}
			a := startOAuth(t, func(cfg *ginauth.Config) {
				cfg.BaseURL = "https://app.example.com"
				tc.change(cfg)
			}, p)
			a.signIn()
			before := a.browser.Cookies(a.base)
			state, _ := a.leave("remote")
			all := a.browser.Cookies(a.base)
			a.newBrowser()
			for _, c := range all { // SameSite=None comes along, and nothing else
				if isAttempt(c.Name) {
					a.setCookie(c.Name, c.Value)
				}
			}
			res := a.do(http.MethodPost, "/api/auth/callback/remote", formType, url.Values{"code": {"c"}, "state": {state}}.Encode())
			if !hasSession(res) {
				t.Fatalf("to %q\n%s", res.Header.Get("Location"), a.logs)
			}
			// The browser as it really is: what it had, and what the answer changed.
			a.newBrowser()
			a.browser.SetCookies(a.base, before)
			a.browser.SetCookies(a.base, res.Cookies())
			if body := text(t, a.get("/api/auth/session")); !strings.Contains(body, "alice@example.com") {
				t.Errorf("session %s\n%s", body, a.logs)
			}
			if name == "store" {
				a.newBrowser()
				a.browser.SetCookies(a.base, before)
				if a.signedIn() {
					t.Error("the former session is alive")
				}
			}
		})
	}
}

// A long target that would make the cookie too large for browsers is given up,
// and the sign-in is not.
func TestOAuthLongTarget(t *testing.T) {
	a := startOAuth(t, nil, &remote{})
	for _, target := range []string{"/?" + strings.Repeat("a&", 900), "/" + strings.Repeat("é", 500), "/" + strings.Repeat("x", 2000)} {
		state, res := a.leave("remote", "callbackUrl", target)
		for _, c := range res.Cookies() {
			if isAttempt(c.Name) && len(c.Name)+len(c.Value) > 4000 {
				t.Errorf("%.10s: %d bytes", target, len(c.Value))
			}
		}
		if res := a.back("remote", "code", "c", "state", state); !hasSession(res) || !strings.HasPrefix(res.Header.Get("Location"), home) {
			t.Errorf("%.10s: to %.60q", target, res.Header.Get("Location"))
		}
	}
}

// The client chooses some parameters, and no others (OAU-8).
func TestOAuthClientParams(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	a.post("/api/auth/signin/remote?prompt=login&login_hint=bob%40example.com&scope=openid&max_age=60&client_id=evil&redirect_uri=https://evil.test&"+
		"response_type=token&state=mine&nonce=mine&code_challenge=x&code_challenge_method=plain&audience=evil&response_mode=fragment&request=x", "redirect_uri", "https://evil.test")
	want := url.Values{"prompt": {"login"}, "login_hint": {"bob@example.com"}, "scope": {"openid"}, "max_age": {"60"}}
	if got := p.requests[0].Params; got.Encode() != want.Encode() {
		t.Errorf("params %v", got)
	}
	a.post("/api/auth/signin/remote?max_age=-1&prompt=a&prompt=b&ui_locales=" + strings.Repeat("x", 2000))
	if got := p.requests[1].Params; len(got) != 0 {
		t.Errorf("params %v", got)
	}
}

// A provider that cannot be reached, or that leads somewhere odd.
func TestOAuthCannotLeave(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		for name, away := range map[string]func(ginauth.AuthorizationRequest) (string, error){
			"down": func(ginauth.AuthorizationRequest) (string, error) {
				return "", errors.New("canary: connection refused")
			},
			"panics":     func(ginauth.AuthorizationRequest) (string, error) { panic("canary") },
			"javascript": func(ginauth.AuthorizationRequest) (string, error) { return "javascript:alert(1)//https://x", nil },
			"relative":   func(ginauth.AuthorizationRequest) (string, error) { return "/evil", nil },
			"data":       func(ginauth.AuthorizationRequest) (string, error) { return "data:text/html,x", nil },
			"empty":      func(ginauth.AuthorizationRequest) (string, error) { return "", nil },
		} {
			t.Run(name, func(t *testing.T) {
				p := &remote{away: away}
				a := startIn(func(cfg *ginauth.Config) { cfg.Providers = append(cfg.Providers, p) })
				a.signIn()
				res := a.post("/api/auth/signin/remote")
				want := base + "/error?error=OAuthSignin"
				if !d.v4 {
					want = base + "/signin?error=OAuthSignin"
				}
				if got := res.Header.Get("Location"); got != want || len(a.attemptNames()) != 0 {
					t.Errorf("to %q, attempts %v", got, a.attemptNames())
				}
				if !a.signedIn() {
					t.Error("the session has suffered")
				}
			})
		}
	})
}

// Without the CSRF token nobody is sent away: that would be login CSRF.
func TestOAuthNeedsCSRF(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	res := a.do(http.MethodPost, "/api/auth/signin/remote", formType, "callbackUrl=/x")
	if res.Header.Get("Location") != base+"/signin?csrf=true" || len(p.requests) != 0 || len(a.attemptNames()) != 0 {
		t.Errorf("to %q", res.Header.Get("Location"))
	}
	if a.get("/api/auth/signin/remote"); len(p.requests) != 0 {
		t.Error("a GET leaves")
	}
}

// The JSON of unmodified clients.
func TestOAuthSignInJSON(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) { cfg.Providers = []ginauth.Provider{&remote{}} })
		var out struct{ URL string }
		decode(t, a.post("/api/auth/signin/remote", "json", "true"), &out)
		if !strings.HasPrefix(out.URL, "https://id.example.com/authorize?") {
			t.Errorf("url %q", out.URL)
		}
		var listed map[string]struct{ Type, SignInURL, CallbackURL string }
		decode(t, a.get("/api/auth/providers"), &listed)
		if got := listed["remote"]; (got.Type == "oauth") != d.v4 || got.SignInURL != base+"/signin/remote" || got.CallbackURL != base+"/callback/remote" {
			t.Errorf("%+v", got)
		}
	})
}
