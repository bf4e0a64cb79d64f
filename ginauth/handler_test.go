package ginauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// result is what a handler of a test got from the package.
type result struct {
	err     error
	session *Session
	res     *http.Response
}

// try runs do in a handler.
func (a *app) try(do func(*gin.Context) error) (out result) {
	a.t.Helper()
	router := gin.New()
	router.Use(a.auth.Middleware())
	router.GET("/try", func(c *gin.Context) {
		out.err = do(c)
		out.session = c.MustGet("session").(*Session)
	})
	w := httptest.NewRecorder()
	router.ServeHTTP(w, a.browserRequest(http.MethodGet, "/try"))
	out.res = w.Result()
	a.browser.SetCookies(a.base, out.res.Cookies())
	return out
}

func TestSignInFromAHandler(t *testing.T) {
	for kind, option := range kinds {
		t.Run(kind, func(t *testing.T) {
			var asked []ginauth.SignInParams
			var told []ginauth.SignInEvent
			a := start(t, option, func(cfg *ginauth.Config) {
				cfg.Callbacks.SignIn = func(_ context.Context, in ginauth.SignInParams) error { asked = append(asked, in); return nil }
				cfg.Events.SignIn = func(_ context.Context, e ginauth.SignInEvent) { told = append(told, e) }
			})
			got := a.try(ginauthSignIn(&jsmith))
			if got.err != nil || got.session == nil || got.session.Role != "admin" || got.session.UID != "1" {
				t.Fatalf("%v, the session is %+v", got.err, got.session)
			}
			if len(asked) != 1 || asked[0].User != ginauth.UserLike(&jsmith) || asked[0].Account.ProviderAccountID != "1" {
				t.Errorf("the SignIn callback was told %+v", asked)
			}
			if len(told) != 1 || ginauth.UserOf(told[0].User).ID != "1" {
				t.Errorf("the event is %+v", told)
			}
			if !slices.Contains(cookieNames(got.res), "next-auth.csrf-token") || !setsSession(got.res) {
				t.Errorf("the cookies are %v", cookieNames(got.res))
			}
			if !a.isSignedIn() {
				t.Error("the next request is not signed in")
			}
		})
	}
}

func TestSignInFromAHandlerRefused(t *testing.T) {
	type other struct{ ginauth.User }
	type indirect struct{ *ginauth.User }
	var refuse error
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Callbacks = callbacks.Combine(cfg.Callbacks, ginauth.Callbacks{
			SignIn: func(context.Context, ginauth.SignInParams) error { return refuse },
		})
	})
	unknown := errors.New("reason with secrets")
	reject, redirect := ginauth.Reject(403, "Blocked"), ginauth.RedirectTo("/verify")
	for name, c := range map[string]struct {
		user   ginauth.UserLike
		refuse error
		wanted error
	}{
		"nil":                {nil, nil, ginauth.ErrUserType},
		"typed nil":          {(*User)(nil), nil, ginauth.ErrUserType},
		"another type":       {&other{ginauth.User{ID: "1"}}, nil, ginauth.ErrUserType},
		"by value":           {indirect{&ginauth.User{ID: "1"}}, nil, ginauth.ErrUserType},
		"no ID":              {&User{}, nil, nil},
		"access denied":      {&jsmith, ginauth.ErrAccessDenied, ginauth.ErrAccessDenied},
		"rejected":           {&jsmith, reject, reject},
		"sent elsewhere":     {&jsmith, redirect, redirect},
		"unknown error":      {&jsmith, unknown, ginauth.ErrAccessDenied},
		"wrapped refusal":    {&jsmith, errors.Join(unknown, ginauth.ErrAccessDenied), ginauth.ErrAccessDenied},
		"plain user refused": {&ginauth.User{ID: "1"}, ginauth.ErrAccessDenied, ginauth.ErrAccessDenied},
	} {
		t.Run(name, func(t *testing.T) {
			refuse = c.refuse
			a.newBrowser()
			got := a.try(func(c2 *gin.Context) (err error) {
				defer func() {
					if v := recover(); v != nil {
						t.Errorf("panic: %v", v)
					}
				}()
				return ginauth.SignIn(c2, c.user)
			})
			if got.err == nil || c.wanted != nil && !errors.Is(got.err, c.wanted) {
				t.Errorf("SignIn returns %v, want %v", got.err, c.wanted)
			}
			if got.session != nil || len(got.res.Cookies()) != 0 {
				t.Errorf("session %v, cookies %v", got.session, cookieNames(got.res))
			}
		})
	}
}

// A plain user fills the embedded one of the program's own type.
func TestSignInWithAPlainUser(t *testing.T) {
	a := start(t)
	got := a.try(ginauthSignIn(&ginauth.User{ID: "7", Name: "Ann", Email: "ann@example.com", Image: "/a.png"}))
	if got.err != nil || got.session == nil {
		t.Fatal(got.err)
	}
	if got.session.UID != "7" || got.session.User.Name != "Ann" || got.session.User.Image != "/a.png" || got.session.Role != "" {
		t.Errorf("the session is %+v", got.session)
	}
}

// What fails leaves whoever was signed in before signed in.
func TestSignInThatFailsKeepsTheOldSession(t *testing.T) {
	for kind, option := range kinds {
		a := start(t, option, twoUsers, func(cfg *ginauth.Config) {
			cfg.Callbacks.SignIn = func(_ context.Context, in ginauth.SignInParams) error {
				if ginauth.UserOf(in.User).ID == "mallory" {
					return ginauth.ErrAccessDenied
				}
				return nil
			}
		})
		a.signInAs("victim")
		got := a.try(ginauthSignIn(&ginauth.User{ID: "mallory", Name: "mallory"}))
		if got.err == nil || len(got.res.Cookies()) != 0 || got.session == nil || got.session.User.Name != "victim" {
			t.Errorf("%s: %v, %+v", kind, got.err, got.session)
		}
		expect(t, kind+": afterwards", a.as(a.sessionCookies()[sessionCookie]), "victim")
	}
}

func TestSignOutFromAHandler(t *testing.T) {
	for kind, option := range kinds {
		var told []ginauth.SignOutEvent
		a := start(t, option, func(cfg *ginauth.Config) {
			cfg.Events.SignOut = func(_ context.Context, e ginauth.SignOutEvent) { told = append(told, e) }
		})
		if got := a.try(ginauth.SignOut); got.err != nil || len(got.res.Cookies()) != 0 || len(told) != 0 {
			t.Errorf("%s: signed out already: %v, cookies %v, events %v", kind, got.err, cookieNames(got.res), told)
		}
		a.signIn()
		csrf := a.csrf()
		got := a.try(ginauth.SignOut)
		if got.err != nil || got.session != nil || !clearsSession(got.res) || a.isSignedIn() {
			t.Errorf("%s: %v, %v", kind, got.err, got.session)
		}
		if a.csrf() == csrf {
			t.Errorf("%s: the CSRF token is kept over the sign-out", kind)
		}
		if len(told) != 1 {
			t.Errorf("%s: %d events", kind, len(told))
		} else if token, ok := told[0].Token.(*Token); !ok || token.UID != "1" || token.JWT != jwtSecretClaim {
			t.Errorf("%s: the event's token is %+v", kind, told[0].Token)
		}
	}
}

func TestHandlersThatAreTooLate(t *testing.T) {
	a := start(t)
	a.signIn()
	for name, do := range map[string]func(*gin.Context) error{"SignIn": ginauthSignIn(&jsmith), "SignOut": ginauth.SignOut, "Update": ginauthUpdate("x")} {
		got := a.try(func(c *gin.Context) error { c.String(http.StatusOK, "begun"); return do(c) })
		if !errors.Is(got.err, ginauth.ErrResponseStarted) || got.session == nil || len(got.res.Cookies()) != 0 {
			t.Errorf("%s: %v, %v", name, got.err, got.session)
		}
		router := gin.New()
		var err error
		router.GET("/", func(c *gin.Context) {
			err = do(c)
			if got := ginauth.SessionErr(c); !errors.Is(got, ginauth.ErrNoMiddleware) {
				t.Errorf("SessionErr: %v", got)
			}
			if s, ok := ginauth.SessionFrom[*Session](c); s != nil || ok {
				t.Errorf("SessionFrom: %v", s)
			}
		})
		router.ServeHTTP(httptest.NewRecorder(), a.browserRequest(http.MethodGet, "/"))
		if !errors.Is(err, ginauth.ErrNoMiddleware) {
			t.Errorf("%s without the middleware: %v", name, err)
		}
	}
	if !a.isSignedIn() {
		t.Error("signed out")
	}
}

// The chain that runs again by HandleContext sees what the handler has done,
// and sends each cookie once.
func TestHandleContextAfterSignIn(t *testing.T) {
	for kind, option := range kinds {
		a := start(t, option, twoUsers)
		for path, do := range map[string]func(*gin.Context) error{
			"/in": ginauthSignIn(&ginauth.User{ID: "victim", Name: "victim"}), "/out": ginauth.SignOut, "/update": ginauthUpdate("victim"),
		} {
			a.handle(path, func(c *gin.Context) {
				if err := do(c); err != nil {
					t.Error(err)
				}
				c.Request.URL.Path = "/me"
				a.router.HandleContext(c)
			})
			a.newBrowser()
			a.signInAs("mallory")
			res := a.get(path)
			seen := map[string]bool{}
			for _, c := range res.Cookies() {
				if seen[c.Name] {
					t.Errorf("%s %s: two cookies %s", kind, path, c.Name)
				}
				seen[c.Name] = true
			}
			wanted := map[string]string{"/in": "victim", "/out": "", "/update": "victim"}[path]
			if body := text(t, res); !strings.Contains(body, wanted) || (wanted == "") != (body == "null") {
				t.Errorf("%s %s: the second run sees %s", kind, path, body)
			}
			expect(t, kind+" "+path+": afterwards", a.as(a.sessionCookies()[sessionCookie]), wanted)
		}
	}
}
