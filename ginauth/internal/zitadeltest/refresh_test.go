package zitadeltest_test

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"sync"
	"testing"

	"github.com/ginauth/gin-auth/callbacks"
)

// The provider rotates: each refresh token can be used once.
func TestRefreshRotation(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	b.signIn()
	first := b.session()
	if first.Access == "" || first.Refresh == "" || first.ExpiresAt == 0 {
		t.Fatalf("no grant: %+v", first)
	}
	if again := b.session(); *again != *first || p.provider.store.counted(tokenPath) != 1 {
		t.Errorf("refreshed before its time: %+v", again)
	}
	previous := first
	for round := range 3 {
		p.advance(nearlyExpired)
		next := b.session()
		if next == nil || next.Error != "" || next.Access == previous.Access || next.Refresh == previous.Refresh || next.ExpiresAt <= previous.ExpiresAt {
			t.Fatalf("round %d: %+v after %+v\n%s", round, next, previous, p.logs)
		}
		if again := b.session(); again.Access != next.Access {
			t.Errorf("round %d: the new tokens were not kept", round)
		}
		previous = next
	}
	if n := p.provider.store.counted(tokenPath); n != 4 {
		t.Errorf("%d token requests, want 1 and 3", n)
	}
	if s := b.session(); s.UID != "zitadel:"+userID || s.User != first.User {
		t.Errorf("the session became %+v", s)
	}
}

// Many requests of one session, and late-comers with the old cookie, cause one
// request: the provider would take a second one for theft.
func TestRefreshOnce(t *testing.T) {
	const requests = 50
	p := start(t, options{})
	b := p.newBrowser()
	b.signIn()
	before := b.session()
	p.advance(nearlyExpired)

	late := b.copy()
	copies := make([]*browser, requests)
	for i := range copies {
		copies[i] = b.copy()
	}
	sessions := make([]*Session, requests)
	var wait sync.WaitGroup
	for i := range sessions {
		wait.Go(func() { sessions[i] = copies[i].session() })
	}
	wait.Wait()
	for i, s := range slices.Concat(sessions, []*Session{late.session()}) {
		if s == nil || s.Error != "" || s.Access == before.Access || s.Access != sessions[0].Access {
			t.Errorf("request %d: %+v\n%s", i, s, p.logs)
		}
	}
	if n := p.provider.store.counted(tokenPath); n != 2 {
		t.Errorf("%d token requests, want 1 and 1", n)
	}
}

// copy is another browser with the same cookies.
func (b *browser) copy() *browser {
	u, err := url.Parse(b.base)
	if err != nil {
		b.t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(u) {
		c.Path = "/"
		jar.SetCookies(u, []*http.Cookie{c})
	}
	return &browser{b.program, &http.Client{Jar: jar, CheckRedirect: b.client.CheckRedirect}}
}

// A grant that has ended at the provider ends in the session, and the session
// goes on.
func TestDeadGrant(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	b.signIn()
	if err := p.provider.store.TerminateSession(context.Background(), userID, clientID); err != nil {
		t.Fatal(err)
	}
	p.advance(nearlyExpired)
	for range 3 {
		s := b.session()
		if s == nil || s.Error != callbacks.RefreshTokenError || s.Refresh != "" || s.UID != "zitadel:"+userID {
			t.Fatalf("session %+v\n%s", s, p.logs)
		}
	}
	if n := p.provider.store.counted(tokenPath); n != 2 {
		t.Errorf("%d token requests, want 1 and 1", n)
	}
	p.wantLog("REFRESH_TOKEN_ERROR")

	b.signIn()
	if s := b.session(); s == nil || s.Error != "" || s.Refresh == "" {
		t.Errorf("after signing in again: %+v", s)
	}
}

// A provider that does not answer costs no session, and is left alone for a
// while.
func TestRefreshWithoutProvider(t *testing.T) {
	p := start(t, options{})
	b := p.newBrowser()
	b.signIn()
	before := b.session()
	p.provider.server.Close()
	p.advance(nearlyExpired)
	for range 3 {
		if s := b.session(); s == nil || *s != *before {
			t.Errorf("session %+v, want %+v", s, before)
		}
	}
}
