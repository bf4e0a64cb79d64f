package ginauth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// guarded registers a route behind a guard; it fails the test if the handler
// runs where it must not.
func (a *app) guarded(path string, allowed *bool, guard gin.HandlerFunc) {
	a.router.Any(path, guard, func(c *gin.Context) {
		if !*allowed {
			a.t.Errorf("%s %s: the handler after the guard has run", c.Request.Method, c.Request.URL)
		}
		c.String(http.StatusOK, "inside")
	})
}

// startGuarded makes a program with one route behind each kind of guard.
func startGuarded(t *testing.T, options ...func(*ginauth.Config)) (a *app, allowed *bool) {
	t.Helper()
	a, allowed = start(t, options...), new(bool)
	role := func(s *Session) string { return s.Role }
	for path, guard := range map[string]gin.HandlerFunc{
		"/in":      ginauth.Require(),
		"/page/*x": ginauth.Require(),
		"/admin":   ginauth.Require(ginauth.Role(role, "root", "admin")),
		"/root":    ginauth.Require(ginauth.Role(role, "root")),
		"/nobody":  ginauth.Require(ginauth.Role(role)),
		"/jsmith":  ginauth.Require(ginauth.If(func(s *Session) bool { return s.UID == "1" })),
		"/both":    ginauth.Require(ginauth.Role(role, "admin"), ginauth.If(func(s *Session) bool { return s.UID == "2" })),
		"/type":    ginauth.Require(ginauth.If(func(*ginauth.Session) bool { return true })),
		"/panic":   ginauth.Require(ginauth.If(func(*Session) bool { panic("predicate with secrets") })),
		"/zero":    ginauth.Require(ginauth.Condition{}),
		"/recent":  ginauth.Require(ginauth.SignedInWithin(5 * minute)),
	} {
		a.guarded(path, allowed, guard)
	}
	return a, allowed
}

func TestRequireSignedOut(t *testing.T) {
	a, _ := startGuarded(t)
	for _, path := range []string{"/in", "/admin", "/type", "/panic", "/zero", "/recent"} {
		for _, method := range []string{"GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"} {
			res := a.do(method, path, "", "")
			body := text(t, res)
			if res.StatusCode != http.StatusUnauthorized || method != "HEAD" && body != `{"error":"unauthorized"}` {
				t.Errorf("%s %s: %d %s", method, path, res.StatusCode, body)
			}
			if res.Header.Get("WWW-Authenticate") != "Bearer" || !strings.Contains(res.Header.Get("Cache-Control"), "no-store") {
				t.Errorf("%s %s: the header is %v", method, path, res.Header)
			}
		}
	}
}

// A browser that opens a page is sent to sign in, everyone else gets 401.
func TestRequireByAccept(t *testing.T) {
	const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
	a, _ := startGuarded(t)
	for accept, page := range map[string]bool{
		"": false, "*/*": false, "application/json": false, "text/*": false, "text/plain": false,
		"text/html": true, "TEXT/HTML": true, browser: true, "application/json, text/html": true,
		"text/html;q=0.5, application/json": false, "text/html;q=0.5,application/json;q=0.4": true,
		"text/html;q=0": false, "text/html; q=0.0, */*": false, "text/html;q=x": false,
		"application/json;q=0.1, text/html ; level=1 ; q=0.2": true, "text/htmlx": false, ",,;;": false, "text/html;q=-1": false,
	} {
		for _, xhr := range []bool{false, true} {
			header := []string{"Accept", accept}
			if xhr {
				header = append(header, "X-Requested-With", "XMLHttpRequest")
			}
			res := a.get("/in", header...)
			status := http.StatusUnauthorized
			if page && !xhr {
				status = http.StatusFound
			}
			if res.StatusCode != status {
				t.Errorf("Accept %q, XHR %v: %d, want %d", accept, xhr, res.StatusCode, status)
			}
			if (res.Header.Get("Location") != "") != (status == http.StatusFound) {
				t.Errorf("Accept %q: Location %q", accept, res.Header.Get("Location"))
			}
		}
	}
}

// The browser comes back to the page that it wanted, and to none of another
// site.
func TestRequireComesBack(t *testing.T) {
	a, _ := startGuarded(t)
	const signIn = "http://localhost:3000/api/auth/signin"
	for path, location := range map[string]string{
		"/in":             signIn + "?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fin",
		"/in?a=1&b=%20":   signIn + "?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fin%3Fa%3D1%26b%3D%2520",
		"/page/%C3%A9":    signIn + "?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fpage%2F%25C3%25A9",
		"POST /in":        signIn,
		"HEAD /in":        signIn,
		"/page//evil.com": signIn + "?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fpage%2F%2Fevil.com",
	} {
		method, target, found := strings.Cut(path, " ")
		if !found {
			method, target = http.MethodGet, path
		}
		res := a.do(method, target, "", "", "Accept", "text/html")
		expect(t, path, res.Header.Get("Location"), location)
	}
	b, _ := startGuarded(t, func(cfg *ginauth.Config) { cfg.Pages.SignIn = "/login?x=1"; cfg.Pages.Error = "/oops" })
	expect(t, "own page", b.get("/in", "Accept", "text/html").Header.Get("Location"),
		"http://localhost:3000/login?x=1&callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fin")
	b.signIn()
	expect(t, "own error page", b.get("/root", "Accept", "text/html").Header.Get("Location"), "http://localhost:3000/oops?error=AccessDenied")
}

// A request that names another host is not a way to have a browser sent there.
func TestRequireIgnoresTheHost(t *testing.T) {
	a, _ := startGuarded(t)
	for _, target := range []string{"/in", "//evil.example/in", "http://evil.example/in"} {
		r := a.browserRequest(http.MethodGet, "/in")
		r.Host = "evil.example"
		r.RequestURI = target
		r.Header.Set("Accept", "text/html")
		r.Header.Set("X-Forwarded-Host", "evil.example")
		location := a.deliver(r).Header.Get("Location")
		if strings.Contains(location, "evil") || !strings.HasPrefix(location, "http://localhost:3000/") {
			t.Errorf("%s: sent to %s", target, location)
		}
	}
}

func TestRequireSignedIn(t *testing.T) {
	a, allowed := startGuarded(t)
	a.signIn()
	for path, status := range map[string]int{
		"/in": 200, "/admin": 200, "/jsmith": 200, "/recent": 200,
		"/root": 403, "/nobody": 403, "/both": 403, "/type": 403, "/zero": 403, "/panic": 500,
	} {
		*allowed = status == http.StatusOK
		for _, method := range []string{"GET", "POST"} {
			res := a.do(method, path, "", "")
			wanted := map[int]string{200: "inside", 403: `{"error":"forbidden"}`, 500: `{"error":"server_error"}`}[status]
			if body := text(t, res); res.StatusCode != status || body != wanted {
				t.Errorf("%s %s: %d %s, want %d %s", method, path, res.StatusCode, body, status, wanted)
			}
		}
		if status != http.StatusForbidden {
			continue
		}
		res := a.get(path, "Accept", "text/html")
		expect(t, path+" for a browser", res.Header.Get("Location"), "http://localhost:3000/api/auth/error?error=AccessDenied")
	}
	page := a.get("/api/auth/error?error=AccessDenied", "Accept", "text/html")
	expect(t, "the error page", page.StatusCode, http.StatusForbidden)
}

// RFC 9470: what asks for a recent sign-in says so, and signing in meets it.
func TestSignedInWithin(t *testing.T) {
	a, allowed := startGuarded(t)
	a.signIn()
	*allowed = true
	a.clock.Advance(5 * minute)
	expect(t, "just recent enough", a.get("/recent").StatusCode, http.StatusOK)
	a.clock.Advance(1e9)
	*allowed = false
	res := a.get("/recent")
	expect(t, "status", res.StatusCode, http.StatusUnauthorized)
	expect(t, "body", text(t, res), `{"error":"login_required"}`)
	expect(t, "challenge", res.Header.Get("WWW-Authenticate"), `Bearer error="insufficient_user_authentication", max_age=300`)
	if location := a.get("/recent", "Accept", "text/html").Header.Get("Location"); !strings.Contains(location, "/signin?callbackUrl=") {
		t.Errorf("a browser is sent to %q", location)
	}
	if !a.isSignedIn() {
		t.Error("the session has ended")
	}
	a.signIn()
	*allowed = true
	expect(t, "after signing in again", a.get("/recent").StatusCode, http.StatusOK)
}
