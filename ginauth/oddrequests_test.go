package ginauth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// Cookies in quantities and of kinds that no browser sends.
func TestOddCookies(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		a.signIn()
		name := d.prefix + ".session-token"
		good := a.cookie(name)
		for what, tc := range map[string]struct {
			cookies string
			in      bool
		}{
			"3000 others":               {strings.Repeat("a=b; ", 3000), false},
			"3000 others and a session": {strings.Repeat("a=b; ", 3000) + name + "=" + good, true},
			"3000 of ours":              {strings.Repeat(name+"=x; ", 3000), false},
			"3000 chunks":               {strings.Repeat(name+".1=x; ", 3000), false},
			"3000 CSRF cookies":         {strings.Repeat(d.prefix+".csrf-token=x; ", 3000), false},
			"3000 targets":              {strings.Repeat(d.prefix+".callback-url=x; ", 3000), false},
			"NUL":                       {name + "=\x00", false},
			"NUL in the name":           {name + "\x00=" + good, false},
			"not UTF-8":                 {name + "=\xff\xfe", false},
			"separators":                {";;;=;==; ;" + strings.Repeat(";", 5000), false},
			"a chunk alone":             {name + ".1=" + good, false},
			"chunk of minus one":        {name + ".-1=" + good, false},
			"chunk 99999999999999":      {name + ".99999999999999=" + good, false},
			"chunk without a number":    {name + ".=" + good, false},
			"a gap":                     {name + ".0=" + good[:50] + "; " + name + ".2=" + good[50:], false},
			"sister name":               {name + "x=" + good, false},
			"prefix of https":           {"__Secure-" + name + "=" + good, false},
			"whole and garbage chunks":  {name + ".0=x; " + name + ".1=y; " + name + "=" + good, true},
			"chunked by hand":           {name + ".0=" + good[:50] + "; " + name + ".1=" + good[50:], true},
			"quoted":                    {name + `="` + good + `"`, true},
		} {
			for _, path := range []string{"/me", "/api/auth/session", "/api/auth/csrf", "/api/auth/signin", "/api/auth/signout"} {
				a.logs.reset()
				r := odd("GET", path, "")
				r.Header.Set("Cookie", tc.cookies)
				res := serve(a.router, r)
				body := text(t, res)
				want := http.StatusOK
				if path != "/me" && (strings.HasPrefix(what, "3000") || what == "separators") {
					want = http.StatusRequestHeaderFieldsTooLarge
				}
				status(t, res, want)
				if path == "/me" && (body != "null") != tc.in {
					t.Errorf("%s: %s", what, body)
				}
				if a.logs.lines() > 1 {
					t.Errorf("%s: logs %s", what, a.logs)
				}
				if size := len(strings.Join(res.Header["Set-Cookie"], "")); size > 8<<10 {
					t.Errorf("%s: %s: %d bytes of cookies in the answer", what, path, size)
				}
			}
		}
	})
}

// Headers and queries that no client sends.
func TestOddRequests(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) { cfg.Events.Session = nil })
		for _, query := range []string{"%zz", "a=%ff", "a;b", strings.Repeat("a=b&", 5000), "error=%00", "error=" + strings.Repeat("x", 1e5), "callbackUrl=%ff", "&&&==="} {
			for _, path := range []string{"/signin", "/error", "/session", "/signout", "/csrf", "/verify-request", "/callback/credentials"} {
				r := odd("GET", "/api/auth"+path, "")
				r.URL.RawQuery = query
				for name, value := range map[string]string{
					"Accept": ";;;q=q,\xff", "Content-Type": "\xff", "Origin": "\x00", "Sec-Fetch-Site": "\xff", "X-Forwarded-Host": "\x00",
				} {
					r.Header[name] = []string{value, value}
				}
				if res := serve(a.router, r); res.StatusCode >= 500 {
					t.Errorf("%s?%.30s: %d", path, query, res.StatusCode)
				}
			}
		}
	})
}
