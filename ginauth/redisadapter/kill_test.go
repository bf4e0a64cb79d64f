package redisadapter_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

var errKilled = errors.New("killed")

// mortal is a program that is killed before or after its command number left:
// from then on it sends nothing.
type mortal struct {
	left int
	// after: Redis does the last command, and the program does not hear of it.
	after bool
	sent  int
}

func (m *mortal) DialHook(next redis.DialHook) redis.DialHook { return next }
func (m *mortal) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}
func (m *mortal) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		m.sent++
		if m.sent > m.left || (m.sent == m.left && !m.after) {
			cmd.SetErr(errKilled)
			return errKilled
		}
		err := next(ctx, cmd)
		if m.sent == m.left {
			cmd.SetErr(errKilled)
			return errKilled
		}
		return err
	}
}

// killed runs a call in programs that are killed at each of its commands,
// before and after it, each in a store of its own.
func killed(t *testing.T, prepare func(t *testing.T, a full) adapter.User,
	call func(ctx context.Context, a full, u adapter.User) error,
	after func(t *testing.T, a full, u adapter.User),
) {
	t.Helper()
	client := single(t)
	for kind, open := range kinds {
		for _, answered := range []bool{false, true} {
			for left := 1; ; left++ {
				if left > 60 {
					t.Fatal("it does not end")
				}
				whole := false
				t.Run(fmt.Sprintf("%s at %d after %v", kind, left, answered), func(t *testing.T) {
					prefix := newPrefix(t, client)
					a := open(t, client, prefix)
					u := prepare(t, a)
					dying, m := clientOf(t, client.Options().Addr), &mortal{left: left, after: answered}
					dying.AddHook(m)
					err := call(t.Context(), open(t, dying, prefix), u)
					whole = m.sent < m.left
					if !whole && !errors.Is(err, errKilled) {
						t.Errorf("a killed program got %v", err)
					}
					after(t, a, u)
				})
				if whole {
					break
				}
			}
		}
	}
}

// refused fails unless somebody is out: no session, no new one, no cookie.
func refused(t *testing.T, what string, a full, old adapter.Session) {
	t.Helper()
	if _, err := a.GetSession(t.Context(), old.SessionToken); !errors.Is(err, adapter.ErrNotFound) {
		t.Errorf("%s: the old session: %v", what, err)
	}
	if err := a.CreateSession(t.Context(), newSession(old.UserID, "new "+what)); !errors.Is(err, adapter.ErrNotFound) {
		t.Errorf("%s: a new session: %v", what, err)
	}
	if r, err := a.GetRevocation(t.Context(), old.UserID, old.ID); err != nil || !r.Disabled {
		t.Errorf("%s: the session in the cookie: %+v %v", what, r, err)
	}
}

// in reports whether the old session goes on.
func in(t *testing.T, a full, old adapter.Session) bool {
	t.Helper()
	_, err := a.GetSession(t.Context(), old.SessionToken)
	if err != nil && !errors.Is(err, adapter.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

func signedIn(t *testing.T, a full) adapter.User {
	t.Helper()
	u := newUser(t, a, "ada")
	signIn(t, a, u.ID, "old")
	ok(t, a.CreateAuthenticator(t.Context(), adapter.Authenticator{CredentialID: "key", UserID: u.ID}))
	return u
}

func TestKilledWhileDeleting(t *testing.T) {
	killed(t, signedIn, func(ctx context.Context, a full, u adapter.User) error {
		return a.DeleteUser(ctx, u.ID)
	}, func(t *testing.T, a full, u adapter.User) {
		old := newSession(u.ID, "old")
		if in(t, a, old) { // nothing has happened
			if _, err := a.GetUser(t.Context(), u.ID); err != nil {
				t.Errorf("the user: %v", err)
			}
			ok(t, a.DeleteUser(t.Context(), u.ID))
		}
		refused(t, "deleted", a, old)
		for what, get := range map[string]func() error{
			"ID":      func() error { _, err := a.GetUser(t.Context(), u.ID); return err },
			"address": func() error { _, err := a.GetUserByEmail(t.Context(), u.Email); return err },
			"account": func() error { _, err := a.GetUserByAccount(t.Context(), "github", "ada"); return err },
			"passkey": func() error { _, err := a.GetAuthenticator(t.Context(), "key"); return err },
			"again":   func() error { return a.DeleteUser(t.Context(), u.ID) },
			"link":    func() error { return a.LinkAccount(t.Context(), adapter.Account{UserID: u.ID, Provider: "x"}) },
		} {
			if err := get(); !errors.Is(err, adapter.ErrNotFound) {
				t.Errorf("by %s: %v", what, err)
			}
		}
		if again := newUser(t, a, "ada"); again.ID == u.ID { // address and account are free
			t.Error("the same user again")
		}
	})
}

// A deletion that was cut short must not keep the address.
func TestKilledWhileDeletingThenSigningUp(t *testing.T) {
	killed(t, signedIn, func(ctx context.Context, a full, u adapter.User) error {
		return a.DeleteUser(ctx, u.ID)
	}, func(t *testing.T, a full, u adapter.User) {
		if !in(t, a, newSession(u.ID, "old")) {
			signIn(t, a, newUser(t, a, "ada").ID, "new")
		}
	})
}

func TestKilledWhileDisabling(t *testing.T) {
	killed(t, signedIn, func(ctx context.Context, a full, u adapter.User) error {
		return a.SetDisabled(ctx, u.ID, true)
	}, func(t *testing.T, a full, u adapter.User) {
		old := newSession(u.ID, "old")
		if in(t, a, old) {
			ok(t, a.SetDisabled(t.Context(), u.ID, true))
		}
		refused(t, "disabled", a, old)
		if got, err := a.GetUser(t.Context(), u.ID); err != nil || !got.Disabled {
			t.Errorf("the user: %+v %v", got, err)
		}
		ok(t, a.SetDisabled(t.Context(), u.ID, true))
		ok(t, a.SetDisabled(t.Context(), u.ID, false))
		signIn(t, a, u.ID, "new")
	})
}

func TestKilledWhileEnabling(t *testing.T) {
	killed(t, func(t *testing.T, a full) adapter.User {
		u := signedIn(t, a)
		ok(t, a.SetDisabled(t.Context(), u.ID, true))
		return u
	}, func(ctx context.Context, a full, u adapter.User) error {
		return a.SetDisabled(ctx, u.ID, false)
	}, func(t *testing.T, a full, u adapter.User) {
		got, err := a.GetUser(t.Context(), u.ID)
		if created := a.CreateSession(t.Context(), newSession(u.ID, "new")); err != nil || got.Disabled != errors.Is(created, adapter.ErrNotFound) {
			t.Errorf("the user: %+v %v; a session: %v", got, err, created)
		}
		ok(t, a.SetDisabled(t.Context(), u.ID, false))
		signIn(t, a, u.ID, "newer")
	})
}

func TestKilledWhileSigningUp(t *testing.T) {
	killed(t, func(*testing.T, full) adapter.User { return adapter.User{} },
		func(ctx context.Context, a full, _ adapter.User) error {
			_, err := a.CreateUser(ctx, adapter.User{Email: "ada@example.org"}, &adapter.Account{Provider: "github", ProviderAccountID: "ada"})
			return err
		}, func(t *testing.T, a full, _ adapter.User) {
			u, err := a.GetUserByAccount(t.Context(), "github", "ada")
			byMail, err2 := a.GetUserByEmail(t.Context(), "ada@example.org")
			switch {
			case errors.Is(err, adapter.ErrNotFound) && errors.Is(err2, adapter.ErrNotFound):
				u = newUser(t, a, "ada")
			case err != nil || err2 != nil || u != byMail:
				t.Fatalf("half a user: %+v %v, %+v %v", u, err, byMail, err2)
			}
			signIn(t, a, u.ID, "first")
			began := time.Now()
			if r, err := a.GetRevocation(t.Context(), u.ID, "x"); err != nil || r.Disabled || !r.ValidAfter.Before(began.Truncate(time.Second)) {
				t.Errorf("a session in a cookie: %+v %v", r, err)
			}
		})
}
