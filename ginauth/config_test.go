package ginauth_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/cookie"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// described is a provider that is only described: it implements no interface of
// a provider type.
type described struct {
	info ginauth.ProviderInfo
	err  error
}

func (d described) Describe() (ginauth.ProviderInfo, error) { return d.info, d.err }

type otherUser struct{ ginauth.User }

// Each setting broken by itself: the error says which one, and what to do.
func TestConfigErrors(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	store := cookie.NewStore([]byte("a key of thirty-two random bytes"))
	signed := func(s ginauth.SignedTokens) func(*ginauth.Config) {
		return func(c *ginauth.Config) { c.Session.Signed = &s }
	}
	for name, tc := range map[string]struct {
		damage func(*ginauth.Config)
		says   []string
	}{
		"protocol":               {func(c *ginauth.Config) { c.Protocol = 7 }, []string{"Protocol", "ginauth.NextAuth", "ginauth.AuthJS"}},
		"base URL scheme":        {func(c *ginauth.Config) { c.BaseURL = "ftp://x.test" }, []string{"BaseURL", "AUTH_URL", "http"}},
		"base URL user":          {func(c *ginauth.Config) { c.BaseURL = "https://me:pw@x.test" }, []string{"BaseURL", "password"}},
		"base URL query":         {func(c *ginauth.Config) { c.BaseURL = "https://x.test/?a" }, []string{"BaseURL", "query"}},
		"base URL host":          {func(c *ginauth.Config) { c.BaseURL = "https:///api" }, []string{"BaseURL", "host"}},
		"base URL Unicode":       {func(c *ginauth.Config) { c.BaseURL = "https://bücher.test" }, []string{"BaseURL", "punycode"}},
		"base URL broken":        {func(c *ginauth.Config) { c.BaseURL = "https://x:y" }, []string{"BaseURL"}},
		"base URL path":          {func(c *ginauth.Config) { c.BaseURL = "https://x.test/a/../b" }, []string{"BaseURL", "path"}},
		"base path":              {func(c *ginauth.Config) { c.BasePath = "auth" }, []string{"BasePath", "start with /"}},
		"base path dots":         {func(c *ginauth.Config) { c.BasePath = "/a/../b" }, []string{"BasePath", "segment"}},
		"base path parameter":    {func(c *ginauth.Config) { c.BasePath = "/:tenant/auth" }, []string{"BasePath"}},
		"trusted host":           {func(c *ginauth.Config) { c.TrustedHosts = []string{"https://x.test"} }, []string{"trusted host", "https://x.test"}},
		"trusted proxy":          {func(c *ginauth.Config) { c.TrustedProxies = []string{"proxy"} }, []string{"trusted proxy", "CIDR"}},
		"no secret":              {func(c *ginauth.Config) { c.Secret = "" }, []string{"secret", "openssl rand -base64 33", "AUTH_SECRET"}},
		"short secret":           {func(c *ginauth.Config) { c.Secret = "short" }, []string{"Secret", "5 bytes", "32", "openssl"}},
		"one character":          {func(c *ginauth.Config) { c.Secret = ginauth.Secret(strings.Repeat("a", 64)) }, []string{"guessed", "openssl"}},
		"a word again and again": {func(c *ginauth.Config) { c.Secret = "changemechangemechangemechangeme" }, []string{"guessed"}},
		"old secret":             {func(c *ginauth.Config) { c.OldSecrets = []ginauth.Secret{"x"} }, []string{"OldSecrets[0]", "32"}},
		"empty old secret":       {func(c *ginauth.Config) { c.OldSecrets = []ginauth.Secret{ginauthtest.Secret + "2", ""} }, []string{"OldSecrets[1]"}},
		"nil provider":           {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{nil} }, []string{"Providers[0]", "nil"}},
		"two of an id":           {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{form{}, form{}} }, []string{"Providers[1]", `"credentials"`, "another ID"}},
		"provider id":            {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{form{id: "A b"}} }, []string{`"A b"`, "a-z"}},
		"provider undefined":     {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{form{id: "undefined"}} }, []string{"undefined"}},
		"provider fails": {func(c *ginauth.Config) {
			c.Providers = []ginauth.Provider{described{err: errors.New("no tag of that name")}}
		},
			[]string{"Providers[0]", "no tag of that name"}},
		"provider of no type": {func(c *ginauth.Config) {
			c.Providers = []ginauth.Provider{described{info: ginauth.ProviderInfo{ID: "x", User: reflect.TypeFor[*User]()}}}
		}, []string{"CredentialsProvider"}},
		"provider's user": {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{form{user: reflect.TypeFor[*otherUser]()}} },
			[]string{"otherUser", "ginauth_test.User", "same type"}},
		"provider's user no pointer": {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{form{user: reflect.TypeFor[User]()}} }, []string{"pointer"}},
		"provider's user a string":   {func(c *ginauth.Config) { c.Providers = []ginauth.Provider{form{user: reflect.TypeFor[string]()}} }, []string{"embeds ginauth.User"}},
		"shape":                      {func(c *ginauth.Config) { c.Callbacks.Shape = &ginauth.Shape{} }, []string{"callbacks.Shape"}},
		"page":                       {func(c *ginauth.Config) { c.Pages.SignIn = "login" }, []string{"Pages.SignIn", "start"}},
		"page elsewhere":             {func(c *ginauth.Config) { c.Pages.Error = "//evil.test" }, []string{"Pages.Error"}},
		"theme":                      {func(c *ginauth.Config) { c.Theme.BrandColor = "red;}" }, []string{"BrandColor"}},
		"colour scheme":              {func(c *ginauth.Config) { c.Theme.ColorScheme = "pink" }, []string{"ColorScheme"}},
		"max age":                    {func(c *ginauth.Config) { c.Session.MaxAge = time.Second }, []string{"MaxAge", "minute"}},
		"idle timeout":               {func(c *ginauth.Config) { c.Session.IdleTimeout = -time.Hour }, []string{"IdleTimeout"}},
		"absolute age":               {func(c *ginauth.Config) { c.Session.AbsoluteMaxAge = 1 << 62 }, []string{"AbsoluteMaxAge"}},
		"strategy":                   {func(c *ginauth.Config) { c.Session.Strategy = "x" }, []string{"Strategy", "StrategyJWT"}},
		"store without one":          {func(c *ginauth.Config) { c.Session.Strategy = ginauth.StrategyStore }, []string{"Session.Store"}},
		"store with JWT":             {func(c *ginauth.Config) { c.Session.Strategy, c.Session.Store = ginauth.StrategyJWT, store }, []string{"StrategyJWT", "Store"}},
		"store and signed": {func(c *ginauth.Config) {
			c.Session.Store, c.Session.Signed = store, &ginauth.SignedTokens{Method: "HS256", Key: make([]byte, 32)}
		}, []string{"Signed"}},
		"signed method":     {signed(ginauth.SignedTokens{Method: "none", Key: make([]byte, 32)}), []string{"Signed", "HS256, EdDSA or RS256"}},
		"signed short key":  {signed(ginauth.SignedTokens{Method: "HS256", Key: make([]byte, 31)}), []string{"32 bytes"}},
		"signed text key":   {signed(ginauth.SignedTokens{Method: "HS256", Key: "secret"}), []string{"string", "32 bytes"}},
		"signed weak key":   {signed(ginauth.SignedTokens{Method: "RS256", Key: weak}), []string{"2048"}},
		"signed public key": {signed(ginauth.SignedTokens{Method: "RS256", Key: &weak.PublicKey}), []string{"RS256"}},
		"signed no key":     {signed(ginauth.SignedTokens{Method: "EdDSA"}), []string{"EdDSA"}},
		"cookie name":       {func(c *ginauth.Config) { c.Cookies.Session.Name = "a b" }, []string{"cookie", `"a b"`}},
		"cookie domain":     {func(c *ginauth.Config) { c.Cookies.CSRF.Domain = "x;y" }, []string{"cookie"}},
		"host cookie": {func(c *ginauth.Config) { c.BaseURL, c.Cookies.CSRF.Domain = "https://x.test", "x.test" },
			[]string{"__Host-", "Domain", "rename"}},
		"secure cookie on http": {func(c *ginauth.Config) { c.Cookies.Session.Name = "__Secure-x" }, []string{"__Secure-x", "https"}},
		"SameSite None on http": {func(c *ginauth.Config) { c.Cookies.Session.SameSite = http.SameSiteNoneMode }, []string{"SameSite=None", "https"}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := ginauthtest.Config(ginauth.Config{Providers: []ginauth.Provider{form{}}, Callbacks: seed()})
			tc.damage(&cfg)
			auth, err := ginauth.NewAuth(cfg)
			if auth != nil || !errors.Is(err, ginauth.ErrConfig) {
				t.Fatalf("%v, error %v", auth, err)
			}
			for _, part := range tc.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			if strings.Contains(err.Error(), string(ginauthtest.Secret)) || strings.Contains(err.Error(), "changeme") {
				t.Errorf("the secret is in %q", err)
			}
			defer func() {
				if v, ok := recover().(error); !ok || !errors.Is(v, ginauth.ErrConfig) {
					t.Errorf("New panicked with %v", v)
				}
			}()
			ginauth.New(cfg)
		})
	}
}

// All problems are told at once.
func TestConfigTellsAllProblems(t *testing.T) {
	_, err := ginauth.NewAuth(ginauth.Config{Providers: []ginauth.Provider{nil, form{id: "B"}}, Session: ginauth.SessionConfig{MaxAge: 1}})
	for _, part := range []string{"AUTH_URL", "AUTH_SECRET", "Providers[0]", "Providers[1]", "MaxAge"} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%v does not say %q", err, part)
		}
	}
}

// A provider of plain users goes with callbacks of any type.
func TestPlainUsersFitEveryShape(t *testing.T) {
	plain := form{user: reflect.TypeFor[*ginauth.User](), authorize: func(context.Context, string, string) (ginauth.UserLike, error) {
		return &ginauth.User{ID: "7", Email: "jsmith@example.com"}, nil
	}}
	var seen *User
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Providers = []ginauth.Provider{plain}
		cfg.Callbacks = callbacks.Shape(func(_ context.Context, _ *Token, in callbacks.JWT[*User]) error {
			if in.User != nil {
				seen = in.User
			}
			return nil
		}, func(context.Context, *Session, *Token) error { return nil })
	})
	a.signIn()
	if seen == nil || seen.ID != "7" || seen.Role != "" {
		t.Errorf("the callback saw %+v", seen)
	}
}
