package zitadeltest_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/providers"
)

const tokenPath = "/oauth/token"

// with replaces one parameter of a URL.
func with(t *testing.T, raw, name, value string) string {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set(name, value)
	u.RawQuery = q.Encode()
	return u.String()
}

func parameter(t *testing.T, raw, name string) string {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query().Get(name)
}

// wantNobody says that an answer has signed nobody in, after so many requests
// to the token endpoint.
func (b *browser) wantNobody(tokenRequests int) {
	b.t.Helper()
	if s := b.session(); s != nil {
		b.t.Errorf("signed in as %q", s.UID)
	}
	if n := b.provider.store.counted(tokenPath); n != tokenRequests {
		b.t.Errorf("%d token requests, want %d", n, tokenRequests)
	}
}

func TestWrongClientSecret(t *testing.T) {
	p := start(t, options{config: func(c *providers.Config) { c.ClientSecret = "canary-wrong" }})
	b := p.newBrowser()
	b.wantRefused(b.get(b.login(b.leave(""))), "OAuthCallback")
	b.wantNobody(1) // not tried again in another way
	p.wantLog("OAUTH_CALLBACK_ERROR", "invalid_client")
	if out := p.logs.String(); len(out) == 0 || strings.Contains(out, "canary-wrong") {
		t.Errorf("log: %s", out)
	}
}

// A code that was used is worth nothing: neither with the address that brought
// it, nor as the answer to another attempt.
func TestCodeReplay(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	back := b.login(b.leave(""))
	b.get(back)
	if b.session() == nil {
		t.Fatal("nobody is signed in")
	}
	b.wantRefused(b.get(back), "OAuthCallback")
	if n := p.provider.store.counted(tokenPath); n != 1 {
		t.Errorf("the replayed address made a token request: %d", n)
	}
	if b.session() == nil {
		t.Error("the replay has ended the session")
	}

	other := p.newBrowser()
	fresh := other.login(other.leave(""))
	other.wantRefused(other.get(with(t, fresh, "code", parameter(t, back, "code"))), "OAuthCallback")
	other.wantNobody(2)
	p.wantLog("invalid_grant")
	// The code that came with the attempt is not used up, but the attempt is.
	other.wantRefused(other.get(fresh), "OAuthCallback")
	other.wantNobody(2)
}

// A code that was made for another browser: its state is not this browser's,
// and with a state of this browser's the PKCE verifier is not the code's.
func TestCodeOfAnotherBrowser(t *testing.T) {
	p := start(t, options{})
	attacker, victim := p.newBrowser(), p.newBrowser()
	back := attacker.login(attacker.leave(""))
	victim.wantRefused(victim.get(back), "OAuthCallback")
	victim.wantNobody(0)

	state := victim.leave("").Query().Get("state")
	victim.wantRefused(victim.get(with(t, back, "state", state)), "OAuthCallback")
	victim.wantNobody(1)
	p.wantLog("invalid_grant")
}

func TestWrongState(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	back := b.login(b.leave(""))
	for _, state := range []string{"", "x", parameter(t, back, "state") + "x"} {
		b.wantRefused(b.get(with(t, back, "state", state)), "OAuthCallback")
	}
	b.wantNobody(0)
	b.get(back) // none of them has used the attempt up
	if b.session() == nil {
		t.Errorf("the right answer does not count any more\n%s", p.logs)
	}
}

// An ID token with another nonce is one of another sign-in.
func TestWrongNonce(t *testing.T) {
	p := start(t, options{store: func(s *store) { s.nonce = "of-another-sign-in" }})
	b := p.newBrowser()
	b.wantRefused(b.get(b.login(b.leave(""))), "OAuthCallback")
	b.wantNobody(1)
	p.wantLog("nonce")
}

// With prompt=none the provider answers with an error, and no code.
func TestLoginRequired(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	back := b.get(b.leave("?prompt=none").String())
	if parameter(t, back.location, "error") != "login_required" {
		t.Fatalf("%d %q", back.status, back.location)
	}
	b.wantRefused(b.get(back.location), "Callback")
	b.wantNobody(0)
	if names := b.cookies(".state"); len(names) != 0 {
		t.Errorf("the attempt is still there: %q", names)
	}
}

// The provider is down when the program starts, and later.
func TestProviderDown(t *testing.T) {
	p := start(t, options{})
	p.provider.server.Close()
	b := p.newBrowser()
	out := b.post(b.base+"/signin/zitadel", "csrfToken", b.csrf(), "callbackUrl", "/dash")
	b.wantRefused(out, "OAuthSignin")
	b.wantNobody(0)
	p.wantLog("SIGNIN_OAUTH_ERROR")
}
