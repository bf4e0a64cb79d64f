package sqladapter

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
)

// mysqlTable reads a table of the connection's database, or of the schema.
func (o *Options) mysqlTable(ctx context.Context, q querier, name string) (*table, error) {
	t := &table{columns: map[string]*column{}}
	err := scanAll(ctx, q, func(rows *sql.Rows) error {
		var column, typ, full, null, extra string
		var charset, collation, given sql.NullString
		var length sql.NullInt64
		if err := rows.Scan(&column, &typ, &full, &length, &charset, &collation, &null, &given, &extra); err != nil {
			return err
		}
		c := mysqlColumn(typ, full, collation.String)
		if charset.Valid {
			c.definition += " CHARACTER SET " + charset.String + " COLLATE " + collation.String
		}
		if strings.EqualFold(typ, "varchar") {
			c.length = length.Int64
		}
		c.notNull = null == "NO"
		c.required = c.notNull && !given.Valid && extra == ""
		t.columns[column] = c
		return nil
	}, `SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_MAXIMUM_LENGTH, CHARACTER_SET_NAME, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT, EXTRA
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE()) AND TABLE_NAME = ?`, o.Tables.Schema, name)
	if err != nil {
		return nil, fmt.Errorf("the columns of %s: %w", name, err)
	}
	if err := t.indexes(ctx, q, `SELECT INDEX_NAME, COLUMN_NAME, NON_UNIQUE = 0 AND SUB_PART IS NULL
FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = COALESCE(NULLIF(?, ''), DATABASE()) AND TABLE_NAME = ?
ORDER BY INDEX_NAME, SEQ_IN_INDEX`, o.Tables.Schema, name); err != nil {
		return nil, err
	}
	return t, nil
}

func mysqlColumn(typ, full, collation string) *column {
	c := &column{definition: full}
	unsigned := strings.Contains(full, "unsigned")
	switch strings.ToLower(typ) {
	case "varchar", "char", "text", "tinytext", "mediumtext", "longtext":
		c.kind = text
		// The others hold some letters, or trailing spaces, for the same.
		c.exact = collation == "utf8mb4_nopad_bin" || collation == "utf8mb4_0900_bin"
	case "uuid": // MariaDB; it is asked for as text
		c.kind = uuid
	case "int":
		c.kind, c.max = integer, math.MaxInt32
		if unsigned {
			c.max = math.MaxUint32
		}
	case "bigint":
		c.kind, c.max = integer, math.MaxInt64
	case "smallint", "mediumint", "tinyint":
		c.kind, c.max = integer, math.MaxInt16
	case "datetime":
		c.kind = native
	case "timestamp":
		c.kind = timestamp
	}
	return c
}
