package faulttest_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// A file that another process keeps locked is a database that does not answer;
// with a write-ahead log it can still be read, and nobody can sign in.
func TestSQLiteLocked(t *testing.T) {
	for _, mode := range []string{"DELETE", "WAL"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			dsn := "file:" + filepath.Join(t.TempDir(), "test.db") + "?_pragma=synchronous(off)&_pragma=journal_mode(" + mode + ")"
			other := openSQL(t, "sqlite", dsn)
			migrated(t, other)
			conn := must(other.Conn(t.Context()))(t)
			defer conn.Close()
			v := settle(t, func(t *testing.T) adapter.Adapter { return migrated(t, openSQL(t, "sqlite", dsn)) })
			arrived := func() (n int) {
				for _, c := range v.crowds {
					c.mu.Lock()
					n += len(c.arrived)
					c.mu.Unlock()
				}
				return n
			}
			before := 0
			v.suffer(t, func() {
				eventually(t, func(context.Context) bool { // they write, too
					_, err := conn.ExecContext(t.Context(), "BEGIN EXCLUSIVE")
					return err == nil
				})
				before = arrived()
			}, func() {
				if n := arrived() - before; n > watchers { // some had it done before the lock
					t.Errorf("%d people have signed up in a locked file", n)
				}
				must(conn.ExecContext(t.Context(), "ROLLBACK"))(t)
			})
			checkRows(t, "sqlite", other)
		})
	}
}
