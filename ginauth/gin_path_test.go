package ginauth_test

import (
	"bufio"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
)

// The auth routes are exactly the base path and what is below it, by the path
// that net/http has decoded.
func TestPathsThatAreOurs(t *testing.T) {
	a := start(t)
	a.router.NoRoute(func(c *gin.Context) { c.String(http.StatusNotFound, theirs) })
	const elsewhere = 404
	for path, want := range map[string]int{
		"/api/auth":                             400,
		"/api/auth/":                            400,
		"/api/auth/csrf":                        200,
		"/api/auth/csrf/":                       200,
		"/api/auth/error/AccessDenied":          403,
		"/api/auth/error/AccessDenied/":         403,
		"/api/auth/csrf//":                      400,
		"/api/auth//csrf":                       400,
		"/api/auth/csrf/x/y":                    400,
		"/api/auth/signin/credentials/x":        400,
		"/api/auth/csrf/x":                      400, // no provider there
		"/api/auth/csrf/undefined":              200, // a client without a provider
		"/api/auth/../page":                     400,
		"/api/auth/..":                          400,
		"/api/auth/./csrf":                      400,
		"/api/auth/.":                           400,
		"/api/auth/csrf/.":                      400,
		"/api/auth/csrf/..":                     400,
		"/api/auth/CSRF":                        400,
		"/api/auth/csrf ":                       400,
		"/api/auth/csrf\x00":                    400,
		"/api/auth/\xff\xfe":                    400,
		"/api/auth/cſrf":                        400,
		"/api/auth/signin/no-such":              200,
		"/api/auth/" + strings.Repeat("a", 1e5): 400,
		"/api/authx":                            elsewhere,
		"/api/authx/csrf":                       elsewhere,
		"/api/aut":                              elsewhere,
		"/api":                                  elsewhere,
		"/":                                     elsewhere,
		"//api/auth/csrf":                       elsewhere,
		"/api//auth/csrf":                       elsewhere,
		"/x/../api/auth/csrf":                   elsewhere,
		"/API/AUTH/csrf":                        elsewhere,
		"/api/Auth/csrf":                        elsewhere,
		"api/auth/csrf":                         elsewhere,
		"":                                      elsewhere,
	} {
		res := serve(a.router, odd(http.MethodGet, path, ""))
		body := text(t, res)
		ours := !strings.Contains(body, theirs)
		if res.StatusCode != want || ours != (want != elsewhere) {
			t.Errorf("%.60q: %d %.80q, want %d", path, res.StatusCode, body, want)
		}
	}
}

// An escaped slash is a slash: net/http decodes the path, and Gin and we see
// the same.
func TestEscapedPaths(t *testing.T) {
	a := start(t)
	for path, want := range map[string]int{
		"/api%2fauth%2Fcsrf":     200,
		"/api/auth%2fcsrf":       200,
		"/api/%61uth/csrf":       200,
		"/api/auth/%2e%2e/me":    400,
		"/api/auth/csrf%2fx%2fy": 400,
		"/api/auth/csrf%00":      400,
		"/%2fapi/auth/csrf":      404,
	} {
		status(t, serve(a.router, httptest.NewRequest(http.MethodGet, path, nil)), want)
	}
}

// HEAD is answered like GET, without a body, by a real server.
func TestHeadHasNoBody(t *testing.T) {
	a := start(t)
	server := httptest.NewServer(a.router)
	defer server.Close()
	for _, path := range []string{"/csrf", "/providers", "/session", "/signin", "/signout", "/error", "/verify-request"} {
		res, err := server.Client().Head(server.URL + "/api/auth" + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(bufio.NewReader(res.Body))
		res.Body.Close()
		if err != nil || len(body) != 0 {
			t.Errorf("%s: %q %v", path, body, err)
		}
		status(t, res, http.StatusOK)
		get, err := server.Client().Get(server.URL + "/api/auth" + path)
		if err != nil {
			t.Fatal(err)
		}
		get.Body.Close()
		same(t, path, res.Header.Get("Content-Type"), get.Header.Get("Content-Type"))
	}
}

// Gin redirects the other form of a slash before any middleware, if the program
// has such a route; without one we answer both forms.
func TestTrailingSlashIsGins(t *testing.T) {
	a := start(t)
	a.router.GET("/:a/:b/:c", func(c *gin.Context) { c.String(http.StatusOK, theirs) })
	res := serve(a.router, odd(http.MethodGet, "/api/auth/csrf/", ""))
	if res.StatusCode != http.StatusMovedPermanently || res.Header.Get("Location") != "/api/auth/csrf" {
		t.Errorf("%d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	a.router.RedirectTrailingSlash = false
	status(t, serve(a.router, odd(http.MethodGet, "/api/auth/csrf/", "")), http.StatusOK)
}
