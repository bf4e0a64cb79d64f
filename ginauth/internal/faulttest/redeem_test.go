package faulttest_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// racers are how many do the same at the same time.
const racers = 50

// Fifty browsers use one link in two processes, and some of them its code: one
// signs in.
func TestOneRedeems(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		for i := range 2 * len(strategies) {
			strategy, codes := strategies[i/2], 5*(i%2) // the tries that a code has
			t.Run(fmt.Sprintf("%s, %d by code", strategy, codes), func(t *testing.T) {
				clock := newClock()
				var processes [2]*program
				for n := range processes {
					processes[n] = start(t, p.store(t), clock, withStrategy(strategy), unhurried)
				}
				reader := fmt.Sprintf("reader-%d@example.org", i)
				asker, link, code := processes[0].mailed(t, reader)
				asker.getToken()
				var won, lost atomic.Int32
				race(racers, func(n int) {
					b, fields := asker.copied(), link
					b.program = processes[n%2]
					if n < codes {
						fields = url.Values{"code": {code}}
					}
					switch a := b.redeem(fields); {
					case a.status == http.StatusOK && a.sets != "":
						won.Add(1)
						b.asReader(t)
					case a.sets == "" && a.status == http.StatusForbidden:
						lost.Add(1)
					default:
						t.Errorf("racer %d: %+v", n, a)
					}
				})
				if won.Load() != 1 || lost.Load() != racers-1 {
					t.Errorf("%d have won and %d lost", won.Load(), lost.Load())
				}
				user := must(p.store(t).GetUserByEmail(t.Context(), reader))(t)
				if list := must(p.store(t).ListSessions(t.Context(), user.ID))(t); strategy == ginauth.StrategyDatabase && len(list) != 1 {
					t.Errorf("%d sessions", len(list))
				}
			})
		}
	})
}

// asReader checks that somebody without a name is signed in.
func (b *browser) asReader(t *testing.T) {
	if a := b.get("/guarded"); a.status != http.StatusOK {
		t.Errorf("the winner: %+v", a)
	}
}

// The same for a verification token, past the routes.
func TestOneUsesToken(t *testing.T) {
	each(t, func(t *testing.T, p *place) {
		token := adapter.VerificationToken{
			Identifier: "reader@example.org", Token: fmt.Sprintf("%064x", 7), Expires: newClock().Now().Add(minute).UTC(),
		}
		stores := [2]full{p.store(t), p.store(t)}
		ok(t, stores[0].CreateVerificationTokens(t.Context(), token))
		var won atomic.Int32
		race(racers, func(n int) {
			got, err := stores[n%2].UseVerificationToken(t.Context(), token.Identifier, token.Token)
			switch {
			case err == nil && got.Token == token.Token:
				won.Add(1)
			case !errors.Is(err, adapter.ErrNotFound):
				t.Errorf("racer %d: %v", n, err)
			}
		})
		if won.Load() != 1 {
			t.Errorf("%d have won", won.Load())
		}
	})
}

// race has n do the same as nearly at the same time as they can.
func race(n int, do func(i int)) {
	var running sync.WaitGroup
	begin := make(chan struct{})
	for i := range n {
		running.Go(func() {
			<-begin
			do(i)
		})
	}
	close(begin)
	running.Wait()
}
