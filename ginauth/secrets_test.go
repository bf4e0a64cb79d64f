package ginauth_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

const (
	oldSecret = "another-secret/3n7Zq0W2xV9rT5yL8"
	newSecret = "newest-secret/Kq8Zt1Wc6Xv4Rn2Ym7Bz"
)

// with starts a program with the given secrets, and keeps the browser.
func (a *app) with(secret ginauth.Secret, old ...ginauth.Secret) *app {
	a.t.Helper()
	b := start(a.t, func(cfg *ginauth.Config) { cfg.Protocol, cfg.Secret, cfg.OldSecrets = a.cfg.Protocol, secret, old })
	b.browser = a.browser
	return b
}

// Old to new and back again, without signing anyone out on the way.
func TestSecretsChangeThereAndBack(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		before := startIn(func(cfg *ginauth.Config) { cfg.Secret = oldSecret })
		before.signIn()
		during := before.with(newSecret, oldSecret)
		if !during.signedIn() {
			t.Error("the new program does not take the old token")
		}
		if !during.with(oldSecret, newSecret).signedIn() {
			t.Error("the old token does not count after the way back")
		}
		if during.with(newSecret).signedIn() {
			t.Error("the old token counts although its secret is gone")
		}
		during.newBrowser()
		during.signIn()
		if !during.with(oldSecret, newSecret).signedIn() {
			t.Error("the new token does not count after the way back")
		}
		again := during.with(newSecret, oldSecret)
		again.newBrowser()
		again.signIn()
		if again.with(oldSecret).signedIn() {
			t.Error("the new program signs with the old secret")
		}
	})
}

func TestSecretsOfTheEnvironment(t *testing.T) {
	names := []string{"AUTH_SECRET", "AUTH_SECRET_1", "AUTH_SECRET_2", "AUTH_SECRET_3", "NEXTAUTH_SECRET"}
	for _, name := range names {
		t.Setenv(name, "")
	}
	reads := func(secret string) bool {
		t.Helper()
		signer := start(t, func(cfg *ginauth.Config) { cfg.Secret = ginauth.Secret(secret) })
		signer.signIn()
		cfg := signer.cfg
		cfg.Secret = ""
		auth, err := ginauth.NewAuth(cfg)
		if err != nil {
			t.Fatal(err)
		}
		signer.router = gin.New()
		signer.router.Use(auth.Middleware())
		return signer.signedIn()
	}
	t.Setenv("NEXTAUTH_SECRET", oldSecret)
	if !reads(oldSecret) {
		t.Error("NEXTAUTH_SECRET is not read")
	}
	t.Setenv("AUTH_SECRET", newSecret)
	if !reads(newSecret) || reads(oldSecret) {
		t.Error("AUTH_SECRET does not come before NEXTAUTH_SECRET")
	}
	const one, two, three = "first-secret/4Hq8Zt1Wc6Xv4Rn2Y1aB", "second-secret/5Jq8Zt1Wc6Xv4Rn2YcD", "third-secret/6Lq8Zt1Wc6Xv4Rn2Y3eF"
	t.Setenv("AUTH_SECRET_1", one)
	t.Setenv("AUTH_SECRET_2", two)
	t.Setenv("AUTH_SECRET_3", three)
	for _, secret := range []string{newSecret, one, two, three} {
		if !reads(secret) {
			t.Errorf("%.12s… is not read", secret)
		}
	}
	// The highest number signs.
	cfg := ginauth.Config{BaseURL: ginauthtest.BaseURL, Providers: []ginauth.Provider{form{}}, Callbacks: seed()}
	a := start(t)
	auth, err := ginauth.NewAuth(cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.router = gin.New()
	a.router.Use(auth.Middleware())
	a.signIn()
	for i, secret := range []ginauth.Secret{three, two, one, newSecret} {
		before := a.cookie("next-auth.session-token")
		if a.with(secret).signedIn() != (i == 0) {
			t.Errorf("signed with %.12s…: %v", string(secret), i != 0)
		}
		a.setCookie("next-auth.session-token", before) // a program that cannot read it has cleared it
	}
	// What the program sets itself comes first.
	t.Setenv("AUTH_SECRET", "short")
	if _, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{})); err != nil {
		t.Error(err)
	}
	if _, err := ginauth.NewAuth(cfg); err == nil || strings.Contains(err.Error(), "short\"") {
		t.Errorf("a short secret of the environment: %v", err)
	}
}

// debugMode puts Gin into debug mode, quietly, for one test.
func debugMode(t *testing.T) {
	t.Helper()
	mode, out := gin.Mode(), gin.DefaultWriter
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { gin.SetMode(mode); gin.DefaultWriter = out; null.Close() })
	gin.DefaultWriter = null
	gin.SetMode(gin.DebugMode)
}

// In debug mode a program starts with nothing set: a random secret, with a
// warning, and the request's host. In release mode it does not start.
func TestDebugModeNeedsNothing(t *testing.T) {
	debugMode(t)
	cfg := ginauth.Config{Providers: []ginauth.Provider{form{}}}
	for _, mode := range []string{gin.TestMode, gin.ReleaseMode} {
		gin.SetMode(mode)
		if _, err := ginauth.NewAuth(cfg); err == nil {
			t.Errorf("%s: no error", mode)
		}
	}
	gin.SetMode(gin.DebugMode)
	var csrf []string
	for range 2 {
		logs := newLogBuffer()
		cfg.Logger = logs.Logger()
		auth, err := ginauth.NewAuth(cfg)
		if err != nil {
			t.Fatal(err)
		}
		if logs.lines() != 1 || !strings.Contains(logs.String(), "level=WARN") || !strings.Contains(logs.String(), "openssl rand") {
			t.Errorf("logs %s", logs)
		}
		engine := gin.New()
		engine.Use(auth.Middleware())
		r := odd("GET", "/api/auth/signin", "")
		r.Host = "192.168.1.20:8080"
		res := serve(engine, r)
		csrf = append(csrf, res.Header.Get("Set-Cookie"))
		if html := text(t, res); !strings.Contains(html, `action="http://192.168.1.20:8080/api/auth/callback/credentials"`) {
			t.Error("the host of the request does not count")
		}
	}
	if csrf[0] == csrf[1] {
		t.Error("the same token twice")
	}
	// Debug mode is no excuse for a secret that is set and weak.
	cfg.Secret = "secret"
	if _, err := ginauth.NewAuth(cfg); err == nil {
		t.Error("a short secret was taken")
	}
}
