package storestest_test

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"gorm.io/gorm"
)

var errFlap = errors.New("the database is down for one statement")

// flap has a database fail at single statements, as often as a coin says. The
// gorm store keeps the failure of a read to itself.
func flap(t *testing.T, db *gorm.DB) (on *atomic.Bool) {
	t.Helper()
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(1, 2))
	on = new(atomic.Bool)
	fail := func(tx *gorm.DB) {
		mu.Lock()
		defer mu.Unlock()
		if on.Load() && random.IntN(2) == 0 {
			_ = tx.AddError(errFlap)
		}
	}
	callbacks := db.Callback()
	for _, err := range []error{
		callbacks.Query().Before("gorm:query").Register("flap", fail),
		callbacks.Create().Before("gorm:create").Register("flap", fail),
		callbacks.Update().Before("gorm:update").Register("flap", fail),
		callbacks.Delete().Before("gorm:delete").Register("flap", fail),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return on
}

func eachGorm(t *testing.T, test func(t *testing.T, d *database)) {
	t.Helper()
	for name, open := range databases {
		if strings.HasPrefix(name, "gorm") {
			t.Run(name, func(t *testing.T) { test(t, open(t)) })
		}
	}
}

// Down for one statement and up for the next: nobody is signed out, and what is
// unknown stays out.
func TestFlappingStatements(t *testing.T) {
	eachGorm(t, func(t *testing.T, d *database) {
		p := start(t, d.store)
		on := flap(t, d.gorm)
		for range 5 {
			p.throughFault(on.Store, true)
		}
	})
}

// Whoever is told that they are signed out is; and a session that was renewed
// meanwhile has left nothing behind that still counts.
func TestFlappingSignOut(t *testing.T) {
	eachGorm(t, func(t *testing.T, d *database) {
		p := start(t, d.store)
		on := flap(t, d.gorm)
		ended := 0
		for i := range 60 {
			b := p.signedIn(name(i))
			captured := []string{b.session()}
			b.getToken()
			p.clock.Advance(2 * minute)
			on.Store(true)
			for range 3 {
				if a := b.get("/guarded"); a.clears {
					t.Fatalf("%+v", a)
				}
				captured = append(captured, b.session())
			}
			a := b.signOut()
			on.Store(false)
			switch {
			case a.clears:
				ended++
				for _, cookie := range captured {
					p.with(cookie).as("a captured cookie", "")
				}
			case a.status != http.StatusServiceUnavailable:
				t.Errorf("the sign-out: %+v", a)
			}
		}
		if ended == 0 {
			t.Error("no sign-out has worked")
		}
		t.Logf("%d of 60 sign-outs have worked", ended)
	})
}
