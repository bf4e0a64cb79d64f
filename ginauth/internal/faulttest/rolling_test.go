package faulttest_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// What one process ends is ended for the other at its next request.
func TestEndedInTheOtherProcess(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		for _, strategy := range strategies {
			t.Run(string(strategy), func(t *testing.T) {
				clock := newClock()
				one := start(t, p.store(t), clock, withStrategy(strategy), unhurried)
				other := start(t, p.store(t), clock, withStrategy(strategy), unhurried)
				for name, end := range map[string]func(userID string) error{
					"ended":    func(id string) error { return one.auth.EndSessions(t.Context(), id) },
					"disabled": func(id string) error { return one.auth.DisableUser(t.Context(), id) },
					"deleted":  func(id string) error { return one.auth.DeleteUser(t.Context(), id) },
				} {
					name += string(strategy)
					cookie := other.signedIn(t, name).session()
					other.with(cookie).as(t, "before", name)
					ok(t, end(one.userID(t, name)))
					for range 3 {
						other.with(cookie).as(t, name, "")
						one.with(cookie).as(t, name, "")
					}
				}
			})
		}
	})
}

// With RevocationCache a process may take a moment longer, and no more than
// that; the one that ends a session does not.
func TestEndedWithinTheWindow(t *testing.T) {
	const window = 2 * time.Second
	each(t, func(t *testing.T, p *place) {
		clock := newClock()
		caching := func(cfg *ginauth.Config) { cfg.Session.RevocationCache = window }
		one := start(t, p.store(t), clock, withStrategy(ginauth.StrategyJWT), unhurried, caching)
		other := start(t, p.store(t), clock, withStrategy(ginauth.StrategyJWT), unhurried, caching)
		cookie := one.signedIn(t, "alice").session()
		for _, process := range []*program{one, other} {
			process.with(cookie).as(t, "before", "alice")
		}
		ok(t, one.auth.EndSessions(t.Context(), one.userID(t, "alice")))
		one.with(cookie).as(t, "in the process that ends it", "")
		if a := other.with(cookie).get("/guarded"); a.status != http.StatusOK {
			t.Errorf("the other process asks within the window: %+v", a)
		}
		clock.Advance(window)
		other.with(cookie).as(t, "after the window", "")
	})
}
