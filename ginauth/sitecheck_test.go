package ginauth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// Paths, pages and cookies with which a browser would go round in circles, or
// never send a cookie back. says is "" for what is good.
func TestSiteIsChecked(t *testing.T) {
	page := func(url string) func(*ginauth.Config) {
		return func(c *ginauth.Config) { c.Pages.SignIn = url }
	}
	at := func(baseURL, basePath string, more func(*ginauth.Config)) func(*ginauth.Config) {
		return func(c *ginauth.Config) { c.BaseURL, c.BasePath = baseURL, basePath; more(c) }
	}
	domain := func(domain string) func(*ginauth.Config) {
		return func(c *ginauth.Config) {
			c.BaseURL, c.Cookies.Session.Domain = "https://app.example.com", domain
		}
	}
	path := func(path string) func(*ginauth.Config) {
		return func(c *ginauth.Config) { c.Cookies.Session.Path = path }
	}
	for name, tc := range map[string]struct {
		change func(*ginauth.Config)
		says   string
	}{
		"base path /":      {func(c *ginauth.Config) { c.BasePath = "/" }, `BasePath "/"`},
		"base path /auth/": {func(c *ginauth.Config) { c.BasePath = "/auth/" }, ""},

		"page":                    {page("/login"), ""},
		"page with a query":       {page("/login?from=/api/auth/signin"), ""},
		"page of a like name":     {page("/api/authors"), ""},
		"page on another host":    {page("https://login.example.com/api/auth/signin"), ""},
		"page on another port":    {page("http://localhost:30001/api/auth/signin"), ""},
		"our page":                {page("/api/auth/signin"), "Pages.SignIn"},
		"our page with a query":   {page("/api/auth/signin?x=1"), "below the base path"},
		"our page by its URL":     {page("http://localhost:3000/api/auth/signin"), "below the base path"},
		"our page in upper case":  {page("HTTP://LOCALHOST:3000/api/auth/signin"), "below the base path"},
		"base path as a page":     {page("/api/auth"), "below the base path"},
		"our page, path of ours":  {at("https://x.test", "/auth", page("/auth/signin")), "below the base path"},
		"our page, public path":   {at("https://x.test/app/auth", "/auth", page("/app/auth/signin")), "below the base path"},
		"page, default path free": {at("https://x.test", "/auth", page("/api/auth/signin")), ""},
		"sign-out page":           {func(c *ginauth.Config) { c.Pages.SignOut = "/api/auth/signout" }, "Pages.SignOut"},
		"error page":              {func(c *ginauth.Config) { c.Pages.Error = "/api/auth/error" }, "Pages.Error"},
		"verify page":             {func(c *ginauth.Config) { c.Pages.VerifyRequest = "/api/auth/verify-request" }, "Pages.VerifyRequest"},

		"one name twice":       {func(c *ginauth.Config) { c.Cookies.Session.Name, c.Cookies.CSRF.Name = "x", "x" }, `the name "x"`},
		"a default name twice": {func(c *ginauth.Config) { c.Cookies.CallbackURL.Name = "next-auth.csrf-token" }, "rename"},

		"domain":                   {domain("example.com"), ""},
		"domain with a dot":        {domain(".example.com"), ""},
		"the host as domain":       {domain("app.example.com"), ""},
		"domain elsewhere":         {domain("example.org"), "does not contain the host"},
		"domain of a like name":    {domain("ample.com"), "does not contain the host"},
		"domain below":             {domain("a.app.example.com"), "does not contain the host"},
		"domain a URL":             {domain("https://example.com"), "must be a domain"},
		"domain with a port":       {domain("example.com:443"), "must be a domain"},
		"domain with two dots":     {domain("..example.com"), "must be a domain"},
		"domain in upper case":     {domain("Example.com"), "must be a domain"},
		"domain with a space":      {domain("example .com"), "must be a domain"},
		"domain, port in the host": {at("https://app.example.com:8443", "", func(c *ginauth.Config) { c.Cookies.Session.Domain = "example.com" }), ""},

		"path /":              {path("/"), ""},
		"path above":          {path("/api"), ""},
		"path of the routes":  {path("/api/auth/"), ""},
		"path elsewhere":      {path("/app"), "would not reach"},
		"path below":          {path("/api/auth/signin"), "would not reach"},
		"path of a like name": {path("/api/au"), "would not reach"},
		"path, public":        {at("https://x.test/app/auth", "/auth", path("/app")), ""},
		"path, inner":         {at("https://x.test/app/auth", "/auth", path("/auth")), "would not reach"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := ginauthtest.Config(ginauth.Config{Providers: []ginauth.Provider{form{}}, Callbacks: seed()})
			tc.change(&cfg)
			_, err := ginauth.NewAuth(cfg)
			if tc.says == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if !errors.Is(err, ginauth.ErrConfig) || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("%v; want %q", err, tc.says)
			}
		})
	}
}

// Behind a proxy that ends TLS nobody notices that cookies are not Secure.
func TestNoBaseURLIsWarnedOf(t *testing.T) {
	mode := gin.Mode()
	t.Cleanup(func() { gin.SetMode(mode) })
	for name, tc := range map[string]struct {
		mode   string
		change func(*ginauth.Config)
		warns  int
	}{
		"release":        {gin.ReleaseMode, func(*ginauth.Config) {}, 1},
		"debug":          {gin.DebugMode, func(*ginauth.Config) {}, 0},
		"with a proxy":   {gin.ReleaseMode, func(c *ginauth.Config) { c.TrustedProxies = []string{"192.0.2.1"} }, 0},
		"with a baseURL": {gin.ReleaseMode, func(c *ginauth.Config) { c.BaseURL = "https://app.lan" }, 0},
	} {
		gin.SetMode(tc.mode)
		logs := newLogBuffer()
		cfg := ginauth.Config{Secret: ginauthtest.Secret, TrustedHosts: []string{"app.lan"}, Logger: logs.Logger()}
		tc.change(&cfg)
		if _, err := ginauth.NewAuth(cfg); err != nil {
			t.Fatal(err)
		}
		expect(t, name+": warnings", strings.Count(logs.String(), "level=WARN msg=ginauth code=NO_BASE_URL"), tc.warns)
	}
}

// This machine has no certificate; every other host without a scheme is https.
func TestAuthURLWithoutScheme(t *testing.T) {
	for raw, where := range map[string]string{
		"localhost:3000":   "http://localhost:3000/api/auth/signin/credentials",
		"localhost":        "http://localhost/api/auth/signin/credentials",
		"127.0.0.1:8080":   "http://127.0.0.1:8080/api/auth/signin/credentials",
		"app.example.com":  "https://app.example.com/api/auth/signin/credentials",
		"localhost.evil.x": "https://localhost.evil.x/api/auth/signin/credentials",
	} {
		t.Setenv("AUTH_URL", raw)
		engine := hosted(t, ginauth.Config{})
		var out map[string]struct{ SigninURL string }
		decode(t, serve(engine, httptest.NewRequest(http.MethodGet, "/api/auth/providers", nil)), &out)
		expect(t, raw, out["credentials"].SigninURL, where)
	}
}
