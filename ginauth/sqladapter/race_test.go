package sqladapter_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

const racers = 50

// race calls do from many goroutines at once, and returns how many succeeded.
// The others must have failed with one of the errors.
func race(t *testing.T, do func(i int) error, errs ...error) int {
	t.Helper()
	var won atomic.Int64
	var group sync.WaitGroup
	start := make(chan struct{})
	for i := range racers {
		group.Go(func() {
			<-start
			err := do(i)
			if err == nil {
				won.Add(1)
				return
			}
			for _, target := range errs {
				if errors.Is(err, target) {
					return
				}
			}
			t.Errorf("racer %d: %v", i, err)
		})
	}
	close(start)
	group.Wait()
	return int(won.Load())
}

// everywhere runs a test on the default tables of every database, and on
// those in MySQL whose sessions have the token for a primary key.
func everywhere(t *testing.T, test func(t *testing.T, store *sqladapter.Adapter, db *sql.DB)) {
	each(t, func(t *testing.T, _ sqladapter.Dialect, db *sql.DB) {
		test(t, migrated(t, db, sqladapter.Tables{}), db)
	})
	t.Run("READ COMMITTED/mysql", func(t *testing.T) {
		db := openMySQL(t, "?tx_isolation=%27READ-COMMITTED%27") // as some providers have it
		test(t, migrated(t, db, sqladapter.Tables{}), db)
	})
	for _, l := range layouts() {
		if l.name == "Drizzle" || l.id == "1" {
			t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) {
				db := l.open(t)
				test(t, migrated(t, db, l.tables), db)
			})
		}
	}
}

// TestRaces has one winner in each.
func TestRaces(t *testing.T) {
	everywhere(t, func(t *testing.T, store *sqladapter.Adapter, _ *sql.DB) {
		ctx := t.Context()
		one := func(what string, n int) {
			t.Helper()
			if n != 1 {
				t.Errorf("%s: %d winners", what, n)
			}
		}
		account := adapter.Account{Type: "oauth", Provider: "p", ProviderAccountID: "1"}
		one("CreateUser", race(t, func(i int) error {
			_, err := store.CreateUser(ctx, adapter.User{Email: strconv.Itoa(i)}, &account)
			return err
		}, adapter.ErrAccountTaken))
		u, err := store.GetUserByAccount(ctx, "p", "1")
		if err != nil {
			t.Fatal(err)
		}
		one("CreateUser by e-mail", race(t, func(int) error {
			_, err := store.CreateUser(ctx, adapter.User{Email: "same"}, nil)
			return err
		}, adapter.ErrEmailTaken))
		same := adapter.Account{UserID: u.ID, Type: "oauth", Provider: "p", ProviderAccountID: "2"}
		if n := race(t, func(int) error { return store.LinkAccount(ctx, same) }); n != racers {
			t.Errorf("LinkAccount: %d", n)
		}
		one("UnlinkAccount", race(t, func(i int) error {
			return store.UnlinkAccount(ctx, u.ID, "p", strconv.Itoa(1+i%2), 1)
		}, adapter.ErrLastAccount, adapter.ErrNotFound))
		s := adapter.Session{ID: "s", SessionToken: "t", UserID: u.ID, Expires: noon}
		one("CreateSession", race(t, func(int) error { return store.CreateSession(ctx, s) }, adapter.ErrExists))
		one("UpdateSession", race(t, func(i int) error {
			next := s
			next.SessionToken = fmt.Sprint("t", i)
			return store.UpdateSession(ctx, "t", next)
		}, adapter.ErrSuperseded))
		v := adapter.VerificationToken{Identifier: "i", Token: "t", Expires: noon}
		one("CreateVerificationTokens", race(t, func(int) error { return store.CreateVerificationTokens(ctx, v) }, adapter.ErrExists))
		one("UseVerificationToken", race(t, func(int) error {
			_, err := store.UseVerificationToken(ctx, "i", "t")
			return err
		}, adapter.ErrNotFound))
		if n := race(t, func(int) error { return store.RevokeSessions(ctx, u.ID, noon, "") }); n != racers {
			t.Errorf("RevokeSessions: %d", n)
		}
		r, err := store.GetRevocation(ctx, u.ID, "")
		if want := noon.Unix() + racers - 1; err != nil || r.ValidAfter.Unix() != want {
			t.Errorf("ValidAfter: %d, want %d (%v)", r.ValidAfter.Unix(), want, err)
		}
		one("DeleteUser", race(t, func(int) error { return store.DeleteUser(ctx, u.ID) }, adapter.ErrNotFound))
	})
}

// TestNoSessionSurvives disables or deletes users while they sign in, and
// while their sessions are rotated: none is left.
func TestNoSessionSurvives(t *testing.T) {
	everywhere(t, func(t *testing.T, store *sqladapter.Adapter, _ *sql.DB) {
		for round := range 12 {
			ctx := context.Background()
			u, err := store.CreateUser(ctx, adapter.User{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			token := func(i int) string { return fmt.Sprintf("%d.%02d", round, i) }
			for i := range 10 {
				if err := store.CreateSession(ctx, adapter.Session{ID: token(i), SessionToken: token(i), UserID: u.ID, Expires: noon}); err != nil {
					t.Fatal(err)
				}
			}
			race(t, func(i int) error {
				switch {
				case i == 25:
					return store.SetDisabled(ctx, u.ID, true)
				case i < 10: // to where a scan has been already
					return store.UpdateSession(ctx, token(9-i), adapter.Session{SessionToken: "0" + token(i), Expires: noon})
				case i == 30:
					_, err := store.DeleteSessions(ctx, u.ID, "")
					return err
				default:
					return store.CreateSession(ctx, adapter.Session{ID: token(i), SessionToken: token(i), UserID: u.ID, Expires: noon})
				}
			}, adapter.ErrNotFound, adapter.ErrSuperseded)
			if list, err := store.ListSessions(ctx, u.ID); len(list) != 0 || err != nil {
				t.Fatalf("round %d: %d sessions are left, %v", round, len(list), err)
			}
		}
	})
}
