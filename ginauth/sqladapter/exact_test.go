package sqladapter_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// lookAlikes are what a collation takes for "Josë".
var lookAlikes = []string{"josë", "JOSË", "Jose", "Josë ", "Jose\u0308", "Josë\x00", "Jos\xeb", "", " Josë", strings.Repeat("é", 300), strings.Repeat("x", 1<<20)}

// TestExact asks for names that are not the ones that are there.
func TestExact(t *testing.T) {
	check := func(t *testing.T, store *sqladapter.Adapter) {
		const name = "Josë"
		ctx := t.Context()
		u, err := store.CreateUser(ctx, adapter.User{Email: name}, &adapter.Account{Type: "oauth", Provider: name, ProviderAccountID: name})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			store.CreateSession(ctx, adapter.Session{ID: name, SessionToken: name, UserID: u.ID, Expires: noon}),
			store.CreateVerificationTokens(ctx, adapter.VerificationToken{Identifier: name, Token: name, Expires: noon}),
			store.CreateAuthenticator(ctx, adapter.Authenticator{CredentialID: name, UserID: u.ID, ProviderAccountID: "p", CredentialPublicKey: "k", CredentialDeviceType: "d"}),
			store.RevokeSession(ctx, u.ID, name, noon),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		for _, like := range lookAlikes {
			for what, ask := range map[string]func() error{
				"email":      func() error { _, err := store.GetUserByEmail(ctx, like); return err },
				"provider":   func() error { _, err := store.GetUserByAccount(ctx, like, name); return err },
				"account":    func() error { _, err := store.GetUserByAccount(ctx, name, like); return err },
				"session":    func() error { _, err := store.GetSession(ctx, like); return err },
				"adopt":      func() error { _, err := store.AdoptSession(ctx, like, "new", "new"); return err },
				"end":        func() error { return store.DeleteSession(ctx, u.ID, like) },
				"identifier": func() error { _, err := store.UseVerificationToken(ctx, like, name); return err },
				"token":      func() error { _, err := store.UseVerificationToken(ctx, name, like); return err },
				"credential": func() error { _, err := store.GetAuthenticator(ctx, like); return err },
				"claim":      func() error { return store.ClaimUser(ctx, u.ID, like, noon) },
				"unlink":     func() error { return store.UnlinkAccount(ctx, u.ID, name, like, 0) },
				"user":       func() error { _, err := store.GetUser(ctx, like); return err },
				"passkey":    func() error { return store.DeleteAuthenticator(ctx, u.ID, like) },
			} {
				if err := ask(); !errors.Is(err, adapter.ErrNotFound) {
					t.Errorf("%s %.10q: %v", what, like, err)
				}
			}
			if err := store.UpdateSession(ctx, like, adapter.Session{SessionToken: "z", Expires: noon}); !errors.Is(err, adapter.ErrSuperseded) {
				t.Errorf("update %.10q: %v", like, err)
			}
			if did, err := store.TouchSession(ctx, adapter.Session{SessionToken: like, LastSeen: noon}, noon); did || err != nil {
				t.Errorf("touch %.10q: %v %v", like, did, err)
			}
			if r, err := store.GetRevocation(ctx, u.ID, like); r.Revoked || err != nil {
				t.Errorf("revoked %.10q: %v %v", like, r, err)
			}
		}
		if n, err := store.DeleteSessions(ctx, u.ID, "josë"); n != 1 || err != nil {
			t.Errorf("DeleteSessions: %d, %v", n, err)
		}
	}
	each(t, func(t *testing.T, _ sqladapter.Dialect, db *sql.DB) { check(t, migrated(t, db, sqladapter.Tables{})) })
	for _, l := range layouts() {
		t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) { check(t, migrated(t, l.open(t), l.tables)) })
	}
	t.Run("NOCASE", func(t *testing.T) {
		db := open(t, sqladapter.SQLite)
		run(t, db, `CREATE TABLE users (id TEXT PRIMARY KEY COLLATE NOCASE, name TEXT, email TEXT UNIQUE COLLATE NOCASE, "emailVerified" INTEGER, image TEXT)`)
		check(t, migrated(t, db, sqladapter.Tables{}))
	})
}

// TestTwoUsers whose addresses differ in what a collation ignores, in the
// tables that Migrate makes.
func TestTwoUsers(t *testing.T) {
	each(t, func(t *testing.T, _ sqladapter.Dialect, db *sql.DB) {
		store := migrated(t, db, sqladapter.Tables{})
		for _, email := range []string{"josë@example.com", "Josë@example.com", "jose@example.com", "josë@example.com "} {
			u, err := store.CreateUser(t.Context(), adapter.User{Email: email}, &adapter.Account{Type: "oauth", Provider: "p", ProviderAccountID: email})
			if err != nil {
				t.Fatalf("%q: %v", email, err)
			}
			if got, err := store.GetUserByEmail(t.Context(), email); got.ID != u.ID || got.Email != email || err != nil {
				t.Errorf("%q: %+v, %v", email, got, err)
			}
		}
	})
}

// TestIntegerIDs are found by the one way to write them.
func TestIntegerIDs(t *testing.T) {
	for _, l := range layouts() {
		if l.id != "1" {
			continue
		}
		t.Run(string(l.dialect), func(t *testing.T) {
			db := l.open(t)
			run(t, db, l.filled())
			store := migrated(t, db, l.tables)
			if _, err := store.GetUser(t.Context(), "1"); err != nil {
				t.Fatal(err)
			}
			for _, id := range []string{"", "01", "1 ", " 1", "+1", "1.0", "1e0", "abc", "-1", "2147483648", "9223372036854775808", "1\x00", "١", strings.Repeat("1", 300)} {
				if _, err := store.GetUser(t.Context(), id); !errors.Is(err, adapter.ErrNotFound) {
					t.Errorf("%.20q: %v", id, err)
				}
				if err := store.CreateSession(t.Context(), adapter.Session{ID: "i", SessionToken: "t", UserID: id, Expires: noon}); !errors.Is(err, adapter.ErrNotFound) {
					t.Errorf("%.20q: %v", id, err)
				}
				if r, err := store.GetRevocation(t.Context(), id, "s"); !r.Disabled || err != nil {
					t.Errorf("%.20q: %+v %v", id, r, err)
				}
			}
		})
	}
}
