package sqladapter_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// TestErrorsTellNoSecrets makes every kind of error that has values near it.
func TestErrorsTellNoSecrets(t *testing.T) {
	const secret = "canary-7f3a"
	each(t, func(t *testing.T, d sqladapter.Dialect, db *sql.DB) {
		store := migrated(t, db, sqladapter.Tables{})
		ctx := t.Context()
		u, err := store.CreateUser(ctx, adapter.User{Email: secret}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := adapter.Session{ID: "id", SessionToken: secret, UserID: u.ID, Expires: noon}
		if err := store.CreateSession(ctx, s); err != nil {
			t.Fatal(err)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		long := secret + strings.Repeat("x", 1<<17)
		errs := []error{
			store.CreateSession(ctx, s),
			store.CreateSession(ctx, adapter.Session{ID: "id2", SessionToken: long, UserID: u.ID, Expires: noon}),
			store.CreateSession(ctx, adapter.Session{ID: "id3", SessionToken: secret + "\x00", UserID: u.ID, Expires: noon}),
			store.CreateSession(ctx, adapter.Session{ID: "id4", SessionToken: secret + "4", UserID: u.ID}),
			store.CreateSession(ctx, adapter.Session{ID: "id5", SessionToken: secret + "5", UserID: u.ID, Expires: time.Date(1<<20, 1, 1, 0, 0, 0, 0, time.UTC)}),
			store.LinkAccount(ctx, adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: "1", AccessToken: secret + "\xff", RefreshToken: secret}),
			store.LinkAccount(ctx, adapter.Account{UserID: u.ID, Provider: strings.Repeat("p", 5000), ProviderAccountID: long, AccessToken: long}),
			store.UpdateSession(ended, secret, s),
		}
		run(t, db, "DROP TABLE sessions")
		errs = append(errs, store.UpdateSession(ctx, secret, s), store.DeleteSession(ctx, u.ID, secret))
		_, err = store.GetSession(ctx, secret)
		errs = append(errs, err)
		db.Close()
		errs = append(errs, store.UpdateSession(ctx, secret, s))
		for i, err := range errs {
			for ; err != nil; err = errors.Unwrap(err) {
				if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, secret) {
					t.Errorf("%d: %.300s", i, text)
				}
			}
		}
	})
}
