package zitadeltest_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// A sign-out ends the session here, then the one at the provider, and then the
// browser is where it wanted to be.
func TestLogout(t *testing.T) {
	for _, protocol := range []ginauth.Protocol{ginauth.NextAuth, ginauth.AuthJS} {
		p := start(t, options{protocol: protocol})
		b := p.newBrowser()
		b.signIn()
		grant := b.session()

		out := b.post(b.base+"/signout", "csrfToken", b.csrf(), "callbackUrl", "/dash")
		at, err := url.Parse(out.location)
		if err != nil || out.status != http.StatusFound || !strings.HasPrefix(out.location, p.provider.issuer+"/end_session?") {
			t.Fatalf("signing out: %d %q\n%s", out.status, out.location, p.logs)
		}
		q := at.Query()
		if q.Get("post_logout_redirect_uri") != p.base+"/signout/zitadel" || q.Get("client_id") != clientID ||
			len(q.Get("state")) < 43 || strings.Count(q.Get("id_token_hint"), ".") != 2 {
			t.Errorf("end_session with %v", q)
		}
		if b.session() != nil || len(b.cookies("session-token")) != 0 {
			t.Error("the session here has not ended first")
		}
		if ended := p.provider.store.endedSessions(); len(ended) != 0 {
			t.Errorf("ended already: %q", ended)
		}

		back := b.get(out.location)
		if want := p.base + "/signout/zitadel?state=" + q.Get("state"); back.status != http.StatusFound || back.location != want {
			t.Fatalf("the provider sends back to %d %q, want %q: %s", back.status, back.location, want, back.body)
		}
		if ended := p.provider.store.endedSessions(); !slices.Equal(ended, []string{userID}) {
			t.Errorf("the provider has ended the sessions of %q", ended)
		}
		if home := b.get(back.location); home.status != http.StatusFound || home.location != p.origin+"/dash" {
			t.Errorf("coming back: %d %q", home.status, home.location)
		}
		if names := b.cookies(".state"); len(names) != 0 {
			t.Errorf("the attempt is still there: %q", names)
		}
		// Once more, or with a state of nobody's: home.
		if home := b.get(back.location); home.status != http.StatusFound || home.location != p.origin {
			t.Errorf("coming back again: %d %q", home.status, home.location)
		}
		// What the provider gave is worth nothing any more.
		r, err := http.NewRequest(http.MethodGet, p.provider.issuer+"/userinfo", http.NoBody)
		if err == nil {
			r.Header.Set("Authorization", "Bearer "+grant.Access)
		}
		if out := b.do(r, err); out.status == http.StatusOK {
			t.Errorf("the access token still works: %s", out.body)
		}
	}
}

// Without the option, a sign-out is one here.
func TestLogoutHereOnly(t *testing.T) {
	p := start(t, options{config: func(c *providers.Config) { c.Logout = false }})
	b := p.newBrowser()
	b.signIn()
	out := b.post(b.base+"/signout", "csrfToken", b.csrf(), "callbackUrl", "/dash")
	if out.status != http.StatusFound || out.location != p.origin+"/dash" || b.session() != nil {
		t.Errorf("signing out: %d %q", out.status, out.location)
	}
	if n := len(p.provider.store.endedSessions()); n != 0 {
		t.Errorf("%d sessions ended at the provider", n)
	}
}

// A provider that is down, or not known any more, keeps nobody signed in.
func TestLogoutWithoutProvider(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	b.signIn()
	p.provider.server.Close()
	out := b.post(b.base+"/signout", "csrfToken", b.csrf(), "callbackUrl", "/dash")
	if out.status != http.StatusFound || b.session() != nil {
		t.Errorf("signing out: %d %q", out.status, out.location)
	}
}
