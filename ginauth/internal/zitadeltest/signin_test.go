package zitadeltest_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/zitadel/oidc/v3/pkg/oidc"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestSignIn(t *testing.T) {
	for _, dialect := range []struct {
		name     string
		protocol ginauth.Protocol
		cookie   string
	}{{"NextAuth", ginauth.NextAuth, "next-auth.session-token"}, {"AuthJS", ginauth.AuthJS, "authjs.session-token"}} {
		t.Run(dialect.name, func(t *testing.T) {
			p := start(t, options{protocol: dialect.protocol})
			b := p.newBrowser()
			if b.session() != nil {
				t.Fatal("somebody is signed in")
			}
			b.signIn()

			asked := p.provider.store.lastAsked(t)
			if asked.CodeChallengeMethod != oidc.CodeChallengeMethodS256 || len(asked.CodeChallenge) != 43 {
				t.Errorf("PKCE %q %q", asked.CodeChallengeMethod, asked.CodeChallenge)
			}
			if len(asked.State) < 43 || len(asked.Nonce) < 43 || asked.State == asked.Nonce || asked.State == asked.CodeChallenge {
				t.Errorf("state %q, nonce %q", asked.State, asked.Nonce)
			}
			if asked.ResponseType != oidc.ResponseTypeCode || asked.RedirectURI != p.base+"/callback/zitadel" ||
				!slices.Equal(asked.Scopes, oidc.SpaceDelimitedArray{"openid", "profile", "email", "offline_access"}) {
				t.Errorf("asked for %q, %q, %q", asked.ResponseType, asked.RedirectURI, asked.Scopes)
			}

			if names := b.cookies("session-token"); !slices.Equal(names, []string{dialect.cookie}) {
				t.Errorf("session cookies %q", names)
			}
			if names := b.cookies(".state"); len(names) != 0 {
				t.Errorf("the attempt is still there: %q", names)
			}
			s := b.session()
			want := ginauth.User{Name: "Test User2", Email: "test-user2@zitadel.ch"}
			if s == nil || s.User != want || s.UID != "zitadel:"+userID || s.Error != "" {
				t.Fatalf("session %+v\n%s", s, p.logs)
			}
			// The access token is good for the provider's API.
			r, err := http.NewRequest(http.MethodGet, p.provider.issuer+"/userinfo", http.NoBody)
			if err == nil {
				r.Header.Set("Authorization", "Bearer "+s.Access)
			}
			if out := b.do(r, err); out.status != http.StatusOK || !strings.Contains(out.body, `"sub":"`+userID+`"`) {
				t.Errorf("userinfo: %d %s", out.status, out.body)
			}
			p.wantLog()
		})
	}
}

// What is fetched of the provider's configuration is fetched once.
func TestDiscoveryOnce(t *testing.T) {
	p := start(t, options{})
	for range 3 {
		p.newBrowser().signIn()
	}
	for _, path := range []string{"/.well-known/openid-configuration", "/keys"} {
		if n := p.provider.store.counted(path); n != 1 {
			t.Errorf("%s was fetched %d times", path, n)
		}
	}
}

// A provider that changes its signing key is believed after one more look at
// its key set.
func TestKeyRotation(t *testing.T) {
	p := start(t, options{})
	p.newBrowser().signIn()
	p.provider.store.rotate(t)
	p.newBrowser().signIn()
	if n := p.provider.store.counted("/keys"); n != 2 {
		t.Errorf("the key set was fetched %d times", n)
	}
}

// Two sign-ins in two tabs do not disturb each other.
func TestTwoTabs(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	first, second := b.leave(""), b.leave("")
	for _, tab := range []*url.URL{second, first} {
		if out := b.get(b.login(tab)); out.status != http.StatusFound || out.location != p.origin+"/dash" {
			t.Errorf("coming back: %d %q", out.status, out.location)
		}
	}
	if b.session() == nil {
		t.Error("nobody is signed in")
	}
}
