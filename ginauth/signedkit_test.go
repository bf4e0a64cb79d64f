package ginauth_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"sync"
	"testing"

	gojwt "github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth"
)

// Two keys of each method; making RSA keys takes a while.
var (
	hmacKeys = [2][]byte{[]byte("hs256 key for tests, number one.."), []byte("hs256 key for tests, number two..")}
	edKeys   = sync.OnceValue(func() (keys [2]ed25519.PrivateKey) {
		for i := range keys {
			var seed [ed25519.SeedSize]byte
			seed[0] = byte(i)
			keys[i] = ed25519.NewKeyFromSeed(seed[:])
		}
		return keys
	})
	rsaKeys = sync.OnceValues(func() (keys [2]*rsa.PrivateKey, err error) {
		for i := range keys {
			if keys[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
				return keys, err
			}
		}
		return keys, nil
	})
)

// signingCase is one method with a key, another one, and how they verify.
type signingCase struct {
	method      gojwt.SigningMethod
	keys        [2]any
	verify      [2]any
	otherMethod gojwt.SigningMethod // that the same key could serve
}

func signingCases(t *testing.T) map[string]signingCase {
	t.Helper()
	ed := edKeys()
	rsa, err := rsaKeys()
	if err != nil {
		t.Fatal(err)
	}
	return map[string]signingCase{
		"HS256": {
			gojwt.SigningMethodHS256, [2]any{hmacKeys[0], hmacKeys[1]}, [2]any{hmacKeys[0], hmacKeys[1]}, gojwt.SigningMethodHS384,
		},
		"EdDSA": {gojwt.SigningMethodEdDSA, [2]any{ed[0], ed[1]}, [2]any{ed[0].Public(), ed[1].Public()}, nil},
		"RS256": {
			gojwt.SigningMethodRS256, [2]any{rsa[0], rsa[1]}, [2]any{rsa[0].Public(), rsa[1].Public()}, gojwt.SigningMethodRS512,
		},
	}
}

func withSigned(s ginauth.SignedTokens) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) {
		cfg.Session.Signed, cfg.Session.MaxAge, cfg.Session.UpdateAge = &s, hour, minute
	}
}

// forge signs claims as they are and asks who that is.
func (a *app) forge(method gojwt.SigningMethod, key any, claims gojwt.Claims) bool {
	a.t.Helper()
	unsigned := gojwt.NewWithClaims(method, claims)
	unsigned.Header["typ"] = "session+jwt"
	token, err := unsigned.SignedString(key)
	if err != nil {
		a.t.Fatal(err)
	}
	return a.accepts(token)
}

// accepts tells whether a token signs in, as a cookie and as a Bearer alike.
func (a *app) accepts(token string) bool {
	a.t.Helper()
	a.newBrowser()
	asBearer := text(a.t, a.get("/me", "Authorization", "Bearer "+token)) != "null"
	a.setCookie(sessionCookie, token)
	asCookie := a.isSignedIn()
	if asBearer != asCookie {
		a.t.Errorf("as a cookie %v, as a bearer token %v", asCookie, asBearer)
	}
	return asCookie
}
