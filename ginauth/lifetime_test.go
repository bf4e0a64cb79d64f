package ginauth_test

import (
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestExpiryFollowsMaxAgeFromTheFirstIssue(t *testing.T) {
	for name, protocol := range protocols {
		t.Run(name, func(t *testing.T) {
			a := start(t, withAges(ginauth.SessionConfig{MaxAge: 2 * hour}), func(cfg *ginauth.Config) { cfg.Protocol = protocol })
			res := a.signIn()
			now := a.clock.Now()
			expect(t, "iat", a.sessionClaim("iat"), now.Unix())
			expect(t, "exp", a.sessionClaim("exp"), now.Add(2*hour).Unix())
			for _, c := range res.Cookies() {
				if _, ok := a.sessionCookies()[c.Name]; ok && !c.Expires.Equal(now.Add(2*hour)) {
					t.Errorf("the cookie expires at %v, want %v", c.Expires, now.Add(2*hour).UTC())
				}
			}
			var session struct{ Expires time.Time }
			decode(t, a.get("/api/auth/session"), &session)
			expect(t, "the session's expires", session.Expires.Unix(), now.Add(2*hour).Unix())
		})
	}
}

func TestUpdateAge(t *testing.T) {
	ages := ginauth.SessionConfig{MaxAge: 10 * hour, UpdateAge: hour}
	for _, path := range []string{"/me", "/api/auth/session"} {
		a := start(t, withAges(ages))
		a.signIn()
		first := a.sessionToken()
		a.clock.Advance(hour - time.Second)
		if res := a.get(path); setsSession(res) || a.sessionToken() != first {
			t.Errorf("%s: the session was issued again before it was due", path)
		}
		a.clock.Advance(time.Second)
		if res := a.get(path); !setsSession(res) {
			t.Errorf("%s: the session was not issued again when due", path)
		}
		expect(t, "iat after the re-issue", a.sessionClaim("iat"), a.clock.Now().Unix())
		expect(t, "exp after the re-issue", a.sessionClaim("exp"), a.clock.Now().Add(10*hour).Unix())
		if res := a.get(path); setsSession(res) {
			t.Errorf("%s: the session was issued twice", path)
		}
	}
}

func TestUpdateAgeNegativeExtendsAtEveryRead(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: -1}))
	a.signIn()
	for i := range 3 {
		a.clock.Advance(time.Second)
		if res := a.get("/me"); !setsSession(res) {
			t.Errorf("read %d: not issued again", i)
		}
		expect(t, "exp", a.sessionClaim("exp"), a.clock.Now().Add(hour).Unix())
	}
}

func TestSlidingKeepsAUsedSession(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: 10 * minute}))
	a.signIn()
	for range 20 {
		a.clock.Advance(50 * minute)
		if !a.isSignedIn() {
			t.Fatalf("a session in use has ended\n%s", a.logs)
		}
	}
	a.clock.Advance(hour + 16*time.Second)
	if a.isSignedIn() {
		t.Error("an unused session lives on")
	}
}

func TestIdleTimeout(t *testing.T) {
	ages := ginauth.SessionConfig{MaxAge: 30 * day, IdleTimeout: 20 * minute, UpdateAge: minute}
	a := start(t, withAges(ages))
	a.signIn()
	for range 6 {
		a.clock.Advance(19 * minute)
		if !a.isSignedIn() {
			t.Fatalf("ended while in use\n%s", a.logs)
		}
	}
	a.clock.Advance(20*minute + 16*time.Second)
	if a.isSignedIn() {
		t.Error("idle for longer than IdleTimeout, and still signed in")
	}
	if len(a.sessionCookies()) != 0 {
		t.Error("the cookie of an ended session was not cleared")
	}
}

// An idle timeout that is made shorter counts for sessions that were issued
// under the longer one.
func TestIdleTimeoutCountsForOlderTokens(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour}))
	now := a.clock.Now().Unix()
	a.plantClaims(map[string]any{"sub": "1", "iat": now - 7200, "exp": now + 86400})
	if a.isSignedIn() {
		t.Error("a token that was last issued two hours ago passes an idle timeout of one")
	}
}

func TestAbsoluteMaxAgeStopsSliding(t *testing.T) {
	ages := ginauth.SessionConfig{MaxAge: 2 * hour, UpdateAge: minute, AbsoluteMaxAge: 5 * hour}
	a := start(t, withAges(ages))
	a.signIn()
	end := a.clock.Now().Add(5 * hour).Unix()
	for range 4 {
		a.clock.Advance(70 * minute)
		if !a.isSignedIn() {
			t.Fatalf("ended early\n%s", a.logs)
		}
		if exp := a.sessionClaim("exp"); exp > end {
			t.Fatalf("exp %d is past the absolute end %d", exp, end)
		}
	}
	expect(t, "exp is capped", a.sessionClaim("exp"), end)
	token := a.sessionToken()
	a.clock.Advance(10 * minute)
	if res := a.get("/me"); setsSession(res) {
		t.Error("issued again although that extends nothing")
	}
	a.clock.Advance(11 * minute) // past the end, by less than the tolerance of exp or more
	if a.isSignedIn() {
		t.Error("signed in past AbsoluteMaxAge")
	}
	a.setCookie(sessionCookie, token)
	if a.isSignedIn() {
		t.Error("the old token counts past AbsoluteMaxAge")
	}
}

// The absolute lifetime is counted from auth_time, whatever exp says.
func TestAbsoluteMaxAgeLooksAtAuthTime(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, AbsoluteMaxAge: 2 * hour}))
	now := a.clock.Now().Unix()
	for age, alive := range map[int64]bool{7199: true, 7200: false, 1 << 40: false} {
		a.plantClaims(map[string]any{"sub": "1", "iat": now - 60, "exp": now + 3600, "sid": "s", "auth_time": max(1, now-age)})
		expect(t, "signed in", a.isSignedIn(), alive)
	}
}

func TestSignInDefaultsToThirtyDays(t *testing.T) {
	a := start(t)
	a.signIn()
	expect(t, "exp", a.sessionClaim("exp"), a.clock.Now().Add(30*day).Unix())
}

// MaxAge was made shorter, or NextAuth signed the user in: its first token
// lasts 30 days whatever session.maxAge is. Use must extend such a session as
// any other.
func TestSlidingOfTokensWithALaterExpiry(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: 10 * minute}))
	now := a.clock.Now()
	a.plantClaims(map[string]any{"sub": "1", "iat": now.Unix(), "exp": now.Add(30 * day).Unix()})
	var session struct{ Expires time.Time }
	decode(t, a.get("/api/auth/session"), &session)
	if limit := now.Add(hour); session.Expires.After(limit) {
		t.Errorf("the session says it expires at %v, but ends at %v if it is not used", session.Expires, limit.UTC())
	}
	for range 5 {
		a.clock.Advance(30 * minute)
		if !a.isSignedIn() {
			t.Fatalf("a session in use has ended\n%s", a.logs)
		}
	}
}
