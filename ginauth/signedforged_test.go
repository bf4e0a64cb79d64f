package ginauth_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"

	gojwt "github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth"
)

const base64url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// Tokens that are not quite ours.
func TestSignedForgeries(t *testing.T) {
	for method, c := range signingCases(t) {
		t.Run(method, func(t *testing.T) {
			a := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[0]}))
			now := a.clock.Now()
			claims := gojwt.MapClaims{"sub": "1", "iat": now.Unix(), "exp": now.Add(hour).Unix()}
			unsigned := gojwt.NewWithClaims(c.method, claims)
			unsigned.Header["typ"] = "session+jwt"
			token, err := unsigned.SignedString(c.keys[0])
			if err != nil {
				t.Fatal(err)
			}
			if !a.accepts(token) {
				t.Fatalf("the genuine token is refused\n%s", a.logs)
			}
			if a.forge(c.method, c.keys[1], claims) {
				t.Error("another key's signature is taken")
			}
			if c.otherMethod != nil && a.forge(c.otherMethod, c.keys[0], claims) {
				t.Errorf("%s is taken for %s", c.otherMethod.Alg(), method)
			}
			if a.forge(gojwt.SigningMethodNone, gojwt.UnsafeAllowNoneSignatureType, claims) {
				t.Error("alg none is taken")
			}
			parts := strings.Split(token, ".")
			flip := func(s string, i int) string {
				return s[:i] + string(base64url[(strings.IndexByte(base64url, s[i])+16)%64]) + s[i+1:]
			}
			for name, forged := range map[string]string{
				"signature cut":      strings.Join(parts[:2], ".") + ".",
				"two parts":          strings.Join(parts[:2], "."),
				"signature short":    token[:len(token)-2],
				"signature changed":  strings.Join([]string{parts[0], parts[1], flip(parts[2], 0)}, "."),
				"payload changed":    strings.Join([]string{parts[0], flip(parts[1], 4), parts[2]}, "."),
				"header changed":     strings.Join([]string{flip(parts[0], 4), parts[1], parts[2]}, "."),
				"padded":             token + "=",
				"standard base64":    strings.NewReplacer("-", "+", "_", "/").Replace(parts[0]+".") + parts[1] + "." + parts[2] + "==",
				"another part":       token + ".x",
				"none, no signature": base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".",
				"nOnE":               base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"nOnE"}`)) + "." + parts[1] + ".",
				"no alg":             base64.RawURLEncoding.EncodeToString([]byte(`{}`)) + "." + parts[1] + "." + parts[2],
			} {
				if a.accepts(forged) {
					t.Errorf("%s: taken", name)
				}
			}
		})
	}
}

// The spellings of the signature's last character that stand for the same
// bytes are not the same token.
func TestSignedSignatureHasOneSpelling(t *testing.T) {
	for method, c := range signingCases(t) {
		a := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[0]}))
		a.signIn()
		token := a.sessionToken()
		taken := 0
		for i := range base64url {
			if a.accepts(token[:len(token)-1] + base64url[i:i+1]) {
				taken++
			}
		}
		expect(t, method+": last characters that are taken", taken, 1)
	}
}

// A public key is public: as the bytes of an HMAC key, it signs nothing.
func TestSignedPublicKeyIsNoSecret(t *testing.T) {
	cases := signingCases(t)
	public := cases["RS256"].verify[0].(*rsa.PublicKey)
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	edDER, err := x509.MarshalPKIXPublicKey(cases["EdDSA"].verify[0])
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		method string
		key    []byte
	}{
		"RSA DER":     {"RS256", der},
		"RSA PEM":     {"RS256", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})},
		"RSA modulus": {"RS256", public.N.Bytes()},
		"Ed25519 DER": {"EdDSA", edDER},
		"Ed25519 raw": {"EdDSA", edKeys()[0][32:]},
	} {
		a := start(t, withSigned(ginauth.SignedTokens{Method: c.method, Key: cases[c.method].keys[0]}))
		claims := gojwt.MapClaims{"sub": "1", "iat": a.clock.Now().Unix(), "exp": a.clock.Now().Add(hour).Unix()}
		if a.forge(gojwt.SigningMethodHS256, c.key, claims) {
			t.Errorf("%s: an HMAC with the public key is taken", name)
		}
	}
}

func TestSignedTimes(t *testing.T) {
	a := start(t, withSigned(ginauth.SignedTokens{Method: "HS256", Key: hmacKeys[0]}))
	now := a.clock.Now().Unix()
	for name, c := range map[string]struct {
		claims gojwt.MapClaims
		alive  bool
	}{
		"plain":                {gojwt.MapClaims{"iat": now, "exp": now + 60}, true},
		"no exp":               {gojwt.MapClaims{"iat": now}, false},
		"exp 0":                {gojwt.MapClaims{"iat": now, "exp": 0}, false},
		"exp text":             {gojwt.MapClaims{"iat": now, "exp": "9999999999"}, false},
		"within tolerance":     {gojwt.MapClaims{"iat": now - 60, "exp": now - 14}, true},
		"past tolerance":       {gojwt.MapClaims{"iat": now - 60, "exp": now - 16}, false},
		"no iat":               {gojwt.MapClaims{"exp": now + 60}, false},
		"from the future":      {gojwt.MapClaims{"iat": now + 17, "exp": now + 60}, false},
		"nbf in the future":    {gojwt.MapClaims{"iat": now, "exp": now + 60, "nbf": now + 17}, false},
		"signed in long ago":   {gojwt.MapClaims{"iat": now, "exp": now + 60, "auth_time": 1}, false},
		"idle past MaxAge":     {gojwt.MapClaims{"iat": now - 3700, "exp": now + 60}, false},
		"lasting for ages":     {gojwt.MapClaims{"iat": now, "exp": 1 << 60}, true},
		"older than a month":   {gojwt.MapClaims{"iat": now, "exp": now + 60, "auth_time": now - 31*86400}, false},
		"payload is no object": {nil, false},
	} {
		if c.claims != nil {
			c.claims["sub"] = "1"
		}
		expect(t, name, a.forge(gojwt.SigningMethodHS256, hmacKeys[0], c.claims), c.alive)
	}
}
