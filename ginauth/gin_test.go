package ginauth_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// theirs is what the program's own handlers answer.
const theirs = "the program's own answer"

// engineOptions are Gin's switches that change how a path is matched.
var engineOptions = []struct {
	name string
	set  func(*gin.Engine, bool)
}{
	{"RedirectTrailingSlash", func(e *gin.Engine, v bool) { e.RedirectTrailingSlash = v }},
	{"RedirectFixedPath", func(e *gin.Engine, v bool) { e.RedirectFixedPath = v }},
	{"HandleMethodNotAllowed", func(e *gin.Engine, v bool) { e.HandleMethodNotAllowed = v }},
	{"RemoveExtraSlash", func(e *gin.Engine, v bool) { e.RemoveExtraSlash = v }},
	{"UseRawPath", func(e *gin.Engine, v bool) { e.UseRawPath = v }},
	{"UseEscapedPath", func(e *gin.Engine, v bool) { e.UseEscapedPath = v }},
}

// appRoutes are programs whose own routes get near the auth routes.
var appRoutes = []struct {
	name  string
	add   func(*gin.Engine)
	own   string // a path of the program's own, and its answer to GET
	get   int
	wrong int // and to POST, when HandleMethodNotAllowed is off
}{
	{"no routes", func(*gin.Engine) {}, "/x/y", 404, 404},
	{"wildcards", func(e *gin.Engine) {
		for _, path := range []string{"/:a/:b", "/:a/:b/:c", "/:a/:b/:c/:d"} {
			e.GET(path, func(c *gin.Context) { c.String(http.StatusOK, theirs) })
		}
	}, "/x/y", 200, 404},
	{"two and four", func(e *gin.Engine) {
		for _, path := range []string{"/:a/:b", "/:a/:b/:c/:d"} {
			e.GET(path, func(c *gin.Context) { c.String(http.StatusOK, theirs) })
		}
	}, "/x/y", 200, 404},
	{"single page", func(e *gin.Engine) {
		e.NoRoute(func(c *gin.Context) { c.String(http.StatusOK, theirs) })
	}, "/x/y", 200, 200},
}

// authAnswers are requests to the auth routes and what NextAuth's dialect says.
var authAnswers = []struct {
	method, path string
	status       int
	contains     string
}{
	{"GET", "/csrf", 200, `{"csrfToken":"`},
	{"HEAD", "/csrf", 200, ""},
	{"OPTIONS", "/csrf", 204, ""},
	{"PROPFIND", "/csrf", 400, "Error: This action with HTTP PROPFIND is not supported by NextAuth.js"},
	{"PUT", "/session", 400, "HTTP PUT"},
	{"POST", "/csrf", 400, "HTTP POST"},
	{"GET", "/providers", 200, `{"credentials":`},
	{"GET", "/session", 200, "{}"},
	{"POST", "/session", 400, "{}"},
	{"GET", "/signin", 200, "<form"},
	{"GET", "/signin/credentials", 200, "<form"},
	{"POST", "/signin/credentials", 302, ""},
	{"POST", "/callback/credentials", 302, ""},
	{"GET", "/signout", 200, "<form"},
	{"POST", "/signout", 302, ""},
	{"GET", "/error", 200, "<h1>Error</h1>"},
	{"GET", "/error/AccessDenied", 403, "Access Denied"},
	{"GET", "/verify-request", 200, "Check your email"},
	{"POST", "/_log", 200, ""},
	{"GET", "/nonsense", 400, "HTTP GET"},
	{"POST", "/nonsense/credentials", 400, "HTTP POST"},
	{"GET", "", 400, "HTTP GET"},
}

func TestEveryEngineOption(t *testing.T) {
	auth, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{Providers: []ginauth.Provider{form{}}, Callbacks: seed()}))
	if err != nil {
		t.Fatal(err)
	}
	for bits := range 1 << len(engineOptions) {
		for _, routes := range appRoutes {
			engine := gin.New()
			var on []string
			for i, o := range engineOptions {
				if o.set(engine, bits>>i&1 == 1); bits>>i&1 == 1 {
					on = append(on, o.name)
				}
			}
			engine.Use(auth.Middleware())
			routes.add(engine)
			t.Run(fmt.Sprintf("%s/%s", routes.name, strings.Join(on, "+")), func(t *testing.T) {
				checkAuthRoutes(t, engine)
				status(t, serve(engine, odd("GET", routes.own, "")), routes.get)
				res := serve(engine, odd("POST", routes.own, ""))
				if engine.HandleMethodNotAllowed && routes.get == 200 && routes.wrong == 404 {
					status(t, res, http.StatusMethodNotAllowed)
					same(t, "Allow", res.Header.Get("Allow"), "GET")
				} else {
					status(t, res, routes.wrong)
				}
			})
		}
	}
}

func checkAuthRoutes(t *testing.T, engine *gin.Engine) {
	t.Helper()
	for _, a := range authAnswers {
		res := serve(engine, odd(a.method, "/api/auth"+a.path, ""))
		body := text(t, res)
		if res.StatusCode != a.status || !strings.Contains(body, a.contains) {
			t.Errorf("%s %q: %d %.120q, want %d with %q", a.method, a.path, res.StatusCode, body, a.status, a.contains)
		}
		if allow := res.Header.Get("Allow"); a.method != "OPTIONS" && allow != "" {
			t.Errorf("%s %q: a stray Allow: %s", a.method, a.path, allow)
		}
		if strings.Contains(body, theirs) {
			t.Errorf("%s %q: the chain went on: %.200q", a.method, a.path, body)
		}
	}
}

// The program's own middleware after ours, and its handlers, do not run on the
// auth routes: what they write would follow our answer.
func TestAuthRoutesEndTheChain(t *testing.T) {
	a := start(t)
	ran := 0
	a.router.Use(func(*gin.Context) { ran++ })
	a.router.NoRoute(func(c *gin.Context) { ran++; c.String(http.StatusOK, theirs) })
	a.router.GET("/api/auth/csrf", func(c *gin.Context) { ran++; c.String(http.StatusOK, theirs) })
	for _, path := range []string{"/csrf", "/session", "/signin", "/signout", "/error", "/nonsense", ""} {
		body := text(t, a.get("/api/auth"+path))
		if ran != 0 || strings.Contains(body, theirs) {
			t.Fatalf("%s: the chain went on (%d): %.200q", path, ran, body)
		}
	}
}

// A guard that redirects or refuses ends the chain as well.
func TestGuardsEndTheChain(t *testing.T) {
	a := start(t)
	a.router.GET("/secret", ginauth.Require(), func(c *gin.Context) { c.String(http.StatusOK, "the secret") })
	for _, accept := range []string{"text/html", "application/json", ""} {
		res := a.get("/secret", "Accept", accept)
		if body := text(t, res); strings.Contains(body, "the secret") || res.StatusCode == 200 {
			t.Errorf("Accept %q: %d %q", accept, res.StatusCode, body)
		}
	}
}
