package sqladapter_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// counter is a driver that counts what it passes on.
type counter struct {
	driver.Connector

	statements, prepared atomic.Int64
}

func (c *counter) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	return &countingConn{Conn: conn, counter: c}, err
}

type countingConn struct {
	driver.Conn

	counter *counter
}

func (c *countingConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	c.counter.statements.Add(1)
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

func (c *countingConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	c.counter.statements.Add(1)
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

func (c *countingConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	c.counter.prepared.Add(1)
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
}

func (c *countingConn) BeginTx(ctx context.Context, opts driver.TxOptions) (driver.Tx, error) {
	c.counter.statements.Add(1)
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, opts)
}

func (c *countingConn) CheckNamedValue(v *driver.NamedValue) error {
	return c.Conn.(driver.NamedValueChecker).CheckNamedValue(v)
}

// TestOneQuery counts what a guarded request costs in PostgreSQL.
func TestOneQuery(t *testing.T) {
	plain := open(t, sqladapter.PostgreSQL)
	var schema string
	if err := plain.QueryRow("SELECT current_schema()").Scan(&schema); err != nil {
		t.Fatal(err)
	}
	connector, err := stdlib.GetDefaultDriver().(driver.DriverContext).OpenConnector(postgresURL() + "&search_path=" + schema)
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{Connector: connector}
	db := sql.OpenDB(c)
	t.Cleanup(func() { db.Close() })
	store, err := sqladapter.New(db, sqladapter.Options{Dialect: sqladapter.PostgreSQL})
	if err != nil {
		t.Fatal(err)
	}
	ctx := t.Context()
	if err := store.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	u, err := store.CreateUser(ctx, adapter.User{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := adapter.Session{ID: "s", SessionToken: "t", UserID: u.ID, Expires: noon}
	for what, ask := range map[string]func() error{
		"CreateSession":    func() error { return store.CreateSession(ctx, s) },
		"GetSession":       func() error { _, err := store.GetSession(ctx, "t"); return err },
		"no GetSession":    func() error { _, err := store.GetSession(ctx, "no"); return err },
		"GetRevocation":    func() error { _, err := store.GetRevocation(ctx, u.ID, "s"); return err },
		"TouchSession":     func() error { _, err := store.TouchSession(ctx, s, noon); return err },
		"UpdateSession":    func() error { return store.UpdateSession(ctx, "t", s) },
		"GetUserByAccount": func() error { _, err := store.GetUserByAccount(ctx, "p", "1"); return err },
	} {
		c.statements.Store(0)
		if err := ask(); err != nil && !errors.Is(err, adapter.ErrNotFound) && !errors.Is(err, adapter.ErrSuperseded) {
			t.Errorf("%s: %v", what, err)
		}
		if n, p := c.statements.Load(), c.prepared.Load(); n != 1 || p != 0 {
			t.Errorf("%s: %d statements, %d prepared", what, n, p)
		}
	}
}

// TestUnknownDriver must be told the dialect.
func TestUnknownDriver(t *testing.T) {
	db := sql.OpenDB(&counter{Connector: noConnector{}})
	defer db.Close()
	for _, o := range []sqladapter.Options{
		{}, {Dialect: "oracle"}, {Dialect: sqladapter.SQLite, Tables: sqladapter.Tables{Schema: "s"}},
		{Dialect: sqladapter.MySQL, Tables: sqladapter.Tables{Users: "a`b"}},
		{Dialect: sqladapter.MySQL, Tables: sqladapter.Tables{Users: "a", Accounts: "a"}},
		{Dialect: sqladapter.MySQL, Tables: sqladapter.Tables{Columns: map[string]string{"userId": ""}}},
	} {
		if _, err := sqladapter.New(db, o); err == nil {
			t.Errorf("%+v: no error", o)
		}
	}
	if _, err := sqladapter.New(nil, sqladapter.Options{}); err == nil {
		t.Error("nil: no error")
	}
}

type noConnector struct{ driver.Connector }

func (noConnector) Driver() driver.Driver { return noDriver{} }

type noDriver struct{ driver.Driver }
