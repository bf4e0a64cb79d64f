package faulttest_test

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"net/url"
	"sync"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// keepers are the sessions of a crowd that no fault may end.
const keepers = 200

// person has a session, or should not have one.
type person struct {
	name, cookie string
	// try, of an intruder, is another way in than the cookie.
	try func() answer
}

// crowd are the people of two processes that share a store.
type crowd struct {
	strategy  ginauth.SessionStrategy
	clock     *ginauthtest.Clock
	processes [2]*program
	// desk is a third one, which takes its time: there people sign in before the
	// faults.
	desk      *program
	keepers   []person
	intruders []person

	mu sync.Mutex
	// came is how many have tried to sign up during faults; arrived are those
	// who were told that they have.
	came    int
	arrived []person
}

// gather signs everybody in. open opens the store for a process.
func gather(t *testing.T, strategy ginauth.SessionStrategy, open func(t *testing.T) adapter.Adapter) *crowd {
	t.Helper()
	c := &crowd{strategy: strategy, clock: newClock()}
	for i := range c.processes {
		c.processes[i] = start(t, open(t), c.clock, withStrategy(strategy))
	}
	c.desk = start(t, open(t), c.clock, withStrategy(strategy), unhurried)
	c.refuse("an expired session", c.expired(t, open(t)))
	for i := range keepers {
		name := fmt.Sprintf("user-%d", i)
		c.keepers = append(c.keepers, person{name: name, cookie: c.desk.signedIn(t, name).session()})
	}
	c.refuseEnded(t)
	c.refuseForged(t, open(t))
	c.refusePlanted(t)
	c.refuseUsedMail(t)
	for _, k := range c.keepers {
		c.desk.with(k.cookie).as(t, "before any fault", k.name)
	}
	for _, in := range c.intruders {
		if in.try == nil {
			c.desk.with(in.cookie).as(t, "before any fault, "+in.name, "")
		}
	}
	return c
}

func (c *crowd) refuse(what, cookie string) {
	c.intruders = append(c.intruders, person{name: what, cookie: cookie})
}

func (c *crowd) expired(t *testing.T, store adapter.Adapter) string {
	t.Helper()
	short := start(t, store, c.clock, withStrategy(c.strategy), unhurried, func(cfg *ginauth.Config) {
		cfg.Session.MaxAge, cfg.Session.UpdateAge, cfg.Session.AbsoluteMaxAge = minute, minute/10, minute
	})
	b := short.signedIn(t, "expired")
	b.as(t, "in time", "expired")
	c.clock.Advance(2 * minute)
	return b.session()
}

// refuseEnded is about sessions that were valid once.
func (c *crowd) refuseEnded(t *testing.T) {
	t.Helper()
	p := c.desk
	out := p.signedIn(t, "signed-out")
	c.refuse("the cookie of a session that was signed out", out.session())
	out.signOut()
	for name, end := range map[string]func(userID string) error{
		"revoked":  func(id string) error { return p.auth.EndSessions(t.Context(), id) },
		"deleted":  func(id string) error { return p.auth.DeleteUser(t.Context(), id) },
		"disabled": func(id string) error { return p.auth.DisableUser(t.Context(), id) },
	} {
		name += "-" + string(c.strategy)
		c.refuse("the cookie of somebody who was "+name, p.signedIn(t, name).session())
		ok(t, end(p.userID(t, name)))
	}
	if c.strategy != ginauth.StrategyDatabase {
		return
	}
	one := p.signedIn(t, "two-sessions").session()
	first := must(p.auth.Sessions(t.Context(), p.userID(t, "two-sessions")))(t)[0].ID
	c.keepers = append(c.keepers, person{name: "two-sessions", cookie: p.signedIn(t, "two-sessions").session()})
	c.refuse("one session of two, ended by its ID", one)
	ok(t, p.auth.EndSession(t.Context(), p.userID(t, "two-sessions"), first))
}

// refuseForged is about what was never a session.
func (c *crowd) refuseForged(t *testing.T, store adapter.Adapter) {
	t.Helper()
	valid := c.keepers[0].cookie
	random := rand.NewChaCha8([32]byte{1})
	var b [32]byte
	_, _ = random.Read(b[:])
	c.refuse("a forged cookie", adapter.Shard(c.desk.userID(t, c.keepers[0].name))+base64.RawURLEncoding.EncodeToString(b[:]))
	c.refuse("the name of a session in the store", adapter.SessionToken(valid))
	c.refuse("half a cookie", valid[:len(valid)/2])
	for _, s := range strategies {
		if s != c.strategy {
			other := start(t, store, c.clock, withStrategy(s), unhurried)
			c.refuse("a cookie of the other strategy", other.signedIn(t, "user-1").session())
		}
	}
	if c.strategy == ginauth.StrategyJWT {
		stranger := start(t, nil, c.clock, func(cfg *ginauth.Config) { cfg.Secret = "a secret that nobody has told this program" })
		c.refuse("a cookie of another secret", stranger.signedIn(t, "user-1").session())
	}
}

// refusePlanted is about what an attacker has put into the browser of somebody
// who then signed in.
func (c *crowd) refusePlanted(t *testing.T) {
	t.Helper()
	p := c.desk
	for what, planted := range map[string]string{
		"a planted session of the attacker": p.signedIn(t, "mallory").session(),
		"a planted forged cookie":           c.intruders[len(c.intruders)-2].cookie,
	} {
		victim := p.with(planted)
		if a := victim.signIn("victim"); a.sets == "" || a.sets == planted {
			t.Fatalf("%s: %+v", what, a)
		}
		victim.as(t, what, "victim")
		c.refuse(what, planted)
	}
}

// refuseUsedMail is about a mail that was used already.
func (c *crowd) refuseUsedMail(t *testing.T) {
	t.Helper()
	p := c.desk
	asker, link, code := p.mailed(t, "reader-"+string(c.strategy)+"@example.org")
	asker.getToken()
	before := asker.copied()
	before.program = c.processes[0]
	if a := asker.redeem(link); a.sets == "" {
		t.Fatalf("the link: %+v", a)
	}
	c.intruders = append(c.intruders,
		person{name: "a link that was used", try: func() answer { return before.copied().redeem(link) }},
		person{name: "the code of a link that was used", try: func() answer { return before.copied().redeem(url.Values{"code": {code}}) }})
}

// userID is the ID that the database has given.
func (p *program) userID(t *testing.T, name string) string {
	t.Helper()
	return must(p.store.GetUserByAccount(t.Context(), "credentials", name))(t).ID
}
