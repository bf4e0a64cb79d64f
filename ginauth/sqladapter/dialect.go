package sqladapter

import (
	"database/sql"
	"fmt"
)

// drivers are the types of the drivers that are known.
var drivers = map[string]Dialect{
	"*stdlib.Driver":        PostgreSQL, // github.com/jackc/pgx
	"*pq.Driver":            PostgreSQL, // github.com/lib/pq
	"*mysql.MySQLDriver":    MySQL,      // github.com/go-sql-driver/mysql
	"*sqlite.Driver":        SQLite,     // modernc.org/sqlite
	"*sqlite3.SQLiteDriver": SQLite,     // github.com/mattn/go-sqlite3
}

// resolve returns the dialect of o, or that of the driver.
func (o *Options) resolve(db *sql.DB) (Dialect, error) {
	driver := fmt.Sprintf("%T", db.Driver())
	switch o.Dialect {
	case PostgreSQL, MySQL, SQLite:
		return o.Dialect, nil
	case "":
		if d := drivers[driver]; d != "" {
			return d, nil
		}
		return "", fmt.Errorf("sqladapter: the driver %s is not known: set Options.Dialect", driver)
	default:
		return "", fmt.Errorf("sqladapter: there is no dialect %q", o.Dialect)
	}
}
