package ginauth_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"strings"
	"testing"

	gojwt "github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth"
)

// Another service reads our token with golang-jwt alone, and we read what it
// issues; custom claims survive.
func TestSignedTokens(t *testing.T) {
	for method, c := range signingCases(t) {
		t.Run(method, func(t *testing.T) {
			a := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[0]}))
			a.signIn()
			type claims struct {
				gojwt.RegisteredClaims
				Role, SID string
				AuthTime  int64 `json:"auth_time"`
			}
			var got claims
			_, err := gojwt.ParseWithClaims(a.sessionToken(), &got, func(*gojwt.Token) (any, error) { return c.verify[0], nil },
				gojwt.WithValidMethods([]string{method}), gojwt.WithExpirationRequired(), gojwt.WithStrictDecoding())
			if err != nil {
				t.Fatalf("golang-jwt: %v", err)
			}
			if got.Subject != "1" || got.Role != "admin" || len(got.SID) < 43 || got.AuthTime != a.clock.Now().Unix() {
				t.Errorf("the claims are %+v", got)
			}
			expect(t, "exp", got.ExpiresAt.Unix(), a.clock.Now().Add(hour).Unix())

			now := a.clock.Now()
			theirs := gojwt.MapClaims{
				"sub": "9", "name": "Theirs", "role": "guest", "tenant": "t1", "iat": now.Unix(), "exp": now.Add(hour).Unix(),
			}
			if !a.forge(c.method, c.keys[0], theirs) {
				t.Fatalf("their token is refused\n%s", a.logs)
			}
			a.clock.Advance(2 * minute)
			if !setsSession(a.get("/me")) {
				t.Fatal("not issued again when due")
			}
			ours := gojwt.MapClaims{}
			if _, err := gojwt.ParseWithClaims(a.sessionToken(), ours, func(*gojwt.Token) (any, error) { return c.verify[0], nil }); err != nil {
				t.Fatal(err)
			}
			if ours["tenant"] != "t1" || ours["role"] != "guest" || ours["sid"] == nil {
				t.Errorf("after the re-issue the claims are %v", ours)
			}
			a.post("/api/auth/signout")
			if a.isSignedIn() {
				t.Error("not signed out")
			}
		})
	}
}

func TestSignedTokensInChunks(t *testing.T) {
	size := 9000
	a := start(t, withSigned(ginauth.SignedTokens{Method: "HS256", Key: hmacKeys[0]}), withSize(&size))
	a.signIn()
	expect(t, "cookies", len(a.cookieSet()), 4)
	if !a.isSignedIn() {
		t.Errorf("the chunks do not make a token\n%s", a.logs)
	}
}

func TestSignedKeyRotation(t *testing.T) {
	for method, c := range signingCases(t) {
		for _, public := range []bool{false, true} {
			old := c.keys[0]
			if public {
				old = c.verify[0]
			}
			t.Run(fmt.Sprintf("%s/public=%v", method, public), func(t *testing.T) {
				before := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[0]}))
				during := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[1], OldKeys: []any{old}}))
				after := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[1]}))
				before.signIn()
				token := before.sessionToken()
				if !during.accepts(token) {
					t.Error("the old key does not verify")
				}
				if after.accepts(token) {
					t.Error("the dropped key still verifies")
				}
				for _, a := range []*app{before, during, after} {
					a.clock.Advance(2 * minute)
				}
				if !setsSession(during.get("/me")) {
					t.Fatal("not issued again")
				}
				if !after.accepts(during.sessionToken()) || before.accepts(during.sessionToken()) {
					t.Error("the re-issue is not signed with the new key")
				}
			})
		}
	}
}

func TestSignedIssuerAndAudience(t *testing.T) {
	a := start(t, withSigned(ginauth.SignedTokens{Method: "HS256", Key: hmacKeys[0], Issuer: "https://i", Audience: "api"}))
	a.signIn()
	if !a.isSignedIn() {
		t.Fatalf("our own token is refused\n%s", a.logs)
	}
	for name, c := range map[string]struct {
		iss, aud any
		alive    bool
	}{
		"right": {"https://i", "api", true}, "audience among others": {"https://i", []string{"web", "api"}, true},
		"no issuer": {nil, "api", false}, "wrong issuer": {"https://j", "api", false}, "issuer in another case": {"https://I", "api", false},
		"issuer no text": {1, "api", false}, "issuer list": {[]string{"https://i"}, "api", false},
		"no audience": {"https://i", nil, false}, "wrong audience": {"https://i", "web", false}, "empty audience": {"https://i", []string{}, false},
		"audience no text": {"https://i", 7, false},
	} {
		claims := gojwt.MapClaims{"sub": "1", "iat": a.clock.Now().Unix(), "exp": a.clock.Now().Add(hour).Unix()}
		if c.iss != nil {
			claims["iss"] = c.iss
		}
		if c.aud != nil {
			claims["aud"] = c.aud
		}
		expect(t, name, a.forge(gojwt.SigningMethodHS256, hmacKeys[0], claims), c.alive)
	}
}

func TestSignedKeysAreChecked(t *testing.T) {
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	cases := signingCases(t)
	ed, strong := edKeys(), cases["RS256"]
	for name, s := range map[string]ginauth.SignedTokens{
		"no method":           {Key: hmacKeys[0]},
		"none":                {Method: "none", Key: gojwt.UnsafeAllowNoneSignatureType},
		"HS512":               {Method: "HS512", Key: hmacKeys[0]},
		"no key":              {Method: "HS256"},
		"empty key":           {Method: "HS256", Key: []byte{}},
		"short key":           {Method: "HS256", Key: hmacKeys[0][:31]},
		"key as text":         {Method: "HS256", Key: string(hmacKeys[0])},
		"key of another kind": {Method: "HS256", Key: ed[0]},
		"Ed25519 public":      {Method: "EdDSA", Key: ed[0].Public()},
		"Ed25519 short":       {Method: "EdDSA", Key: ed[0][:40]},
		"Ed25519 nil":         {Method: "EdDSA", Key: ed25519.PrivateKey(nil)},
		"RSA public":          {Method: "RS256", Key: strong.verify[0]},
		"RSA by value":        {Method: "RS256", Key: *strong.keys[0].(*rsa.PrivateKey)},
		"RSA weak":            {Method: "RS256", Key: weak},
		"RSA nil":             {Method: "RS256", Key: (*rsa.PrivateKey)(nil)},
		"RSA empty":           {Method: "RS256", Key: &rsa.PrivateKey{}},
		"old key short":       {Method: "HS256", Key: hmacKeys[0], OldKeys: []any{[]byte("short")}},
		"old key weak":        {Method: "RS256", Key: strong.keys[0], OldKeys: []any{&weak.PublicKey}},
		"old key of HMAC":     {Method: "RS256", Key: strong.keys[0], OldKeys: []any{hmacKeys[0]}},
		"old key nil":         {Method: "HS256", Key: hmacKeys[0], OldKeys: []any{nil}},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := ginauth.Config{BaseURL: "http://localhost:3000", Secret: secretA, Session: ginauth.SessionConfig{Signed: &s}}
			if _, err := ginauth.NewAuth(cfg); !errors.Is(err, ginauth.ErrConfig) || !strings.Contains(err.Error(), "Session.Signed") {
				t.Errorf("NewAuth returns %v", err)
			}
		})
	}
}

func TestSignedTokensDoNotShowTheirKeys(t *testing.T) {
	s := ginauth.SignedTokens{Method: "HS256", Key: []byte("canary-signing-key-of-32-bytes!!")}
	logs := newLogBuffer()
	logs.Logger().Info("x", "signed", s)
	for _, out := range []string{fmt.Sprint(s), fmt.Sprintf("%v", s), fmt.Sprintf("%+v", s), fmt.Sprintf("%#v", s), logs.String()} {
		if strings.Contains(out, "canary") || strings.Contains(out, "99 97 110 97") {
			t.Errorf("the key shows: %s", out)
		}
	}
}
