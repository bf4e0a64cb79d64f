package redisadapter_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Somebody else has signed up with an address; then its owner proves that it is
// theirs, and the program is killed.
func TestKilledWhileClaiming(t *testing.T) {
	at := time.Unix(1_800_000_000, 0).UTC()
	killed(t, signedIn, func(ctx context.Context, a full, u adapter.User) error {
		return a.ClaimUser(ctx, u.ID, u.Email, at)
	}, func(t *testing.T, a full, u adapter.User) {
		old := newSession(u.ID, "old")
		if in(t, a, old) {
			ok(t, a.ClaimUser(t.Context(), u.ID, u.Email, at))
		} else if err := a.CreateSession(t.Context(), newSession(u.ID, "while claimed")); err != nil && !errors.Is(err, adapter.ErrNotFound) {
			t.Errorf("signing in while claimed: %v", err)
		}
		if in(t, a, old) {
			t.Error("the old session goes on")
		}
		if _, err := a.GetUserByAccount(t.Context(), "github", "ada"); !errors.Is(err, adapter.ErrNotFound) {
			t.Errorf("the old account: %v", err)
		}
		if _, err := a.GetAuthenticator(t.Context(), "key"); !errors.Is(err, adapter.ErrNotFound) {
			t.Errorf("the old passkey: %v", err)
		}
		if r, err := a.GetRevocation(t.Context(), u.ID, "old"); err != nil || r.Disabled || !r.ValidAfter.Equal(at) {
			t.Errorf("revoked: %+v %v", r, err)
		}
		if got, err := a.GetUserByEmail(t.Context(), u.Email); err != nil || !got.EmailVerified.Equal(at) {
			t.Errorf("the user: %+v %v", got, err)
		}
		signIn(t, a, u.ID, "owner's")
		ok(t, a.ClaimUser(t.Context(), u.ID, u.Email, at.Add(time.Hour)))
		if !in(t, a, newSession(u.ID, "owner's")) {
			t.Error("claiming what is claimed ends a session")
		}
	})
}

// halfClaimed is a user whose claim was noted when the program was killed. Who
// signs in then is the one who is to be kept out.
func halfClaimed(t *testing.T) (full, adapter.User) {
	t.Helper()
	client := single(t)
	prefix := newPrefix(t, client)
	a := over(t, client, prefix)
	u := signedIn(t, a)
	state, noted := prefix+":{"+adapter.Shard(u.ID)+"}:state:"+u.ID, false
	for left := 1; !noted; left++ {
		dying := clientOf(t, client.Options().Addr)
		dying.AddHook(&mortal{left: left, after: true})
		if err := over(t, dying, prefix).ClaimUser(t.Context(), u.ID, u.Email, time.Unix(1_800_000_000, 0)); !errors.Is(err, errKilled) {
			t.Fatal(err)
		}
		noted = must[bool](t)(client.HExists(t.Context(), state, "claim").Result())
	}
	return a, u
}

func TestSigningInWhileClaimed(t *testing.T) {
	for name, probe := range map[string]func(t *testing.T, a full, u adapter.User){
		"by a new session": func(t *testing.T, a full, u adapter.User) {
			if err := a.CreateSession(t.Context(), newSession(u.ID, "squatter's")); !errors.Is(err, adapter.ErrNotFound) {
				t.Errorf("the one who was there before signs in: %v", err)
			}
		},
		"by a cookie": func(t *testing.T, a full, u adapter.User) {
			if r, err := a.GetRevocation(t.Context(), u.ID, "old"); err != nil || r.ValidAfter.Unix() != 1_800_000_000 {
				t.Errorf("the session in the cookie: %+v %v", r, err)
			}
		},
		"by the account": func(t *testing.T, a full, u adapter.User) {
			if _, err := a.GetUserByAccount(t.Context(), "github", "ada"); !errors.Is(err, adapter.ErrNotFound) {
				t.Errorf("the old account: %v", err)
			}
		},
		"by the passkey": func(t *testing.T, a full, u adapter.User) {
			if _, err := a.GetAuthenticator(t.Context(), "key"); !errors.Is(err, adapter.ErrNotFound) {
				t.Errorf("the old passkey: %v", err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, u := halfClaimed(t)
			probe(t, a, u)
			if got, err := a.GetUserByEmail(t.Context(), u.Email); err != nil || got.EmailVerified.Unix() != 1_800_000_000 {
				t.Errorf("the user: %+v %v", got, err)
			}
			signIn(t, a, u.ID, "owner's")
		})
	}
}
