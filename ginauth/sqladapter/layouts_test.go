package sqladapter_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// layout is a schema as an adapter of Auth.js makes it, and rows as it writes
// them: the user whose ID is id, with one account, one session and one
// verification token, all of which expire at noon.
type layout struct {
	name    string
	dialect sqladapter.Dialect
	tables  sqladapter.Tables
	schema  string
	rows    string
	id      string
}

const uuidOfRows = "5f0c6a5e-5f9d-4d5a-9d7a-6b8d2a1c3e4f"

// The columns that all have, in the order of the values in the rows.
const (
	userRow    = `(id, name, email, "emailVerified", image) VALUES ({id}, 'Ada', 'ada@example.com', {noon}, NULL)`
	accountRow = `("userId", type, provider, "providerAccountId", access_token, expires_at) VALUES ({id}, 'oauth', 'github', '42', 'gho_1', 1800000000)`
	sessionRow = `("userId", expires, "sessionToken") VALUES ({id}, {noon}, 'Plain-Token')`
	tokenRow   = `(identifier, token, expires) VALUES ('ada@example.com', 'hash', {noon})`
)

// filled puts the values into rows, as MySQL quotes if need be.
func (l *layout) filled() string {
	noonIn := "'2026-11-25 12:00:00.123+00'"
	switch {
	case strings.HasPrefix(l.name, "TypeORM"):
		noonIn = "'1795608000123'"
	case l.dialect == sqladapter.SQLite && strings.Contains(l.name, "7"):
		noonIn = "'2026-11-25T12:00:00.123+00:00'"
	case l.dialect == sqladapter.SQLite:
		noonIn = "1795608000123"
	case l.dialect == sqladapter.MySQL:
		noonIn = "'2026-11-25 12:00:00.123'"
	}
	id := "'" + l.id + "'"
	if l.id == "1" {
		id = "1"
	}
	r := strings.NewReplacer("{id}", id, "{noon}", noonIn, "{user}", userRow, "{account}", accountRow, "{session}", sessionRow, "{token}", tokenRow)
	return l.quoted(r.Replace(r.Replace(l.rows)))
}

func (l *layout) quoted(script string) string {
	if l.dialect == sqladapter.MySQL {
		return strings.ReplaceAll(script, `"`, "`")
	}
	return script
}

// TestLayouts takes a database of Auth.js over and uses it.
func TestLayouts(t *testing.T) {
	for _, l := range layouts() {
		t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) {
			db := l.open(t)
			run(t, db, l.filled())
			store := unmigrated(t, db, l.tables)
			if _, err := store.GetUser(t.Context(), l.id); !errors.Is(err, sqladapter.ErrNotMigrated) {
				t.Fatalf("before Migrate: %v", err)
			}
			if err := store.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
			oldRows(t, store, l.id, l.precision())
			story(t, store, l.precision())
			// What Auth.js writes beside us still goes in, and is found.
			if err := store.DeleteUser(t.Context(), l.id); err != nil {
				t.Fatal(err)
			}
			run(t, db, l.filled())
			oldRows(t, store, l.id, l.precision())
		})
	}
}

// open makes the tables.
func (l *layout) open(t testing.TB) *sql.DB {
	t.Helper()
	db := open(t, l.dialect)
	run(t, db, l.quoted(l.schema))
	return db
}

// precision is that of the columns for times.
func (l *layout) precision() time.Duration {
	if l.dialect == sqladapter.MySQL && l.name == "Drizzle" {
		return time.Second
	}
	return time.Millisecond
}

// oldRows looks at the rows of Auth.js, and takes the session over.
func oldRows(t *testing.T, store *sqladapter.Adapter, id string, precision time.Duration) {
	t.Helper()
	ctx := t.Context()
	u, err := store.GetUserByAccount(ctx, "github", "42")
	if want := (adapter.User{ID: id, Name: "Ada", Email: "ada@example.com", EmailVerified: noon}); u != want || err != nil {
		t.Fatalf("got %+v, %v; want %+v", u, err, want)
	}
	accounts, err := store.ListAccounts(ctx, id)
	if err != nil || len(accounts) != 1 || accounts[0].AccessToken != "gho_1" || accounts[0].ExpiresAt != 1_800_000_000 {
		t.Fatalf("accounts: %#v, %v", accounts, err)
	}
	list, err := store.ListSessions(ctx, id)
	if err != nil || len(list) != 1 || !strings.HasPrefix(list[0].ID, "authjs-") || list[0].SessionToken != "" {
		t.Fatalf("sessions: %+v, %v", list, err)
	}
	if _, err := store.AdoptSession(ctx, "plain-token", adapter.SessionToken("x"), "s1"); !errors.Is(err, adapter.ErrNotFound) {
		t.Fatalf("another case: %v", err)
	}
	s, err := store.AdoptSession(ctx, "Plain-Token", adapter.SessionToken("Plain-Token"), "s1")
	if err != nil || s.ID != "s1" || s.UserID != id || !s.Expires.Equal(noon.Truncate(precision)) || s.Data != nil || s.Version != 0 || s.Stale {
		t.Fatalf("adopted: %+v, %v", s, err)
	}
	for _, name := range []string{"Plain-Token", s.SessionToken} {
		if _, err := store.AdoptSession(ctx, name, adapter.SessionToken("y"), "s2"); !errors.Is(err, adapter.ErrNotFound) {
			t.Fatalf("again: %v", err)
		}
	}
	s.Data = []byte("sealed")
	if err := store.UpdateSession(ctx, s.SessionToken, s); err != nil {
		t.Fatal(err)
	}
	if n, err := store.DeleteSessions(ctx, id, ""); n != 1 || err != nil {
		t.Fatalf("DeleteSessions: %d, %v", n, err)
	}
	v, err := store.UseVerificationToken(ctx, "ada@example.com", "hash")
	if err != nil || !v.Expires.Equal(noon.Truncate(precision)) {
		t.Fatalf("token: %+v, %v", v, err)
	}
}
