// Package sqladapter keeps users, accounts, sessions, verification tokens and
// passkeys in PostgreSQL, MariaDB, MySQL or SQLite, through database/sql. It
// uses the tables of Auth.js (https://authjs.dev/reference/core/adapters), so
// an existing database of Auth.js goes on as it is.
//
// The driver is yours to import:
//
//	_ "github.com/jackc/pgx/v5/stdlib"  // sql.Open("pgx", "postgres://…")
//	_ "github.com/go-sql-driver/mysql"  // sql.Open("mysql", "user:password@tcp(host)/name")
//	_ "modernc.org/sqlite"              // sql.Open("sqlite", "file:app.db?_pragma=journal_mode(WAL)")
//
// Then, for each of them:
//
//	store, err := sqladapter.New(db, sqladapter.Options{})
//	…
//	err = store.Migrate(ctx) // once, or at every start: it does what is missing
//
// # Tables
//
// Tables has the names of @auth/pg-adapter unless told otherwise: see
// [AuthJS], [Prisma], [Drizzle] and [TypeORM]. IDs may be texts, UUIDs or
// integers that the database gives; the columns are looked up when the store
// is first used. [Adapter.Migrate] adds what ginauth needs beyond Auth.js: columns that
// may be NULL, unique indexes, and the table ginauth_revocations. Auth.js goes
// on beside it. [Adapter.PrintMigrations] writes the same statements for whoever applies
// them by hand.
//
// New tables have exact comparison of texts in all databases. In tables that
// were there before, a comparison is exact too, but a unique index that folds
// case still refuses a second address that differs in case only.
//
// What such a table cannot hold stays so: where expires_at has 32 bits (Prisma,
// Drizzle), a token that lives longer than until 2038 is kept as one that ends
// then; a counter of a passkey above 2,147,483,647 is an error. In MySQL,
// Migrate makes columns for tokens and pictures that are VARCHAR into TEXT:
// sealed tokens are longer.
//
// # Waiting
//
// A file of SQLite that somebody else has locked is tried again for as long as
// the context lasts. Leave busy_timeout out of the DSN: it waits in the driver,
// which does not look at the context.
//
// # Times
//
// Times are UTC in milliseconds: TIMESTAMPTZ, DATETIME(3), and in SQLite
// integers, as Drizzle and Prisma write them. A column that was there before is written as it is
// (TIMESTAMP, text of milliseconds as TypeORM has it, ISO 8601 text as Prisma 7
// in SQLite), with its precision. The server's and the driver's time zone do not matter.
//
// # Beside Auth.js
//
// A session that ginauth has taken over is kept under a hash and no longer
// opens in Auth.js. Auth.js takes any name in the table for a cookie's value,
// so while it runs on the same table, a copy of the database opens sessions
// in Auth.js, as it always did.
package sqladapter
