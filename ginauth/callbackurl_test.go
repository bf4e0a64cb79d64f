package ginauth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// targets are callback URLs and where they lead from http://localhost:3000.
// What is not allowed leads home.
var targets = map[string]string{
	"":                                  home,
	"/":                                 home + "/",
	"/after":                            home + "/after",
	"/after?a=1&b=%2F#top":              home + "/after?a=1&b=%2F#top",
	"/a/../b":                           home + "/a/../b",
	"/ünicode?q=é":                      home + "/%C3%BCnicode?q=%C3%A9",
	"/%zz":                              home,
	home:                                home,
	home + "/after":                     home + "/after",
	"http://LOCALHOST:3000/after":       home + "/after",
	"HTTP://localhost:3000/after":       home + "/after",
	"undefined":                         home,
	"null":                              home,
	"false":                             home,
	"foo":                               home,
	"after":                             home,
	".":                                 home,
	"?a=b":                              home,
	"#a":                                home,
	"//evil.test":                       home,
	"///evil.test":                      home,
	"////evil.test":                     home,
	`/\evil.test`:                       home,
	`\\evil.test`:                       home,
	`\/evil.test`:                       home,
	`/after\..\..\evil`:                 home,
	"/\t/evil.test":                     home,
	"/\n/evil.test":                     home,
	"/\r\nSet-Cookie: a=b":              home,
	"\t//evil.test":                     home,
	" /after":                           home,
	"/after ":                           home,
	"/a b":                              home,
	"/\x00":                             home,
	"/\x7f":                             home,
	"https:evil.test":                   home,
	"http:evil.test":                    home,
	"http:/evil.test":                   home,
	"http:///evil.test":                 home,
	"http://":                           home,
	"https://good@evil.test":            home,
	"http://localhost:3000@evil.test/":  home,
	"http://user@localhost:3000/":       home,
	"http://user:pw@localhost:3000/":    home,
	"http://@localhost:3000/":           home,
	"http://localhost:3000.evil.test/":  home,
	"http://localhost:30001/":           home,
	"http://localhost:3001/":            home,
	"http://localhost/":                 home,
	"http://localhost:/":                home,
	"https://localhost:3000/":           home,
	"http://sub.localhost:3000/":        home,
	"http://localhost:3000\\@evil.test": home,
	"http://localhost:3000\t/":          home,
	"http://localhost:3000%2eevil.test": home,
	"http://localhost:3000#@evil.test/": home + "#@evil.test/",
	"http://localhost:3000?@evil.test/": home + "?@evil.test/",
	"http://evil.test#localhost:3000":   home,
	"http://evil.test/?http://localhost:3000/": home,
	"http://ⓛocalhost:3000/":                   home,
	"javascript:alert(1)":                      home,
	"javascript://localhost:3000/%0aalert(1)":  home,
	"data:text/html,x":                         home,
	"ftp://localhost:3000/":                    home,
	"ws://localhost:3000/":                     home,
	"blob:http://localhost:3000/x":             home,
	"/" + strings.Repeat("a", 2047):            home + "/" + strings.Repeat("a", 2047),
	"/" + strings.Repeat("a", 2048):            home,
	"/@evil.test":                              home + "/@evil.test",
	"/.evil.test":                              home + "/.evil.test",
	"/:80":                                     home + "/:80",
	"/after?next=https://evil.test":            home + "/after?next=https://evil.test",
	`/"><script>`:                              home + "/%22%3E%3Cscript%3E",
	"http://localhost:3000/\xff\xfe":           home + "/%FF%FE",
}

func TestCallbackURLInBody(t *testing.T) {
	for _, m := range []mode{modes[0], modes[1]} {
		a := start(t)
		for in, want := range targets {
			if strings.ContainsAny(in, "\x00") || strings.Contains(in, "\xff") {
				continue // the body is refused as a whole
			}
			res := m.post(a, "/api/auth/signout", "callbackUrl", in)
			if got := target(t, res); got != want && in != "" {
				t.Errorf("%s: %.60q leads to %.80q", m.name, in, got)
			}
			a.newBrowser()
		}
	}
}

// From the query, also onto the sign-in page, and from the cookie of an earlier
// request.
func TestCallbackURLInQueryAndCookie(t *testing.T) {
	a := start(t, func(cfg *ginauth.Config) { cfg.Pages.SignIn = "/login" })
	for in, want := range targets {
		a.newBrowser()
		res := a.get("/api/auth/signin?callbackUrl=" + url.QueryEscape(in))
		if got := query(t, res.Header.Get("Location"), "callbackUrl"); res.StatusCode != 302 || got != want {
			t.Errorf("query %.60q: %d %.80q", in, res.StatusCode, got)
		}
		if strings.Contains(in, "\xff") {
			continue // not UTF-8: Auth.js's parser leaves such a cookie undecoded
		}
		r := odd("GET", "/api/auth/signin", "")
		r.Header.Set("Cookie", "next-auth.callback-url="+url.PathEscape(in))
		res = serve(a.router, r)
		if got := query(t, res.Header.Get("Location"), "callbackUrl"); res.StatusCode != 302 || got != want {
			t.Errorf("cookie %.60q: %d %.80q", in, res.StatusCode, got)
		}
	}
}

func query(t *testing.T, raw, name string) string {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get(name)
}

// The body counts before the query, the query before the cookie; what a client
// sends when it has no value is none.
func TestCallbackURLOrder(t *testing.T) {
	for _, none := range []string{"", "undefined", "null"} {
		a := start(t)
		post := func(query string, pairs ...string) string {
			return target(t, a.post("/api/auth/signout"+query, pairs...))
		}
		same(t, "body", post("?callbackUrl=/query", "callbackUrl", "/body"), home+"/body")
		same(t, "query", post("?callbackUrl=/query", "callbackUrl", none), home+"/query")
		same(t, "cookie", post("?callbackUrl="+none, "callbackUrl", none), home+"/query")
		a.newBrowser()
		same(t, "nothing", post("", "callbackUrl", none), home)
	}
}

// A bad cookie breaks nothing. Only signing in and out writes it again: a poll
// of /session must not change where a sign-in in another tab ends.
func TestCallbackURLCookie(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		name := d.prefix + ".callback-url"
		for _, bad := range []string{"undefined", "https://evil.test/", "%zz", "foo", "//evil.test", "%00", "%FF", strings.Repeat("x", 3000)} {
			a := startIn()
			a.setCookie(name, bad)
			for _, path := range []string{"/session?callbackUrl=/other", "/csrf?callbackUrl=/other", "/providers", "/signin", "/signout", "/error", "/verify-request"} {
				res := a.get("/api/auth" + path)
				status(t, res, http.StatusOK)
				if setCookies(t, res)[name] != nil {
					t.Errorf("%s wrote the cookie", path)
				}
			}
			res := a.post("/api/auth/signout")
			same(t, bad, res.Header.Get("Location"), home)
			same(t, "the cookie after", a.cookie(name), "http%3A%2F%2Flocalhost%3A3000")
			if again := a.post("/api/auth/signout"); setCookies(t, again)[name] != nil {
				t.Error("the cookie is written although nothing changed")
			}
		}
		a := startIn()
		a.get("/api/auth/signin?callbackUrl=/deep") // the page's link
		a.get("/api/auth/session?callbackUrl=/poll")
		same(t, "after a poll", target(t, a.signIn()), home+"/deep")
	})
}
