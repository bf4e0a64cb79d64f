package sqladapter

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"time"
)

// query is a statement for one dialect, and how its arguments are passed.
type query struct {
	text    string
	dialect Dialect
	args    int    // how many the caller gives
	order   []int  // which argument stands at each "?", from 1; not used in PostgreSQL
	kinds   []kind // of the columns that the arguments are for
	extras  []func() any

	hot  bool // worth to be prepared once; see the method stmt
	stmt atomic.Pointer[sql.Stmt]
}

// placeholder returns how argument n is written here.
func (q *query) placeholder(n int) string {
	if q.dialect == PostgreSQL {
		return "$" + strconv.Itoa(n)
	}
	q.order = append(q.order, n)
	return "?"
}

// extra adds an argument that the query makes itself, and returns its number.
func (q *query) extra(generate func() any) int {
	q.extras = append(q.extras, generate)
	q.kinds = append(q.kinds, other)
	return len(q.kinds)
}

// bind returns the arguments as the driver is to get them.
func (q *query) bind(args []any) []any {
	if len(q.extras) > 0 {
		args = slices.Clip(args)
		for _, generate := range q.extras {
			args = append(args, generate())
		}
	}
	copied := len(q.extras) > 0
	for i, arg := range args {
		if t, is := arg.(time.Time); is {
			if !copied {
				args, copied = slices.Clone(args), true // the caller's are for another try, or another query
			}
			args[i] = q.time(t, q.kinds[i])
		}
	}
	if q.dialect == PostgreSQL {
		return args
	}
	ordered := make([]any, len(q.order))
	for i, n := range q.order {
		ordered[i] = args[n-1]
	}
	return ordered
}

// time returns a time in the form of a column; nil for the zero time.
func (q *query) time(t time.Time, k kind) any {
	switch {
	case t.IsZero():
		return nil
	case k == textMillis:
		return strconv.FormatInt(t.UnixMilli(), 10)
	case k == textISO:
		return t.UTC().Format("2006-01-02T15:04:05.000+00:00")
	case k == native && q.dialect == PostgreSQL:
		return t.UTC().Truncate(time.Millisecond)
	}
	return t.UnixMilli()
}

// prepared returns the statement prepared, which is done once. In PostgreSQL
// it is left to the driver: pgx keeps its own statements for each connection,
// in the way that its DSN says (default_query_exec_mode), which a pool like
// pgbouncer may ask for.
func (q *query) prepared(ctx context.Context, db *sql.DB) (*sql.Stmt, error) {
	if s := q.stmt.Load(); s != nil {
		return s, nil
	}
	s, err := db.PrepareContext(ctx, q.text)
	if err != nil {
		return nil, err
	}
	if !q.stmt.CompareAndSwap(nil, s) {
		_ = s.Close() //nolint:sqlclosecheck // another caller was faster; the first is kept
		return q.stmt.Load(), nil
	}
	return s, nil
}

// exec runs the statement outside of a transaction.
func (q *query) exec(ctx context.Context, db *sql.DB, args []any) (sql.Result, error) {
	if !q.hot || q.dialect == PostgreSQL {
		return db.ExecContext(ctx, q.text, q.bind(args)...)
	}
	s, err := q.prepared(ctx, db) //nolint:sqlclosecheck // it is kept for the next call, as long as db
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, q.bind(args)...)
}

// row runs the statement outside of a transaction, for one row.
func (q *query) row(ctx context.Context, db *sql.DB, args, into []any) error {
	if !q.hot || q.dialect == PostgreSQL {
		return db.QueryRowContext(ctx, q.text, q.bind(args)...).Scan(into...)
	}
	s, err := q.prepared(ctx, db) //nolint:sqlclosecheck // it is kept for the next call, as long as db
	if err != nil {
		return err
	}
	return s.QueryRowContext(ctx, q.bind(args)...).Scan(into...)
}

func now() any { return time.Now() }

// newID returns a random UUID (RFC 9562 section 5.4).
func newID() any {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// newNumber returns a random positive number that JavaScript can hold.
func newNumber() any {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return int64(binary.BigEndian.Uint64(b[:])>>11) | 1
}
