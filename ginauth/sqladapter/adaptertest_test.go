package sqladapter_test

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/adaptertest"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

// TestContract runs the suite for all stores, on the tables of Migrate and on
// those of Auth.js's adapters.
func TestContract(t *testing.T) {
	all := layouts()
	for _, d := range dialects {
		all = append(all, layout{name: "own", dialect: d, tables: sqladapter.AuthJS()})
	}
	for _, l := range all {
		if l.dialect == sqladapter.MySQL && l.name == "Drizzle" {
			continue // its sessions expire in whole seconds, which Run does not expect
		}
		// Nor does it expect a unique index that folds case,
		for _, collation := range []string{"utf8mb4_unicode_ci", "utf8mb4_bin"} {
			l.schema = strings.ReplaceAll(l.schema, "COLLATE "+collation, "COLLATE utf8mb4_nopad_bin")
		}
		if l.name == "integers" {
			l.schema = "ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin;" + l.schema
		}
		// nor a token that is unique by itself,
		l.schema = strings.ReplaceAll(l.schema, `"token" TEXT NOT NULL UNIQUE`, `"token" TEXT NOT NULL`)
		// nor that texts end at 191 characters, where Prisma has MySQL end them,
		l.schema = strings.NewReplacer("VARCHAR(191)", "VARCHAR(255)", "varchar(191)", "varchar(255)").Replace(l.schema)
		// nor that an expiry or a counter ends at 32 bits.
		for _, column := range []string{"expires_at", "counter"} {
			for _, typ := range []string{"INTEGER", "integer", "int"} {
				l.schema = strings.ReplaceAll(l.schema, column+`" `+typ, column+`" BIGINT`)
			}
		}
		t.Run(l.name+"/"+string(l.dialect), func(t *testing.T) {
			t.Parallel() // they wait for the servers most of the time
			db := l.open(t)
			store := migrated(t, db, l.tables)
			tables := []string{
				l.tables.Authenticators, l.tables.Accounts, l.tables.Sessions, l.tables.VerificationTokens, l.tables.Revocations, l.tables.Users,
			}
			adaptertest.Run(t, func(t *testing.T) adapter.Adapter {
				for _, table := range tables {
					run(t, db, l.quoted(`DELETE FROM "`+table+`"`))
				}
				return planted{store, db, &l}
			})
		})
	}
}

// planted writes sessions as Auth.js does.
type planted struct {
	*sqladapter.Adapter

	db     *sql.DB
	layout *layout
}

// PlantPlainSession implements [adaptertest.PlainPlanter].
func (p planted) PlantPlainSession(ctx context.Context, userID, plain string, expires time.Time) error {
	plain = strings.ReplaceAll(plain, "'", "''")
	columns, more := `"userId", "sessionToken", expires`, ""
	at := expires.UTC().Format("2006-01-02 15:04:05.000")
	switch {
	case p.layout.name == "TypeORM" || p.layout.dialect == sqladapter.SQLite:
		at = strconv.FormatInt(expires.UnixMilli(), 10)
	case p.layout.dialect == sqladapter.PostgreSQL:
		at += "Z"
	}
	switch p.layout.name {
	case "Prisma", "Prisma 7":
		columns, more = columns+`, "updatedAt"`, ", '"+at+"'"
	case "old Prisma":
		columns, more = columns+", id", ", '"+plain+"'"
	}
	format := p.layout.quoted(fmt.Sprintf(`INSERT INTO "%s" (%s)`, p.layout.tables.Sessions, columns))
	_, err := p.db.ExecContext(ctx, fmt.Sprintf("%s VALUES ('%s', '%s', '%s'%s)", format, userID, plain, at, more))
	return err
}
