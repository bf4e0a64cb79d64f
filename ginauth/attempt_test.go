package ginauth_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// The cookie of an attempt goes with its answer, whatever that is.
func TestOAuthAttemptEnds(t *testing.T) {
	for name, tc := range map[string]struct {
		query    []string
		exchange error
		target   string
		asked    int
	}{
		"denied":             {[]string{"error", "access_denied", "error_description", "canary<script>"}, nil, "/error?error=Callback", 0},
		"denied with a code": {[]string{"error", "access_denied", "code", "c"}, nil, "/error?error=Callback", 0},
		"two codes":          {[]string{"code", "c", "code", "d"}, nil, "/error?error=OAuthCallback", 0},
		"provider fails":     {[]string{"code", "c"}, errors.New("canary: 500"), "/error?error=OAuthCallback", 1},
		"access denied":      {[]string{"code", "c"}, ginauth.ErrAccessDenied, "/error?error=AccessDenied", 1},
		"rejected":           {[]string{"code", "c"}, ginauth.Reject(403, "Not on the list"), "/error?error=Not%20on%20the%20list&provider=remote&seal=", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := &remote{exchange: func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
				return ginauth.OAuthIdentity{}, tc.exchange
			}}
			a := startOAuth(t, nil, p)
			mine, _ := a.leave("remote")
			tab, _ := a.leave("remote")
			res := a.back("remote", append([]string{"state", mine}, tc.query...)...)
			if got := res.Header.Get("Location"); !strings.HasPrefix(got, base+tc.target) || strings.Contains(got, "canary") {
				t.Errorf("to %q", got)
			}
			if len(a.attemptNames()) != 1 || hasSession(res) || p.exchanges() != tc.asked {
				t.Errorf("%v left, %d exchanges", a.attemptNames(), p.exchanges())
			}
			p.exchange = nil
			if res := a.back("remote", "state", tab, "code", "c"); !hasSession(res) {
				t.Errorf("the other tab was disturbed: %q\n%s", res.Header.Get("Location"), a.logs)
			}
		})
	}
}

// An answer counts once, even for somebody who has copied the cookie.
func TestOAuthReplay(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	state, res := a.leave("remote")
	if !hasSession(a.back("remote", "code", "c", "state", state)) {
		t.Fatal("not signed in")
	}
	a.browser.SetCookies(a.base, res.Cookies()) // as it was before
	res = a.back("remote", "code", "c", "state", state)
	if res.Header.Get("Location") != base+"/error?error=OAuthCallback" || p.exchanges() != 1 || hasSession(res) {
		t.Errorf("to %q, %d exchanges", res.Header.Get("Location"), p.exchanges())
	}
	if !strings.Contains(text(t, a.get("/api/auth/session")), "alice") {
		t.Error("the first session has suffered")
	}
}

// Tabs finish in any order, and only so many are kept.
func TestOAuthTabs(t *testing.T) {
	p := &remote{}
	a := startOAuth(t, nil, p)
	var states []string
	for i := range 12 {
		a.clock.Advance(time.Second)
		state, _ := a.leave("remote", "callbackUrl", "/tab"+string(rune('a'+i)))
		states = append(states, state)
		if n := len(a.attemptNames()); n > 5 {
			t.Fatalf("%d attempts", n)
		}
	}
	if res := a.back("remote", "code", "c", "state", states[6]); hasSession(res) {
		t.Error("the sixth oldest still counts")
	}
	for _, i := range []int{9, 11, 7} {
		if res := a.back("remote", "code", "c", "state", states[i]); res.Header.Get("Location") != home+"/tab"+string(rune('a'+i)) {
			t.Errorf("tab %d ends at %q", i, res.Header.Get("Location"))
		}
	}
	// Long targets do not make the Cookie header long.
	a.newBrowser()
	size := 0
	for range 8 {
		a.leave("remote", "callbackUrl", "/"+strings.Repeat("x", 1900))
	}
	for _, c := range a.browser.Cookies(a.base) {
		if isAttempt(c.Name) {
			size += len(c.Value)
		}
	}
	if size > 8<<10 {
		t.Errorf("%d bytes of attempts", size)
	}
}

// What cannot be read makes room first, and what only looks alike stays.
func TestOAuthStaleAttempts(t *testing.T) {
	a := startOAuth(t, nil, &remote{})
	junk := []string{"next-auth.state.00000000", "next-auth.state.11111111", "next-auth.state.of-the-art"}
	for _, name := range junk {
		a.setCookie(name, "junk")
	}
	first, _ := a.leave("remote")
	if names := a.attemptNames(); len(names) != 3 {
		t.Errorf("attempts %v", names) // another program's, perhaps
	}
	for range 4 {
		a.clock.Advance(time.Second)
		a.leave("remote")
	}
	there := map[string]bool{}
	for _, c := range a.browser.Cookies(a.base) {
		there[c.Name] = true
	}
	if there[junk[0]] || there[junk[1]] || !there[junk[2]] || len(a.attemptNames()) != 5 {
		t.Errorf("cookies %v", there)
	}
	if res := a.back("remote", "code", "c", "state", first); !hasSession(res) {
		t.Error("junk was kept in the place of an attempt")
	}
}

// A long target that would make the cookie too large for browsers is given up,
// and the sign-in is not.
func TestOAuthLongTarget(t *testing.T) {
	a := startOAuth(t, nil, &remote{})
	for _, target := range []string{"/?" + strings.Repeat("a&", 900), "/" + strings.Repeat("é", 500), "/" + strings.Repeat("x", 2000)} {
		state, res := a.leave("remote", "callbackUrl", target)
		for _, c := range res.Cookies() {
			if isAttempt(c.Name) && len(c.Name)+len(c.Value) > 4000 {
				t.Errorf("%.10s: %d bytes", target, len(c.Value))
			}
		}
		if res := a.back("remote", "code", "c", "state", state); !hasSession(res) || !strings.HasPrefix(res.Header.Get("Location"), home) {
			t.Errorf("%.10s: to %.60q", target, res.Header.Get("Location"))
		}
	}
}
