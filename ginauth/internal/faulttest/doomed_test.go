package faulttest_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"sync"
	"syscall"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// How a program ends that is not killed.
const (
	exitFailed     = 3
	exitNoSuchStep = 4
)

// When, at a call of the store, a program is killed.
const (
	before = "before"
	during = "during"
	after  = "after"
)

// doomed is a program in which people sign in at the same time, and which
// kills itself when all of them are at one point.
type doomed struct {
	Place    place
	Strategy ginauth.SessionStrategy
	// Step is the call of the store, When the point there.
	Step int
	When string
	// Name is what the names of all begin with, and Count how many they are.
	Name  string
	Count int
	// Hits is how many calls may come to their end, of those during which it is
	// killed.
	Hits int
}

func (d *doomed) person(i int) string { return fmt.Sprintf("%s-%d", d.Name, i) }

// run returns if the sign-ins do not have that step.
func (d *doomed) run() error {
	store, closing, err := d.Place.open()
	if err != nil {
		return err
	}
	defer closing()
	p, err := newProgram(newMortal(store, d), newClock(), withStrategy(d.Strategy), unhurried, now)
	if err != nil {
		return err
	}
	failed := make(chan error, d.Count)
	var running sync.WaitGroup
	for i := range d.Count {
		running.Go(func() {
			b := p.newBrowser()
			b.getToken()
			b.ctx = context.WithValue(context.Background(), stepKey{}, new(int))
			if a := b.signIn(d.person(i)); a.status != http.StatusOK || a.sets == "" {
				failed <- fmt.Errorf("signing in: %+v", a)
			}
		})
	}
	running.Wait()
	select {
	case err := <-failed:
		return err
	default:
		return nil
	}
}

// stepKey is where a sign-in counts its calls of the store.
type stepKey struct{}

// mortal is a store whose program dies at one of its calls.
type mortal struct {
	full
	*doomed

	mu      sync.Mutex
	there   int           // who are at the point
	all     chan struct{} // closed when all are
	through int           // calls that have ended
}

func newMortal(store full, d *doomed) *mortal {
	return &mortal{full: store, doomed: d, all: make(chan struct{})}
}

// at is one call of the store.
func (m *mortal) at(ctx context.Context, call func()) {
	step, counts := ctx.Value(stepKey{}).(*int)
	if !counts {
		call()
		return
	}
	if *step++; *step != m.Step {
		call()
		return
	}
	switch m.When {
	case before:
		m.gather()
		m.die()
	case during:
		m.gather()
		if m.Hits == 0 {
			go m.die() // while the first ones call
		}
		call()
		m.mu.Lock()
		m.through++
		enough := m.through >= min(m.Hits, m.Count)
		m.mu.Unlock()
		if enough {
			m.die()
		}
		<-make(chan struct{}) // the others are not answered
	case after:
		call()
		m.gather()
		m.die()
	}
}

// gather waits until all are there.
func (m *mortal) gather() {
	m.mu.Lock()
	if m.there++; m.there == m.Count {
		close(m.all)
	}
	m.mu.Unlock()
	<-m.all
}

// die is kill -9.
func (*mortal) die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	<-make(chan struct{})
}

// The calls that a first sign-in may make.

func (m *mortal) CreateUser(ctx context.Context, u adapter.User, a *adapter.Account) (out adapter.User, err error) {
	m.at(ctx, func() { out, err = m.full.CreateUser(ctx, u, a) })
	return out, err
}

func (m *mortal) GetUser(ctx context.Context, id string) (out adapter.User, err error) {
	m.at(ctx, func() { out, err = m.full.GetUser(ctx, id) })
	return out, err
}

func (m *mortal) GetUserByEmail(ctx context.Context, email string) (out adapter.User, err error) {
	m.at(ctx, func() { out, err = m.full.GetUserByEmail(ctx, email) })
	return out, err
}

func (m *mortal) GetUserByAccount(ctx context.Context, provider, id string) (out adapter.User, err error) {
	m.at(ctx, func() { out, err = m.full.GetUserByAccount(ctx, provider, id) })
	return out, err
}

func (m *mortal) UpdateUser(ctx context.Context, u adapter.User) (err error) {
	m.at(ctx, func() { err = m.full.UpdateUser(ctx, u) })
	return err
}

func (m *mortal) LinkAccount(ctx context.Context, a adapter.Account) (err error) {
	m.at(ctx, func() { err = m.full.LinkAccount(ctx, a) })
	return err
}

func (m *mortal) CreateSession(ctx context.Context, s adapter.Session) (err error) {
	m.at(ctx, func() { err = m.full.CreateSession(ctx, s) })
	return err
}

func (m *mortal) GetRevocation(ctx context.Context, userID, sessionID string) (out adapter.Revocation, err error) {
	m.at(ctx, func() { out, err = m.full.GetRevocation(ctx, userID, sessionID) })
	return out, err
}
