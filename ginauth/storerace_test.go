package ginauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	ginsessions "github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-gonic/gin"
	gsessions "github.com/gorilla/sessions"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

type tally struct {
	ginauth.Token
	Seen map[string]int `json:"seen"`
}

type tallySession struct {
	ginauth.Session
	Seen map[string]int `json:"seen"`
}

// gate holds one request up in its jwt callback, once: that is after the store
// was read and before it is written.
type gate struct {
	once             sync.Once
	reached, release chan struct{}
}

func newGate() *gate { return &gate{reached: make(chan struct{}), release: make(chan struct{})} }

const gated = "X-Gated"

// withGate makes sessions that count their updates.
func withGate(g *gate) func(*ginauth.Config) {
	return withCallbacks(callbacks.Shape(
		func(ctx context.Context, token *tally, in callbacks.JWT[*User]) error {
			if r, ok := ginauth.RequestFrom(ctx); ok && r.Header.Get(gated) != "" {
				g.once.Do(func() { close(g.reached); <-g.release })
			}
			var key string
			if in.Trigger == ginauth.TriggerUpdate && json.Unmarshal(in.Session, &key) == nil {
				if token.Seen == nil {
					token.Seen = map[string]int{}
				}
				token.Seen[key]++
			}
			return nil
		},
		func(_ context.Context, s *tallySession, token *tally) error { s.Seen = token.Seen; return nil },
	))
}

// whileInFlight sends a request, has other run while the request is between
// its read and its write, and returns the request's answer.
func (a *app) whileInFlight(g *gate, r *http.Request, other func()) *http.Response {
	a.t.Helper()
	r.Header.Set(gated, "1")
	answer := make(chan *http.Response, 1)
	go func() { answer <- a.deliver(r) }()
	select {
	case <-g.reached:
	case res := <-answer:
		a.t.Fatalf("the request was not held up: %d", res.StatusCode)
	}
	other()
	close(g.release)
	return <-answer
}

func startDue(t *testing.T, g *gate, store ginsessions.Store) *app {
	t.Helper()
	a := start(t, withGate(g), func(cfg *ginauth.Config) {
		cfg.Session = ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute, Store: store, StoreTimeout: 10 * time.Second}
	})
	a.router.GET("/update/:key", func(c *gin.Context) {
		err := ginauth.Update(c, c.Param("key"))
		if errors.Is(err, ginauth.ErrNotSignedIn) {
			c.Status(http.StatusGone)
		} else if err != nil {
			t.Error(err)
		}
	})
	a.signIn()
	a.clock.Advance(2 * minute)
	return a
}

func (a *app) seen() (seen map[string]int) {
	a.t.Helper()
	var session struct{ Seen map[string]int }
	decode(a.t, a.get("/me"), &session)
	return session.Seen
}

// Whatever is in flight when a user signs out does not bring the session back.
func TestStoreNothingUndoesASignOut(t *testing.T) {
	eachStore(t, func(t *testing.T, name string, store ginsessions.Store) {
		if name == "cookie" {
			return // the cookie store cannot end a session that somebody holds: documented
		}
		for _, path := range []string{"/me", "/api/auth/session", "POST /api/auth/session", "/update/x"} {
			t.Run(path, func(t *testing.T) {
				g := newGate()
				a := startDue(t, g, store)
				cookie := a.sessionCookies()[sessionCookie]
				csrf := a.csrf()
				r := a.browserRequest(http.MethodGet, strings.TrimPrefix(path, "POST "))
				if strings.HasPrefix(path, "POST") {
					r = a.formRequest("/api/auth/session", csrf, "data=x")
				}
				res := a.whileInFlight(g, r, func() { a.post("/api/auth/signout") })
				if setsSession(res) {
					t.Error("the answer brings the cookie back")
				}
				if path == "/update/x" {
					expect(t, "Update of a session that has ended", res.StatusCode, http.StatusGone)
				}
				if body := text(t, res); strings.HasPrefix(path, "POST") && body != "{}" {
					t.Errorf("the update of an ended session answers %s", body)
				}
				a.setCookie(sessionCookie, cookie)
				if a.isSignedIn() {
					t.Error("signed in again")
				}
			})
		}
	})
}

// Two updates both land, whichever way they are asked for; and a read that is
// due to extend the session does not overwrite an update.
func TestStoreUpdatesDoNotGetLost(t *testing.T) {
	eachStore(t, func(t *testing.T, name string, store ginsessions.Store) {
		if name == "cookie" {
			return // the cookie store has no record that two requests share
		}
		for path, wanted := range map[string]map[string]int{
			"/me":                    {"other": 1},
			"/api/auth/session":      {"other": 1},
			"/update/mine":           {"other": 1, "mine": 1},
			"/update/other":          {"other": 2},
			"POST /api/auth/session": {"other": 1, "mine": 1},
		} {
			t.Run(path, func(t *testing.T) {
				g := newGate()
				a := startDue(t, g, store)
				r := a.browserRequest(http.MethodGet, strings.TrimPrefix(path, "POST "))
				if strings.HasPrefix(path, "POST") {
					r = a.formRequest("/api/auth/session", a.csrf(), "data=mine")
				}
				if res := a.whileInFlight(g, r, func() { a.get("/update/other") }); res.StatusCode != http.StatusOK {
					t.Errorf("status %d", res.StatusCode)
				}
				got := a.seen()
				if len(got) != len(wanted) {
					t.Errorf("seen %v, want %v", got, wanted)
				}
				for k, n := range wanted {
					expect(t, "updates of "+k, got[k], n)
				}
			})
		}
	})
}

// A renewal that the store is just writing, and a sign-out: within one
// process, whichever order, the session is dead.
func TestStoreSignOutDuringARenewal(t *testing.T) {
	reached, release := make(chan struct{}), make(chan struct{})
	store := &faulty{Store: memstore.NewStore(storeKey)}
	a := startDue(t, newGate(), store)
	cookie, csrf := a.sessionCookies()[sessionCookie], a.csrf()
	a.clock.Advance(2 * minute)
	poll, signOut := a.browserRequest(http.MethodGet, "/me"), a.formRequest("/api/auth/signout", csrf, "")
	store.set(nil, func(s *gsessions.Session) error {
		if s.Options.MaxAge > 0 {
			close(reached)
			<-release
		}
		return nil
	})
	var running sync.WaitGroup
	running.Go(func() { a.deliver(poll) })
	<-reached
	ended := make(chan struct{})
	running.Go(func() { defer close(ended); a.deliver(signOut) })
	select { // without the lock, the sign-out comes first and the renewal undoes it
	case <-ended:
	case <-time.After(50 * time.Millisecond):
	}
	close(release)
	running.Wait()
	a.setCookie(sessionCookie, cookie)
	if a.isSignedIn() {
		t.Error("the renewal has brought the session back")
	}
}
