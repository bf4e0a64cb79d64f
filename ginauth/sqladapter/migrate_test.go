package sqladapter_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// TestMigrateTwice does nothing the second time, and says so.
func TestMigrateTwice(t *testing.T) {
	each(t, func(t *testing.T, _ sqladapter.Dialect, db *sql.DB) {
		store := unmigrated(t, db, sqladapter.Tables{})
		if err := store.Ready(t.Context()); !errors.Is(err, sqladapter.ErrNotMigrated) || !strings.Contains(err.Error(), "Migrate") {
			t.Fatalf("Ready: %v", err)
		}
		for range 2 {
			if err := store.Migrate(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if s := printed(t, store); s != "" {
			t.Fatalf("after Migrate: %s", s)
		}
	})
}

// TestPrintMigrations applies by hand what is printed, in every layout.
func TestPrintMigrations(t *testing.T) {
	check := func(t *testing.T, db *sql.DB, tables sqladapter.Tables) {
		store := unmigrated(t, db, tables)
		run(t, db, printed(t, store))
		if err := store.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	each(t, func(t *testing.T, _ sqladapter.Dialect, db *sql.DB) { check(t, db, sqladapter.Tables{}) })
	for _, l := range layouts() {
		t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) { check(t, l.open(t), l.tables) })
	}
}

func printed(t *testing.T, store *sqladapter.Adapter) string {
	t.Helper()
	var b bytes.Buffer
	if err := store.PrintMigrations(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestMigrateTogether has eight start at once, each with a pool of its own.
func TestMigrateTogether(t *testing.T) {
	all := layouts()
	for _, d := range dialects {
		all = append(all, layout{name: "fresh", dialect: d})
	}
	for _, l := range all {
		t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) {
			db := l.open(t)
			if l.rows != "" {
				run(t, db, l.filled())
			}
			var group sync.WaitGroup
			for range 8 {
				store := unmigrated(t, db, l.tables)
				group.Go(func() {
					if err := store.Migrate(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if s := printed(t, unmigrated(t, db, l.tables)); s != "" {
				t.Fatalf("left to do: %s", s)
			}
		})
	}
}

// TestMigrateInterrupted takes up what another left in the middle: after each
// statement once.
func TestMigrateInterrupted(t *testing.T) {
	l := layouts()[9]
	all := strings.Split(printed(t, unmigrated(t, l.open(t), l.tables)), ";")
	for n := 1; n < len(all); n += 3 {
		db := l.open(t)
		run(t, db, strings.Join(all[:n], ";"))
		migrated(t, db, l.tables)
	}
}

// TestMigrateDuplicates says where the rows are that are in the way, and not
// what is in them.
func TestMigrateDuplicates(t *testing.T) {
	each(t, func(t *testing.T, d sqladapter.Dialect, db *sql.DB) {
		l := layout{dialect: d}
		id, time := "VARCHAR(36)", "BIGINT"
		if d == sqladapter.PostgreSQL {
			time = "TIMESTAMPTZ"
		}
		run(t, db, l.quoted(`CREATE TABLE users (id `+id+` PRIMARY KEY, name VARCHAR(255), email VARCHAR(255), "emailVerified" `+time+`, image TEXT);
INSERT INTO users (id, email) VALUES ('1', 'twice@example.com'), ('2', 'twice@example.com'), ('3', NULL), ('4', NULL)`))
		err := unmigrated(t, db, sqladapter.Tables{}).Migrate(t.Context())
		if err == nil || strings.Contains(err.Error(), "twice@") || !strings.Contains(err.Error(), "users") || !strings.Contains(err.Error(), "email") {
			t.Fatalf("got %v", err)
		}
		_, find, _ := strings.Cut(err.Error(), "Find them with: ")
		var email string
		var n int
		if err := db.QueryRowContext(context.Background(), find).Scan(&email, &n); err != nil || email != "twice@example.com" || n != 2 {
			t.Fatalf("%s: %q %d %v", find, email, n, err)
		}
	})
}

// TestColumns uses a schema that maps its columns to other names.
func TestColumns(t *testing.T) {
	each(t, func(t *testing.T, d sqladapter.Dialect, db *sql.DB) {
		tables := sqladapter.Prisma()
		tables.Columns = map[string]string{"userId": "user_id", "sessionToken": "session_token", "emailVerified": "email_verified"}
		story(t, migrated(t, db, tables), 1_000_000)
		if _, err := db.Exec((&layout{dialect: d}).quoted(`SELECT session_token, user_id FROM "Session"`)); err != nil {
			t.Fatal(err)
		}
	})
}
