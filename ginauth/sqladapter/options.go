package sqladapter

import (
	"errors"
	"fmt"
	"strings"
)

// Options say what database it is and what its tables are called.
type Options struct {
	// Dialect is the kind of database; empty: known by the driver, if it is
	// pgx, lib/pq, go-sql-driver/mysql, modernc.org/sqlite or mattn/go-sqlite3.
	// Behind a driver that wraps another it must be said.
	Dialect Dialect
	// Tables are the names of the tables; empty ones are those of [AuthJS].
	Tables Tables
}

// Dialect is a kind of database.
type Dialect string

// The kinds of database.
const (
	// PostgreSQL is version 13 and later.
	PostgreSQL Dialect = "postgresql"
	// MySQL is MariaDB from 10.5 and MySQL from 8.0.17.
	MySQL Dialect = "mysql"
	// SQLite is version 3.35 and later.
	SQLite Dialect = "sqlite"
)

// Tables are the names of the tables. An empty name is that of [AuthJS].
type Tables struct {
	// Schema is where the tables are: a schema of PostgreSQL, a database of
	// MySQL. Empty: where the connection finds them. SQLite has none.
	Schema string

	Users, Accounts, Sessions, VerificationTokens, Authenticators string
	// Revocations is ginauth's own; ginauth_revocations if empty.
	Revocations string

	// Columns renames columns, for a schema that maps them:
	// {"userId": "user_id"}. The others have the names of Auth.js.
	Columns map[string]string
}

// AuthJS are the tables of @auth/pg-adapter: users, accounts, sessions,
// verification_token (https://authjs.dev/getting-started/adapters/pg), and
// authenticators.
func AuthJS() Tables {
	return Tables{
		Users: "users", Accounts: "accounts", Sessions: "sessions",
		VerificationTokens: "verification_token", Authenticators: "authenticators", Revocations: "ginauth_revocations",
	}
}

// Prisma are the tables of @auth/prisma-adapter, and of Kysely's: User,
// Account, Session, VerificationToken, Authenticator
// (https://authjs.dev/getting-started/adapters/prisma).
func Prisma() Tables {
	return Tables{
		Users: "User", Accounts: "Account", Sessions: "Session",
		VerificationTokens: "VerificationToken", Authenticators: "Authenticator", Revocations: "ginauth_revocations",
	}
}

// Drizzle are the tables of @auth/drizzle-adapter: user, account, session,
// verificationToken, authenticator
// (https://authjs.dev/getting-started/adapters/drizzle).
func Drizzle() Tables {
	return Tables{
		Users: "user", Accounts: "account", Sessions: "session",
		VerificationTokens: "verificationToken", Authenticators: "authenticator", Revocations: "ginauth_revocations",
	}
}

// TypeORM are the tables of @auth/typeorm-adapter: users, accounts, sessions,
// verification_tokens (https://authjs.dev/getting-started/adapters/typeorm),
// and authenticators.
func TypeORM() Tables {
	t := AuthJS()
	t.VerificationTokens = "verification_tokens"
	return t
}

// The keys by which this package speaks of the tables.
const (
	users              = "users"
	accounts           = "accounts"
	sessions           = "sessions"
	verificationTokens = "verificationTokens"
	authenticators     = "authenticators"
	revocations        = "revocations"
)

// named returns the names by key, the empty ones filled in.
func (t *Tables) named() map[string]string {
	d := AuthJS()
	return map[string]string{
		users: or(t.Users, d.Users), accounts: or(t.Accounts, d.Accounts), sessions: or(t.Sessions, d.Sessions),
		verificationTokens: or(t.VerificationTokens, d.VerificationTokens),
		authenticators:     or(t.Authenticators, d.Authenticators),
		revocations:        or(t.Revocations, d.Revocations),
	}
}

func or(name, otherwise string) string {
	if name == "" {
		return otherwise
	}
	return name
}

// check says what is wrong with the names.
func (t *Tables) check(d Dialect) error {
	if t.Schema != "" && d == SQLite {
		return errors.New("sqladapter: SQLite has no schemas: Tables.Schema must be empty")
	}
	seen := map[string]bool{}
	for _, name := range t.named() {
		if err := checkName(name); err != nil {
			return err
		}
		if seen[name] {
			return fmt.Errorf("sqladapter: two tables are called %q", name)
		}
		seen[name] = true
	}
	for _, name := range t.Columns {
		if err := checkName(name); err != nil {
			return err
		}
	}
	if t.Schema != "" {
		return checkName(t.Schema)
	}
	return nil
}

// longestName is PostgreSQL's; the others allow as much.
const longestName = 63

func checkName(name string) error {
	if name == "" || len(name) > longestName || strings.ContainsAny(name, "\x00\"`.\\\n\r") {
		return fmt.Errorf("sqladapter: %q is no name for a table or column", name)
	}
	return nil
}

// table returns a table's name as statements have it.
func (o *Options) table(key string) string {
	name := o.quote(o.Tables.named()[key])
	if o.Tables.Schema != "" {
		return o.quote(o.Tables.Schema) + "." + name
	}
	return name
}

// column returns the name that a column has in the database.
func (o *Options) column(name string) string {
	return or(o.Tables.Columns[name], name)
}

// quote makes a name an identifier. checkName has seen to what is in it.
func (o *Options) quote(name string) string {
	if o.Dialect == MySQL {
		return "`" + name + "`"
	}
	return `"` + name + `"`
}
