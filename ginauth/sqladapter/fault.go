package sqladapter

import (
	"errors"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// fault is the code of a database's error. The drivers are not imported: what
// they have in common is enough.
type fault struct {
	state string // PostgreSQL's SQLSTATE
	mysql int
	lite  int // SQLite's extended code
}

// faultOf finds the code in an error.
func faultOf(err error) fault {
	if e, is := errors.AsType[interface { // pgx and lib/pq
		error
		SQLState() string
	}](err); is {
		return fault{state: e.SQLState()}
	}
	if e, is := errors.AsType[interface { // modernc.org/sqlite
		error
		Code() int
	}](err); is {
		return fault{lite: e.Code()}
	}
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct {
			continue
		}
		if n := v.FieldByName("Number"); v.Type().Name() == "MySQLError" && n.IsValid() && n.CanUint() {
			return fault{mysql: int(n.Uint())} // go-sql-driver/mysql
		}
		if n := v.FieldByName("ExtendedCode"); n.IsValid() && n.CanInt() {
			return fault{lite: int(n.Int())} // mattn/go-sqlite3
		}
	}
	return fault{}
}

// String returns the code as the manuals have it.
func (f fault) String() string {
	switch {
	case f.state != "":
		return f.state
	case f.mysql != 0:
		return strconv.Itoa(f.mysql)
	}
	return strconv.Itoa(f.lite)
}

// duplicate tells whether a unique index was in the way.
func (f fault) duplicate() bool {
	const unique, primaryKey = 2067, 1555 // SQLITE_CONSTRAINT_UNIQUE, …_PRIMARYKEY
	return f.state == "23505" || f.mysql == 1062 || f.lite == unique || f.lite == primaryKey
}

// again tells whether the same would succeed at another try, and nothing of
// this one remains.
func (f fault) again() bool {
	const busy, locked = 5, 6
	return f.state == "40001" || f.state == "40P01" || // serialization_failure, deadlock_detected
		f.mysql == 1213 || f.mysql == 1205 || f.mysql == 1020 || // deadlock, lock wait timeout, changed since read
		f.lite&0xff == busy || f.lite&0xff == locked
}

// harmless tells whether the message has no values of rows or arguments in it.
func (f fault) harmless() bool {
	switch {
	case f.state != "":
		// Connection, authorization, transaction, catalog, syntax and names,
		// resources, state, intervention, system; and a column without a default.
		return f.state == "23502" || slices.ContainsFunc(
			[]string{"08", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58"},
			func(class string) bool { return strings.HasPrefix(f.state, class) })
	case f.mysql != 0:
		return slices.Contains([]int{
			1020, 1040, 1044, 1045, 1046, 1048, 1049, 1053, 1054, 1071, 1114, 1142, 1146, 1170, 1205, 1213, 1290, 1317, 1364, 1406, 1836, 3024,
		}, f.mysql)
	}
	return f.lite != 0 // they name tables and columns only
}
