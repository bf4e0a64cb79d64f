package ginauth_test

import (
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

const (
	secretA ginauth.Secret = "A0-1d9QmTz7Lk2Vb5Xw8Yc3Rn6Ps4Hj-test"
	secretB ginauth.Secret = "B0-7fKxWq3Zs9Gt1Ny5Md8Vr2Lc6Ph4-test"
)

// under makes programs that differ in their secrets only, with one clock and
// one browser.
func under(t *testing.T, protocol ginauth.Protocol, first *app, secrets ...ginauth.Secret) *app {
	t.Helper()
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}), func(cfg *ginauth.Config) {
		cfg.Protocol, cfg.Secret, cfg.OldSecrets = protocol, secrets[0], secrets[1:]
		if first != nil {
			cfg.Now = first.clock.Now
		}
	})
	if first != nil {
		a.browser, a.clock = first.browser, first.clock
	}
	return a
}

// [A] → [B, A] → [B]: who comes by while both are known stays signed in.
func TestSecretRotation(t *testing.T) {
	for name, protocol := range protocols {
		t.Run(name, func(t *testing.T) {
			before := under(t, protocol, nil, secretA)
			during := under(t, protocol, before, secretB, secretA)
			after := under(t, protocol, before, secretB)
			before.signIn()
			old := before.sessionCookies()
			if !during.isSignedIn() {
				t.Fatalf("the old secret does not open\n%s", during.logs)
			}
			during.post("/api/auth/signout") // the CSRF cookie of the old secret is good as well
			if during.isSignedIn() {
				t.Error("a form with the old secret's CSRF token was refused")
			}
			for k, v := range old {
				before.setCookie(k, v)
			}
			before.clock.Advance(2 * minute)
			if !setsSession(during.get("/me")) {
				t.Fatal("not issued again when due")
			}
			if !after.isSignedIn() {
				t.Errorf("the session that was issued under both is refused\n%s", after.logs)
			}
			if before.isSignedIn() {
				t.Error("the new session is not sealed with the new secret")
			}
			after.newBrowser()
			for k, v := range old {
				after.setCookie(k, v)
			}
			if after.isSignedIn() {
				t.Error("the dropped secret still opens")
			}
		})
	}
}

// A token of one protocol is nothing in the other, whatever the cookie's name.
func TestTokensOfTheOtherProtocol(t *testing.T) {
	names := map[ginauth.Protocol]string{ginauth.NextAuth: sessionCookie, ginauth.AuthJS: "authjs.session-token"}
	for name, protocol := range protocols {
		a := under(t, protocol, nil, secretA)
		b := under(t, 1-protocol, nil, secretA)
		a.signIn()
		b.setCookie(names[1-protocol], a.sessionToken())
		if res := b.get("/me"); text(t, res) != "null" || !clearsSession(res) {
			t.Errorf("a token of %s signs in with the other protocol", name)
		}
	}
}
