package sqladapter

import (
	"embed"
	"fmt"
	"io"
	"slices"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// step is one statement of a migration, and what it is for: "table users",
// "column users.touched", "unique users email", "index sessions userId", or
// "widen accounts.id_token". It is to be done if that is not there. So it does
// not matter who did the others, nor whether they were all done.
type step struct {
	verb, table string
	columns     []string
	sql         string
}

// String says what it is for, and no more.
func (s step) String() string {
	return strings.TrimSpace(s.verb + " " + s.table + " " + strings.Join(s.columns, ", "))
}

// needed tells whether the store can do without.
func (s step) needed() bool {
	return s.verb == "table" || s.verb == "column" || s.verb == "unique"
}

// steps reads the statements for a dialect.
func (o *Options) steps() ([]step, error) {
	text, err := migrations.ReadFile("migrations/" + string(o.Dialect) + ".sql")
	if err != nil {
		return nil, fmt.Errorf("sqladapter: %w", err)
	}
	var all []step
	for _, part := range strings.Split("\n"+string(text), "\n-- ")[1:] {
		title, sql, _ := strings.Cut(part, "\n")
		words := strings.Fields(title)
		table, column, _ := strings.Cut(words[1], ".")
		columns := words[2:]
		if column != "" {
			columns = []string{column}
		}
		all = append(all, step{verb: words[0], table: table, columns: columns, sql: strings.TrimSpace(sql)})
	}
	return all, nil
}

// pending returns the steps that are to be done, with the names filled in.
func (o *Options) pending(c *catalog) ([]step, error) {
	all, err := o.steps()
	if err != nil {
		return nil, err
	}
	var todo []step
	for _, s := range all {
		if !o.isDone(c, &s) {
			s.sql = o.fill(c, &s)
			todo = append(todo, s)
		}
	}
	return todo, nil
}

// isDone tells whether what a step is for is there, or comes with its table.
func (o *Options) isDone(c *catalog, s *step) bool {
	t := c.tables[s.table]
	names := make([]string, 0, len(s.columns))
	for _, name := range s.columns {
		names = append(names, o.column(name))
	}
	switch {
	case s.verb == "table":
		return t != nil
	case t == nil:
		return s.verb != "index"
	case s.verb == "column":
		return t.columns[names[0]] != nil
	case s.verb == "unique":
		return t.hasUnique(names)
	case s.verb == "index":
		return slices.Contains(t.leading, names[0])
	}
	// widen: sealed tokens and addresses of pictures are longer than that.
	const wide = 2048
	column := t.columns[names[0]]
	return column == nil || column.notNull || column.length == 0 || column.length >= wide
}

// fill puts the names into a statement.
func (o *Options) fill(c *catalog, s *step) string {
	return placeholders.ReplaceAllStringFunc(s.sql, func(found string) string {
		m := placeholders.FindStringSubmatch(found)
		switch {
		case m[2] != "":
			return o.quote(o.column(m[2]))
		case m[1] == "index":
			return o.quote(o.indexName(s))
		case m[1] == "exact":
			return c.exact
		case m[1] == "userID":
			return o.userIDType(c)
		}
		return o.table(m[1])
	})
}

// indexName is the name of an index of ours.
func (o *Options) indexName(s *step) string {
	name := "ginauth_" + o.Tables.named()[s.table] + "_" + strings.Join(s.columns, "_")
	return name[:min(len(name), longestName)]
}

// userIDType is the type of a column that refers to users.
func (o *Options) userIDType(c *catalog) string {
	if id := o.columnOf(c, users, "id"); id != nil {
		return id.definition
	}
	if o.Dialect == MySQL {
		return "VARCHAR(255)"
	}
	return "TEXT"
}

// print writes the steps as a script.
func printSteps(w io.Writer, steps []step) error {
	for _, s := range steps {
		if _, err := fmt.Fprintf(w, "-- %s\n%s\n\n", s, s.sql); err != nil {
			return fmt.Errorf("sqladapter: %w", err)
		}
	}
	return nil
}
