package ginauth_test

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-gonic/gin"
	gsessions "github.com/gorilla/sessions"

	"github.com/ginauth/gin-auth/ginauth"
)

// A cookie that is too long for the store's codec is no outage of the store.
func TestStoreCookieTooLong(t *testing.T) {
	for name, cookies := range map[string]map[string]string{
		"one":    {sessionCookie: strings.Repeat("x", 5000)},
		"chunks": {sessionCookie + ".0": strings.Repeat("x", 2100), sessionCookie + ".1": strings.Repeat("x", 2100)},
		"both":   {sessionCookie: strings.Repeat("x", 4097), sessionCookie + ".0": strings.Repeat("y", 5000)},
	} {
		t.Run(name, func(t *testing.T) {
			a := start(t, withMemstore)
			a.router.GET("/guarded", ginauth.Require(), func(*gin.Context) {})
			plant := func() {
				a.newBrowser()
				for cookie, value := range cookies {
					a.setCookie(cookie, value)
				}
			}
			plant()
			res := a.get("/guarded")
			expect(t, "guarded", res.StatusCode, http.StatusUnauthorized)
			if len(res.Cookies()) != len(cookies) || len(a.sessionCookies()) != 0 {
				t.Errorf("not cleared: the answer sets %v", cookieNames(res))
			}
			plant()
			expect(t, "session", text(t, a.get("/api/auth/session")), "{}")
			plant()
			expect(t, "signing out", a.post("/api/auth/signout", "json", "true").StatusCode, http.StatusOK)
			expect(t, "cookies after signing out", len(a.sessionCookies()), 0)
			plant()
			a.signIn()
			if !a.isSignedIn() || a.get("/guarded").StatusCode != http.StatusOK {
				t.Errorf("signing in does not last\n%s", a.logs)
			}
			if strings.Contains(a.logs.String(), "level=ERROR") {
				t.Errorf("logged as errors:\n%s", a.logs)
			}
		})
	}
}

// A write that hangs holds up its own session and nobody else's.
func TestStoreWriteThatHangs(t *testing.T) {
	store := &faulty{Store: memstore.NewStore(storeKey)}
	a := start(t, withStore(store), func(cfg *ginauth.Config) { cfg.Session.StoreTimeout = hour })
	type user struct {
		browser http.CookieJar
		csrf    string
	}
	users := make([]user, 200)
	for i := range users {
		a.newBrowser()
		a.signIn()
		users[i] = user{a.browser, a.csrf()}
	}
	signOut := func(u user) *http.Request {
		a.browser = u.browser
		return a.formRequest("/api/auth/signout", u.csrf, "")
	}

	release, reached := make(chan struct{}), make(chan struct{})
	first := make(chan struct{}, 1)
	first <- struct{}{}
	store.set(nil, func(*gsessions.Session) error {
		select {
		case <-first:
			close(reached)
			<-release
		default:
		}
		return nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	r := signOut(users[0]).WithContext(ctx)
	answer := make(chan *http.Response, 1)
	go func() { answer <- a.deliver(r) }()
	<-reached
	for _, u := range users[1:] {
		if res := a.deliverSoon(signOut(u)); res.StatusCode != http.StatusOK || !clearsSession(res) {
			t.Fatalf("another user's sign-out: %d", res.StatusCode)
		}
	}
	// The same session again waits, as long as its own request does.
	short, cancelShort := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancelShort()
	res := a.deliverSoon(signOut(users[0]).WithContext(short))
	if res.StatusCode != http.StatusServiceUnavailable || clearsSession(res) {
		t.Errorf("the session whose write hangs: %d", res.StatusCode)
	}
	close(release)
	if res := <-answer; res.StatusCode != http.StatusOK || !clearsSession(res) {
		t.Errorf("the write that hung: %d", res.StatusCode)
	}
	a.browser = users[0].browser
	if a.isSignedIn() {
		t.Error("still signed in")
	}
}

// Calls of a store that answers nobody are bounded, and so is what they hold.
func TestStoreCallsAreBounded(t *testing.T) {
	const most = 256
	store := &faulty{Store: memstore.NewStore(storeKey)}
	a := start(t, withStore(store), func(cfg *ginauth.Config) { cfg.Session.StoreTimeout = hour })
	a.router.GET("/guarded", ginauth.Require(), func(*gin.Context) {})
	a.signIn()

	release, reached := make(chan struct{}), make(chan struct{}, 4*most)
	store.set(func(*gsessions.Session) error {
		reached <- struct{}{}
		<-release
		return errStore
	}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var clients sync.WaitGroup
	for range most {
		r := a.browserRequest(http.MethodGet, "/guarded").WithContext(ctx)
		clients.Go(func() { a.deliver(r) })
	}
	for range most {
		<-reached
	}
	refused := func() {
		t.Helper()
		res := a.deliverSoon(a.browserRequest(http.MethodGet, "/guarded"))
		if res.StatusCode != http.StatusServiceUnavailable || clearsSession(res) {
			t.Fatalf("one call too many: %d", res.StatusCode)
		}
	}
	refused()
	cancel() // the clients go, the calls of the store stay
	clients.Wait()
	before := runtime.NumGoroutine()
	for range 2 * most {
		refused()
	}
	if grown := runtime.NumGoroutine() - before; grown > 20 {
		t.Errorf("%d goroutines more", grown)
	}
	expect(t, "calls above the bound", len(reached), 0)

	store.set(nil, nil)
	close(release)
	deadline := time.Now().Add(10 * time.Second)
	for a.deliverSoon(a.browserRequest(http.MethodGet, "/guarded")).StatusCode != http.StatusOK {
		if time.Now().After(deadline) {
			t.Fatal("it does not recover")
		}
		runtime.Gosched()
	}
	for range 2 * most { // each call gives its place back
		if res := a.get("/guarded"); res.StatusCode != http.StatusOK {
			t.Fatalf("afterwards: %d", res.StatusCode)
		}
	}
}

// A client that goes away is no error of this program.
func TestStoreClientGoesAway(t *testing.T) {
	for _, at := range []string{"New", "Save"} {
		for name, request := range map[string]func(a *app, csrf string) *http.Request{
			"page":    func(a *app, _ string) *http.Request { return a.browserRequest(http.MethodGet, "/me") },
			"guarded": func(a *app, _ string) *http.Request { return a.browserRequest(http.MethodGet, "/guarded") },
			"session": func(a *app, _ string) *http.Request {
				return a.browserRequest(http.MethodGet, "/api/auth/session")
			},
			"update":   func(a *app, csrf string) *http.Request { return a.formRequest("/api/auth/session", csrf, "") },
			"sign-out": func(a *app, csrf string) *http.Request { return a.formRequest("/api/auth/signout", csrf, "") },
			"sign-in": func(a *app, csrf string) *http.Request {
				return a.formRequest("/api/auth/callback/credentials", csrf, "username=jsmith&password=hunter2")
			},
		} {
			t.Run(at+"/"+name, func(t *testing.T) {
				store := &faulty{Store: memstore.NewStore(storeKey)}
				a := start(t, func(cfg *ginauth.Config) {
					cfg.Session = ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute, Store: store, StoreTimeout: hour}
				})
				a.router.GET("/guarded", ginauth.Require(), func(*gin.Context) {})
				a.signIn()
				csrf := a.csrf()
				a.clock.Advance(2 * minute) // reading will write
				a.logs.reset()
				ctx, cancel := context.WithCancel(t.Context())
				release := make(chan struct{})
				defer close(release)
				hang := func(*gsessions.Session) error { cancel(); <-release; return errors.New("late") }
				if at == "New" {
					store.set(hang, nil)
				} else {
					store.set(nil, hang)
				}
				res := a.deliverSoon(request(a, csrf).WithContext(ctx))
				if ctx.Err() == nil {
					t.Fatal("the store was not called")
				}
				if clearsSession(res) || setsSession(res) {
					t.Error("the session's cookie changes")
				}
				if strings.Contains(a.logs.String(), "level=ERROR") {
					t.Errorf("logged:\n%s", a.logs)
				}
			})
		}
	}
}
