package faulttest_test

import (
	"syscall"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// A server of SQL that is restarted, politely or not at all, or that cannot be
// reached as it should be, takes nobody's session, lets nobody in, and is left
// without a half of anything.
func TestSQLFaults(t *testing.T) {
	restarts := map[string]map[string]syscall.Signal{
		"PostgreSQL": {"fast restart": syscall.SIGINT, "immediate restart": syscall.SIGQUIT, "kill -9": syscall.SIGKILL},
		"MariaDB":    {"restart": syscall.SIGTERM, "kill -9": syscall.SIGKILL},
	}
	for kind, startServer := range sqlServers {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			s := startServer(t)
			past, way := s.open(t, s.address()), newProxy(t, s.address())
			past.SetMaxIdleConns(0) // none of its connections is older than the server
			migrated(t, past)
			v := settle(t, func(t *testing.T) adapter.Adapter { return migrated(t, s.open(t, way.address)) })
			for name, signal := range restarts[kind] {
				t.Run(name, func(t *testing.T) {
					v.suffer(t, func() { s.down(signal) }, func() { s.up(t) })
					checkRows(t, s.driver, past)
				})
			}
			for _, f := range []fault{blackHole, resets, halves} {
				t.Run(string(f), func(t *testing.T) {
					v.suffer(t, func() { way.set(t, f) }, func() { way.set(t, healthy) })
				})
			}
			t.Run("flapping", func(t *testing.T) { v.flapping(t, way) })
			checkRows(t, s.driver, past)
		})
	}
}
