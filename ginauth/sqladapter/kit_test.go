package sqladapter_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// dialects are the databases that every test runs on.
var dialects = []sqladapter.Dialect{sqladapter.PostgreSQL, sqladapter.SQLite, sqladapter.MySQL}

// each runs a test on every database, each time in an empty one of its own.
func each(t *testing.T, test func(t *testing.T, d sqladapter.Dialect, db *sql.DB)) {
	for _, d := range dialects {
		t.Run(string(d), func(t *testing.T) { test(t, d, open(t, d)) })
	}
}

// open returns an empty database, which is dropped after the test.
func open(t testing.TB, d sqladapter.Dialect) *sql.DB {
	t.Helper()
	switch d {
	case sqladapter.PostgreSQL:
		return openPostgres(t, "")
	case sqladapter.MySQL:
		return openMySQL(t, "")
	}
	return opened(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "test.db")+"?_pragma=journal_mode(WAL)")
}

func postgresURL() string {
	return cmp.Or(os.Getenv("POSTGRES_URL"), "postgres://root@127.0.0.1:5432/test?sslmode=disable")
}

func mysqlDSN() string { return cmp.Or(os.Getenv("MYSQL_DSN"), "root@tcp(127.0.0.1:3306)/test") }

// openPostgres makes a schema; more is added to the connection's address.
func openPostgres(t testing.TB, more string) *sql.DB {
	t.Helper()
	name := dropped(t, "pgx", postgresURL(), "CREATE SCHEMA ", "DROP SCHEMA ", " CASCADE")
	address := postgresURL()
	if strings.Contains(address, "?") {
		address += "&"
	} else {
		address += "?"
	}
	return opened(t, "pgx", address+"search_path="+name+more)
}

// openMySQL makes a database; more is added to the connection's address.
func openMySQL(t testing.TB, more string) *sql.DB {
	t.Helper()
	name := dropped(t, "mysql", mysqlDSN(), "CREATE DATABASE ", "DROP DATABASE ", "")
	dsn, _, _ := strings.Cut(mysqlDSN(), "?")
	return opened(t, "mysql", dsn[:strings.LastIndex(dsn, "/")+1]+name+more)
}

// dropped makes a schema or database that is dropped after the test.
func dropped(t testing.TB, driver, address, create, drop, how string) string {
	t.Helper()
	admin, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	name := "ginauth_" + strings.ToLower(rand.Text()[:12])
	if _, err := admin.Exec(create + name); err != nil {
		admin.Close()
		if os.Getenv("CI") == "true" {
			t.Fatalf("%s: %v", driver, err)
		}
		t.Skipf("skipped: no %s: %v", driver, err)
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(drop + name + how); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
		admin.Close()
	})
	return name
}

// opened opens a database with as many connections as a test may have.
func opened(t testing.TB, driver, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(12)
	db.SetMaxIdleConns(12)
	t.Cleanup(func() { db.Close() })
	return db
}

// migrated returns a store in a database with the tables of a layout.
func migrated(t testing.TB, db *sql.DB, tables sqladapter.Tables) *sqladapter.Adapter {
	t.Helper()
	store := unmigrated(t, db, tables)
	if err := store.Migrate(context.Background()); err != nil {
		t.Fatalf("Migrate: %v", err)
	}
	return store
}

func unmigrated(t testing.TB, db *sql.DB, tables sqladapter.Tables) *sqladapter.Adapter {
	t.Helper()
	store, err := sqladapter.New(db, sqladapter.Options{Tables: tables})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// run runs the statements of a script, which are divided by semicolons.
func run(t testing.TB, db *sql.DB, script string) {
	t.Helper()
	for statement := range strings.SplitSeq(script, ";") {
		if strings.TrimSpace(statement) == "" {
			continue
		}
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}
