package sqladapter

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// querier is a *sql.DB, *sql.Conn or *sql.Tx.
type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// kind is what a column holds, as far as that changes how it is asked for.
type kind int

const (
	other      kind = iota
	text            // compared byte by byte
	uuid            // in PostgreSQL
	integer         // of some width
	native          // a time of the database's own type
	timestamp       // MySQL's TIMESTAMP, which depends on the session's time zone
	textMillis      // a time as decimal digits of milliseconds: TypeORM
	textISO         // a time as ISO 8601: Prisma 7 in SQLite
)

// column is a column that is there.
type column struct {
	kind       kind
	cast       string // PostgreSQL: what a value is cast to
	definition string // the type, as a column that refers to it must have it
	exact      bool   // "=" compares byte by byte
	length     int64  // MySQL: of VARCHAR, in characters; 0 for others
	required   bool   // NOT NULL, and the database gives no value itself
	notNull    bool
	max        int64 // of integers
}

// table is a table that is there.
type table struct {
	columns map[string]*column // by the names in the database
	unique  [][]string         // the columns of each unique index
	leading []string           // the first column of each index
}

// hasUnique tells whether an index keeps these columns from repeating.
func (t *table) hasUnique(columns []string) bool {
	return slices.ContainsFunc(t.unique, func(index []string) bool {
		for _, c := range index {
			if !slices.Contains(columns, c) {
				return false
			}
		}
		return len(index) > 0
	})
}

// catalog is what is there, by the keys of the tables. A table that is missing
// is missing.
type catalog struct {
	tables map[string]*table
	exact  string // MySQL: the collation of new columns
}

// look reads the catalog.
func (o *Options) look(ctx context.Context, q querier) (*catalog, error) {
	c := &catalog{tables: map[string]*table{}}
	if o.Dialect == MySQL {
		if err := o.lookMySQL(ctx, q, c); err != nil {
			return nil, err
		}
	}
	read := map[Dialect]func(context.Context, querier, string) (*table, error){
		PostgreSQL: o.postgresTable, MySQL: o.mysqlTable, SQLite: o.sqliteTable,
	}[o.Dialect]
	for key, name := range o.Tables.named() {
		t, err := read(ctx, q, name)
		if err != nil {
			return nil, err
		}
		if len(t.columns) > 0 {
			o.mark(t)
			c.tables[key] = t
		}
	}
	return c, nil
}

// lookMySQL reads what of the server matters.
func (*Options) lookMySQL(ctx context.Context, q querier, c *catalog) error {
	var version, mode string
	if err := q.QueryRowContext(ctx, "SELECT VERSION(), @@sql_mode").Scan(&version, &mode); err != nil {
		return err
	}
	if !strings.Contains(mode, "STRICT_") {
		return own("sql_mode has no STRICT_TRANS_TABLES, so that the server would cut values off silently")
	}
	c.exact = "utf8mb4_0900_bin"
	if strings.Contains(version, "MariaDB") {
		c.exact = "utf8mb4_nopad_bin"
	}
	return nil
}

// column returns the column of a table by its Auth.js name, or nil.
func (o *Options) columnOf(c *catalog, key, name string) *column {
	if t := c.tables[key]; t != nil {
		return t.columns[o.column(name)]
	}
	return nil
}

// scanAll calls scan for each row.
func scanAll(ctx context.Context, q querier, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err has said all
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// indexes gathers the columns of indexes from rows of (index, column, unique),
// in the order of the columns. An empty column is an expression.
func (t *table) indexes(ctx context.Context, q querier, query string, args ...any) error {
	type index struct {
		columns []string
		unique  bool
	}
	found := map[string]*index{}
	err := scanAll(ctx, q, func(rows *sql.Rows) error {
		var name, column sql.NullString
		var unique bool
		if err := rows.Scan(&name, &column, &unique); err != nil {
			return err
		}
		if found[name.String] == nil {
			found[name.String] = &index{unique: unique}
			t.leading = append(t.leading, column.String)
		}
		found[name.String].columns = append(found[name.String].columns, column.String)
		return nil
	}, query, args...)
	if err != nil {
		return fmt.Errorf("the indexes: %w", err)
	}
	for _, i := range found {
		if i.unique && !slices.Contains(i.columns, "") {
			t.unique = append(t.unique, i.columns)
		}
	}
	return nil
}

// times are the columns that hold times.
var times = []string{"emailVerified", "expires", "createdAt", "lastSeen", "updatedAt"}

// mark sees to it that times in columns of text are known as such.
func (o *Options) mark(t *table) {
	for _, name := range times {
		if c := t.columns[o.column(name)]; c != nil && c.kind == text {
			c.kind = textMillis
		}
	}
}
