package ginauth_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// padded is an authorize whose user fills the token with so many bytes.
func padded(size *int) func(context.Context, string, string) (ginauth.UserLike, error) {
	return func(context.Context, string, string) (ginauth.UserLike, error) {
		u := jsmith
		u.AccessToken = strings.Repeat("x", *size)
		return &u, nil
	}
}

// failedSignIn is what every sign-in that fails has in common.
func failedSignIn(t *testing.T, a *app, res *http.Response) {
	t.Helper()
	if hasSession(res) || len(a.sessionCookies()) != 0 {
		t.Errorf("cookies %v", cookieNames(res))
	}
	if body := text(t, res); strings.Contains(body, "canary") {
		t.Errorf("the error reached the client: %s", body)
	}
	if header := fmt.Sprint(res.Header); strings.Contains(header, "canary") {
		t.Errorf("the error reached the client: %s", header)
	}
	if loc := res.Header.Get("Location"); strings.HasPrefix(loc, base) {
		if html := text(t, a.get(strings.TrimPrefix(loc, home))); strings.Contains(html, "canary") {
			t.Error("the page shows the error")
		}
	}
}

func TestAuthorizeOutcomes(t *testing.T) {
	for name, tc := range map[string]struct {
		authorize func() (ginauth.UserLike, error)
		status    int
		v4, v5    string // the targets
		logged    string
	}{
		"nil":         {func() (ginauth.UserLike, error) { return nil, nil }, 401, "/error?error=CredentialsSignin&provider=credentials", "/signin?error=CredentialsSignin&code=credentials", ""},
		"typed nil":   {func() (ginauth.UserLike, error) { return (*User)(nil), nil }, 401, "/error?error=CredentialsSignin&provider=credentials", "/signin?error=CredentialsSignin&code=credentials", ""},
		"other error": {func() (ginauth.UserLike, error) { return nil, errors.New("canary: no such table") }, 500, "/error?error=Configuration", "", "canary: no such table"},
		"user and error": {func() (ginauth.UserLike, error) { u := jsmith; return &u, errors.New("canary: half way") }, 500,
			"/error?error=Configuration", "", "canary: half way"},
		"panic":          {func() (ginauth.UserLike, error) { panic("canary: boom") }, 500, "/error?error=Configuration", "", "canary: boom"},
		"panic with err": {func() (ginauth.UserLike, error) { panic(errors.New("canary: boom")) }, 500, "/error?error=Configuration", "", "canary: boom"},
		"index":          {func() (ginauth.UserLike, error) { return []ginauth.UserLike{}[len(jsmith.Role)], nil }, 500, "/error?error=Configuration", "", "index out of range"},
		"no ID":          {func() (ginauth.UserLike, error) { return &User{User: ginauth.User{Name: "canary"}}, nil }, 500, "/error?error=Configuration", "", "has no ID"},
		"unavailable":    {func() (ginauth.UserLike, error) { return nil, ginauth.ErrUnavailable }, 503, "/error?error=Configuration", "", "unavailable"},
		"denied":         {func() (ginauth.UserLike, error) { return nil, ginauth.ErrAccessDenied }, 403, "/error?error=AccessDenied", "", ""},
		"elsewhere":      {func() (ginauth.UserLike, error) { return nil, ginauth.RedirectTo("https://evil.test/") }, 200, "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
				for _, m := range []mode{modes[0], modes[1]} {
					a := startIn(func(cfg *ginauth.Config) {
						cfg.Providers = []ginauth.Provider{form{authorize: func(context.Context, string, string) (ginauth.UserLike, error) {
							return tc.authorize()
						}}}
					})
					want := base + tc.v4
					if tc.v4 == "" {
						want = home
					}
					if tc.v5 != "" {
						want = d.pick(want, base+tc.v5)
					}
					m.check(t, d, m.post(a, "/api/auth/callback/credentials", "username", "x"), tc.status, want)
					failedSignIn(t, a, m.post(a, "/api/auth/callback/credentials", "username", "x"))
					if !strings.Contains(a.logs.String(), tc.logged) || (tc.logged == "") != (a.logs.lines() == 0) {
						t.Errorf("logs: %s", a.logs)
					}
				}
			})
		})
	}
}

func TestSignInCallbackOutcomes(t *testing.T) {
	for name, tc := range map[string]struct {
		outcome func() error
		status  int
		target  string
		logged  string
	}{
		"allow":       {func() error { return nil }, 200, home, ""},
		"deny":        {func() error { return ginauth.ErrAccessDenied }, 403, base + "/error?error=AccessDenied", ""},
		"redirect":    {func() error { return ginauth.RedirectTo("/blocked?why=1") }, 200, home + "/blocked?why=1", ""},
		"evil":        {func() error { return ginauth.RedirectTo("https://evil.test/") }, 200, home, ""},
		"other error": {func() error { return errors.New("canary: ldap down") }, 403, base + "/error?error=AccessDenied", "canary: ldap down"},
		"panic":       {func() error { panic("canary: boom") }, 403, base + "/error?error=AccessDenied", "canary: boom"},
	} {
		t.Run(name, func(t *testing.T) {
			eachMode(t, func(t *testing.T, d dialectFacts, m mode, startIn starter) {
				var got ginauth.SignInParams
				a := startIn(func(cfg *ginauth.Config) {
					cfg.Callbacks.SignIn = func(ctx context.Context, in ginauth.SignInParams) error {
						got = in
						if r, ok := ginauth.RequestFrom(ctx); !ok || r.URL.Path != "/api/auth/callback/credentials" {
							t.Error("no request in the context")
						}
						return tc.outcome()
					}
				})
				res := m.post(a, "/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
				if name != "allow" {
					failedSignIn(t, a, res)
					res = m.post(a, "/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
				}
				m.check(t, d, res, tc.status, tc.target)
				if a.signedIn() != (name == "allow") {
					t.Error("wrong outcome")
				}
				if got.User.(*User).Role != "admin" || !reflect.DeepEqual(got.Account, ginauth.Account{Provider: "credentials", Type: "credentials", ProviderAccountID: "1"}) ||
					(got.Credentials.Form == nil) == (got.Credentials.JSON == nil) {
					t.Errorf("the callback saw %+v", got)
				}
				if !strings.Contains(a.logs.String(), tc.logged) {
					t.Errorf("logs: %s", a.logs)
				}
			})
		})
	}
}

// A failed sign-in does not touch the session that is there.
func TestFailedSignInKeepsSession(t *testing.T) {
	deny := false
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Callbacks.SignIn = func(context.Context, ginauth.SignInParams) error {
			if deny {
				return ginauth.ErrAccessDenied
			}
			return nil
		}
	})
	a.signIn()
	deny = true
	a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
	a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "wrong")
	if !a.signedIn() {
		t.Error("signed out by a failed sign-in")
	}
}

// Whatever a credentials body holds, a sign-in ends in an answer.
func TestOddCredentials(t *testing.T) {
	a := start(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		b := make([]byte, random.IntN(40))
		for i := range b {
			b[i] = byte(random.IntN(256))
		}
		res := a.send("/api/auth/callback/credentials", fields("csrfToken", a.csrf(), "username", string(b), string(b), "x"))
		if res.StatusCode >= 500 || hasSession(res) {
			t.Errorf("%q: %d", b, res.StatusCode)
		}
	}
}
