package main

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// database is where users, accounts and sessions are.
type database struct {
	store adapter.Adapter
	close func()
}

// openDatabase opens what the environment names, and makes the tables that are
// missing:
//
//	DATABASE_URL=postgres://user:password@host/name
//	DATABASE_URL=mysql://user:password@host/name, or a DSN of go-sql-driver/mysql
//	DATABASE_URL=sqlite:/path/to/file, or a file in this folder: sqlite:name.db
//	REDIS_URL=redis://user:password@host, a cluster, or sentinels (see redisadapter.Open)
//
// Without both it is the file example.db. A program of yours needs one case.
func openDatabase(ctx context.Context) (*database, error) {
	address, redis := os.Getenv("DATABASE_URL"), os.Getenv("REDIS_URL")
	switch {
	case address != "" && redis != "":
		return nil, errors.New("set DATABASE_URL or REDIS_URL, not both")
	case redis != "":
		store, err := redisadapter.Open(redis)
		if err != nil {
			return nil, err
		}
		return &database{store: store, close: func() { _ = store.Close() }}, nil // what has expired, Redis drops by itself
	}
	driver, dsn, err := dataSource(cmp.Or(address, "sqlite:example.db"))
	if err != nil {
		return nil, err
	}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxIdleConns(10) // the default, 2, makes new connections all the time
	db.SetConnMaxIdleTime(5 * time.Minute)
	store, err := sqladapter.New(db, sqladapter.Options{})
	if err == nil {
		soon, cancel := context.WithTimeout(ctx, time.Minute)
		defer cancel()
		err = store.Migrate(soon)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the database: %w", err), db.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	swept := sweep(ctx, store)
	return &database{store: store, close: func() { cancel(); <-swept; _ = db.Close() }}, nil
}

// sweep deletes what has expired, now and every hour, until ctx ends; the
// channel closes after the last time.
func sweep(ctx context.Context, store *sqladapter.Adapter) <-chan struct{} {
	done := make(chan struct{})
	go func() {
		defer close(done)
		ticker := time.NewTicker(time.Hour)
		defer ticker.Stop()
		for {
			if _, err := store.DeleteExpired(ctx, time.Now()); err != nil && ctx.Err() == nil {
				log.Print(err) // it is tried again
			}
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
			}
		}
	}()
	return done
}

// dataSource is the driver for an address, and the address as it wants it. Errors do
// not repeat the address: there may be a password in it.
func dataSource(address string) (driver, dsn string, err error) {
	scheme, rest, _ := strings.Cut(address, ":")
	switch scheme {
	case "postgres", "postgresql":
		return "pgx", address, nil
	case "sqlite":
		path := url.URL{Path: strings.TrimPrefix(rest, "//")}
		// With a write-ahead log, readers do not wait for writers.
		return "sqlite", "file:" + path.EscapedPath() + "?_pragma=journal_mode(WAL)", nil
	case "mysql", "mariadb":
		u, err := url.Parse(address)
		if err != nil {
			return "", "", errors.New("DATABASE_URL is no URL: is there a character in the password that should be escaped?")
		}
		c := mysql.NewConfig()
		c.Net, c.Addr, c.DBName, c.User = "tcp", u.Host, strings.TrimPrefix(u.Path, "/"), u.User.Username()
		c.Passwd, _ = u.User.Password()
		if u.RawQuery != "" {
			return "mysql", c.FormatDSN() + "?" + u.RawQuery, nil
		}
		return "mysql", c.FormatDSN(), nil
	}
	if _, err := mysql.ParseDSN(address); err == nil && strings.Contains(address, "(") {
		return "mysql", address, nil
	}
	return "", "", errors.New("DATABASE_URL is no address of PostgreSQL (postgres://), MySQL (mysql://) or SQLite (sqlite:)")
}
