package sqladapter

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// Migrate makes the tables that are missing, and adds to those of Auth.js what
// ginauth needs: columns that may be NULL, unique indexes, and indexes. What is
// there stays as it is. It may be called at every start and by several
// processes at once: they wait for each other. In PostgreSQL and SQLite all of
// it is one transaction; in MariaDB and MySQL, which have none for this, what
// was interrupted is taken up again by the next call.
//
// If rows that are there keep a unique index from being made, the error says
// which table and columns, and how to find them.
//
// It needs a role that may change the tables, and locks each of them for as
// long as its indexes take: with millions of rows, make them by hand first
// (CREATE INDEX CONCURRENTLY), which Migrate then finds.
func (a *Adapter) Migrate(ctx context.Context) error {
	var err error
	if a.o.Dialect == MySQL {
		err = a.retry(ctx, "Migrate", func() error { return a.migrateMySQL(ctx) })
	} else {
		err = a.tx(ctx, "Migrate", func(t tx) error {
			if a.o.Dialect == PostgreSQL {
				if _, err := t.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", int64(migrationLock)); err != nil {
					return err
				}
			}
			return a.migrate(ctx, t)
		})
	}
	if err != nil {
		return err
	}
	a.plan.Store(nil)
	return a.Ready(ctx)
}

// migrationLock is the number of the lock: "ginauth" in ASCII.
const migrationLock = 0x67696e61757468

// migrate does what is missing.
func (a *Adapter) migrate(ctx context.Context, q querier) error {
	c, err := a.o.look(ctx, q)
	if err != nil {
		return err
	}
	steps, err := a.o.pending(c)
	if err != nil {
		return err
	}
	for _, s := range steps {
		_, err := q.ExecContext(ctx, s.sql)
		if s.verb == "unique" && faultOf(err).duplicate() {
			return a.duplicates(&s)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	return nil
}

// lockWait is how long MySQL waits before it is asked again.
const lockWait = 10 * time.Second

// migrateMySQL does what is missing under a lock of the connection.
func (a *Adapter) migrateMySQL(ctx context.Context) error {
	conn, err := a.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // back to the pool
	for locked := false; !locked; {
		var answer *bool
		if err := conn.QueryRowContext(ctx, "SELECT GET_LOCK('ginauth_migrate', ?)", int(lockWait.Seconds())).Scan(&answer); err != nil {
			return err
		}
		locked = answer != nil && *answer
	}
	defer func() {
		rest, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTime)
		defer cancel()
		_, _ = conn.ExecContext(rest, "DO RELEASE_LOCK('ginauth_migrate')") // or it ends with the connection
	}()
	return a.migrate(ctx, conn)
}

// duplicates says why a unique index cannot be made. The database's own
// message may have a value in it.
func (a *Adapter) duplicates(s *step) error {
	columns := make([]string, 0, len(s.columns))
	for _, name := range s.columns {
		columns = append(columns, a.o.quote(a.o.column(name)))
	}
	list := strings.Join(columns, ", ")
	return own(fmt.Sprintf("several rows of the table %s have the same %s, which must be unique. Find them with: "+
		"SELECT %s, COUNT(*) FROM %s WHERE %s IS NOT NULL GROUP BY %s HAVING COUNT(*) > 1",
		a.o.Tables.named()[s.table], list, list, a.o.table(s.table), columns[0], list))
}

// PrintMigrations writes the statements that [Adapter.Migrate] would run on
// this database now, for whoever applies them by hand; nothing if there are
// none. It changes nothing.
func (a *Adapter) PrintMigrations(ctx context.Context, w io.Writer) error {
	var steps []step
	err := a.retry(ctx, "PrintMigrations", func() error {
		c, err := a.o.look(ctx, a.db)
		if err == nil {
			steps, err = a.o.pending(c)
		}
		return err
	})
	if err != nil {
		return err
	}
	return printSteps(w, steps)
}
