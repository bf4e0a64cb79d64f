package faulttest_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// settle gathers a crowd for each strategy over one store.
func settle(t *testing.T, open func(t *testing.T) adapter.Adapter) *village {
	t.Helper()
	v := &village{}
	for _, s := range strategies {
		v.crowds = append(v.crowds, gather(t, s, open))
	}
	v.beside = start(t, nil, newClock(), withStrategy(ginauth.StrategyJWT))
	v.cookie = v.beside.signedIn(t, "bystander").session()
	return v
}

// suffer has everybody watch a fault that begins and ends; in the middle,
// sessions are due for renewal.
func (v *village) suffer(t *testing.T, begin, end func()) *watch {
	t.Helper()
	w := v.watch(t)
	w.round(0.1) // all is well yet
	begin()
	w.round(0.35)
	v.renewals()
	w.round(0.35)
	end()
	return v.calmAfter(t, w)
}

// flapping has a server come and go, as often as it takes everybody to ask.
func (v *village) flapping(t *testing.T, way *proxy) {
	t.Helper()
	w := v.watch(t)
	for i := range 16 {
		if i == 8 {
			v.renewals()
		}
		way.set(t, []fault{down, broken, resets, blackHole}[i%4])
		w.round(0.03)
		way.set(t, healthy)
		w.round(0.03)
	}
	v.calmAfter(t, w)
}

// calmAfter ends a watch when the fault is over.
func (v *village) calmAfter(t *testing.T, w *watch) *watch {
	t.Helper()
	w.round(0.1)
	w.stop()
	v.recovers(t)
	t.Log(w)
	if w.unknown == 0 {
		t.Error("nobody has noticed the fault")
	}
	return w
}

// renewals makes every session due for renewal.
func (v *village) renewals() {
	for _, c := range v.crowds {
		c.clock.Advance(65 * time.Second)
	}
}

// recovers waits for the store, which may have broken connections to get rid
// of, and then wants everyone to be who they were.
func (v *village) recovers(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for _, c := range v.crowds {
		people := append(append([]person(nil), c.keepers...), c.arrived...)
		var running sync.WaitGroup
		for n := range watchers {
			running.Go(func() {
				for i := n; i < len(people); i += watchers {
					c.valid(ctx, t, c.processes[i%2], people[i])
				}
			})
		}
		running.Wait()
		for _, in := range c.intruders {
			a := answer{status: http.StatusServiceUnavailable}
			for a.status == http.StatusServiceUnavailable && ctx.Err() == nil {
				if in.try != nil {
					a = in.try()
				} else {
					a = c.processes[0].with(in.cookie).get("/guarded")
				}
			}
			if a.sets != "" || a.status == http.StatusOK {
				t.Errorf("afterwards, %s: %+v", in.name, a)
			}
		}
	}
}

// valid wants somebody to be signed in, once the store answers.
func (c *crowd) valid(ctx context.Context, t *testing.T, p *program, k person) {
	for {
		a := p.with(k.cookie).get("/guarded")
		switch {
		case a.status == http.StatusOK && a.body == k.name:
			if a.sets == "" || a.sets == k.cookie {
				return
			}
			k.cookie = a.sets // and so with a renewed one
		case a.status != http.StatusServiceUnavailable || ctx.Err() != nil:
			t.Errorf("afterwards, %s: %+v", k.name, a)
			return
		}
	}
}
