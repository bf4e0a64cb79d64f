package ginauth_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	ginsessions "github.com/gin-contrib/sessions"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// eachStore runs a test over every store.
func eachStore(t *testing.T, test func(t *testing.T, name string, store ginsessions.Store)) {
	t.Helper()
	for name, newStore := range stores {
		t.Run(name, func(t *testing.T) { test(t, name, newStore(t)) })
	}
}

func TestStoreRoundTrip(t *testing.T) {
	eachStore(t, func(t *testing.T, name string, store ginsessions.Store) {
		a := start(t, withStore(store))
		a.handle("/rename", func(c *gin.Context) {
			if err := ginauth.Update(c, gin.H{"name": "New Name"}); err != nil {
				t.Error(err)
			}
			expect(t, "MustGet", c.MustGet("session").(*Session).User.Name, "New Name")
		})
		expect(t, "before", text(t, a.get("/me")), "null")
		a.signIn()
		if body := text(t, a.get("/me")); !strings.Contains(body, `"role":"admin"`) || strings.Contains(body, jwtSecretClaim) {
			t.Errorf("the session is %s", body)
		}
		a.get("/rename")
		if body := text(t, a.get("/api/auth/session")); !strings.Contains(body, "New Name") {
			t.Errorf("after the update the session is %s", body)
		}
		captured := a.sessionCookies()
		if res := a.post("/api/auth/signout"); !clearsSession(res) {
			t.Error("signing out does not clear the cookie")
		}
		expect(t, "after", text(t, a.get("/me")), "null")
		for k, v := range captured {
			a.setCookie(k, v)
		}
		// The cookie store has nothing to forget the session with: documented.
		expect(t, "a captured cookie counts after signing out", a.isSignedIn(), name == "cookie")
	})
}

// Cookies of our names have our attributes, whatever the store's own are.
func TestStoreCookieAttributes(t *testing.T) {
	for _, https := range []bool{false, true} {
		eachStore(t, func(t *testing.T, _ string, store ginsessions.Store) {
			store.Options(ginsessions.Options{Path: "/elsewhere", Domain: "evil.example", MaxAge: 1, SameSite: http.SameSiteNoneMode})
			a := start(t, withStore(store), func(cfg *ginauth.Config) {
				cfg.Session.MaxAge = hour
				if https {
					cfg.BaseURL = "https://app.example.com"
				}
			})
			res := a.signIn()
			seen := 0
			for _, c := range res.Cookies() {
				if !strings.Contains(c.Name, "session-token") {
					continue
				}
				seen++
				if c.Path != "/" || c.Domain != "" || !c.HttpOnly || c.Secure != https || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 3600 {
					t.Errorf("the cookie is %s", c)
				}
				expect(t, "prefix", strings.HasPrefix(c.Name, "__Secure-"), https)
			}
			expect(t, "session cookies", seen, 1)
			for _, c := range a.post("/api/auth/signout").Cookies() {
				if strings.Contains(c.Name, "session-token") && (c.Path != "/" || c.Domain != "" || c.Secure != https) {
					t.Errorf("what clears the cookie is %s", c)
				}
			}
		})
	}
}

// Our own clock ends a session, whatever the store thinks of its age.
func TestStoreExpiry(t *testing.T) {
	eachStore(t, func(t *testing.T, _ string, store ginsessions.Store) {
		a := start(t, withStore(store), func(cfg *ginauth.Config) {
			cfg.Session.MaxAge, cfg.Session.UpdateAge, cfg.Session.AbsoluteMaxAge = 10*day, day, 25*day
		})
		a.signIn()
		for range 2 {
			a.clock.Advance(9 * day)
			if !a.isSignedIn() {
				t.Fatalf("a session in use has ended\n%s", a.logs)
			}
		}
		a.clock.Advance(7*day + time.Second)
		if a.isSignedIn() {
			t.Error("signed in past AbsoluteMaxAge")
		}
		a.signIn()
		a.clock.Advance(10*day + 16*time.Second)
		if a.isSignedIn() {
			t.Error("unused for longer than MaxAge, and still signed in")
		}
		expect(t, "cookies left", len(a.sessionCookies()), 0)
	})
}

// A session that is not due is read and nothing else.
func TestStoreIsNotWrittenOnReads(t *testing.T) {
	eachStore(t, func(t *testing.T, _ string, inner ginsessions.Store) {
		store := &faulty{Store: inner}
		a := start(t, withStore(store), withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: 10 * minute, Store: store}))
		before := store.count()
		a.get("/me")
		expect(t, "calls of the store for an anonymous request", store.count()-before, 0)
		a.signIn()
		before = store.count()
		if res := a.get("/me"); setsSession(res) {
			t.Error("a read sends a session cookie")
		}
		expect(t, "calls of the store for a read", store.count()-before, 1)
		a.clock.Advance(11 * minute)
		if res := a.get("/me"); !setsSession(res) {
			t.Error("not renewed when due")
		}
		if res := a.get("/me"); setsSession(res) {
			t.Error("renewed twice")
		}
	})
}

// One string of JSON is in the store, and nothing that gob would need to know.
func TestStoreHoldsOneString(t *testing.T) {
	eachStore(t, func(t *testing.T, _ string, store ginsessions.Store) {
		a := start(t, withStore(store))
		a.signIn()
		session, err := store.New(a.browserRequest(http.MethodGet, "/"), sessionCookie)
		if err != nil || session.IsNew || len(session.Values) != 1 {
			t.Fatalf("the store holds %v: %v", session, err)
		}
		for _, v := range session.Values {
			text, _ := v.(string)
			if !json.Valid([]byte(text)) || !strings.Contains(text, `"role":"admin"`) {
				t.Errorf("the value is %v", v)
			}
		}
	})
}

// What is under our name, but not from us, is nobody's session; nor is what
// was sealed for the other strategy.
func TestStoreForeignRecords(t *testing.T) {
	eachStore(t, func(t *testing.T, _ string, store ginsessions.Store) {
		a := start(t, withStore(store))
		now := a.clock.Now().Unix()
		for name, values := range map[string]map[any]any{
			"empty": {}, "another application's": {"user": "1"}, "number": {"ginauth": 7}, "no JSON": {"ginauth": "x"},
			"no object": {"ginauth": "[]"}, "no times": {"ginauth": `{"sub":"1"}`},
			"no exp": {"ginauth": fmt.Sprintf(`{"sub":"1","iat":%d}`, now)},
			"no iat": {"ginauth": fmt.Sprintf(`{"sub":"1","exp":%d}`, now+60)},
			"ended":  {"ginauth": fmt.Sprintf(`{"sub":"1","iat":%d,"exp":%d}`, now-60, now-20)},
		} {
			a.newBrowser()
			session, err := store.New(httptest.NewRequest(http.MethodGet, "/", nil), sessionCookie)
			if err != nil {
				t.Fatal(err)
			}
			session.Values, session.Options.MaxAge = values, 3600
			w := httptest.NewRecorder()
			if err := store.Save(a.browserRequest(http.MethodGet, "/"), w, session); err != nil {
				t.Fatal(err)
			}
			a.setCookie(sessionCookie, w.Result().Cookies()[0].Value)
			res := a.get("/me")
			if body := text(t, res); res.StatusCode != http.StatusOK || body != "null" || !clearsSession(res) {
				t.Errorf("%s: %d %s", name, res.StatusCode, body)
			}
		}
		b := start(t)
		b.signIn()
		a.setCookie(sessionCookie, b.sessionToken())
		if res := a.get("/me"); text(t, res) != "null" || !clearsSession(res) {
			t.Error("an encrypted token counts in a store")
		}
	})
}
