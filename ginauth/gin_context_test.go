package ginauth_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// again adds routes that run the whole chain a second time on another path.
func (a *app) again(before func(c *gin.Context) error) {
	a.router.GET("/again/*path", func(c *gin.Context) {
		if before != nil {
			if err := before(c); err != nil {
				c.String(http.StatusInternalServerError, err.Error())
				return
			}
		}
		c.Request.URL.Path = c.Param("path")
		a.router.HandleContext(c)
	})
}

// counting is a shape whose jwt callback counts its visits in the token.
func counting(runs *int) ginauth.Callbacks {
	type visits struct {
		ginauth.Token
		N int `json:"n"`
	}
	return callbacks.Shape(func(_ context.Context, t *visits, _ callbacks.JWT[*User]) error {
		*runs++
		t.N++
		return nil
	}, func(_ context.Context, s *Session, t *visits) error {
		s.UID = strings.Repeat("x", t.N)
		return nil
	})
}

// HandleContext runs the middleware twice: the callback takes effect once, and
// each cookie is sent once.
func TestHandleContextIsOneRequest(t *testing.T) {
	runs := 0
	a := start(t, func(cfg *ginauth.Config) { cfg.Callbacks = counting(&runs) })
	a.again(nil)
	a.signIn()
	for i, path := range []string{"/again/me", "/again/api/auth/session", "/again/again/me"} {
		a.clock.Advance(time.Minute)
		runs = 0
		res := a.get(path)
		status(t, res, http.StatusOK)
		var s Session
		decode(t, res, &s)
		if want := i + 2; len(s.UID) != want || runs != 1 {
			t.Errorf("%s: %d visits, want %d; the callback ran %d times", path, len(s.UID), want, runs)
		}
		if c := setCookies(t, res); len(c) == 0 {
			t.Errorf("%s: no cookie", path)
		}
	}
}

func TestHandleContextAfterSigningInAndOut(t *testing.T) {
	a := start(t)
	var step func(*gin.Context) error
	a.again(func(c *gin.Context) error { return step(c) })
	in := func(c *gin.Context) error { u := jsmith; return ginauth.SignIn(c, &u) }

	step = in
	for _, path := range []string{"/again/me", "/again/api/auth/session"} {
		a.newBrowser()
		res := a.get(path)
		setCookies(t, res)
		if body := text(t, res); !strings.Contains(body, `"uid":"1"`) {
			t.Errorf("%s after SignIn: %d %s", path, res.StatusCode, body)
		}
		if !a.signedIn() {
			t.Errorf("%s: the browser is not signed in", path)
		}
	}
	step = ginauth.SignOut
	for path, want := range map[string]string{"/again/me": "null", "/again/api/auth/session": "{}"} {
		a.newBrowser()
		a.signIn()
		res := a.get(path)
		setCookies(t, res)
		same(t, path+" after SignOut", text(t, res), want)
		if len(a.sessionCookies()) != 0 {
			t.Errorf("%s: the browser is still signed in", path)
		}
	}
}

// What the last of several calls in one request says is what the browser gets.
func TestLastCallOfARequestCounts(t *testing.T) {
	a := start(t)
	in := func(c *gin.Context) error { u := jsmith; return ginauth.SignIn(c, &u) }
	large := func(c *gin.Context) error {
		u := jsmith
		u.AccessToken = strings.Repeat("x", 9000)
		return ginauth.SignIn(c, &u)
	}
	var steps []func(*gin.Context) error
	a.router.GET("/steps", func(c *gin.Context) {
		for _, step := range steps {
			if err := step(c); err != nil {
				t.Error(err)
			}
		}
		c.JSON(http.StatusOK, c.MustGet("session"))
	})
	for name, tc := range map[string]struct {
		steps   []func(*gin.Context) error
		cookies int
	}{
		"in, out":         {[]func(*gin.Context) error{in, ginauth.SignOut}, 0},
		"large, out":      {[]func(*gin.Context) error{large, ginauth.SignOut}, 0},
		"in, out, in":     {[]func(*gin.Context) error{in, ginauth.SignOut, in}, 1},
		"large, small":    {[]func(*gin.Context) error{large, in}, 1},
		"small, large":    {[]func(*gin.Context) error{in, large}, 4},
		"out without one": {[]func(*gin.Context) error{ginauth.SignOut}, 0},
	} {
		for _, before := range []bool{false, true} {
			a.newBrowser()
			if before {
				a.signIn()
			}
			steps = tc.steps
			res := a.get("/steps")
			setCookies(t, res)
			if got := len(a.sessionCookies()); got != tc.cookies {
				t.Errorf("%s (signed in before: %v): %d session cookies, want %d", name, before, got, tc.cookies)
			}
			if body := text(t, res); (body == "null") != (tc.cookies == 0) {
				t.Errorf("%s: the request's own session is %s", name, body)
			}
		}
	}
}
