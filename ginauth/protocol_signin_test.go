package ginauth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestSignInRoute(t *testing.T) {
	eachMode(t, func(t *testing.T, d dialectFacts, m mode, startIn starter) {
		a := startIn()
		bad := d.pick(base+"/signin?csrf=true", base+"/signin?error=MissingCSRF")
		m.check(t, d, m.post(a, "/api/auth/signin/credentials", "callbackUrl", "/after"), 200, base+"/signin")
		same(t, "callback cookie", a.cookie(d.prefix+".callback-url"), "http%3A%2F%2Flocalhost%3A3000%2Fafter")
		m.check(t, d, m.post(a, "/api/auth/signin/credentials", "csrfToken", "wrong"), 200, bad)
		m.check(t, d, m.post(a, "/api/auth/signin", "csrfToken", "wrong"), 200, bad)
		m.check(t, d, m.post(a, "/api/auth/signin/nobody"), 400-200*btoi(d.v4), d.pick(bad, base+"/error?error=Configuration"))
		m.check(t, d, m.post(a, "/api/auth/signin"), 200, d.pick(bad, base+"/signin"))
		m.check(t, d, m.post(a, "/api/auth/signin/undefined"), 200, d.pick(bad, base+"/signin"))
	})
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func TestCredentialsRoute(t *testing.T) {
	eachMode(t, func(t *testing.T, d dialectFacts, m mode, startIn starter) {
		a := startIn()
		const path = "/api/auth/callback/credentials"
		right := []string{"username", "jsmith", "password", "hunter2"}

		res := m.post(a, path, append(right, "csrfToken", "wrong")...)
		m.check(t, d, res, 200, d.pick(base+"/signin?csrf=true", base+"/signin?error=MissingCSRF"))
		if hasSession(res) {
			t.Error("signed in without a CSRF token")
		}

		token := a.csrf()
		res = m.post(a, path, "username", "jsmith", "password", "wrong")
		m.check(t, d, res, 401, d.pick(base+"/error?error=CredentialsSignin&provider=credentials",
			base+"/signin?error=CredentialsSignin&code=credentials"))
		if hasSession(res) {
			t.Error("signed in with a wrong password")
		}
		same(t, "the CSRF token after a failure", a.csrf(), token)

		res = m.post(a, path, append(right, "callbackUrl", "/after?a=1&b=2#c")...)
		noStoreHeaders(t, res)
		c := setCookies(t, res)
		m.check(t, d, res, 200, home+"/after?a=1&b=2#c")
		session := c[d.prefix+".session-token"]
		if session == nil {
			t.Fatalf("cookies %v", c)
		}
		if want := a.clock.Now().AddDate(0, 0, 30); !session.Expires.Equal(want) || session.MaxAge != 0 {
			t.Errorf("the cookie ends %v, want %v", session.Expires, want)
		}
		if a.csrf() == token {
			t.Error("the CSRF token survived the sign-in")
		}
		if !a.signedIn() {
			t.Error("not signed in")
		}

		status(t, serve(a.router, odd("GET", path, "")), map[bool]int{true: 400, false: 302}[d.v4])
	})
}

// Fields that do not validate are named, in JSON with the messages.
func TestFieldErrors(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		res := modes[0].post(a, "/api/auth/callback/credentials", "password", "a-canary-password")
		page := res.Header.Get("Location")
		want := d.pick(base+"/error?error=CredentialsSignin&provider=credentials&fields=username.required",
			base+"/signin?error=CredentialsSignin&code=credentials&provider=credentials&fields=username.required")
		same(t, "Location", page, want)
		for strings.Contains(page, "/error?") {
			page = a.get(strings.TrimPrefix(page, home)).Header.Get("Location")
		}
		html := text(t, a.get(strings.TrimPrefix(page, home)))
		for _, s := range []string{`aria-invalid="true"`, "Field rule required"} {
			if !strings.Contains(html, s) {
				t.Errorf("the page lacks %q", s)
			}
		}
		res = modes[1].post(a, "/api/auth/callback/credentials", "password", "a-canary-password")
		status(t, res, map[bool]int{true: 422, false: 200}[d.v4])
		var out struct {
			URL    string
			Errors map[string]string
		}
		decode(t, res, &out)
		if out.URL != want || out.Errors["username"] != "Username is required." || len(out.Errors) != 1 {
			t.Errorf("%+v", out)
		}
		if strings.Contains(html+out.URL, "canary") {
			t.Error("a value came back")
		}
	})
}

func TestSignOutRoute(t *testing.T) {
	eachMode(t, func(t *testing.T, d dialectFacts, m mode, startIn starter) {
		a := startIn()
		m.check(t, d, m.post(a, "/api/auth/signout", "callbackUrl", "/bye"), 200, home+"/bye")
		a.signIn()
		res := m.post(a, "/api/auth/signout", "csrfToken", "wrong")
		m.check(t, d, res, 200, d.pick(base+"/signout?csrf=true", base+"/signin?error=MissingCSRF"))
		if !a.signedIn() {
			t.Fatal("signed out without a CSRF token")
		}
		token := a.csrf()
		res = m.post(a, "/api/auth/signout", "callbackUrl", "/bye")
		c := setCookies(t, res)[d.prefix+".session-token"]
		if c == nil || c.MaxAge >= 0 || c.Value != "" {
			t.Errorf("cookie %v", c)
		}
		m.check(t, d, res, 200, home+"/bye")
		if a.signedIn() || len(a.sessionCookies()) != 0 {
			t.Error("still signed in")
		}
		if a.csrf() == token {
			t.Error("the CSRF token survived the sign-out")
		}
	})
}

// A GET changes nothing, whoever sends it.
func TestGetChangesNothing(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		a.signIn()
		before := a.sessionCookies()[d.prefix+".session-token"]
		for _, method := range []string{"GET", "HEAD", "OPTIONS"} {
			for _, path := range []string{"/signout?csrfToken=" + a.csrf(), "/callback/credentials?username=guest", "/signin/credentials", "/session?data=1", "/error"} {
				if res := a.do(method, "/api/auth"+path, "", ""); hasSession(res) {
					t.Errorf("%s %s wrote a session", method, path)
				}
			}
		}
		if a.sessionCookies()[d.prefix+".session-token"] != before || !a.signedIn() {
			t.Error("the session changed")
		}
	})
}

// A client that asks for data gets pages and redirects of a GET all the same.
func TestGetIgnoresJSONMode(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) { cfg.Pages.SignIn = "/login" })
		res := a.get("/api/auth/signin?json=true", "X-Auth-Return-Redirect", "1")
		status(t, res, http.StatusFound)
		same(t, "Location", res.Header.Get("Location"), home+"/login?callbackUrl=http%3A%2F%2Flocalhost%3A3000")
	})
}
