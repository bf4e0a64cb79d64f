package faulttest_test

import (
	"net/http"
	"sync"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// Fifty sign-outs of one session race a hundred requests that would renew it,
// in two processes. Then there is no session, and no cookie that anybody got
// opens one.
func TestSignOutsRacePolls(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		for _, strategy := range strategies {
			t.Run(string(strategy), func(t *testing.T) {
				clock := newClock()
				var processes [2]*program
				for n := range processes {
					processes[n] = start(t, p.store(t), clock, withStrategy(strategy), unhurried)
				}
				signOutsRacePolls(t, strategy, processes, clock)
			})
		}
	})
}

func signOutsRacePolls(t *testing.T, strategy ginauth.SessionStrategy, processes [2]*program, clock *ginauthtest.Clock) {
	t.Helper()
	b := processes[0].signedIn(t, "leaver")
	b.getToken()
	clock.Advance(2 * minute) // whoever comes first renews it
	var mu sync.Mutex
	cookies := map[string]bool{b.session(): true}
	race(3*racers, func(n int) {
		mine := b.copied()
		mine.program = processes[n%2]
		var a answer
		switch {
		case n%3 == 0:
			if a = mine.signOut(); a.status != http.StatusOK || a.sets != "" {
				t.Errorf("a sign-out: %+v", a)
			}
		case n%3 == 1:
			if a = mine.get("/guarded"); a.status != http.StatusOK && a.status != http.StatusUnauthorized {
				t.Errorf("a guarded page: %+v", a)
			}
		default:
			if a = mine.get("/api/auth/session"); a.status != http.StatusOK {
				t.Errorf("a poll: %+v", a)
			}
		}
		mu.Lock()
		defer mu.Unlock()
		if a.sets != "" {
			cookies[a.sets] = true
		}
	})
	for cookie := range cookies {
		for _, p := range processes {
			p.with(cookie).as(t, "a cookie of the session", "")
		}
	}
	if strategy == ginauth.StrategyDatabase {
		p := processes[1]
		if list := must(p.auth.Sessions(t.Context(), p.userID(t, "leaver")))(t); len(list) != 0 {
			t.Errorf("%d sessions are left", len(list))
		}
	}
	t.Logf("%d cookies were given", len(cookies))
}
