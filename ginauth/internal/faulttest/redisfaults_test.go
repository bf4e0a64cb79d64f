package faulttest_test

import (
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// A Redis that is down, slow, silent or breaks off in the middle of an answer
// is 503 and lets nobody in; when it is back, so are all sessions, by
// themselves.
func TestRedisFaults(t *testing.T) {
	t.Parallel()
	s := startRedis(t)
	past, way := redisClient(t, s.address()), newProxy(t, s.address())
	v := settle(t, func(t *testing.T) adapter.Adapter { return redisStore(t, way.address) })
	for _, f := range faults {
		t.Run(string(f), func(t *testing.T) { v.suffer(t, func() { way.set(t, f) }, func() { way.set(t, healthy) }) })
	}
	t.Run("flapping", func(t *testing.T) { v.flapping(t, way) })
	checkKeys(t, past, "ginauth")
}

// A Redis that has lost everything signs everybody out, and makes nobody
// somebody else. Then it goes on.
func TestRedisFlushed(t *testing.T) {
	t.Parallel()
	s := startRedis(t)
	open := func(t *testing.T) adapter.Adapter { return redisStore(t, s.address()) }
	for _, strategy := range strategies {
		c := gather(t, strategy, open)
		c.forgotten(t, func() { ok(t, redisClient(t, s.address()).FlushAll(t.Context()).Err()) })
		for i, k := range c.keepers {
			c.processes[i%2].with(k.cookie).as(t, "after the loss, "+k.name, "")
		}
		for i, in := range c.intruders {
			if in.try == nil {
				c.processes[i%2].with(in.cookie).as(t, "after the loss, "+in.name, "")
			} else if a := in.try(); a.sets != "" || a.status != http.StatusForbidden {
				t.Errorf("after the loss, %s: %+v", in.name, a)
			}
		}
		// The first ones sign up again, in another order; the old cookies stay out.
		for i := range 20 {
			p, name := c.processes[i%2], c.keepers[19-i].name
			p.signedIn(t, name).as(t, "signed up again", name)
		}
		for i, k := range c.keepers {
			c.processes[i%2].with(k.cookie).as(t, "an old cookie of "+k.name, "")
		}
	}
}

// forgotten has everybody ask while the store forgets them: they are who they
// were, or nobody.
func (c *crowd) forgotten(t *testing.T, forget func()) {
	t.Helper()
	const few = 8
	var running sync.WaitGroup
	halfway := make(chan struct{})
	var asked atomic.Int32
	for n := range few {
		running.Go(func() {
			for i := n; i < len(c.keepers); i += few {
				k := c.keepers[i]
				a := c.desk.with(k.cookie).get("/guarded")
				if (a.status != http.StatusOK || a.body != k.name) && (a.status != http.StatusUnauthorized || a.sets != "") {
					t.Errorf("%s, being forgotten: %+v", k.name, a)
				}
				if asked.Add(1) == keepers/2 {
					close(halfway)
				}
			}
		})
		running.Go(func() {
			for i := n; i < len(c.intruders); i += few {
				if in := c.intruders[i]; in.try == nil {
					c.desk.with(in.cookie).as(t, in.name, "")
				}
			}
		})
	}
	<-halfway
	forget()
	running.Wait()
}
