package sqladapter

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// sqliteTable reads a table.
func (o *Options) sqliteTable(ctx context.Context, q querier, name string) (*table, error) {
	t := &table{columns: map[string]*column{}}
	var key []string
	err := scanAll(ctx, q, func(rows *sql.Rows) error {
		var column, typ string
		var notNull bool
		var given sql.NullString
		var place int
		if err := rows.Scan(&column, &typ, &notNull, &given, &place); err != nil {
			return err
		}
		c := sqliteColumn(typ)
		c.notNull = notNull || place > 0
		// An INTEGER PRIMARY KEY is the row's number, which SQLite gives.
		c.required = c.notNull && !given.Valid && (place == 0 || c.kind != integer)
		if place > 0 {
			key = append(key, column)
		}
		t.columns[column] = c
		return nil
	}, `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)`, name)
	if err != nil {
		return nil, fmt.Errorf("the columns of %s: %w", name, err)
	}
	if len(key) > 0 {
		t.unique = append(t.unique, key)
	}
	for column, c := range t.columns {
		if err := o.sqliteTimes(ctx, q, name, column, c); err != nil {
			return nil, fmt.Errorf("the times of %s: %w", name, err)
		}
	}
	err = t.indexes(ctx, q, `SELECT l.name, i.name, l."unique" AND NOT l.partial
FROM pragma_index_list(?) l JOIN pragma_index_info(l.name) i ORDER BY l.name, i.seqno`, name)
	return t, err
}

// sqliteColumn goes by the affinity of a type (https://sqlite.org/datatype3.html).
func sqliteColumn(typ string) *column {
	c := &column{definition: typ, exact: true}
	switch typ = strings.ToUpper(typ); {
	case strings.Contains(typ, "INT"):
		c.kind, c.max = integer, math.MaxInt64
	case strings.Contains(typ, "CHAR"), strings.Contains(typ, "TEXT"), strings.Contains(typ, "CLOB"):
		c.kind, c.exact = text, false // it may have been declared COLLATE NOCASE
	case strings.Contains(typ, "DATE"), strings.Contains(typ, "TIME"):
		c.kind = integer // as Prisma and Drizzle write: milliseconds
	}
	return c
}

// sqliteTimes looks at a value of a column to see in what form its times are:
// the type does not tell.
func (o *Options) sqliteTimes(ctx context.Context, q querier, table, name string, c *column) error {
	if !slices.ContainsFunc(times, func(time string) bool { return o.column(time) == name }) {
		return nil
	}
	var sample string
	column := o.quote(name)
	// "+" and CAST, so that the driver makes no time of it.
	err := q.QueryRowContext(ctx, "SELECT CAST(+"+column+" AS TEXT) FROM "+o.quote(table)+" WHERE typeof("+column+") = 'text' LIMIT 1").Scan(&sample)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	case strings.Contains(sample, "-"):
		c.kind = textISO
	}
	return nil
}
