package memoryadapter_test

import (
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

func revocation(t *testing.T, store *memoryadapter.Adapter, u adapter.User, sessionID string) adapter.Revocation {
	t.Helper()
	r, err := store.GetRevocation(t.Context(), u.ID, sessionID)
	is(t, err, nil)
	return r
}

// Nobody can keep others from signing out, or bring an ended session back, by
// signing out often.
func TestTooManyRevoked(t *testing.T) {
	clock := ginauthtest.NewClock(epoch)
	store := memoryadapter.New(memoryadapter.Options{MaxSessions: 10, Now: clock.Now})
	owner, flood := newUser(t, store, "owner@example.com"), newUser(t, store, "flood@example.com")
	until := epoch.Add(24 * time.Hour)
	is(t, store.RevokeSession(t.Context(), owner.ID, "laptop", until), nil)
	is(t, store.RevokeSession(t.Context(), owner.ID, "old", epoch.Add(time.Minute)), nil)
	is(t, store.RevokeSessions(t.Context(), flood.ID, epoch.Add(-time.Hour), "kept"), nil)
	for i := range 8 {
		is(t, store.RevokeSession(t.Context(), flood.ID, name("s", i), until), nil)
	}
	is(t, store.RevokeSession(t.Context(), flood.ID, "s-0", until.Add(time.Hour)), nil) // is there already
	if r := revocation(t, store, flood, "s-3"); !r.Revoked || r.Except != "kept" {
		t.Errorf("%+v", r)
	}

	clock.Advance(time.Minute) // what has expired goes first
	is(t, store.RevokeSession(t.Context(), owner.ID, "phone", until), nil)
	if r := revocation(t, store, flood, "s-3"); !r.Revoked || r.Except != "kept" {
		t.Errorf("%+v", r)
	}

	is(t, store.RevokeSession(t.Context(), owner.ID, "tablet", until), nil)
	for _, id := range []string{"laptop", "phone", "tablet"} {
		if r := revocation(t, store, owner, id); !r.Revoked || !r.ValidAfter.IsZero() {
			t.Errorf("%s: %+v", id, r)
		}
	}
	r := revocation(t, store, flood, "s-3")
	if want := clock.Now(); !r.ValidAfter.Equal(want) || r.Except != "" || r.Disabled {
		t.Errorf("%+v, want all that began until %v revoked", r, want)
	}
	if r := revocation(t, store, owner, "desk"); r != (adapter.Revocation{}) {
		t.Errorf("another session: %+v", r)
	}
}

// The only user there is may be the one who has the most.
func TestTooManyRevokedOfOneUser(t *testing.T) {
	clock := ginauthtest.NewClock(epoch)
	store := memoryadapter.New(memoryadapter.Options{MaxSessions: 3, Now: clock.Now})
	u := newUser(t, store, "a@example.com")
	for i := range 20 {
		clock.Advance(time.Minute)
		is(t, store.RevokeSession(t.Context(), u.ID, name("s", i), epoch.Add(24*time.Hour)), nil)
		for k := range i + 1 {
			r, began := revocation(t, store, u, name("s", k)), epoch.Add(time.Duration(k+1)*time.Minute)
			if !r.Revoked && began.After(r.ValidAfter) {
				t.Fatalf("after %d revocations, session %d lives", i, k)
			}
		}
	}
}

// A name goes with its user, and a new user has the whole store again.
func TestRevokedOfDeletedUsers(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{MaxSessions: 3})
	for range 5 {
		u := newUser(t, store, "a@example.com")
		for i := range 3 {
			is(t, store.RevokeSession(t.Context(), u.ID, name("s", i), time.Now().Add(time.Hour)), nil)
		}
		if r := revocation(t, store, u, "s-0"); !r.Revoked {
			t.Fatalf("%+v", r)
		}
		is(t, store.DeleteUser(t.Context(), u.ID), nil)
		is(t, store.RevokeSession(t.Context(), u.ID, "more", time.Now().Add(time.Hour)), nil)
		if r := revocation(t, store, u, "other"); !r.Disabled {
			t.Errorf("a deleted user: %+v", r)
		}
	}
}
