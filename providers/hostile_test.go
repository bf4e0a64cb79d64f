package providers_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/providers"
)

// configFor are the settings of a program for a provider of ginauthtest.
func configFor(op *ginauthtest.Provider) providers.Config {
	c := providers.Config{
		ID: op.ID, Issuer: op.Issuer, ClientID: op.ClientID, ClientSecret: ginauth.Secret(op.ClientSecret), HTTPClient: op.HTTPClient(),
	}
	if op.Waits() {
		c.Timeout, op.Patience = 300*time.Millisecond, 4*time.Second
	}
	return c
}

// Nothing that a hostile provider does gets through.
func TestHostileProvider(t *testing.T) {
	gin.SetMode(gin.TestMode)
	ginauthtest.RunAttacks(t, func(op *ginauthtest.Provider) ginauth.Provider {
		c := configFor(op)
		c.Logout = true
		return providers.OIDC(c)
	})
}

// Nor with plain OAuth 2.0, where there is less to look at.
func TestHostileOAuth2Provider(t *testing.T) {
	gin.SetMode(gin.TestMode)
	ginauthtest.RunAttacks(t, func(op *ginauthtest.Provider) ginauth.Provider {
		c := configFor(op)
		c.AuthorizationURL, c.TokenURL, c.UserInfoURL = "{issuer}/authorize", "{issuer}/token", "{issuer}/userinfo"
		c.Scopes = []string{"profile", "email"}
		c.Profile = func(a providers.Answer) providers.Profile {
			return providers.Profile{User: ginauth.User{ID: a.Text("sub"), Name: a.Text("name"), Email: a.Text("email")}}
		}
		return providers.OAuth(c)
	})
}

// What the browser brings may come as a POST from the provider's site, too.
func TestHostileProviderByFormPost(t *testing.T) {
	gin.SetMode(gin.TestMode)
	program := ginauthtest.ProgramWith(func(op *ginauthtest.Provider) ginauth.Provider {
		c := configFor(op)
		c.FormPost = true
		return providers.OIDC(c)
	})
	for _, a := range ginauthtest.Attacks() {
		switch group, _, _ := strings.Cut(a.Name, "/"); group {
		case "proper", "answer", "state", "mix-up":
			t.Run(a.Name, func(t *testing.T) { a.Run(t, program) })
		}
	}
}

// An answer of 64 MiB costs the memory of the 1 MiB that is read of it.
func TestHugeAnswersTakeLittleMemory(t *testing.T) {
	gin.SetMode(gin.TestMode)
	program := ginauthtest.ProgramWith(func(op *ginauthtest.Provider) ginauth.Provider { return providers.OIDC(configFor(op)) })
	for _, a := range ginauthtest.Attacks() {
		if !strings.HasPrefix(a.Name, "fault/huge-at-") && !strings.HasPrefix(a.Name, "fault/gzip-bomb-at-") {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			a.Run(t, program) // what is made once is made
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			a.Run(t, program)
			runtime.ReadMemStats(&after)
			if n := after.TotalAlloc - before.TotalAlloc; n > 8<<20 {
				t.Errorf("%d KiB are allocated", n>>10)
			} else {
				t.Logf("%d KiB", n>>10)
			}
		})
	}
}

// The modules of the certification that are about the client: it
// authenticates as it is registered, by a secret whose characters have to be
// encoded, too.
func TestClientAuthentication(t *testing.T) {
	gin.SetMode(gin.TestMode)
	_, edKey, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	ecKey, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		auth providers.ClientAuth
		key  crypto.Signer
	}{
		"oidcc-client-test-client-secret-basic": {providers.ClientSecretBasic, nil},
		"oidcc-client-test-client-secret-post":  {providers.ClientSecretPost, nil},
		"oidcc-client-test-private-key-jwt":     {providers.PrivateKeyJWT, ecKey},
		"oidcc-client-test-private-key-jwt-okp": {providers.PrivateKeyJWT, edKey},
		"none, by PKCE alone":                   {providers.NoClientAuth, nil},
	} {
		t.Run(name, func(t *testing.T) {
			proper := ginauthtest.Attack{Name: name, Want: ginauthtest.Accepted}
			proper.Run(t, ginauthtest.ProgramWith(func(op *ginauthtest.Provider) ginauth.Provider {
				settings := configFor(op)
				settings.ClientAuth, settings.ClientKey = c.auth, c.key
				op.ClientAuth = string(c.auth)
				if c.key != nil {
					op.ClientKey = c.key.Public()
				}
				if c.auth == providers.NoClientAuth || c.key != nil {
					settings.ClientSecret = ""
				}
				return providers.OIDC(settings)
			}))
		})
	}
}
