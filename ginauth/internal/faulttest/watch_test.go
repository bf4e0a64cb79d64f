package faulttest_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

const (
	watchers = 32 // who ask at the same time
	// soonest is when an answer is missing: it should be there after a second, but
	// the machine may have much else to do.
	soonest = 6 * time.Second
	// told is how many of its failures a watch tells.
	told = 10
)

// watch are people who ask for pages, over and over, until it stops.
type watch struct {
	t       *testing.T
	village *village
	tasks   []func()
	running sync.WaitGroup
	stopped atomic.Bool

	mu                         sync.Mutex
	polls, known, unknown, out int
	// slowest are the 503 that took longest: of a guarded page, and of a sign-in.
	slowest, slowestEntry time.Duration
	failures              int
	more                  *sync.Cond // polls
}

// village are all crowds of one store, and a program beside them that needs
// none.
type village struct {
	crowds []*crowd
	beside *program
	cookie string // of "bystander", at beside
	// next is whose turn it is: the next watch goes on with them.
	next atomic.Int64
}

func (v *village) watch(t *testing.T) *watch {
	t.Helper()
	w := &watch{t: t, village: v}
	w.more = sync.NewCond(&w.mu)
	for _, c := range v.crowds {
		w.crowd(c)
	}
	rand.New(rand.NewPCG(2, 3)).Shuffle(len(w.tasks), func(i, j int) { w.tasks[i], w.tasks[j] = w.tasks[j], w.tasks[i] })
	for range watchers {
		w.running.Go(func() {
			for !w.stopped.Load() {
				w.tasks[int(v.next.Add(1))%len(w.tasks)]()
				w.mu.Lock()
				w.polls++
				w.more.Broadcast()
				w.mu.Unlock()
			}
		})
	}
	t.Cleanup(w.stop)
	return w
}

// crowd has everybody ask: each keeper once for an intruder's three times.
func (w *watch) crowd(c *crowd) {
	for i, k := range c.keepers {
		w.tasks = append(w.tasks, func() { w.keeper(c.processes[i%2], k, i%4 == 0) })
	}
	for i := range 3 * len(c.intruders) {
		in := c.intruders[i%len(c.intruders)]
		w.tasks = append(w.tasks, func() { w.intruder(c.processes[i%2], in) })
	}
	for i := range 10 {
		w.tasks = append(w.tasks, func() { w.newcomer(c, c.processes[i%2]) }, func() { w.bystander(c.processes[i%2]) })
	}
}

// keeper is signed in, or nothing is known; by a guarded page or by what
// next-auth's useSession asks.
func (w *watch) keeper(p *program, k person, poll bool) {
	path, sees := "/guarded", k.name
	if poll {
		path, sees = "/api/auth/session", fmt.Sprintf(`{"user":{"name":%q,`, k.name)
	}
	a := w.ask(true, func() answer { return p.with(k.cookie).get(path) })
	switch {
	case a.clears:
		w.failf("%s is signed out: %+v", k.name, a)
	case a.status == http.StatusOK && len(a.body) >= len(sees) && a.body[:len(sees)] == sees:
		w.count(&w.known)
	case a.status != http.StatusServiceUnavailable:
		w.failf("%s got at %s: %+v", k.name, path, a)
	}
}

// intruder is out, or nothing is known.
func (w *watch) intruder(p *program, in person) {
	try, refused := in.try, http.StatusForbidden
	if try == nil {
		try, refused = func() answer { return p.with(in.cookie).get("/guarded") }, http.StatusUnauthorized
	}
	a := w.ask(in.try == nil, try)
	switch {
	case a.sets != "":
		w.failf("%s gets a session: %+v", in.name, a)
	case a.status == refused:
		w.count(&w.out)
	case a.status != http.StatusServiceUnavailable:
		w.failf("%s: %+v", in.name, a)
	}
}

// newcomer signs up. Whoever is told that it worked is a keeper from then on.
func (w *watch) newcomer(c *crowd, p *program) {
	c.mu.Lock()
	name := fmt.Sprintf("newcomer-%s-%d", c.strategy, c.came)
	c.came++
	c.mu.Unlock()
	a := w.ask(false, func() answer { return p.newBrowser().signIn(name) })
	switch {
	case a.status == http.StatusOK && a.sets != "":
		c.mu.Lock()
		c.arrived = append(c.arrived, person{name: name, cookie: a.sets})
		c.mu.Unlock()
	case a.sets != "" || a.status != http.StatusServiceUnavailable:
		w.failf("%s signs up: %+v", name, a)
	}
}

// bystander needs no store, and notices nothing.
func (w *watch) bystander(p *program) {
	if a := w.ask(true, func() answer { return p.newBrowser().get("/open") }); a.status != http.StatusOK {
		w.failf("an anonymous page: %+v", a)
	}
	beside := w.village.beside
	if a := w.ask(true, func() answer { return beside.with(w.village.cookie).get("/guarded") }); a.status != http.StatusOK || a.body != "bystander" {
		w.failf("a program without a store: %+v", a)
	}
}

// ask wants an answer soon, of a guarded page or of a sign-in.
func (w *watch) ask(guarded bool, do func() answer) answer {
	got, began := make(chan answer, 1), time.Now()
	go func() { got <- do() }()
	timer := time.NewTimer(soonest)
	defer timer.Stop()
	select {
	case a := <-got:
		if a.status == http.StatusServiceUnavailable {
			w.mu.Lock()
			w.unknown++
			slowest := &w.slowest
			if !guarded {
				slowest = &w.slowestEntry
			}
			*slowest = max(*slowest, time.Since(began))
			w.mu.Unlock()
		}
		return a
	case <-timer.C:
		w.failf("no answer within %v", soonest)
		return answer{status: http.StatusServiceUnavailable}
	}
}

func (w *watch) count(n *int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*n++
}

func (w *watch) failf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failures++; w.failures <= told {
		w.t.Errorf(format, args...)
	}
}

// round waits until everybody, or a part of them, has asked once more.
func (w *watch) round(part float64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for until := w.polls + int(part*float64(len(w.tasks))) + 1; w.polls < until; {
		w.more.Wait()
	}
}

// stop ends the watch.
func (w *watch) stop() {
	w.stopped.Store(true)
	w.running.Wait()
}

// String sums up.
func (w *watch) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return fmt.Sprintf("%d requests: %d keepers known, %d intruders out, %d times 503, the slowest after %v, of a sign-in after %v",
		w.polls, w.known, w.out, w.unknown, w.slowest.Round(time.Millisecond), w.slowestEntry.Round(time.Millisecond))
}
