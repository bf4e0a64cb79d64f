package sqladapter

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// How often something is tried again that the database says may succeed then,
// and how long the pause between can get. A file of SQLite that is busy is
// worth about ten seconds, if the context has them.
const (
	triesServer  = 12
	triesSQLite  = 200
	longestPause = 64 * time.Millisecond
)

// retry calls do until it succeeds, its error is final, or enough is enough.
func (a *Adapter) retry(ctx context.Context, op string, do func() error) error {
	tries := triesServer
	if a.o.Dialect == SQLite {
		tries = triesSQLite
	}
	pause := time.Millisecond
	for {
		err := do()
		if tries--; err == nil || tries == 0 || !errors.Is(err, errRaced) && !faultOf(err).again() {
			return wrap(op, err)
		}
		if late := wait(ctx, pause); late != nil {
			return wrap(op, late)
		}
		pause = min(2*pause, longestPause)
	}
}

// wait waits about that long: callers that met should not meet again.
func wait(ctx context.Context, pause time.Duration) error {
	var b [1]byte
	_, _ = rand.Read(b[:]) // never fails
	timer := time.NewTimer(pause/2 + pause*time.Duration(b[0])/256)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// write waits until nobody else in this process writes, in SQLite.
func (a *Adapter) write(ctx context.Context) (done func(), err error) {
	if a.writer == nil {
		return func() {}, nil
	}
	select {
	case a.writer <- struct{}{}:
		return func() { <-a.writer }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// await does not wait for the driver of MySQL longer than the context says: in
// the middle of an answer it looks at the connection only. Such a call ends by
// itself, and what it writes then nobody reads.
func (a *Adapter) await(ctx context.Context, do func() error) error {
	if a.o.Dialect != MySQL || ctx.Done() == nil {
		return do()
	}
	done := make(chan error, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				done <- fmt.Errorf("the driver panicked: %v", v)
			}
		}()
		done <- do()
	}()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// exec runs a statement by itself and returns how many rows it changed.
func (a *Adapter) exec(ctx context.Context, op string, q *query, args ...any) (int64, error) {
	var changed atomic.Int64
	err := a.retry(ctx, op, func() error {
		done, err := a.write(ctx)
		if err != nil {
			return err
		}
		defer done()
		return a.await(ctx, func() error {
			result, err := q.exec(ctx, a.db, args)
			if err != nil {
				if faultOf(err).duplicate() {
					return adapter.ErrExists
				}
				return err
			}
			n, err := result.RowsAffected()
			changed.Store(n)
			return err
		})
	})
	return changed.Load(), err
}

// row reads one row; [adapter.ErrNotFound] if there is none. After any other
// error the caller must not look at what it was read into.
func (a *Adapter) row(ctx context.Context, op string, q *query, into []any, args ...any) error {
	return a.retry(ctx, op, func() error {
		return a.await(ctx, func() error { return noRows(q.row(ctx, a.db, args, into)) })
	})
}

func noRows(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return adapter.ErrNotFound
	}
	return err
}

// scanner is a *sql.Row or *sql.Rows.
type scanner interface{ Scan(into ...any) error }

// list reads rows.
func list[T any](ctx context.Context, a *Adapter, op string, q *query, scan func(scanner) (T, error), args ...any) (all []T, err error) {
	return all, a.retry(ctx, op, func() error {
		all = nil
		return scanAll(ctx, a.db, func(rows *sql.Rows) error {
			one, err := scan(rows)
			all = append(all, one)
			return err
		}, q.text, q.bind(args)...)
	})
}
