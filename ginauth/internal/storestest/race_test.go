package storestest_test

import (
	"net/http"
	"strconv"
	"sync"
	"testing"

	ginsessions "github.com/gin-contrib/sessions"
)

// logged is a store of an application around another.
type logged struct{ ginsessions.Store }

// Fifty requests at the same time, of every kind. The stores of gorm and
// PostgreSQL write to themselves in each New, which -race must not see.
func TestConcurrent(t *testing.T) {
	for kind, around := range map[string]func(ginsessions.Store) ginsessions.Store{
		"as it is": func(s ginsessions.Store) ginsessions.Store { return s },
		"wrapped":  func(s ginsessions.Store) ginsessions.Store { return logged{s} },
	} {
		t.Run(kind, func(t *testing.T) {
			each(t, func(t *testing.T, d *database) {
				p := start(t, around(d.store))
				shared := p.signedIn("shared").session()
				p.clock.Advance(2 * minute) // whoever comes first renews it
				var running sync.WaitGroup
				for i := range 50 {
					running.Go(func() {
						switch name := strconv.Itoa(i); i % 5 {
						case 0:
							p.with(shared).as("the shared session", "shared")
						case 1:
							if a := p.newBrowser().signIn(name); !a.sets {
								t.Errorf("signing in: %d %s", a.status, a.body)
							}
						case 2:
							p.with("forged"+name).as("a forged cookie", "")
						default:
							b := p.newBrowser()
							b.signIn(name)
							b.csrf = ""
							captured := b.session()
							b.as("its own session", name)
							b.signOut()
							p.with(captured).as("a captured cookie", "")
						}
					})
				}
				running.Wait()
				p.with(shared).as("the shared session afterwards", "shared")
			})
		})
	}
}

// Two processes: what one ends is ended for the other; and a renewal that comes
// too late makes no second session.
func TestTwoProcesses(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		p, q := start(t, d.store), start(t, d.store)
		b := p.signedIn("alice")
		captured := b.session()
		q.with(captured).as("in the other process", "alice")
		other := q.with(captured)
		if a := other.signOut(); a.status != http.StatusOK || !a.clears {
			t.Errorf("the sign-out: %+v", a)
		}
		p.clock.Advance(2 * minute)
		b.as("after the sign-out elsewhere", "")
	})
}
