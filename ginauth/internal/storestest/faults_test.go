package storestest_test

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"sync"
	"testing"
	"time"
)

const users = 20

// A database that goes away is 503, lets nobody in, and signs nobody out: when
// it is back, so are all sessions, by themselves.
func TestFaults(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		if d.proxy == nil {
			return // a file has no connections: see TestLockedFile
		}
		for _, f := range []fault{down, stalled, reset, flapping} {
			t.Run(string(f), func(t *testing.T) {
				p := start(t, d.store, withTimeout(300*time.Millisecond))
				p.throughFault(func(on bool) {
					if on {
						d.proxy.set(t, f)
					} else {
						d.proxy.set(t, healthy)
					}
				}, f == flapping)
			})
		}
	})
}

// crowd are users who are signed in, and those who must not be.
type crowd struct{ users, intruders []*browser }

func (p *program) newCrowd() (c crowd) {
	for i := range users {
		b := p.signedIn(name(i))
		b.as("before", name(i))
		b.getToken()
		c.users = append(c.users, b)
	}
	ended := p.signedIn("ended")
	captured := ended.session()
	ended.signOut()
	for _, cookie := range []string{captured, "forged", c.users[0].session()[3:]} {
		c.intruders = append(c.intruders, p.with(cookie))
	}
	return c
}

func name(i int) string { return fmt.Sprintf("user-%d", i) }

// throughFault has everybody ask for things while the store is away, half of it
// when a renewal is due. If sometimes is set, an answer may come through.
func (p *program) throughFault(set func(on bool), sometimes bool) {
	t := p.t
	t.Helper()
	c := p.newCrowd()
	set(true)
	for round := range 4 {
		if round == 2 {
			p.clock.Advance(2 * minute)
		}
		var running sync.WaitGroup
		for i, b := range c.users {
			running.Go(func() {
				a := soon(t, func() answer { return b.get("/guarded") })
				known := sometimes && a.status == http.StatusOK && a.body == name(i)
				if a.clears || (a.status != http.StatusServiceUnavailable && !known) {
					t.Errorf("%s: %+v", name(i), a)
				}
				if a := soon(t, func() answer { return b.get("/api/auth/session") }); a.clears {
					t.Errorf("a poll of %s: %+v", name(i), a)
				}
			})
		}
		for _, b := range c.intruders {
			running.Go(func() {
				if a := soon(t, func() answer { return p.with(b.session()).get("/guarded") }); a.status == http.StatusOK {
					t.Errorf("an intruder is in: %+v", a)
				}
			})
		}
		running.Wait()
	}
	if !sometimes {
		if a := soon(t, c.users[0].signOut); a.clears || a.status != http.StatusServiceUnavailable {
			t.Errorf("a sign-out: %+v", a)
		}
		if a := soon(t, func() answer { return p.newBrowser().signIn("x") }); a.sets || a.status != http.StatusServiceUnavailable {
			t.Errorf("a sign-in: %+v", a)
		}
	}
	set(false)
	p.recovers(c)
}

// soon fails the test where it would hang.
func soon(t *testing.T, do func() answer) answer {
	t.Helper()
	got := make(chan answer, 1)
	go func() { got <- do() }()
	select {
	case a := <-got:
		return a
	case <-time.After(20 * time.Second):
		t.Error("no answer")
		return answer{}
	}
}

// recovers waits for the store, which may have broken connections to get rid
// of, and then wants everyone to be who they were.
func (p *program) recovers(c crowd) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.t.Context(), 30*time.Second)
	defer cancel()
	for i, b := range c.users {
		for {
			a := b.get("/guarded")
			if a.status == http.StatusOK && a.body == name(i) {
				break
			}
			if a.status != http.StatusServiceUnavailable || ctx.Err() != nil {
				p.t.Errorf("%s afterwards: %+v", name(i), a)
				break
			}
			runtime.Gosched()
		}
	}
	for i, b := range c.users {
		b.as("afterwards", name(i))
	}
	for _, b := range c.intruders {
		b.as("an intruder afterwards", "")
	}
}

// A file in which there is no table is a database that is down: SQLite says so
// at once, and the store says nothing.
func TestFileWithoutTable(t *testing.T) {
	d := gormSQLite(t)
	p := start(t, d.store, withTimeout(5*time.Second))
	p.throughFault(func(on bool) {
		statement := "ALTER TABLE away RENAME TO sessions"
		if on {
			statement = "ALTER TABLE sessions RENAME TO away"
		}
		if _, err := d.sql.ExecContext(t.Context(), statement); err != nil {
			t.Fatal(err)
		}
	}, false)
}

// A file that another process keeps locked is one that does not answer.
func TestLockedFile(t *testing.T) {
	d := gormSQLite(t)
	p := start(t, d.store, withTimeout(300*time.Millisecond))
	conn, err := d.sql.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	p.throughFault(func(on bool) {
		statements := []string{"COMMIT", "PRAGMA locking_mode=NORMAL", "SELECT count(*) FROM sessions"}
		if on {
			statements = []string{"PRAGMA locking_mode=EXCLUSIVE", "BEGIN EXCLUSIVE"}
		}
		for _, statement := range statements {
			if _, err := conn.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
	}, false)
}
