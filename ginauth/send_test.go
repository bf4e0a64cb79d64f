package ginauth_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// dialectFacts is what the tests know of a dialect.
type dialectFacts struct {
	protocol     ginauth.Protocol
	name, prefix string
	none         string // the body of GET /session when nobody is signed in
	v4           bool
}

var dialects = []dialectFacts{
	{ginauth.NextAuth, "v4", "next-auth", "{}", true},
	{ginauth.AuthJS, "v5", "authjs", "null", false},
}

// starter starts a program of one dialect.
type starter = func(options ...func(*ginauth.Config)) *app

// eachDialect runs a test for both.
func eachDialect(t *testing.T, test func(t *testing.T, d dialectFacts, startIn starter)) {
	t.Helper()
	for _, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			test(t, d, func(options ...func(*ginauth.Config)) *app {
				t.Helper()
				set := func(cfg *ginauth.Config) { cfg.Protocol = d.protocol }
				return start(t, append([]func(*ginauth.Config){set}, options...)...)
			})
		})
	}
}

// odd makes a request that httptest.NewRequest would refuse: the path is taken
// as it is, already decoded.
func odd(method, path, body string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", strings.NewReader(body))
	r.Method = method
	r.URL = &url.URL{Path: path}
	r.RequestURI = path
	r.Host = "localhost:3000"
	return r
}

// serve answers a request as it is, without the browser's cookies.
func serve(h http.Handler, r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// send posts a form with the browser's cookies, and nothing but the fields
// that are given.
func (a *app) send(path string, fields url.Values, header ...string) *http.Response {
	a.t.Helper()
	return a.do(http.MethodPost, path, "application/x-www-form-urlencoded", fields.Encode(), header...)
}

func fields(pairs ...string) url.Values {
	v := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}

// target is where an answer sends its client, in redirect or in JSON mode.
func target(t *testing.T, res *http.Response) string {
	t.Helper()
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		var out struct{ URL string }
		decode(t, res, &out)
		return out.URL
	}
	return res.Header.Get("Location")
}

// setCookies are the cookies of an answer by name; a name twice is an error.
func setCookies(t *testing.T, res *http.Response) map[string]*http.Cookie {
	t.Helper()
	out := map[string]*http.Cookie{}
	for _, c := range res.Cookies() {
		if out[c.Name] != nil {
			t.Errorf("two cookies %s", c.Name)
		}
		out[c.Name] = c
	}
	return out
}

// signedIn asks the program itself.
func (a *app) signedIn() bool {
	a.t.Helper()
	b, err := io.ReadAll(a.get("/api/auth/session").Body)
	if err != nil {
		a.t.Fatal(err)
	}
	return strings.Contains(string(b), "jsmith@example.com")
}

// cookie is the value that the browser has, as on the wire.
func (a *app) cookie(name string) string {
	for _, c := range a.browser.Cookies(a.base) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

func status(t *testing.T, res *http.Response, want int) {
	t.Helper()
	if res.StatusCode != want {
		t.Errorf("status %d, want %d", res.StatusCode, want)
	}
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}
