package sqladapter

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// builder makes statements for the columns that there are. In its templates
//
//	@1             is the first argument
//	{users}        is a table
//	{users.email}  is a column
//	{users.email=1}  compares the column with argument 1, byte by byte
//	{users.email:1}  is argument 1 as a value for the column
//	{users.emailVerified?}  selects a time
//	{users^}       sets updatedAt too, where there is one
//	{update}, {share}  lock the rows that are selected
type builder struct {
	o   *Options
	c   *catalog
	err error // the first thing that is missing
}

var placeholders = regexp.MustCompile(`\{([a-zA-Z]+)(?:\.([a-zA-Z_]+))?([=:?^])?(\d*)\}|@(\d+)`)

// query makes a statement.
func (b *builder) query(template string) *query {
	q := &query{dialect: b.o.Dialect}
	for _, m := range placeholders.FindAllStringSubmatch(template, -1) {
		n, _ := strconv.Atoi(m[4] + m[5]) // none is 0
		q.args = max(q.args, n)
	}
	q.kinds = make([]kind, q.args)
	q.text = placeholders.ReplaceAllStringFunc(template, func(found string) string {
		m := placeholders.FindStringSubmatch(found)
		n, _ := strconv.Atoi(m[4] + m[5])
		switch {
		case m[5] != "":
			return q.placeholder(n)
		case m[2] != "":
			return b.column(q, m[1], m[2], m[3], n)
		case m[3] == "^":
			return b.touch(q, m[1])
		case m[1] == "update" || m[1] == "share":
			return b.lock(m[1])
		}
		return b.o.table(m[1])
	})
	return q
}

// lock returns the clause that locks what is selected. SQLite has one writer.
func (b *builder) lock(how string) string {
	switch {
	case b.o.Dialect == SQLite:
		return ""
	case how == "update":
		return " FOR UPDATE"
	case b.o.Dialect == MySQL:
		return " LOCK IN SHARE MODE" // MariaDB does not know FOR SHARE
	}
	return " FOR SHARE"
}

// column returns what stands for a column or a value for it.
func (b *builder) column(q *query, table, name, what string, n int) string {
	c := b.o.columnOf(b.c, table, name)
	quoted := b.o.quote(b.o.column(name))
	if c == nil {
		b.missing(table, name)
		return quoted
	}
	switch what {
	case "=":
		return b.equal(q, c, quoted, n)
	case ":":
		return b.value(q, c, n)
	case "?":
		return b.selected(c, quoted)
	}
	return quoted
}

func (b *builder) missing(table, name string) {
	if b.err == nil {
		b.err = fmt.Errorf("%w: the table %q has no column %q", ErrNotMigrated, b.o.Tables.named()[table], b.o.column(name))
	}
}

// equal compares byte by byte. What an index can do stands first.
func (b *builder) equal(q *query, c *column, name string, n int) string {
	if c.kind != text || c.exact {
		return name + " = " + b.value(q, c, n)
	}
	switch b.o.Dialect {
	case MySQL:
		return fmt.Sprintf("(%s = %s AND CAST(CONVERT(%s USING utf8mb4) AS BINARY) = CAST(%s AS BINARY))", name, q.placeholder(n), name, q.placeholder(n))
	case SQLite:
		return fmt.Sprintf("(%s = %s AND %s = %s COLLATE BINARY)", name, q.placeholder(n), name, q.placeholder(n))
	default:
		return fmt.Sprintf(`(%s = %s AND %s::text COLLATE "C" = %s::text COLLATE "C")`, name, b.value(q, c, n), name, q.placeholder(n))
	}
}

// value returns an argument in the form of a column.
func (b *builder) value(q *query, c *column, n int) string {
	q.kinds[n-1] = c.kind
	p := q.placeholder(n)
	switch {
	case b.o.Dialect == PostgreSQL:
		return p + "::" + c.cast // its type is not always to be known from the place
	case b.o.Dialect == MySQL && c.kind == native:
		return "(TIMESTAMP'1970-01-01 00:00:00' + INTERVAL " + p + " * 1000 MICROSECOND)"
	case b.o.Dialect == MySQL && c.kind == timestamp:
		return "FROM_UNIXTIME(" + p + " / 1000)"
	}
	return p
}

// selected returns an expression for a time that means the same whatever the
// time zones of the server, the session and the driver are.
func (b *builder) selected(c *column, name string) string {
	switch {
	case b.o.Dialect == MySQL && c.kind == native:
		return "(TIMESTAMPDIFF(MICROSECOND, TIMESTAMP'1970-01-01 00:00:00', " + name + ") DIV 1000)"
	case b.o.Dialect == MySQL && c.kind == timestamp:
		return "CAST(UNIX_TIMESTAMP(" + name + ") * 1000 AS SIGNED)"
	}
	return name
}

// touch sets updatedAt, which Prisma's client fills in and no default does.
func (b *builder) touch(q *query, table string) string {
	c := b.o.columnOf(b.c, table, "updatedAt")
	if c == nil {
		return ""
	}
	return ", " + b.o.quote(b.o.column("updatedAt")) + " = " + b.value(q, c, q.extra(now))
}

// insert makes a statement that inserts a row, or one for each that from (FROM
// and what follows) finds. Columns without a default that are nobody's get
// values too: id and updatedAt.
func (b *builder) insert(table string, columns []string, from string) *query {
	var names, values []string
	for i, name := range columns {
		names = append(names, "{"+table+"."+name+"}")
		values = append(values, "{"+table+"."+name+":"+strconv.Itoa(i+1)+"}")
	}
	var generated []func() any
	for name, generate := range map[string]func() any{"id": newID, "updatedAt": now} {
		if c := b.o.columnOf(b.c, table, name); c != nil && c.required && !strings.Contains(strings.Join(names, ""), "."+name+"}") {
			if c.kind == integer && name == "id" {
				generate = newNumber
			}
			generated = append(generated, generate)
			names = append(names, "{"+table+"."+name+"}")
			values = append(values, "{"+table+"."+name+":"+strconv.Itoa(len(columns)+len(generated))+"}")
		}
	}
	text := "INSERT INTO {" + table + "} (" + strings.Join(names, ", ") + ") "
	if from == "" {
		text += "VALUES (" + strings.Join(values, ", ") + ")"
	} else {
		text += "SELECT " + strings.Join(values, ", ") + " " + from
	}
	q := b.query(text)
	q.extras, q.args = generated, q.args-len(generated)
	return q
}
