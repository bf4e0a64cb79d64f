package sqladapter

import (
	"context"
	"database/sql"
	"fmt"
	"math"
)

// postgresTable reads a table by way of the search path, or of the schema.
func (o *Options) postgresTable(ctx context.Context, q querier, name string) (*table, error) {
	full := o.quote(name)
	if o.Tables.Schema != "" {
		full = o.quote(o.Tables.Schema) + "." + full
	}
	t := &table{columns: map[string]*column{}}
	err := scanAll(ctx, q, func(rows *sql.Rows) error {
		var column, typ, cast, definition string
		var notNull, given, exact bool
		if err := rows.Scan(&column, &typ, &cast, &definition, &notNull, &given, &exact); err != nil {
			return err
		}
		t.columns[column] = postgresColumn(typ, cast, definition, notNull, given, exact)
		return nil
	}, `SELECT a.attname::text, b.typname::text, format_type(a.atttypid, NULL), format_type(a.atttypid, a.atttypmod),
       a.attnotnull, a.atthasdef OR a.attidentity <> '', COALESCE(c.collisdeterministic, TRUE)
FROM pg_attribute a
JOIN pg_type y ON y.oid = a.atttypid
JOIN pg_type b ON b.oid = CASE y.typtype WHEN 'd' THEN y.typbasetype ELSE y.oid END
LEFT JOIN pg_collation c ON c.oid = a.attcollation
WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped`, full)
	if err != nil {
		return nil, fmt.Errorf("the columns of %s: %w", name, err)
	}
	if err := t.indexes(ctx, q, `SELECT i.indexrelid::text, a.attname::text, i.indisunique AND i.indpred IS NULL AND i.indimmediate
FROM pg_index i
CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
WHERE i.indrelid = to_regclass($1) AND i.indisvalid AND k.place <= i.indnkeyatts
ORDER BY i.indexrelid, k.place`, full); err != nil {
		return nil, err
	}
	return t, nil
}

func postgresColumn(typ, cast, definition string, notNull, given, exact bool) *column {
	c := &column{cast: cast, definition: definition, notNull: notNull, required: notNull && !given}
	switch typ {
	case "text", "varchar":
		c.kind, c.exact = text, exact
	case "citext":
		c.kind = text
	case "bpchar":
		c.kind, c.cast = text, "bpchar" // "character" would be one character
	case "uuid":
		c.kind = uuid
	case "int2":
		c.kind, c.max = integer, math.MaxInt16
	case "int4":
		c.kind, c.max = integer, math.MaxInt32
	case "int8":
		c.kind, c.max = integer, math.MaxInt64
	case "timestamptz", "timestamp":
		c.kind = native
	}
	return c
}
