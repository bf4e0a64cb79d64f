package storestest_test

import (
	"context"
	"crypto/rand"
	"database/sql"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	ginsessions "github.com/gin-contrib/sessions"
	gormsessions "github.com/gin-contrib/sessions/gorm"
	pgsessions "github.com/gin-contrib/sessions/postgres"
	"github.com/gin-contrib/sessions/redis"
	"github.com/glebarez/sqlite"
	"github.com/go-sql-driver/mysql"
	gormmysql "gorm.io/driver/mysql"
	gormpostgres "gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

var storeKey = []byte("a key of a store, made for tests only")

// database is a store with a database of its own.
type database struct {
	store ginsessions.Store
	proxy *proxy   // nil for a file
	gorm  *gorm.DB // nil for other stores
	sql   *sql.DB  // past the proxy
	table string
}

// rows is the number of sessions that are stored.
func (d *database) rows(t *testing.T) (n int) {
	t.Helper()
	if err := d.sql.QueryRowContext(t.Context(), "SELECT count(*) FROM "+d.table).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

var databases = map[string]func(t *testing.T) *database{
	"gorm with PostgreSQL": gormPostgres,
	"gorm with MariaDB":    gormMySQL,
	"gorm with SQLite":     gormSQLite,
	"postgres":             postgres,
	"redis":                redisServer,
}

// each runs a test over every store.
func each(t *testing.T, test func(t *testing.T, d *database)) {
	t.Helper()
	for name, open := range databases {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// newName is the name of something that one test makes and removes.
func newName() string { return "ginauth_storestest_" + strings.ToLower(rand.Text()) }

func fromEnv(name, otherwise string) string {
	if v := os.Getenv(name); v != "" {
		return v
	}
	return otherwise
}

// needs skips a test whose server is not there. In CI it fails.
func needs(t *testing.T, address, variable string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("nothing at %s, and CI must have it (set %s): %v", address, variable, err)
		}
		t.Skipf("skipped: nothing at %s (set %s): %v", address, variable, err)
	}
	_ = conn.Close()
}

func openSQL(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

// exec runs a statement now, and another one at the end of the test.
func exec(t *testing.T, db *sql.DB, now, atEnd string) {
	t.Helper()
	if _, err := db.ExecContext(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.Background(), atEnd); err != nil {
			t.Error(err)
		}
	})
}

func openGorm(t *testing.T, dialector gorm.Dialector) *gorm.DB {
	t.Helper()
	db, err := gorm.Open(dialector, &gorm.Config{Logger: logger.Discard})
	if err != nil {
		t.Fatal(err)
	}
	pool, err := db.DB()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pool.Close() })
	return db
}

// postgresSchema makes a schema. Its address is that of the proxy.
func postgresSchema(t *testing.T) (dsn string, d *database) {
	t.Helper()
	u, err := url.Parse(fromEnv("POSTGRES_URL", "postgres://root@127.0.0.1:5432/test?sslmode=disable"))
	if err != nil {
		t.Fatal(err)
	}
	if u.Port() == "" {
		u.Host = net.JoinHostPort(u.Hostname(), "5432")
	}
	needs(t, u.Host, "POSTGRES_URL")
	schema := newName()
	exec(t, openSQL(t, "postgres", u.String()), "CREATE SCHEMA "+schema, "DROP SCHEMA "+schema+" CASCADE")
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	d = &database{proxy: newProxy(t, u.Host), sql: openSQL(t, "postgres", u.String())}
	u.Host = d.proxy.address
	return u.String(), d
}

func gormPostgres(t *testing.T) *database {
	t.Helper()
	dsn, d := postgresSchema(t)
	d.gorm, d.table = openGorm(t, gormpostgres.Open(dsn)), "sessions"
	d.store = gormsessions.NewStore(d.gorm, false, storeKey)
	return d
}

func postgres(t *testing.T) *database {
	t.Helper()
	dsn, d := postgresSchema(t)
	store, err := pgsessions.NewStore(openSQL(t, "postgres", dsn), storeKey)
	if err != nil {
		t.Fatal(err)
	}
	d.store, d.table = store, "http_sessions"
	return d
}

type quiet struct{}

func (quiet) Print(...any) {}

func gormMySQL(t *testing.T) *database {
	t.Helper()
	cfg, err := mysql.ParseDSN(fromEnv("MYSQL_DSN", "root@tcp(127.0.0.1:3306)/test"))
	if err != nil {
		t.Fatal(err)
	}
	needs(t, cfg.Addr, "MYSQL_DSN")
	cfg.ParseTime, cfg.Logger = true, quiet{}
	schema := newName()
	exec(t, openSQL(t, "mysql", cfg.FormatDSN()), "CREATE DATABASE "+schema, "DROP DATABASE "+schema)
	cfg.DBName = schema
	d := &database{proxy: newProxy(t, cfg.Addr), sql: openSQL(t, "mysql", cfg.FormatDSN()), table: "sessions"}
	cfg.Addr = d.proxy.address
	connector, err := mysql.NewConnector(cfg)
	if err != nil {
		t.Fatal(err)
	}
	d.gorm = openGorm(t, gormmysql.New(gormmysql.Config{Conn: sql.OpenDB(connector)}))
	d.store = gormsessions.NewStore(d.gorm, false, storeKey)
	return d
}

func gormSQLite(t *testing.T) *database {
	t.Helper()
	file := filepath.Join(t.TempDir(), "sessions.db")
	d := &database{table: "sessions"}
	d.gorm = openGorm(t, sqlite.Open(file+"?_pragma=busy_timeout(5000)"))
	d.store = gormsessions.NewStore(d.gorm, false, storeKey)
	d.sql = openSQL(t, "sqlite", file+"?_pragma=busy_timeout(5000)")
	return d
}

func redisServer(t *testing.T) *database {
	t.Helper()
	address := fromEnv("REDIS_ADDR", "127.0.0.1:6379")
	needs(t, address, "REDIS_ADDR")
	prefix := newName()
	open := func(address string) (ginsessions.Store, func() error) {
		store, err := redis.NewStoreWithDB(4, "tcp", address, "", "", "9", storeKey)
		if err != nil {
			t.Fatal(err)
		}
		inner, err := redis.GetRedisStore(store)
		if err != nil {
			t.Fatal(err)
		}
		inner.SetKeyPrefix(prefix)
		t.Cleanup(func() { _ = inner.Close() })
		return store, func() error {
			conn := inner.Pool.Get()
			defer conn.Close()
			const deleteAll = "for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end"
			_, err := conn.Do("EVAL", deleteAll, 0, prefix+"*")
			return err
		}
	}
	_, clean := open(address)
	t.Cleanup(func() {
		if err := clean(); err != nil {
			t.Error(err)
		}
	})
	d := &database{proxy: newProxy(t, address)}
	d.store, _ = open(d.proxy.address)
	return d
}
