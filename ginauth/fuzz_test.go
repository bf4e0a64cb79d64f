package ginauth_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// fuzzed makes one program of each dialect, with routes of its own nearby.
func fuzzed(f *testing.F) []*gin.Engine {
	var engines []*gin.Engine
	for _, d := range dialects {
		auth, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{
			Protocol: d.protocol, Providers: []ginauth.Provider{form{}, &remote{info: withLogout}}, Callbacks: seed(), Logger: newLogBuffer().Logger(),
		}))
		if err != nil {
			f.Fatal(err)
		}
		engine := gin.New()
		engine.HandleMethodNotAllowed = true
		engine.Use(auth.Middleware())
		engine.GET("/:a/:b", ginauth.Require(), func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
		engines = append(engines, engine)
	}
	return engines
}

// sound is what holds for every answer to somebody who is not signed in.
func sound(t *testing.T, r *http.Request, res *http.Response) {
	t.Helper()
	// The page /error?error=Configuration has the status 500 by the protocol.
	configuration := strings.EqualFold(r.URL.Query().Get("error"), "configuration") || strings.Contains(strings.ToLower(r.URL.Path), "/error/configuration")
	if res.StatusCode >= 500 && !configuration {
		t.Fatalf("%s %q: %d", r.Method, r.URL, res.StatusCode)
	}
	if hasSession(res) {
		t.Fatalf("%s %q: a session", r.Method, r.URL)
	}
	if loc := res.Header.Get("Location"); loc != "" && strings.HasPrefix(r.URL.Path, "/api/auth/") && loc != home && !strings.HasPrefix(loc, home+"/") && !strings.HasPrefix(loc, "https://id.example.com/authorize?") {
		t.Fatalf("%s %q: to %q", r.Method, r.URL, loc)
	}
	for _, line := range res.Header["Set-Cookie"] {
		if strings.ContainsAny(line, "\r\n\x00") || !strings.Contains(line, "; HttpOnly") {
			t.Fatalf("cookie %q", line)
		}
	}
}

func FuzzPaths(f *testing.F) {
	engines := fuzzed(f)
	for _, a := range authAnswers {
		f.Add(a.method, "/api/auth"+a.path, "callbackUrl=/x&error=y")
	}
	f.Add("GET", "/a/b", "")
	f.Add("", "", "%zz")
	f.Add("GET", "//api/auth/../csrf", "a;b")
	f.Add("GET", "/api/auth/error/Configuration", "")
	f.Add("GET", "/api/auth/callback/remote", "code=c&state=s&iss=https%3A%2F%2Fid.example.com")
	f.Add("GET", "/api/auth/callback/remote", "error=access_denied&state=s")
	f.Add("GET", "/api/auth/signout/remote", "state=s")
	f.Fuzz(func(t *testing.T, method, path, query string) {
		for _, engine := range engines {
			r := odd(method, path, "")
			r.URL.RawQuery = query
			sound(t, r, serve(engine, r))
		}
	})
}

func FuzzCookiesAndBodies(f *testing.F) {
	engines := fuzzed(f)
	token, cookie := csrfPair(string(ginauthtest.Secret), "fuzz")
	f.Add("/callback/credentials", "application/json", "csrfToken="+token, "", "")
	f.Add("/signout", "application/x-www-form-urlencoded", "callbackUrl=//evil", "next-auth.session-token=a.b.c.d.e", "https://evil.test")
	f.Add("/callback/remote", "application/x-www-form-urlencoded", "code=c&state=s", "next-auth.state.043a718774=x", "https://id.example.com")
	f.Add("/signin/remote", "application/x-www-form-urlencoded", "csrfToken="+token, "next-auth.state.00000000=x; next-auth.state.11111111=y", "")
	f.Add("/session", "application/json", `{"csrfToken":"`+token+`","data":{}}`, "authjs.session-token.0=x; authjs.session-token.1=y", "")
	f.Fuzz(func(t *testing.T, action, kind, content, cookies, origin string) {
		for i, engine := range engines {
			r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(content))
			r.URL.Path, r.Host = "/api/auth"+action, "localhost:3000"
			r.Header["Content-Type"] = []string{kind}
			r.Header["Cookie"] = []string{dialects[i].prefix + ".csrf-token=" + cookie + "; " + cookies}
			if origin != "" {
				r.Header["Origin"] = []string{origin}
			}
			sound(t, r, serve(engine, r))
		}
	})
}
