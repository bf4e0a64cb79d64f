package ginauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-gonic/gin"
	gsessions "github.com/gorilla/sessions"

	"github.com/ginauth/gin-auth/ginauth"
)

// deliverSoon is deliver that fails the test where it would hang.
func (a *app) deliverSoon(r *http.Request) *http.Response {
	a.t.Helper()
	answer := make(chan *http.Response, 1)
	go func() { answer <- a.deliver(r) }()
	select {
	case res := <-answer:
		return res
	case <-time.After(10 * time.Second):
		a.t.Fatalf("%s %s does not answer", r.Method, r.URL.Path)
		return nil
	}
}

// formRequest is a POST with the token that the browser has got before.
func (a *app) formRequest(path, csrf, fields string) *http.Request {
	r := a.browserRequest(http.MethodPost, path)
	body := httptest.NewRequest(http.MethodPost, path, strings.NewReader("csrfToken="+csrf+"&json=true&"+fields))
	r.Body, r.ContentLength = body.Body, body.ContentLength
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

// faults are the ways in which a store does not answer.
func faults(release <-chan struct{}) map[string]func(*gsessions.Session) error {
	return map[string]func(*gsessions.Session) error{
		"fails":  func(*gsessions.Session) error { return errStore },
		"hangs":  func(*gsessions.Session) error { <-release; return errStore },
		"panics": func(*gsessions.Session) error { panic(errStore) },
	}
}

// A store that does not answer is 503, and nobody is taken for signed out or
// for signed in.
func TestStoreDown(t *testing.T) {
	for name, protocol := range protocols {
		for _, fault := range []string{"fails", "hangs", "panics"} {
			for _, at := range []string{"New", "Save"} {
				t.Run(name+"/"+fault+" in "+at, func(t *testing.T) {
					t.Parallel()
					release := make(chan struct{})
					store := &faulty{Store: memstore.NewStore(storeKey)}
					a := start(t, func(cfg *ginauth.Config) {
						cfg.Protocol = protocol
						cfg.Session = ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute, Store: store, StoreTimeout: 100 * time.Millisecond}
					})
					a.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) { c.String(http.StatusOK, "inside") })
					a.signIn()
					csrf := a.csrf()
					a.clock.Advance(2 * minute) // a renewal is due: reading will write
					hook := faults(release)[fault]
					if at == "New" {
						store.set(hook, nil)
					} else {
						store.set(nil, hook)
					}
					a.whileDown(csrf, store, at == "Save")
					store.set(nil, nil)
					close(release)
					if res := a.get("/guarded"); res.StatusCode != http.StatusOK {
						t.Errorf("after the store has come back: %d\n%s", res.StatusCode, a.logs)
					}
					a.post("/api/auth/signout")
					if a.isSignedIn() {
						t.Error("signing out does not work any more")
					}
				})
			}
		}
	}
}

// whileDown checks every kind of request of a browser that is signed in, while
// the store does not answer. store is nil if its calls cannot be counted. If
// only writes fail, a session that is due to be extended is still good.
func (a *app) whileDown(csrf string, store *faulty, readable bool) {
	t := a.t
	t.Helper()
	none := map[ginauth.Protocol]string{ginauth.NextAuth: "{}", ginauth.AuthJS: "null"}[a.cfg.Protocol]
	check := func(r *http.Request, body string) {
		t.Helper()
		res := a.deliverSoon(r)
		got := text(t, res)
		status := http.StatusServiceUnavailable
		if a.cfg.Protocol == ginauth.AuthJS && strings.Contains(body, "error=") {
			status = http.StatusOK // in JSON, Auth.js v5 says it by the URL alone
		}
		if res.StatusCode != status || !strings.Contains(got, body) {
			t.Errorf("%s %s: %d %s, want %d %s", r.Method, r.URL.Path, res.StatusCode, got, status, body)
		}
		if setsSession(res) || clearsSession(res) {
			t.Errorf("%s %s changes the session's cookie", r.Method, r.URL.Path)
		}
		if strings.Contains(got, "secrets") || strings.Contains(got, "inside") {
			t.Errorf("%s %s: the answer is %s", r.Method, r.URL.Path, got)
		}
		if r.URL.Path == "/guarded" && res.Header.Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		if r.URL.Path == "/api/auth/session" {
			expect(t, "the body of "+r.Method+" /session", got, none)
		}
	}
	if readable {
		for path, want := range map[string]string{"/guarded": "inside", "/api/auth/session": "J Smith", "/me": "J Smith"} {
			res := a.deliverSoon(a.browserRequest(http.MethodGet, path))
			if got := text(t, res); res.StatusCode != http.StatusOK || !strings.Contains(got, want) || setsSession(res) || clearsSession(res) {
				t.Errorf("%s, with a store that can be read: %d %s", path, res.StatusCode, got)
			}
		}
	} else {
		check(a.browserRequest(http.MethodGet, "/guarded"), `"error":"unavailable"`)
		html := a.browserRequest(http.MethodGet, "/guarded")
		html.Header.Set("Accept", "text/html")
		check(html, "unavailable")
		check(a.browserRequest(http.MethodGet, "/api/auth/session"), none)
	}
	check(a.formRequest("/api/auth/session", csrf, ""), none)
	check(a.formRequest("/api/auth/signout", csrf, ""), "error=Configuration")
	check(a.formRequest("/api/auth/callback/credentials", csrf, "username=jsmith&password=hunter2"), "error=Configuration")

	open := a.deliverSoon(a.browserRequest(http.MethodGet, "/me"))
	if open.StatusCode != http.StatusOK || (text(t, open) == "null") == readable || len(open.Cookies()) != 0 {
		t.Errorf("a route that is open to all: %d", open.StatusCode)
	}
	if store != nil {
		before := store.count()
		anonymous := a.deliverSoon(httptest.NewRequest(http.MethodGet, "/me", nil))
		expect(t, "anonymous", anonymous.StatusCode, http.StatusOK)
		expect(t, "calls of the store for an anonymous request", store.count()-before, 0)
	}
}

// A handler can tell that it is not known who asks; and Update, SignIn and
// SignOut say that they have not worked.
func TestStoreDownInHandlers(t *testing.T) {
	store := &faulty{Store: memstore.NewStore(storeKey)}
	a := start(t, withStore(store))
	errs := map[string]error{}
	a.handle("/all", func(c *gin.Context) {
		errs["SessionErr"] = ginauth.SessionErr(c)
		errs["Update"] = ginauth.Update(c, nil)
		errs["SignIn"] = ginauth.SignIn(c, &jsmith)
		errs["SignOut"] = ginauth.SignOut(c)
		if c.MustGet("session").(*Session) != nil {
			t.Error("there is a session")
		}
	})
	a.signIn()
	store.set(func(*gsessions.Session) error { return errStore }, nil)
	if res := a.get("/all"); len(res.Cookies()) != 0 {
		t.Errorf("cookies: %v", cookieNames(res))
	}
	for what, err := range errs {
		if !errors.Is(err, ginauth.ErrUnavailable) || !errors.Is(err, errStore) {
			t.Errorf("%s: %v", what, err)
		}
	}
	store.set(nil, func(*gsessions.Session) error { return errStore })
	a.handle("/update", func(c *gin.Context) {
		if err := ginauth.Update(c, gin.H{"name": "New"}); !errors.Is(err, ginauth.ErrUnavailable) {
			t.Errorf("Update: %v", err)
		}
		expect(t, "the session stays", c.MustGet("session").(*Session).User.Name, "J Smith")
	})
	if res := a.get("/update"); len(res.Cookies()) != 0 {
		t.Errorf("cookies: %v", cookieNames(res))
	}
}

// A client that has gone is not waited for, however long the store may take.
func TestStoreCallEndsWithTheRequest(t *testing.T) {
	store := &faulty{Store: memstore.NewStore(storeKey)}
	a := start(t, withStore(store), func(cfg *ginauth.Config) { cfg.Session.StoreTimeout = hour })
	a.signIn()
	release, reached := make(chan struct{}), make(chan struct{})
	defer close(release)
	store.set(func(*gsessions.Session) error { close(reached); <-release; return errStore }, nil)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	res := a.deliverSoon(a.browserRequest(http.MethodGet, "/me").WithContext(ctx))
	if text(t, res) != "null" || clearsSession(res) {
		t.Error("taken for signed in or out")
	}
}
