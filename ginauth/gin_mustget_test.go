package ginauth_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// c.MustGet("session") never panics after the middleware.
func TestMustGetNeverPanics(t *testing.T) {
	a := start(t)
	a.router.HandleMethodNotAllowed = true
	seen := 0
	look := func(c *gin.Context) {
		s := c.MustGet("session").(*Session)
		from, ok := ginauth.SessionFrom[*Session](c)
		if ok != (s != nil) || from != s {
			t.Errorf("%s: MustGet and SessionFrom differ", c.Request.URL.Path)
		}
		seen++
	}
	a.router.Use(look)
	a.router.GET("/page", look)
	a.router.NoRoute(look)
	a.router.NoMethod(look)
	a.again(nil)
	signedIn := func() { a.newBrowser(); a.signIn() }
	for name, prepare := range map[string]func(){
		"signed out": a.newBrowser,
		"signed in":  signedIn,
		"expired":    func() { signedIn(); a.clock.Advance(90 * 24 * time.Hour) },
		"tampered": func() {
			signedIn()
			v := a.cookie("next-auth.session-token")
			a.setCookie("next-auth.session-token", v[:len(v)-4]+"AAAA")
		},
		"garbage": func() { a.newBrowser(); a.setCookie("next-auth.session-token", "garbage") },
	} {
		for _, r := range [][2]string{{"GET", "/page"}, {"GET", "/missing"}, {"POST", "/page"}, {"GET", "/again/page"}, {"GET", "/again/missing"}, {"PROPFIND", "/"}} {
			prepare()
			seen = 0
			if res := a.do(r[0], r[1], "", ""); res.StatusCode >= 500 || seen == 0 {
				t.Errorf("%s: %v: %d, %d looks", name, r, res.StatusCode, seen)
			}
		}
	}
}

// A route registered before Use is without the middleware: a clear no, and no
// panic.
func TestRouteBeforeUse(t *testing.T) {
	a := start(t)
	engine := gin.New()
	engine.GET("/early", func(c *gin.Context) {
		if _, ok := ginauth.SessionFrom[*Session](c); ok || ginauth.CSRFToken(c) != "" {
			t.Error("a session or a token out of nothing")
		}
		for _, err := range []error{ginauth.SessionErr(c), ginauth.SignOut(c), ginauth.Update(c, nil), ginauth.SignIn(c, &jsmith)} {
			if err == nil || !strings.Contains(err.Error(), "before router.Use") {
				t.Errorf("error %v", err)
			}
		}
		c.Status(http.StatusNoContent)
	})
	engine.GET("/guarded", ginauth.Require(), func(*gin.Context) { t.Error("the guard let it through") })
	engine.POST("/form", ginauth.CSRF(), func(*gin.Context) { t.Error("the guard let it through") })
	engine.GET("/own", a.auth.Require(), func(*gin.Context) { t.Error("the guard let it through") })
	engine.Use(a.auth.Middleware())
	engine.GET("/late", ginauth.Require(), func(*gin.Context) {})
	for path, want := range map[string]int{"/early": 204, "/guarded": 500, "/own": 401, "/late": 401, "/api/auth/csrf": 200} {
		status(t, serve(engine, odd(http.MethodGet, path, "")), want)
	}
	status(t, serve(engine, odd(http.MethodPost, "/form", "")), http.StatusInternalServerError)
}

// A session may be read from other goroutines, with Gin's copy of the context.
func TestSessionInOtherGoroutines(t *testing.T) {
	a := start(t)
	a.signIn()
	a.router.GET("/work", func(c *gin.Context) {
		var wg sync.WaitGroup
		for range 8 {
			copied := c.Copy()
			wg.Go(func() {
				s, ok := ginauth.SessionFrom[*Session](copied)
				if !ok || s.UID != "1" || copied.MustGet("session").(*Session) != s {
					t.Error("the copy has no session")
				}
			})
		}
		if err := ginauth.Update(c, map[string]string{"name": "Jane"}); err != nil {
			t.Error(err)
		}
		wg.Wait()
		if s, _ := ginauth.SessionFrom[*Session](c); s.User.Name != "Jane" {
			t.Errorf("after the update: %+v", s)
		}
	})
	status(t, a.get("/work"), http.StatusOK)
}
