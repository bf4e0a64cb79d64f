package faulttest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// signIns are how many sign-ins are cut off at each step, in kills programs.
const signIns = 50

var kills = flag.Int("kills", 2, "how many programs are killed at each step of a sign-in, of 50 sign-ins")

// A program that is killed at any step of a first sign-in, before, during or
// after it, leaves no session without a user, no user without an account, and
// nobody twice; and the same sign-in works when it is tried again.
func TestKilledSigningIn(t *testing.T) {
	for name, strategies := range map[string][]ginauth.SessionStrategy{
		"PostgreSQL": {ginauth.StrategyDatabase}, "SQLite": {ginauth.StrategyDatabase},
		"Redis": strategies, // it has users and their revocations in two places
	} {
		for _, strategy := range strategies {
			t.Run(name+" "+string(strategy), func(t *testing.T) {
				t.Parallel()
				p := places[name](t)
				k := &killing{t: t, place: p, strategy: strategy, again: start(t, p.store(t), newClock(), withStrategy(strategy), unhurried, now)}
				k.everywhere()
				p.checkHalves(t)
				t.Logf("%d programs killed in %d sign-ins, at %d points; %d had made the user, %d a session, too",
					k.killed, k.cut, k.points, k.users, k.sessions)
				if k.points < 12 {
					t.Errorf("a sign-in has only %d points", k.points)
				}
			})
		}
	}
}

// now has a program look at the clock on the wall, as the stores do.
func now(cfg *ginauth.Config) { cfg.Now = time.Now }

// killing is a series of killed programs over one store.
type killing struct {
	t        *testing.T
	place    *place
	strategy ginauth.SessionStrategy
	// again is the program that is started afterwards.
	again *program

	mu                                   sync.Mutex
	points, killed, cut, users, sessions int
}

func (k *killing) everywhere() {
	for step := 1; ; step++ {
		for _, when := range []string{before, during, after} {
			if !k.at(step, when) {
				return // a sign-in has no such step
			}
			k.points++
		}
	}
}

// at kills programs at one point, some at the same time.
func (k *killing) at(step int, when string) bool {
	var running sync.WaitGroup
	two := make(chan struct{}, 2)
	past := false
	there := func() bool {
		k.mu.Lock()
		defer k.mu.Unlock()
		return !past
	}
	for i := range *kills {
		two <- struct{}{}
		running.Go(func() {
			defer func() { <-two }()
			d := doomed{
				Place: *k.place, Strategy: k.strategy, Step: step, When: when,
				Name: fmt.Sprintf("doomed-%d-%s-%d", step, when, i), Count: signIns / *kills, Hits: i,
			}
			killed := k.kill(d)
			k.mu.Lock()
			defer k.mu.Unlock()
			if killed {
				k.killed++
			} else {
				past = true
			}
		})
		if !there() {
			break
		}
	}
	running.Wait()
	return there()
}

// kill runs a program until it is killed, and tries its sign-ins again. It
// tells whether it came to that.
func (k *killing) kill(d doomed) bool {
	orders := must(json.Marshal(d))(k.t)
	cmd := exec.CommandContext(k.t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), doomedVariable+"="+string(orders))
	var said bytes.Buffer
	cmd.Stderr = &said
	err := cmd.Run()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		k.t.Errorf("the program does not start: %v", err)
		return false
	}
	if status := exit.Sys().(syscall.WaitStatus); !status.Signaled() {
		if exit.ExitCode() != exitNoSuchStep {
			k.t.Errorf("the program fails: %v\n%s", err, said.String())
		}
		return false
	}
	for i := range d.Count {
		k.retry(d.person(i))
	}
	return true
}

// retry looks at what a killed sign-in has left, and signs in.
func (k *killing) retry(name string) {
	ctx, store := k.t.Context(), k.again.store.(full)
	was, err := store.GetUserByAccount(ctx, "credentials", name)
	byMail, errMail := store.GetUserByEmail(ctx, address(name))
	found := err == nil
	if was != byMail || errors.Is(err, adapter.ErrNotFound) != errors.Is(errMail, adapter.ErrNotFound) || (!found && !errors.Is(err, adapter.ErrNotFound)) {
		k.t.Errorf("half of %s: %+v %v, %+v %v", name, was, err, byMail, errMail)
	}
	left, err := store.ListSessions(ctx, was.ID)
	if err != nil || (!found && len(left) > 0) {
		k.t.Errorf("%d sessions of %s, %v", len(left), name, err)
	}
	b := k.again.newBrowser()
	if a := b.signIn(name); a.status != http.StatusOK || a.sets == "" {
		k.t.Errorf("%s tries again: %+v", name, a)
		return
	}
	b.as(k.t, "the second try", name)
	is, err := store.GetUserByAccount(ctx, "credentials", name)
	ways, errWays := store.ListAccounts(ctx, is.ID)
	if err != nil || errWays != nil || len(ways) != 1 || (found && is.ID != was.ID) {
		k.t.Errorf("%s was %+v and is %+v (%v) with %d accounts (%v)", name, was, is, err, len(ways), errWays)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.cut++
	if found {
		k.users++
	}
	k.sessions += len(left)
}

// checkHalves finds halves in a store.
func (p *place) checkHalves(t *testing.T) {
	t.Helper()
	if p.Driver == "redis" {
		checkKeys(t, redisClient(t, p.DSN), p.Prefix)
		return
	}
	checkRows(t, p.Driver, openSQL(t, p.Driver, p.DSN))
}
