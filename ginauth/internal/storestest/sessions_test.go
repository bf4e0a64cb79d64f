package storestest_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/gob"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/securecookie"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestRoundTrip(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		p := start(t, d.store)
		b := p.signedIn("alice")
		checkRows(t, d, "after the sign-in", 1)
		b.as("after the sign-in", "alice")
		expect(t, "the update", b.get("/rename/bob").status, http.StatusOK)
		b.as("after the update", "bob")
		p.clock.Advance(2 * minute)
		if a := b.get("/guarded"); !a.sets || a.body != "bob" {
			t.Errorf("not renewed when due: %+v", a)
		}
		if a := b.get("/guarded"); a.sets {
			t.Error("renewed twice")
		}
		checkRows(t, d, "after all that", 1)
		captured := b.session()
		if a := b.signOut(); !a.clears {
			t.Errorf("the sign-out: %+v", a)
		}
		checkRows(t, d, "after the sign-out", 0)
		b.as("after the sign-out", "")
		replay := p.with(captured)
		if a := replay.get("/guarded"); a.status != http.StatusUnauthorized || !a.clears {
			t.Errorf("a captured cookie: %+v", a)
		}
	})
}

func checkRows(t *testing.T, d *database, when string, want int) {
	t.Helper()
	if d.sql != nil {
		expect(t, "sessions in the database "+when, d.rows(t), want)
	}
}

// A session that was there before a sign-in is dead after it, whether the
// attacker had planted an empty one or their own.
func TestFixation(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		p := start(t, d.store)
		session, err := d.store.New(httptest.NewRequest(http.MethodGet, "/", nil), sessionCookie)
		if err != nil {
			t.Fatal(err)
		}
		session.Values["visits"], session.Options.MaxAge = 1, 3600
		w := httptest.NewRecorder()
		if err := d.store.Save(httptest.NewRequest(http.MethodGet, "/", nil), w, session); err != nil {
			t.Fatal(err)
		}
		for what, planted := range map[string]string{
			"an empty session": w.Result().Cookies()[0].Value, "mallory's session": p.signedIn("mallory").session(),
		} {
			victim := p.with(planted)
			victim.signIn("victim")
			if victim.session() == planted || idOf(t, d, victim.session()) == idOf(t, d, planted) {
				t.Errorf("%s: the cookie or the id is kept", what)
			}
			victim.as(what+": the victim", "victim")
			p.with(planted).as(what, "")
		}
	})
}

// idOf is what a cookie names.
func idOf(t *testing.T, d *database, cookie string) (id string) {
	t.Helper()
	if err := securecookie.DecodeMulti(sessionCookie, cookie, &id, securecookie.CodecsFromPairs(storeKey)...); err != nil {
		t.Fatal(err)
	}
	return id
}

// An id that the store does not know, though it is signed, never becomes a
// session.
func TestUnknownIsNotAdopted(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		p := start(t, d.store)
		b := p.signedIn("mallory")
		unknown := b.session()
		b.signOut()
		p.with(unknown).as("an ended session", "")
		if a := p.with(unknown).get("/rename/x"); a.sets {
			t.Error("an update adopts it")
		}
		victim := p.with(unknown)
		victim.signIn("victim")
		if idOf(t, d, victim.session()) == idOf(t, d, unknown) {
			t.Error("a sign-in adopts it")
		}
		p.with(unknown).as("the unknown id", "")
	})
}

// The program's clock ends a session, though the row is still there: the
// postgres store looks at no expiry at all.
func TestExpiry(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		p := start(t, d.store, func(cfg *ginauth.Config) {
			cfg.Session.MaxAge, cfg.Session.UpdateAge, cfg.Session.AbsoluteMaxAge = 10*day, day, 25*day
		})
		b := p.signedIn("alice")
		for range 2 {
			p.clock.Advance(9 * day)
			b.as("in use", "alice")
		}
		last := b.session()
		p.clock.Advance(7*day + time.Second)
		b.as("past AbsoluteMaxAge", "")
		expect(t, "its cookie", b.session(), "")
		p.with(last).as("past AbsoluteMaxAge, replayed", "")
		checkRows(t, d, "that has ended", 1)
		b = p.signedIn("alice")
		p.clock.Advance(10*day + 16*time.Second)
		b.as("unused for longer than MaxAge", "")
	})
}

// A store takes cookies that are as old as AbsoluteMaxAge, and none that are
// older: its own default is 30 days.
func TestAgeOfCodecs(t *testing.T) {
	each(t, func(t *testing.T, d *database) {
		p := start(t, d.store, func(cfg *ginauth.Config) {
			cfg.Session.MaxAge, cfg.Session.AbsoluteMaxAge = 90*day, 90*day
		})
		id := idOf(t, d, p.signedIn("alice").session())
		p.with(signed(t, id, 40*day)).as("a cookie of 40 days", "alice")
		p.with(signed(t, id, 91*day)).as("a cookie of 91 days", "")
	})
}

// signed is a cookie as securecookie made it some time ago.
func signed(t *testing.T, id string, age time.Duration) string {
	t.Helper()
	var value bytes.Buffer
	if err := gob.NewEncoder(&value).Encode(id); err != nil {
		t.Fatal(err)
	}
	dated := strconv.FormatInt(time.Now().Add(-age).Unix(), 10) + "|" + base64.URLEncoding.EncodeToString(value.Bytes()) + "|"
	mac := hmac.New(sha256.New, storeKey)
	mac.Write([]byte(sessionCookie + "|" + strings.TrimSuffix(dated, "|")))
	return base64.URLEncoding.EncodeToString(append([]byte(dated), mac.Sum(nil)...))
}
