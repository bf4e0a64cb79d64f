package sqladapter_test

import (
	"context"
	"database/sql"
	"log"
	"os"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// PostgreSQL, through pgx: postgres://user:password@host/name.
func ExampleNew_postgresql() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqladapter.New(db, sqladapter.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.Migrate(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// MariaDB or MySQL: user:password@tcp(host:3306)/name. The DSN needs no parseTime and no loc.
func ExampleNew_mysql() {
	db, err := sql.Open("mysql", os.Getenv("MYSQL_DSN"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqladapter.New(db, sqladapter.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.Migrate(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// SQLite in a file. With a write-ahead log, readers do not wait for writers.
func ExampleNew_sqlite() {
	db, err := sql.Open("sqlite", "file:app.db?_pragma=journal_mode(WAL)")
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqladapter.New(db, sqladapter.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.Migrate(context.Background()); err != nil {
		log.Fatal(err)
	}
}

// A database of Auth.js with Prisma's tables, and the statements for whoever
// applies them by hand.
func ExampleAdapter_PrintMigrations() {
	db, err := sql.Open("pgx", os.Getenv("DATABASE_URL"))
	if err != nil {
		log.Fatal(err)
	}
	store, err := sqladapter.New(db, sqladapter.Options{Tables: sqladapter.Prisma()})
	if err != nil {
		log.Fatal(err)
	}
	if err := store.PrintMigrations(context.Background(), os.Stdout); err != nil {
		log.Fatal(err)
	}
}
