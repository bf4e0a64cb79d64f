package ginauth_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// hosted makes a program without a base URL of its own.
func hosted(t *testing.T, cfg ginauth.Config) *gin.Engine {
	t.Helper()
	cfg.Secret, cfg.Providers, cfg.Logger = ginauthtest.Secret, []ginauth.Provider{form{}}, newLogBuffer().Logger()
	auth, err := ginauth.NewAuth(cfg)
	if err != nil {
		t.Fatal(err)
	}
	engine := gin.New()
	engine.Use(auth.Middleware())
	return engine
}

// whereabouts is the base that a program tells a request, and whether its
// cookies are those of https; "" if it does not answer.
func whereabouts(t *testing.T, engine *gin.Engine, path, host, peer string, header ...string) (where string, secure bool) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path+"/signout", nil)
	r.Host, r.RemoteAddr = host, peer+":1234"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	if peer == "tls" {
		r.RemoteAddr, r.TLS = "192.0.2.1:1", &tls.ConnectionState{}
	}
	res := serve(engine, r)
	body := text(t, res)
	if res.StatusCode != http.StatusOK {
		if res.StatusCode != http.StatusBadRequest || len(res.Cookies()) != 0 {
			t.Errorf("%s: %d %q", host, res.StatusCode, body)
		}
		return "", false
	}
	_, rest, _ := strings.Cut(body, `action="`)
	where, _, _ = strings.Cut(rest, `/signout"`)
	line := res.Header.Get("Set-Cookie")
	return where, strings.HasPrefix(line, "__Host-") && strings.Contains(line, "; Secure")
}

// six headers by which proxies tell of a client's address.
var spoofed = []string{
	"X-Forwarded-Host", "evil.test", "X-Forwarded-Proto", "https", "X-Forwarded-Port", "444",
	"Forwarded", "host=evil.test;proto=https", "X-Original-Host", "evil.test", "X-Forwarded-Server", "evil.test",
	"X-Forwarded-Prefix", "/evil", "X-Forwarded-For", "10.0.0.1",
}

func TestBaseURL(t *testing.T) {
	for _, tc := range []struct {
		baseURL, basePath string
		path              string // where Gin serves
		where             string
		secure            bool
	}{
		{"https://app.example.com", "", "/api/auth", "https://app.example.com/api/auth", true},
		{"https://app.example.com/", "", "/api/auth", "https://app.example.com/api/auth", true},
		{"http://app.example.com:8080", "", "/api/auth", "http://app.example.com:8080/api/auth", false},
		{"app.example.com", "", "/api/auth", "https://app.example.com/api/auth", true},
		{"https://APP.example.com:443", "", "/api/auth", "https://app.example.com/api/auth", true},
		{"http://app.example.com:80", "", "/api/auth", "http://app.example.com/api/auth", false},
		{"https://app.example.com/auth", "", "/auth", "https://app.example.com/auth", true},
		{"https://app.example.com/auth/", "", "/auth", "https://app.example.com/auth", true},
		{"https://app.example.com", "/auth", "/auth", "https://app.example.com/auth", true},
		{"https://app.example.com/shop/auth", "/auth", "/auth", "https://app.example.com/shop/auth", true}, // a proxy cuts /shop
		{"http://[::1]:3000", "", "/api/auth", "http://[::1]:3000/api/auth", false},
	} {
		check := func(engine *gin.Engine) {
			t.Helper()
			for _, header := range [][]string{nil, spoofed} {
				where, secure := whereabouts(t, engine, tc.path, "whatever.test", "192.0.2.1", header...)
				if where != tc.where || secure != tc.secure {
					t.Errorf("%s %s: %s %v", tc.baseURL, tc.basePath, where, secure)
				}
			}
		}
		check(hosted(t, ginauth.Config{BaseURL: tc.baseURL, BasePath: tc.basePath}))
		for _, name := range []string{"AUTH_URL", "NEXTAUTH_URL"} {
			t.Setenv(name, tc.baseURL)
			check(hosted(t, ginauth.Config{BasePath: tc.basePath}))
			t.Setenv(name, "")
		}
	}
	t.Setenv("AUTH_URL", "https://first.example.com")
	t.Setenv("NEXTAUTH_URL", "https://second.example.com")
	where, _ := whereabouts(t, hosted(t, ginauth.Config{}), "/api/auth", "x", "192.0.2.1")
	same(t, "AUTH_URL before NEXTAUTH_URL", where, "https://first.example.com/api/auth")
	where, _ = whereabouts(t, hosted(t, ginauth.Config{BaseURL: "https://own.example.com"}), "/api/auth", "x", "192.0.2.1")
	same(t, "BaseURL before the environment", where, "https://own.example.com/api/auth")
}

func TestTrustedHosts(t *testing.T) {
	engine := hosted(t, ginauth.Config{TrustedHosts: []string{"App.example.com", "localhost:3000", "tls.example.com:443"}})
	for host, want := range map[string]string{
		"app.example.com": "http://app.example.com/api/auth", "APP.EXAMPLE.COM": "http://app.example.com/api/auth",
		"app.example.com:80": "http://app.example.com/api/auth", "localhost:3000": "http://localhost:3000/api/auth",
		"localhost": "", "localhost:3001": "", "evil.test": "", "app.example.com.evil.test": "", "xapp.example.com": "",
		"app.example.com:8080": "", "": "", "app.example.com@evil.test": "", "app.example.com/x": "", "app.example.com?": "",
		"evil.test#app.example.com": "", "app.example.com,evil.test": "", " app.example.com": "", "app.example.com.": "",
		"a\x00b": "", "ａpp.example.com": "", "[::1": "", ":80": "", strings.Repeat("a", 300): "",
	} {
		where, secure := whereabouts(t, engine, "/api/auth", host, "192.0.2.1", spoofed...)
		if where != want || secure {
			t.Errorf("%q: %q %v", host, where, secure)
		}
	}
	if where, secure := whereabouts(t, engine, "/api/auth", "app.example.com", "tls"); where != "https://app.example.com/api/auth" || !secure {
		t.Errorf("over TLS: %q %v", where, secure)
	}
}

// Headers of proxies count from trusted ones only; six spoofed ones change
// nothing.
func TestTrustedProxies(t *testing.T) {
	engine := hosted(t, ginauth.Config{
		TrustedHosts:   []string{"app.example.com", "internal:8080"},
		TrustedProxies: []string{"10.0.0.0/8", "192.0.2.7", "fd00::/8"},
	})
	const http, https = "http://app.example.com/api/auth", "https://app.example.com/api/auth"
	for _, tc := range []struct {
		peer   string
		header []string
		where  string
	}{
		{"10.1.2.3", nil, "http://internal:8080/api/auth"},
		{"10.1.2.3", []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "app.example.com"}, https},
		{"192.0.2.7", []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "app.example.com"}, https},
		{"[fd00::1]", []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "app.example.com"}, https},
		{"[::ffff:10.1.2.3]", []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "app.example.com"}, https},
		{"10.1.2.3", []string{"X-Forwarded-Proto", "HTTPS", "X-Forwarded-Host", "app.example.com:443"}, https},
		{"10.1.2.3", []string{"X-Forwarded-Host", "app.example.com"}, http},
		{"10.1.2.3", []string{"X-Forwarded-Proto", "http", "X-Forwarded-Host", "app.example.com"}, http},
		{"10.1.2.3", []string{"X-Forwarded-Proto", "ftp", "X-Forwarded-Host", "app.example.com"}, http},
		// A client may have written the values before the last one.
		{"10.1.2.3", []string{"X-Forwarded-Host", "evil.test, app.example.com"}, http},
		{"10.1.2.3", []string{"X-Forwarded-Host", "evil.test", "X-Forwarded-Host", "app.example.com"}, http},
		{"10.1.2.3", []string{"X-Forwarded-Host", "app.example.com, evil.test"}, ""},
		{"10.1.2.3", []string{"X-Forwarded-Host", "evil.test"}, ""},
		{"11.1.2.3", []string{"X-Forwarded-Proto", "https", "X-Forwarded-Host", "app.example.com"}, "http://internal:8080/api/auth"},
		{"192.0.2.8", spoofed, "http://internal:8080/api/auth"},
		{"127.0.0.1", spoofed, "http://internal:8080/api/auth"},
		{"nonsense", spoofed, "http://internal:8080/api/auth"},
	} {
		where, secure := whereabouts(t, engine, "/api/auth", "internal:8080", tc.peer, tc.header...)
		if where != tc.where || secure != (where == https) {
			t.Errorf("%s %v: %q %v, want %q", tc.peer, tc.header, where, secure, tc.where)
		}
	}
}

// TrustHost believes the Host header, and no other.
func TestTrustHost(t *testing.T) {
	for _, value := range []string{"true", "1"} {
		t.Setenv("AUTH_TRUST_HOST", value)
		where, secure := whereabouts(t, hosted(t, ginauth.Config{}), "/api/auth", "any.example.com", "192.0.2.1", spoofed...)
		if where != "http://any.example.com/api/auth" || secure {
			t.Errorf("%s: %q %v", value, where, secure)
		}
	}
	t.Setenv("AUTH_TRUST_HOST", "")
	engine := hosted(t, ginauth.Config{TrustHost: true})
	for _, bad := range []string{"evil.test/x", "a b", "a\r\nb", "user@host", `"`, "<script>", "a%2fb", "a:b:c", "[x]"} {
		if where, _ := whereabouts(t, engine, "/api/auth", bad, "192.0.2.1"); where != "" {
			t.Errorf("%q: %q", bad, where)
		}
	}
	// Auth.js takes "false" for yes; we do not.
	for _, value := range []string{"false", "0", "no", ""} {
		t.Setenv("AUTH_TRUST_HOST", value)
		if _, err := ginauth.NewAuth(ginauth.Config{Secret: ginauthtest.Secret}); err == nil {
			t.Errorf("AUTH_TRUST_HOST=%s: no base URL, and no error", value)
		}
	}
}

// The application's routes go on for a host that is not trusted, signed out;
// only the auth routes refuse.
func TestUntrustedHostOnOtherRoutes(t *testing.T) {
	engine := hosted(t, ginauth.Config{TrustedHosts: []string{"app.example.com"}})
	engine.GET("/", func(c *gin.Context) { c.String(http.StatusOK, "hello") })
	engine.GET("/guarded", ginauth.Require(), func(*gin.Context) {})
	r := odd("GET", "/", "")
	r.Host = "evil.test"
	same(t, "body", text(t, serve(engine, r)), "hello")
	r = odd("GET", "/guarded", "")
	r.Host = "evil.test"
	r.Header.Set("Accept", "text/html")
	res := serve(engine, r)
	status(t, res, http.StatusUnauthorized)
	same(t, "Location", res.Header.Get("Location"), "")
	for _, path := range []string{"/session", "/csrf", "/signin"} {
		r = odd("GET", "/api/auth"+path, "")
		r.Host = "evil.test"
		res = serve(engine, r)
		status(t, res, http.StatusBadRequest)
		if body := text(t, res); strings.Contains(body, "evil.test") || path == "/session" && body != "{}" {
			t.Errorf("%s: %s", path, body)
		}
	}
}
