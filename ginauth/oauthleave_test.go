package ginauth_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

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
