package ginauth_test

import (
	"errors"
	"net/http"
	"runtime"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

func TestMount(t *testing.T) {
	a := start(t)
	for name, tc := range map[string]struct {
		on func(*gin.Engine) gin.IRouter
		ok bool
	}{
		"the engine":              {func(e *gin.Engine) gin.IRouter { return e }, true},
		"a group above":           {func(e *gin.Engine) gin.IRouter { return e.Group("/api") }, true},
		"a group above, slash":    {func(e *gin.Engine) gin.IRouter { return e.Group("/api/") }, true},
		"the base path itself":    {func(e *gin.Engine) gin.IRouter { return e.Group("/api/auth") }, true},
		"a group of a group":      {func(e *gin.Engine) gin.IRouter { return e.Group("/api").Group("/auth") }, true},
		"another group":           {func(e *gin.Engine) gin.IRouter { return e.Group("/v1") }, false},
		"half a segment":          {func(e *gin.Engine) gin.IRouter { return e.Group("/api/au") }, false},
		"below the base path":     {func(e *gin.Engine) gin.IRouter { return e.Group("/api/auth/x") }, false},
		"a group with parameters": {func(e *gin.Engine) gin.IRouter { return e.Group("/:tenant") }, false},
	} {
		t.Run(name, func(t *testing.T) {
			engine := gin.New()
			err := a.auth.Mount(tc.on(engine))
			if !tc.ok {
				if !errors.Is(err, ginauth.ErrConfig) {
					t.Errorf("error %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for path, want := range map[string]int{
				"/api/auth/csrf": 200, "/api/auth/session": 200, "/api/auth/signin/credentials": 200,
				"/api/auth/error/AccessDenied": 403, "/api/auth/nonsense": 400, "/elsewhere": 404,
			} {
				status(t, serve(engine, odd(http.MethodGet, path, "")), want)
			}
			status(t, serve(engine, odd(http.MethodPost, "/api/auth/signout", "")), http.StatusFound)
		})
	}
}

// Siblings of the mounted routes are no conflict at start-up, before or after.
func TestMountLeavesRoomForSiblings(t *testing.T) {
	a := start(t)
	engine := gin.New()
	own := func(c *gin.Context) { c.String(http.StatusOK, theirs) }
	engine.GET("/api/auth/custom", own)
	if err := a.auth.Mount(engine); err != nil {
		t.Fatal(err)
	}
	engine.GET("/api/auth/callback/custom/done", own)
	engine.GET("/api/auth/own/:id/details", own)
	engine.GET("/api/other", own)
	for _, path := range []string{"/api/auth/custom", "/api/auth/callback/custom/done", "/api/auth/own/1/details", "/api/other"} {
		same(t, path, text(t, serve(engine, odd(http.MethodGet, path, ""))), theirs)
	}
	status(t, serve(engine, odd(http.MethodGet, "/api/auth/csrf", "")), http.StatusOK)
}

// On a group, Gin calls the middleware for registered routes only: Mount is
// what serves the others.
func TestMountWithMiddlewareOnAGroup(t *testing.T) {
	a := start(t)
	engine := gin.New()
	group := engine.Group("/api")
	group.Use(a.auth.Middleware())
	group.GET("/me", func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
	if err := a.auth.Mount(group); err != nil {
		t.Fatal(err)
	}
	a.router = engine
	a.signIn()
	var s Session
	decode(t, a.get("/api/me"), &s)
	same(t, "uid", s.UID, "1")
}

// Several Auths in one program do not know of each other.
func TestSeveralAuths(t *testing.T) {
	staff := start(t, func(cfg *ginauth.Config) {
		cfg.BasePath = "/staff/auth"
		cfg.Secret = "another-secret/3n7Zq0W2xV9rT5yL8"
		cfg.Cookies.Session.Name, cfg.Cookies.CSRF.Name, cfg.Cookies.CallbackURL.Name = "staff.session-token", "staff.csrf", "staff.callback"
		cfg.Providers = []ginauth.Provider{form{id: "badge"}}
	})
	a := start(t)
	a.router = gin.New()
	a.router.Use(a.auth.Middleware(), staff.auth.Middleware())
	a.router.GET("/guests", a.auth.Require(), func(c *gin.Context) { c.String(http.StatusOK, "guests") })
	a.router.GET("/staff", staff.auth.Require(), func(c *gin.Context) { c.String(http.StatusOK, "staff") })
	a.signIn()
	status(t, a.get("/guests"), http.StatusOK)
	status(t, a.get("/staff"), http.StatusUnauthorized)
	var out struct{ CSRFToken string }
	decode(t, a.get("/staff/auth/csrf"), &out)
	res := a.send("/staff/auth/callback/badge", fields("csrfToken", out.CSRFToken, "username", "jsmith", "password", "hunter2"))
	same(t, "target", res.Header.Get("Location"), "http://localhost:3000")
	status(t, a.get("/staff"), http.StatusOK)
	status(t, a.get("/guests"), http.StatusOK)
	a.post("/api/auth/signout")
	status(t, a.get("/guests"), http.StatusUnauthorized)
	status(t, a.get("/staff"), http.StatusOK)
}

func TestNewStartsNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 10 {
		if _, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{Providers: []ginauth.Provider{form{}}, Callbacks: seed()})); err != nil {
			t.Fatal(err)
		}
	}
	if after := runtime.NumGoroutine(); after > before {
		t.Errorf("%d goroutines before, %d after", before, after)
	}
}
