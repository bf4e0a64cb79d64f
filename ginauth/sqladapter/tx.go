package sqladapter

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"time"
)

// errRaced says that another has written between two statements of a
// transaction: it is to be tried again.
var errRaced = errors.New("sqladapter: raced")

// tx is a transaction.
type tx struct{ querier }

// tx does something in a transaction: all of it or nothing, and again if the
// database says so.
func (a *Adapter) tx(ctx context.Context, op string, do func(tx) error) error {
	return a.retry(ctx, op, func() error {
		if a.o.Dialect == SQLite {
			return a.immediate(ctx, do)
		}
		// Locks see what is committed, in both. In MySQL they must cover the gaps:
		// a row whose primary key is changed (Drizzle's session) could otherwise
		// slip past a statement that is to delete it.
		level := sql.LevelReadCommitted
		if a.o.Dialect == MySQL {
			level = sql.LevelRepeatableRead
		}
		t, err := a.db.BeginTx(ctx, &sql.TxOptions{Isolation: level})
		if err != nil {
			return err
		}
		defer func() { _ = t.Rollback() }() // after Commit it does nothing
		if err := do(tx{t}); err != nil {
			return err
		}
		return t.Commit()
	})
}

// rollbackTime is what a rollback gets after the context has ended.
const rollbackTime = 5 * time.Second

// immediate does something in a transaction of SQLite that is a writer from
// its beginning: one that begins as a reader and then writes may find the
// file busy for good. database/sql cannot ask for that, whatever the DSN.
func (a *Adapter) immediate(ctx context.Context, do func(tx) error) (err error) {
	done, err := a.write(ctx)
	if err != nil {
		return err
	}
	defer done()
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // back to the pool
	if _, err := conn.ExecContext(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	if err = do(tx{conn}); err == nil {
		_, err = conn.ExecContext(ctx, "COMMIT")
	}
	if err != nil {
		rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTime)
		defer cancel()
		if _, failed := conn.ExecContext(rest, "ROLLBACK"); failed != nil {
			// Nobody may get a connection that is in a transaction.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}
	return err
}

// exec runs a statement and returns how many rows it changed.
func (t tx) exec(ctx context.Context, q *query, args ...any) (int64, error) {
	result, err := t.ExecContext(ctx, q.text, q.bind(args)...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// row reads one row; [adapter.ErrNotFound] if there is none.
func (t tx) row(ctx context.Context, q *query, into []any, args ...any) error {
	return noRows(t.QueryRowContext(ctx, q.text, q.bind(args)...).Scan(into...))
}

// all runs statements with the same arguments.
func (t tx) all(ctx context.Context, queries []*query, args ...any) error {
	for _, q := range queries {
		if _, err := t.exec(ctx, q, args...); err != nil {
			return err
		}
	}
	return nil
}
