package ginauth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// callbackFault is a shape whose callbacks do what fail says.
type callbackFault struct{ jwt, session func() error }

func (f *callbackFault) shape(cfg *ginauth.Config) {
	run := func(do func() error) error {
		if do == nil {
			return nil
		}
		return do()
	}
	cfg.Callbacks = callbacks.Shape(
		func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
			if in.User != nil {
				t.UID = in.User.ID
			}
			t.Role = "half-written"
			return run(f.jwt)
		},
		func(_ context.Context, s *Session, t *Token) error {
			s.UID = t.UID
			return run(f.session)
		},
	)
}

var failures = map[string]func() error{
	"error": func() error { return errors.New("canary: database at 10.0.0.1 is gone") },
	"panic": func() error { panic("canary: database at 10.0.0.1 is gone") },
	"nil":   func() error { var s *Session; s.UID = "canary"; return nil },
}

// At sign-in, a callback that fails leaves no cookie of a session, and tells
// the client nothing.
func TestCallbackFailsAtSignIn(t *testing.T) {
	for name, fail := range failures {
		for _, which := range []string{"jwt", "session"} {
			t.Run(which+"/"+name, func(t *testing.T) {
				eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
					for _, m := range []mode{modes[0], modes[1]} {
						f := &callbackFault{}
						a := startIn(f.shape)
						if which == "jwt" {
							f.jwt = fail
						} else {
							f.session = fail
						}
						res := m.post(a, "/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
						failedSignIn(t, a, res)
						m.check(t, d, m.post(a, "/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2"), 500, base+"/error?error=Configuration")
						if !strings.Contains(a.logs.String(), "SIGNIN_ERROR") {
							t.Errorf("logs: %s", a.logs)
						}
					}
				})
			})
		}
	}
}

// On a read, it is not known whether somebody is signed in: guards say 500, the
// session route nothing, and the cookie stays for when the fault is gone.
func TestCallbackFailsOnRead(t *testing.T) {
	for name, fail := range failures {
		for _, which := range []string{"jwt", "session"} {
			t.Run(which+"/"+name, func(t *testing.T) {
				eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
					f := &callbackFault{}
					a := startIn(f.shape)
					a.router.GET("/guarded", ginauth.Require(), func(*gin.Context) { t.Error("the guard let it through") })
					a.router.GET("/error", func(c *gin.Context) {
						if _, ok := ginauth.SessionFrom[*Session](c); ok || ginauth.SessionErr(c) == nil || c.MustGet("session").(*Session) != nil {
							t.Error("a session in spite of the failure")
						}
					})
					a.signIn()
					a.clock.Advance(25 * time.Hour) // a re-issue would be due
					before := fmt.Sprint(a.sessionCookies())
					if f.jwt = fail; which == "session" {
						f.jwt, f.session = nil, fail
					}
					for path, want := range map[string]string{
						"/api/auth/session": d.none, "/me": "null", "/guarded": `{"error":"server_error"}`, "/error": "",
					} {
						a.logs.reset()
						res := a.get(path)
						body := text(t, res)
						same(t, path, body, want)
						if failed := path == "/api/auth/session" || path == "/guarded"; (res.StatusCode == 500) != failed {
							t.Errorf("%s: %d", path, res.StatusCode)
						}
						if hasSession(res) || fmt.Sprint(a.sessionCookies()) != before {
							t.Errorf("%s changed the cookie", path)
						}
						if a.logs.lines() != 1 {
							t.Errorf("%s: logs %s", path, a.logs)
						}
					}
					res := a.post("/api/auth/session", "data", "x")
					status(t, res, 500)
					same(t, "update", text(t, res), d.none)
					if fmt.Sprint(a.sessionCookies()) != before {
						t.Error("the update changed the cookie")
					}
					f.jwt, f.session = nil, nil
					if !a.signedIn() {
						t.Error("not signed in when the fault is gone")
					}
				})
			})
		}
	}
}

// ErrEndSession signs out: at a sign-in there is none, on a read and an update
// the cookie goes.
func TestCallbackEndsSession(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		end := func() error { return fmt.Errorf("blocked: %w", ginauth.ErrEndSession) }
		f := &callbackFault{}
		a := startIn(f.shape)
		f.jwt = end
		res := a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
		same(t, "at sign-in", res.Header.Get("Location"), base+"/error?error=AccessDenied")
		failedSignIn(t, a, res)
		for _, read := range []func() *http.Response{
			func() *http.Response { return a.get("/api/auth/session") },
			func() *http.Response { return a.get("/me") },
			func() *http.Response { return a.post("/api/auth/session", "data", "x") },
		} {
			a.newBrowser()
			f.jwt = nil
			a.signIn()
			f.jwt = end
			a.logs.reset()
			res := read()
			status(t, res, http.StatusOK)
			if body := text(t, res); body != d.none && body != "null" {
				t.Errorf("body %s", body)
			}
			if len(a.sessionCookies()) != 0 || a.logs.lines() != 0 {
				t.Errorf("cookies %v, logs %s", a.sessionCookies(), a.logs)
			}
		}
	})
}

// Update and SignIn of a handler give their error back and change nothing.
func TestCallbackFailsInHandler(t *testing.T) {
	for name, fail := range failures {
		f := &callbackFault{}
		a := start(t, f.shape)
		a.router.GET("/update", func(c *gin.Context) {
			f.jwt = fail
			if err := ginauth.Update(c, nil); err == nil {
				t.Error("no error")
			}
			c.Status(http.StatusNoContent)
		})
		a.router.GET("/in", func(c *gin.Context) {
			f.jwt = fail
			u := jsmith
			if err := ginauth.SignIn(c, &u); err == nil {
				t.Error("no error")
			}
			c.Status(http.StatusNoContent)
		})
		a.router.GET("/late", func(c *gin.Context) {
			c.String(http.StatusOK, "begun")
			for _, err := range []error{ginauth.Update(c, nil), ginauth.SignOut(c), ginauth.SignIn(c, &jsmith)} {
				if !errors.Is(err, ginauth.ErrResponseStarted) {
					t.Errorf("error %v", err)
				}
			}
		})
		a.signIn()
		before := fmt.Sprint(a.sessionCookies())
		for _, path := range []string{"/in", "/update", "/late"} {
			f.jwt = nil
			if res := a.get(path); len(res.Cookies()) != 0 || fmt.Sprint(a.sessionCookies()) != before {
				t.Errorf("%s %s: cookies %v", name, path, cookieNames(res))
			}
		}
	}
}
