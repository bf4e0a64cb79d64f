package faulttest_test

import (
	"net/http"
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
		ok(t, redisClient(t, s.address()).FlushAll(t.Context()).Err())
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
