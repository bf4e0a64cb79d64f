package ginauth_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	ginsessions "github.com/gin-contrib/sessions"

	"github.com/ginauth/gin-auth/ginauth"
)

// twoUsers lets sign in whoever has the password.
func twoUsers(cfg *ginauth.Config) {
	cfg.Providers = []ginauth.Provider{form{authorize: func(_ context.Context, name, _ string) (ginauth.UserLike, error) {
		return &User{User: ginauth.User{ID: name, Name: name, Email: name + "@example.com"}}, nil
	}}}
}

func (a *app) signInAs(name string) *http.Response {
	a.t.Helper()
	res := a.post("/api/auth/callback/credentials", "username", name, "password", "x", "json", "true")
	if !setsSession(res) {
		a.t.Fatalf("signing %s in: %d\n%s", name, res.StatusCode, a.logs)
	}
	return res
}

// as tells whom a session cookie signs in.
func (a *app) as(cookie string) string {
	a.t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/me", nil)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: cookie})
	body := text(a.t, a.deliver(r))
	for _, name := range []string{"mallory", "victim"} {
		if strings.Contains(body, `"name":"`+name+`"`) {
			return name
		}
	}
	return ""
}

// A session that existed before the sign-in is dead after it and never the
// victim's, whether the attacker had planted an empty one or their own.
func TestStoreFixation(t *testing.T) {
	eachStore(t, func(t *testing.T, name string, store ginsessions.Store) {
		for _, planted := range []string{"empty", "mallory's"} {
			t.Run(planted, func(t *testing.T) {
				a := start(t, withStore(store), twoUsers)
				if planted == "empty" {
					session, err := store.New(httptest.NewRequest(http.MethodGet, "/", nil), sessionCookie)
					if err != nil {
						t.Fatal(err)
					}
					session.Values["visits"] = 1
					session.Options.MaxAge = 3600
					w := httptest.NewRecorder()
					if err := store.Save(a.browserRequest(http.MethodGet, "/"), w, session); err != nil {
						t.Fatal(err)
					}
					a.setCookie(sessionCookie, w.Result().Cookies()[0].Value)
				} else {
					a.signInAs("mallory")
				}
				old, oldCSRF := a.sessionCookies()[sessionCookie], a.csrf()
				a.signInAs("victim")
				fresh := a.sessionCookies()[sessionCookie]
				if fresh == old {
					t.Fatal("the cookie is the planted one")
				}
				expect(t, "the new cookie", a.as(fresh), "victim")
				switch got := a.as(old); {
				case got == "victim":
					t.Error("the planted cookie signs in as the victim")
				case got != "" && name != "cookie": // which cannot end a session
					t.Error("the planted session is alive")
				}
				if id := storeID(t, store, old); name != "cookie" && id != "" && id == storeID(t, store, fresh) {
					t.Error("the planted id is kept")
				}
				if a.csrf() == oldCSRF {
					t.Error("the CSRF token is kept over the sign-in")
				}
			})
		}
	})
}

// storeID is the id that a cookie names in a store.
func storeID(t *testing.T, store ginsessions.Store, cookie string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: cookie})
	session, err := store.New(r, sessionCookie)
	if err != nil {
		t.Fatal(err)
	}
	return session.ID
}

// An id that the store does not know, though its signature is good, never
// becomes a session: neither by reading, nor by an update, nor at sign-in.
func TestStoreNeverAdoptsAnUnknownID(t *testing.T) {
	eachStore(t, func(t *testing.T, name string, store ginsessions.Store) {
		if name == "cookie" {
			return // the cookie store has no ids
		}
		a := start(t, withStore(store), twoUsers)
		a.signInAs("mallory")
		unknown := a.sessionCookies()[sessionCookie]
		a.post("/api/auth/signout")
		a.setCookie(sessionCookie, unknown)
		if res := a.get("/me"); text(t, res) != "null" || !clearsSession(res) {
			t.Error("an ended session counts")
		}
		a.setCookie(sessionCookie, unknown)
		a.do(http.MethodPost, "/api/auth/session", "application/json", `{"csrfToken":"`+a.csrf()+`","data":{"name":"x"}}`)
		a.setCookie(sessionCookie, unknown)
		a.signInAs("victim")
		if storeID(t, store, unknown) == storeID(t, store, a.sessionCookies()[sessionCookie]) {
			t.Error("the id of the ended session has become the new one's")
		}
		expect(t, "the unknown cookie", a.as(unknown), "")
	})
}

// Ids that no store of ours has signed are cleared, and the store is not
// brought to an error.
func TestStoreForgedCookies(t *testing.T) {
	eachStore(t, func(t *testing.T, _ string, store ginsessions.Store) {
		a := start(t, withStore(store), twoUsers)
		a.signInAs("victim")
		good := a.sessionCookies()[sessionCookie]
		for _, value := range []string{"x", "../../etc/passwd", good[:len(good)-3], good[2:], good + "AA", strings.Repeat("A", 4000), "%00", "MTIz"} {
			a.newBrowser()
			a.setCookie(sessionCookie, value)
			res := a.get("/me")
			if text(t, res) != "null" || res.StatusCode != http.StatusOK || !clearsSession(res) {
				t.Errorf("%.20q: %d", value, res.StatusCode)
			}
		}
	})
}

// Signing out and in again in one handler, or the other way round, leaves the
// last word.
func TestSignInAndOutInOneHandler(t *testing.T) {
	for kind, option := range kinds {
		for _, before := range []bool{false, true} {
			a := start(t, option, twoUsers)
			victim := &User{User: ginauth.User{ID: "victim", Name: "victim"}}
			a.handle("/in-out", a.steps(ginauthSignIn(victim), ginauth.SignOut))
			a.handle("/in-update", a.steps(ginauthSignIn(victim), ginauthUpdate("mallory")))
			a.handle("/out-in", a.steps(ginauth.SignOut, ginauthSignIn(victim)))
			a.handle("/in-in", a.steps(ginauthSignIn(&User{User: ginauth.User{ID: "m", Name: "mallory"}}), ginauthSignIn(victim)))
			for path, wanted := range map[string]string{"/in-out": "", "/in-update": "mallory", "/out-in": "victim", "/in-in": "victim"} {
				a.newBrowser()
				if before {
					a.signInAs("mallory")
				}
				within := text(t, a.get(path))
				if got := a.as(a.sessionCookies()[sessionCookie]); got != wanted || !strings.Contains(within, wanted) || (wanted == "") != (within == "null") {
					t.Errorf("%s, signed in before: %v, %s: within the request %s, afterwards %q, want %q", kind, before, path, within, got, wanted)
				}
			}
		}
	}
}
