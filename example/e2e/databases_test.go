package e2e_test

import (
	"cmp"
	"crypto/rand"
	"database/sql"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
)

// postgresAddress is a schema of the test's own.
func postgresAddress(t *testing.T) []string {
	t.Helper()
	address := cmp.Or(os.Getenv("POSTGRES_URL"), "postgres://root@127.0.0.1:5432/test?sslmode=disable")
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal("POSTGRES_URL is no URL")
	}
	query := u.Query()
	query.Set("search_path", scratch(t, "pgx", address, "CREATE SCHEMA ", "DROP SCHEMA ", " CASCADE"))
	u.RawQuery = query.Encode()
	return []string{"DATABASE_URL=" + u.String()}
}

// mysqlDSN is a database of the test's own, as the driver names it.
func mysqlDSN(t *testing.T) []string {
	t.Helper()
	return []string{"DATABASE_URL=" + mysqlConfig(t).FormatDSN()}
}

// mysqlURL is the same as a URL.
func mysqlURL(t *testing.T) []string {
	t.Helper()
	c := mysqlConfig(t)
	if c.Net != "tcp" {
		missing(t, "MYSQL_DSN is no address of TCP, for which there are URLs")
	}
	u := url.URL{Scheme: "mysql", User: url.UserPassword(c.User, c.Passwd), Host: c.Addr, Path: "/" + c.DBName}
	return []string{"DATABASE_URL=" + u.String()}
}

func mysqlConfig(t *testing.T) *mysql.Config {
	t.Helper()
	address := cmp.Or(os.Getenv("MYSQL_DSN"), "root@tcp(127.0.0.1:3306)/test")
	c, err := mysql.ParseDSN(address)
	if err != nil {
		t.Fatal("MYSQL_DSN is no DSN")
	}
	c.DBName = scratch(t, "mysql", address, "CREATE DATABASE ", "DROP DATABASE ", "")
	return c
}

// scratch makes a schema or database that is dropped after the test.
func scratch(t *testing.T, driver, address, create, drop, how string) string {
	t.Helper()
	admin, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { admin.Close() })
	name := "ginauth_example_" + strings.ToLower(rand.Text()[:12])
	if _, err := admin.ExecContext(t.Context(), create+name); err != nil {
		missing(t, "skipped: no "+driver+": "+err.Error())
	}
	t.Cleanup(func() {
		if _, err := admin.Exec(drop + name + how); err != nil {
			t.Errorf("cleaning up: %v", err)
		}
	})
	return name
}

// shortFolder is a folder whose name leaves room for that of a socket.
func shortFolder(t *testing.T) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "r") //nolint:usetesting // t.TempDir has the test's name in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}
