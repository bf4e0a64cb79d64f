package providers_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/providers"
)

func acme(change func(*providers.Config), options ...providers.OAuthOption) ginauth.Provider {
	c := providers.Config{ID: "acme", Name: "Acme", Issuer: "https://id.acme.example", ClientID: "app", ClientSecret: "secret"}
	if change != nil {
		change(&c)
	}
	return providers.OIDC(c, options...)
}

// What cannot work is an error of New, not of the first sign-in, and says what
// to do.
func TestNewRefusesProviders(t *testing.T) {
	set := func(change func(*providers.Config)) ginauth.Provider { return acme(change) }
	for name, tc := range map[string]struct {
		provider ginauth.Provider
		says     []string
	}{
		"nothing set":        {providers.GitHub(), []string{"AUTH_GITHUB_ID", "AUTH_GITHUB_SECRET", "providers.ClientID"}},
		"no issuer":          {providers.Keycloak(), []string{"AUTH_KEYCLOAK_ID", "AUTH_KEYCLOAK_SECRET", "AUTH_KEYCLOAK_ISSUER"}},
		"dashes":             {providers.AzureADB2C(), []string{"AUTH_AZURE_AD_B2C_ID", "AUTH_AZURE_AD_B2C_ISSUER"}},
		"Apple":              {providers.Apple(), []string{"AUTH_APPLE_SECRET", "AppleKey", "AUTH_APPLE_TEAM_ID"}},
		"no ID":              {set(func(c *providers.Config) { c.ID = "" }), []string{"the ID may have only"}},
		"odd ID":             {set(func(c *providers.Config) { c.ID = "ACME CO" }), []string{`"ACME CO"`, "the ID may have only"}},
		"nil option":         {acme(nil, nil), []string{"option 0 is nil"}},
		"Configure(nil)":     {acme(nil, providers.Configure(nil)), []string{"Configure"}},
		"UserFrom(nil)":      {acme(nil, providers.UserFrom[ginauth.User](nil)), []string{"UserFrom"}},
		"panic in Configure": {acme(nil, providers.Configure(func(*providers.Config) { panic("odd") })), []string{"odd"}},
		"line break":         {set(func(c *providers.Config) { c.ClientID = "app\n" }), []string{"line break"}},
		"spaced secret":      {set(func(c *providers.Config) { c.ClientSecret = " s" }), []string{"spaces"}},
		"issuer with query":  {set(func(c *providers.Config) { c.Issuer = "https://x.example?a=b" }), []string{"query"}},
		"http issuer":        {set(func(c *providers.Config) { c.Issuer = "http://x.example" }), []string{"https is needed", "InsecureHTTP"}},
		"OAuth, nothing":     {providers.OAuth(providers.Config{ID: "a", ClientID: "b", ClientSecret: "c"}), []string{"AuthorizationURL", "TokenURL", "UserInfoURL", "Profile"}},
		"Timeout":            {set(func(c *providers.Config) { c.Timeout = 10 }), []string{"Timeout is 10ns"}},
		"long Timeout":       {set(func(c *providers.Config) { c.Timeout = time.Minute }), []string{"Timeout is 1m0s"}},
		"UserInfo":           {set(func(c *providers.Config) { c.UserInfo = 9 }), []string{"UserInfo"}},
		"RedirectsVia":       {set(func(c *providers.Config) { c.RedirectsVia = []string{"https://x.example/login"} }), []string{"RedirectsVia", "x.example/login"}},
		"state as parameter": {acme(nil, providers.AuthorizationParam("state", "s")), []string{`"state"`}},
		"response_type":      {acme(nil, providers.AuthorizationParam("response_type", "token")), []string{`"response_type"`}},
		"Also":               {set(func(c *providers.Config) { c.Also = map[string]string{"x": "javascript:alert(1)"} }), []string{`Also["x"]`}},
		"color":              {set(func(c *providers.Config) { c.Style.Background = "red" }), []string{`"red"`}},
		"logo":               {set(func(c *providers.Config) { c.Style.Logo = "javascript:alert(1)" }), []string{"logo"}},
		"HS256, no secret": {set(func(c *providers.Config) {
			c.IDTokenAlgs, c.ClientAuth, c.ClientSecret = []string{"HS256"}, providers.NoClientAuth, ""
		}), []string{"HS256"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{Providers: []ginauth.Provider{tc.provider}}))
			if !errors.Is(err, ginauth.ErrConfig) {
				t.Fatalf("error %v", err)
			}
			for _, part := range tc.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}

// sentTo is where a provider sends a browser.
func sentTo(t *testing.T, p ginauth.Provider) *url.URL {
	t.Helper()
	if _, err := p.Describe(); err != nil {
		t.Fatal(err)
	}
	to, err := p.(ginauth.OAuthProvider).AuthorizationURL(t.Context(), ginauth.AuthorizationRequest{State: "s", Nonce: "n", CodeVerifier: "v"})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

// The program counts more than the environment, and that more than the
// catalogue.
func TestWhatCounts(t *testing.T) {
	t.Setenv("AUTH_ACME_ISSUER", "https://env.example")
	t.Setenv("AUTH_ACME_ID", "from-env")
	t.Setenv("AUTH_GITLAB_ISSUER", "https://git.env.example/")
	t.Setenv("AUTH_GITLAB_ID", "from-env")
	t.Setenv("AUTH_GITLAB_SECRET", "secret")
	direct := func(c *providers.Config) { // no discovery: no requests in this test
		c.AuthorizationURL, c.TokenURL, c.JWKSURL = "{issuer}/authorize", "{issuer}/token", "{issuer}/keys"
	}
	for name, tc := range map[string]struct {
		provider     ginauth.Provider
		host, client string
	}{
		"Config":            {acme(direct), "id.acme.example", "app"},
		"option":            {acme(direct, providers.Issuer("https://option.example"), providers.ClientID("option")), "option.example", "option"},
		"the same option":   {acme(direct, providers.Issuer("https://id.acme.example")), "id.acme.example", "app"},
		"environment":       {acme(func(c *providers.Config) { direct(c); c.Issuer, c.ClientID = "", "" }), "env.example", "from-env"},
		"catalogue":         {providers.GitLab(providers.ID("other"), providers.ClientID("a"), providers.ClientSecret("b")), "gitlab.com", "a"},
		"environment above": {providers.GitLab(), "git.env.example", "from-env"},
		"option above":      {providers.GitLab(providers.Issuer("https://gitlab.com")), "gitlab.com", "from-env"},
	} {
		if u := sentTo(t, tc.provider); u.Host != tc.host || u.Query().Get("client_id") != tc.client {
			t.Errorf("%s: to %v", name, u)
		}
	}
}

// Scopes may be written in one text, and parameters are added to the
// catalogue's own.
func TestScopesAndParams(t *testing.T) {
	direct := func(c *providers.Config) {
		c.AuthorizationURL, c.TokenURL, c.JWKSURL = "{issuer}/authorize", "{issuer}/token", "{issuer}/keys"
		c.AuthorizationParams = map[string]string{"resource": "{issuer}/api"}
	}
	q := sentTo(t, acme(direct, providers.Scopes("openid profile", "api"), providers.AuthorizationParam("access_type", "offline"))).Query()
	if q.Get("scope") != "openid profile api" || q.Get("access_type") != "offline" || q.Get("resource") != "https://id.acme.example/api" || q.Get("code_challenge_method") != "S256" {
		t.Errorf("query %v", q)
	}
}
