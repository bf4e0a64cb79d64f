package ginauth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// Behind a trusted proxy the program's own Host is an inner one: the browser's
// Origin is compared with what the proxy says, and only with that.
func TestOriginBehindAProxy(t *testing.T) {
	for name, tc := range map[string]struct {
		peer    string
		headers []string
		works   bool
	}{
		"our origin":               {"192.0.2.1:1234", []string{"Origin", "http://app.lan"}, true},
		"no origin":                {"192.0.2.1:1234", nil, true},
		"our origin, https":        {"192.0.2.1:1234", []string{"Origin", "https://app.lan", "X-Forwarded-Proto", "https"}, true},
		"same-origin":              {"192.0.2.1:1234", []string{"Origin", "http://app.lan", "Sec-Fetch-Site", "same-origin"}, true},
		"the other scheme":         {"192.0.2.1:1234", []string{"Origin", "https://app.lan"}, false},
		"another port":             {"192.0.2.1:1234", []string{"Origin", "http://app.lan:81"}, false},
		"another origin":           {"192.0.2.1:1234", []string{"Origin", "http://evil.lan"}, false},
		"a longer name":            {"192.0.2.1:1234", []string{"Origin", "http://app.lan.evil.lan"}, false},
		"null":                     {"192.0.2.1:1234", []string{"Origin", "null"}, false},
		"cross-site, our origin":   {"192.0.2.1:1234", []string{"Origin", "http://app.lan", "Sec-Fetch-Site", "cross-site"}, false},
		"same-site, our origin":    {"192.0.2.1:1234", []string{"Origin", "http://app.lan", "Sec-Fetch-Site", "same-site"}, false},
		"cross-site, no origin":    {"192.0.2.1:1234", []string{"Sec-Fetch-Site", "cross-site"}, false},
		"cross-site, their origin": {"192.0.2.1:1234", []string{"Origin", "http://evil.lan", "Sec-Fetch-Site", "cross-site"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			engine := hosted(t, ginauth.Config{
				Callbacks: seed(), TrustedHosts: []string{"app.lan"}, TrustedProxies: []string{"192.0.2.1"},
			})
			send := func(method, path, body string, cookies []*http.Cookie) *http.Response {
				r := httptest.NewRequest(method, path, strings.NewReader(body))
				r.Host, r.RemoteAddr = "backend:8080", tc.peer
				r.Header.Set("X-Forwarded-Host", "app.lan")
				for i := 0; i+1 < len(tc.headers); i += 2 {
					r.Header.Set(tc.headers[i], tc.headers[i+1])
				}
				if body != "" {
					r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				}
				for _, c := range cookies {
					r.AddCookie(c)
				}
				return serve(engine, r)
			}
			res := send(http.MethodGet, "/api/auth/csrf", "", nil)
			var out struct{ CSRFToken, URL string }
			decode(t, res, &out)
			in := "json=true&username=jsmith&password=hunter2&csrfToken=" + out.CSRFToken
			res = send(http.MethodPost, "/api/auth/callback/credentials", in, res.Cookies())
			body := text(t, res)
			if err := json.Unmarshal([]byte(body), &out); err != nil {
				t.Fatalf("%d %s: %v", res.StatusCode, body, err)
			}
			if setsSession(res) != tc.works || strings.HasSuffix(out.URL, "csrf=true") == tc.works {
				t.Errorf("%d, url %s, cookies %v", res.StatusCode, out.URL, cookieNames(res))
			}
		})
	}
}
