package faulttest_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// sqlServer is a server of SQL, and how to reach it, there or at a proxy.
type sqlServer struct {
	*server
	driver string
	dsn    func(address string) string
}

// sqlServers start a server each.
var sqlServers = map[string]func(t *testing.T) *sqlServer{"PostgreSQL": startPostgres, "MariaDB": startMariaDB}

// startPostgres starts a PostgreSQL server. It does not run as root.
func startPostgres(t *testing.T) *sqlServer {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if len(found) == 0 {
		missingf(t, "no PostgreSQL server")
	}
	bin := filepath.Dir(slices.Max(found))
	s := &server{dir: folder(t)}
	var as *syscall.Credential
	if os.Getuid() == 0 {
		owner, err := user.Lookup("postgres")
		if err != nil {
			missingf(t, "%v", err)
		}
		uid, gid := must(strconv.Atoi(owner.Uid))(t), must(strconv.Atoi(owner.Gid))(t)
		ok(t, os.Chown(s.dir, uid, gid))
		as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(filepath.Join(bin, name), args...)
		cmd.Dir, cmd.SysProcAttr = s.dir, &syscall.SysProcAttr{Credential: as}
		return cmd
	}
	data := filepath.Join(s.dir, "data")
	run(t, command("initdb", "--pgdata", data, "--username", "root", "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"))
	s.command = func() *exec.Cmd { // what is committed reaches the system, though not the disk
		return command("postgres", "-D", data, "-h", "127.0.0.1", "-p", s.port, "-k", s.dir, "-c", "fsync=off", "-c", "shared_buffers=16MB")
	}
	p := &sqlServer{server: s, driver: "pgx", dsn: func(address string) string {
		return "postgres://root@" + address + "/postgres?sslmode=disable"
	}}
	s.answers = p.is("SHOW data_directory", data)
	newServer(t, s)
	return p
}

// startMariaDB starts a MariaDB server.
func startMariaDB(t *testing.T) *sqlServer {
	t.Helper()
	install, err := exec.LookPath("mariadb-install-db")
	if err != nil {
		missingf(t, "no MariaDB server: %v", err)
	}
	program, err := exec.LookPath("mariadbd")
	if err != nil {
		if program = "/usr/sbin/mariadbd"; !exists(program) {
			missingf(t, "no MariaDB server: %v", err)
		}
	}
	s := &server{dir: folder(t)}
	data := filepath.Join(s.dir, "data")
	shared := []string{"--no-defaults", "--datadir=" + data}
	if os.Getuid() == 0 {
		shared = append(shared, "--user=root")
	}
	run(t, exec.Command(install, append(shared, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve")...))
	s.command = func() *exec.Cmd {
		return exec.Command(program, append(shared, "--bind-address=127.0.0.1", "--port="+s.port, "--skip-name-resolve",
			"--socket="+filepath.Join(s.dir, "socket"), "--pid-file="+filepath.Join(s.dir, "pid"))...)
	}
	m := &sqlServer{server: s, driver: "mysql"}
	base := ""
	m.dsn = func(address string) string { return "root@tcp(" + address + ")/" + base }
	s.answers = m.is("SELECT @@datadir", data+"/")
	newServer(t, s)
	db := m.open(t, s.address())
	must(db.ExecContext(t.Context(), "CREATE DATABASE test"))(t)
	base = "test"
	return m
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// is asks a server for its folder.
func (p *sqlServer) is(query, want string) func(context.Context, *server) error {
	return func(ctx context.Context, s *server) error {
		db, err := sql.Open(p.driver, p.dsn(s.address()))
		if err != nil {
			return err
		}
		defer db.Close()
		var got string
		if err = db.QueryRowContext(ctx, query).Scan(&got); err == nil && got != want {
			err = fmt.Errorf("another server has port %s", s.port)
		}
		return err
	}
}

func run(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", cmd.Path, err, out)
	}
}

func (p *sqlServer) open(t *testing.T, address string) *sql.DB {
	t.Helper()
	return openSQL(t, p.driver, p.dsn(address))
}

func openSQL(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db := must(sql.Open(driver, dsn))(t)
	db.SetMaxOpenConns(12)
	db.SetMaxIdleConns(12)
	t.Cleanup(func() { db.Close() })
	return db
}

// migrated is a store with its tables.
func migrated(t *testing.T, db *sql.DB) *sqladapter.Adapter {
	t.Helper()
	store := must(sqladapter.New(db, sqladapter.Options{}))(t)
	ok(t, store.Migrate(t.Context()))
	return store
}
