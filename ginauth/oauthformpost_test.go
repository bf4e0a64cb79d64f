package ginauth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-contrib/sessions/memstore"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

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
