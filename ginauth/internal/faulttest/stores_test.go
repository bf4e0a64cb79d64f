package faulttest_test

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// full is what the stores of this project have in common.
type full interface {
	adapter.Adapter
	adapter.Accounts
	adapter.Administration
	adapter.Sessions
	adapter.Revocations
	adapter.VerificationTokens
}

// place is where a store keeps things, for one test.
type place struct {
	// Driver is one of SQL, or "redis", and DSN the address. Prefix is Redis's.
	Driver, DSN, Prefix string
	memory              full
}

// open opens the store for a process.
func (p *place) open() (store full, closing func() error, err error) {
	switch p.Driver {
	case "":
		return p.memory, func() error { return nil }, nil
	case "redis":
		client := redis.NewClient(&redis.Options{Addr: p.DSN, ContextTimeoutEnabled: true})
		store, err := redisadapter.New(client, redisadapter.Options{Prefix: p.Prefix})
		return store, client.Close, err
	}
	db, err := sql.Open(p.Driver, p.DSN)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(12)
	db.SetMaxIdleConns(12)
	store, err = sqladapter.New(db, sqladapter.Options{})
	return store, db.Close, err
}

func (p *place) store(t *testing.T) full {
	t.Helper()
	store, closing, err := p.open()
	ok(t, err)
	t.Cleanup(func() { _ = closing() })
	return store
}

// places are all stores, on the servers of this machine.
var places = map[string]func(t *testing.T) *place{
	"memory": memoryPlace, "SQLite": sqlitePlace, "PostgreSQL": postgresPlace, "MariaDB": mysqlPlace, "Redis": redisPlace,
}

// each runs a test over every store.
func each(t *testing.T, test func(t *testing.T, p *place)) {
	t.Helper()
	for name, place := range places {
		t.Run(name, func(t *testing.T) { test(t, place(t)) })
	}
}

func memoryPlace(*testing.T) *place {
	return &place{memory: memoryadapter.New(memoryadapter.Options{})}
}

func sqlitePlace(t *testing.T) *place {
	t.Helper()
	p := &place{Driver: "sqlite", DSN: "file:" + filepath.Join(t.TempDir(), "test.db") + "?_pragma=journal_mode(WAL)"}
	migrated(t, openSQL(t, p.Driver, p.DSN))
	return p
}

func postgresPlace(t *testing.T) *place {
	t.Helper()
	u := must(url.Parse(cmp.Or(os.Getenv("POSTGRES_URL"), "postgres://root@127.0.0.1:5432/test?sslmode=disable")))(t)
	name := newName()
	temporary(t, "pgx", u.String(), "CREATE SCHEMA "+name, "DROP SCHEMA "+name+" CASCADE")
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	p := &place{Driver: "pgx", DSN: u.String()}
	migrated(t, openSQL(t, p.Driver, p.DSN))
	return p
}

func mysqlPlace(t *testing.T) *place {
	t.Helper()
	dsn := cmp.Or(os.Getenv("MYSQL_DSN"), "root@tcp(127.0.0.1:3306)/test")
	name := newName()
	temporary(t, "mysql", dsn, "CREATE DATABASE "+name, "DROP DATABASE "+name)
	dsn, _, _ = strings.Cut(dsn, "?")
	p := &place{Driver: "mysql", DSN: dsn[:strings.LastIndex(dsn, "/")+1] + name}
	migrated(t, openSQL(t, p.Driver, p.DSN))
	return p
}

func redisPlace(t *testing.T) *place {
	t.Helper()
	p := &place{Driver: "redis", DSN: cmp.Or(os.Getenv("REDIS_ADDR"), "127.0.0.1:6379"), Prefix: newName()}
	client := redisClient(t, p.DSN)
	if err := client.Ping(t.Context()).Err(); err != nil {
		missingf(t, "no Redis at %s: %v", p.DSN, err)
	}
	t.Cleanup(func() {
		scan := client.Scan(context.Background(), 0, p.Prefix+":*", 1000).Iterator()
		for scan.Next(context.Background()) {
			_ = client.Del(context.Background(), scan.Val()).Err()
		}
		if err := scan.Err(); err != nil {
			t.Errorf("deleting the keys of the test: %v", err)
		}
	})
	return p
}

// newName is the name of something that one test makes and removes.
func newName() string { return "ginauth_fault_" + strings.ToLower(rand.Text()[:16]) }

// temporary runs a statement now, and another one at the end of the test.
func temporary(t *testing.T, driver, dsn, now, atEnd string) {
	t.Helper()
	db := openSQL(t, driver, dsn)
	if _, err := db.ExecContext(t.Context(), now); err != nil {
		missingf(t, "%s: %v", driver, err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.Background(), atEnd); err != nil {
			t.Error(err)
		}
	})
}

// checkRows finds halves: what is without that to which it belongs, or is there
// twice.
func checkRows(t *testing.T, driver string, db *sql.DB) {
	t.Helper()
	for what, query := range map[string]string{
		"sessions without a user": `SELECT count(*) FROM sessions s LEFT JOIN users u ON u.id = s."userId" WHERE u.id IS NULL`,
		"accounts without a user": `SELECT count(*) FROM accounts a LEFT JOIN users u ON u.id = a."userId" WHERE u.id IS NULL`,
		"users without an account": `SELECT count(*) FROM users u LEFT JOIN accounts a ON u.id = a."userId"
			WHERE a."userId" IS NULL AND u.email NOT LIKE 'reader-%'`, // who came by mail has none
		"addresses twice": `SELECT count(*) - count(DISTINCT email) FROM users`,
		"accounts twice":  `SELECT count(*) - count(DISTINCT "providerAccountId") FROM accounts`,
	} {
		if driver == "mysql" {
			query = strings.ReplaceAll(query, `"`, "`")
		}
		var n int
		ok(t, db.QueryRowContext(t.Context(), query).Scan(&n))
		if n != 0 {
			t.Errorf("%d %s", n, what)
		}
	}
}

// checkKeys finds halves in Redis.
func checkKeys(t *testing.T, client *redis.Client, prefix string) {
	t.Helper()
	users := map[string]bool{}
	names := func(kind string) (all []string) {
		pattern := fmt.Sprintf("%s:{*}:%s:*", prefix, kind)
		scan := client.Scan(t.Context(), 0, pattern, 1000).Iterator()
		for scan.Next(t.Context()) {
			_, name, _ := strings.Cut(scan.Val(), "}:"+kind+":")
			all = append(all, name)
		}
		ok(t, scan.Err())
		return all
	}
	for _, id := range names("user") {
		users[id] = true
	}
	readers := 0 // who came by mail has no account
	mails := names("mail")
	for _, address := range mails {
		if strings.HasPrefix(address, "reader-") {
			readers++
		}
	}
	if accounts := len(names("account")); len(mails) != len(users) || accounts != len(users)-readers {
		t.Errorf("%d users, %d addresses, %d of readers, %d accounts", len(users), len(mails), readers, accounts)
	}
	for _, kind := range []string{"accounts", "sessions"} {
		for _, id := range names(kind) {
			if !users[id] {
				t.Errorf("%s of nobody", kind)
			}
		}
	}
}
