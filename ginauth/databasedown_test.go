package ginauth_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// shaky is a database that can be made to fail.
type shaky struct {
	*memoryadapter.Adapter
	fault atomic.Pointer[func(context.Context) error]
	calls atomic.Int32
}

func (s *shaky) fail(ctx context.Context) error {
	s.calls.Add(1)
	if f := s.fault.Load(); f != nil {
		return (*f)(ctx)
	}
	return nil
}

func (s *shaky) GetSession(ctx context.Context, token string) (adapter.Session, error) {
	if err := s.fail(ctx); err != nil {
		return adapter.Session{}, err
	}
	return s.Adapter.GetSession(ctx, token)
}

func (s *shaky) UpdateSession(ctx context.Context, token string, row adapter.Session) error {
	if err := s.fail(ctx); err != nil {
		return err
	}
	return s.Adapter.UpdateSession(ctx, token, row)
}

func (s *shaky) TouchSession(ctx context.Context, row adapter.Session, before time.Time) (bool, error) {
	if err := s.fail(ctx); err != nil {
		return false, err
	}
	return s.Adapter.TouchSession(ctx, row, before)
}

func (s *shaky) CreateSession(ctx context.Context, row adapter.Session) error {
	if err := s.fail(ctx); err != nil {
		return err
	}
	return s.Adapter.CreateSession(ctx, row)
}

func (s *shaky) DeleteSession(ctx context.Context, userID, id string) error {
	if err := s.fail(ctx); err != nil {
		return err
	}
	return s.Adapter.DeleteSession(ctx, userID, id)
}

func (s *shaky) GetUserByAccount(ctx context.Context, provider, id string) (adapter.User, error) {
	if err := s.fail(ctx); err != nil {
		return adapter.User{}, err
	}
	return s.Adapter.GetUserByAccount(ctx, provider, id)
}

func (s *shaky) GetRevocation(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
	if err := s.fail(ctx); err != nil {
		return adapter.Revocation{}, err
	}
	return s.Adapter.GetRevocation(ctx, userID, sessionID)
}

func (s *shaky) RevokeSession(ctx context.Context, userID, sessionID string, until time.Time) error {
	if err := s.fail(ctx); err != nil {
		return err
	}
	return s.Adapter.RevokeSession(ctx, userID, sessionID, until)
}

var outages = map[string]func(context.Context) error{
	"fails":  func(context.Context) error { return errStore },
	"hangs":  func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
	"panics": func(context.Context) error { panic(errStore) },
}

// An outage is never "signed out": guarded routes say 503 within a second,
// nothing is cleared, and the session is there when the database is.
func TestDatabaseDown(t *testing.T) {
	for outage, fault := range outages {
		for strategy, keep := range strategies {
			t.Run(outage+"/"+strategy, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					db := &shaky{}
					a := start(t, keep, func(cfg *ginauth.Config) {
						db.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
						cfg.Adapter = db
					})
					a.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) { c.Status(http.StatusOK) })
					a.signIn()
					a.clock.Advance(25 * time.Hour) // every request has something to write
					csrf := a.csrf()
					db.fault.Store(&fault)
					for _, r := range []*http.Request{
						a.browserRequest(http.MethodGet, "/guarded"), a.browserRequest(http.MethodGet, "/api/auth/session"),
						a.formRequest("/api/auth/session", csrf, ""), a.formRequest("/api/auth/signout", csrf, ""),
						a.formRequest("/api/auth/callback/credentials", csrf, "username=jsmith&password=hunter2"),
					} {
						began := time.Now()
						res := a.deliver(r)
						if res.StatusCode != http.StatusServiceUnavailable {
							t.Errorf("%s %s: %d", r.Method, r.URL.Path, res.StatusCode)
						}
						if late := time.Since(began); late > time.Second && r.Method == http.MethodGet {
							t.Errorf("%s %s took %v", r.Method, r.URL.Path, late)
						}
						for _, name := range cookieNames(res) {
							if strings.Contains(name, "session-token") {
								t.Errorf("%s %s writes the session's cookie", r.Method, r.URL.Path)
							}
						}
					}
					mine := a.browser
					a.newBrowser()
					if res := a.get("/guarded"); res.StatusCode != http.StatusUnauthorized {
						t.Errorf("a guarded route without a cookie: %d", res.StatusCode)
					}
					if res := a.get("/me"); res.StatusCode != http.StatusOK {
						t.Errorf("an open route without a cookie: %d", res.StatusCode)
					}
					a.browser = mine
					db.fault.Store(nil)
					if res := a.get("/guarded"); res.StatusCode != http.StatusOK {
						t.Errorf("after the outage: %d", res.StatusCode)
					}
				})
			})
		}
	}
}

// Every second call fails: each answer is right or an honest 503.
func TestDatabaseFlaps(t *testing.T) {
	for strategy, keep := range strategies {
		t.Run(strategy, func(t *testing.T) {
			db := &shaky{}
			a := start(t, keep, func(cfg *ginauth.Config) {
				db.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
				cfg.Adapter = db
			})
			a.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) { c.Status(http.StatusOK) })
			a.signIn()
			flap := func(context.Context) error {
				if db.calls.Load()%2 == 0 {
					return errStore
				}
				return nil
			}
			db.fault.Store(&flap)
			for range 40 {
				a.clock.Advance(6 * time.Minute)
				if code := a.get("/guarded").StatusCode; code != http.StatusOK && code != http.StatusServiceUnavailable {
					t.Fatalf("status %d", code)
				}
			}
			db.fault.Store(nil)
			if a.me() == nil {
				t.Error("the session was lost")
			}
		})
	}
}

func TestOneCallForAGuardedRequest(t *testing.T) {
	for strategy, keep := range strategies {
		t.Run(strategy, func(t *testing.T) {
			db := &shaky{}
			a := start(t, keep, func(cfg *ginauth.Config) {
				db.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
				cfg.Adapter = db
			})
			a.signIn()
			db.calls.Store(0)
			for range 10 {
				a.me()
			}
			if got := db.calls.Load(); got != 10 {
				t.Errorf("%d calls for 10 requests", got)
			}
		})
	}
}

// Fifty first sign-ins at once make one user with one account.
func TestFirstSignInAtOnce(t *testing.T) {
	l := startLinking(t)
	l.who["one"].email = "ann@example.com"
	type attempt struct {
		r *http.Request
	}
	var attempts []attempt
	for range 50 {
		l.newBrowser()
		state, _ := l.leave("one")
		attempts = append(attempts, attempt{l.browserRequest(http.MethodGet, "/api/auth/callback/one?code=c&state="+state)})
	}
	var failed atomic.Int32
	var all sync.WaitGroup
	for _, at := range attempts {
		all.Go(func() {
			if to := l.deliver(at.r).Header.Get("Location"); strings.Contains(to, "error") {
				failed.Add(1)
			}
		})
	}
	all.Wait()
	created := 0
	for _, event := range *l.events {
		if strings.HasPrefix(event, "create") {
			created++
		}
	}
	if failed.Load() != 0 || created != 1 {
		t.Errorf("%d failed, %d users were made", failed.Load(), created)
	}
	list, err := l.db.ListSessions(t.Context(), l.owner("one"))
	if err != nil || len(list) != 50 {
		t.Errorf("%d sessions, %v", len(list), err)
	}
}

// plainRows is a database with rows that Auth.js wrote.
type plainRows struct {
	*memoryadapter.Adapter
	mu    sync.Mutex
	plain map[string]adapter.Session
}

func (p *plainRows) AdoptSession(ctx context.Context, plain, token, id string) (adapter.Session, error) {
	p.mu.Lock()
	row, ok := p.plain[plain]
	delete(p.plain, plain)
	p.mu.Unlock()
	if !ok || adapter.IsSessionToken(plain) {
		return adapter.Session{}, adapter.ErrNotFound
	}
	row.SessionToken, row.ID = token, id
	return row, p.CreateSession(ctx, row)
}

func TestPlainSessionsAreAdopted(t *testing.T) {
	db := &plainRows{plain: map[string]adapter.Session{}}
	a := start(t, func(cfg *ginauth.Config) {
		db.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
		cfg.Adapter = db
	})
	user, err := db.CreateUser(t.Context(), adapter.User{Name: "Old Hand", Email: "old@example.com"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const cookie = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"
	db.plain[cookie] = adapter.Session{UserID: user.ID, Expires: a.clock.Now().Add(time.Hour)}
	a.setCookie(sessionCookie, cookie)
	for range 3 {
		if me := a.me(); me == nil || me.User.Name != "Old Hand" {
			t.Fatalf("signed in as %+v", me)
		}
	}
	if len(db.plain) != 0 {
		t.Error("the plain row is still there")
	}
	row := a.row(db)
	if row.Data == nil || row.ID == "" {
		t.Errorf("row %+v", row)
	}
	a.setCookie(sessionCookie, row.SessionToken) // from a copy of the database
	if a.me() != nil {
		t.Error("what the database holds opens a session")
	}
}

func TestSignInFromAHandlerNeedsAUserOfTheDatabase(t *testing.T) {
	a, db := startDatabase(t)
	id := "unknown"
	a.router.POST("/register", func(c *gin.Context) {
		user := jsmith
		user.ID = id
		err := ginauth.SignIn(c, &user)
		switch {
		case errors.Is(err, adapter.ErrNotFound):
			c.Status(http.StatusNotFound)
		case err != nil:
			c.Status(http.StatusInternalServerError)
		}
	})
	if res := a.do(http.MethodPost, "/register", "", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown user: %d", res.StatusCode)
	}
	user, err := db.CreateUser(t.Context(), adapter.User{Name: "Fresh"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	id = user.ID
	if res := a.do(http.MethodPost, "/register", "", ""); res.StatusCode != http.StatusOK || a.me() == nil || a.me().UID != id {
		t.Errorf("a user of the database: %d %+v", res.StatusCode, a.me())
	}
}

// While it cannot be known which of several cookies counts, none is cleared.
func TestDatabaseDownWithSeveralCookies(t *testing.T) {
	db := &shaky{}
	a := start(t, func(cfg *ginauth.Config) {
		db.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
		cfg.Adapter = db
	})
	a.signIn()
	r := a.browserRequest(http.MethodGet, "/api/auth/session")
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: "0000planted"})
	fault := outages["fails"]
	db.fault.Store(&fault)
	res := a.deliver(r)
	if res.StatusCode != http.StatusServiceUnavailable || len(res.Header["Set-Cookie"]) != 0 {
		t.Errorf("%d %q", res.StatusCode, res.Header["Set-Cookie"])
	}
}

// Updates at once are all kept: one that was overtaken begins again.
func TestDatabaseKeepsEveryUpdate(t *testing.T) {
	g := newGate()
	a, _ := startDatabase(t, withGate(g))
	a.signIn()
	csrf := a.csrf()
	update := func(key string) *http.Request { return a.formRequest("/api/auth/session", csrf, "data="+key) }
	a.whileInFlight(g, update("slow"), func() { a.deliver(update("fast")) })
	if got := a.seen(); got["slow"] != 1 || got["fast"] != 1 || len(got) != 2 {
		t.Errorf("kept: %v", got)
	}
}
