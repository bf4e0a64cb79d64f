package sqladapter

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// ErrNotMigrated says that the database lacks what [Adapter.Migrate] adds.
var ErrNotMigrated = errors.New("sqladapter: the database is not ready: call Migrate, or apply what PrintMigrations writes")

// errText is the answer to writing what not every database can keep.
var errText = errors.New("sqladapter: a text has a NUL byte, is not UTF-8, or is a name of more than 2,000 bytes, and cannot be kept")

// own is an error of this package, which has no values in it.
type own string

// Error implements error.
func (o own) Error() string { return string(o) }

// isAnswer tells whether err is meant for the caller as it is.
func isAnswer(err error) bool {
	return slices.ContainsFunc([]error{
		adapter.ErrNotFound, adapter.ErrEmailTaken, adapter.ErrAccountTaken, adapter.ErrExists,
		adapter.ErrSuperseded, adapter.ErrLastAccount, ErrNotMigrated, errText,
	}, func(target error) bool { return errors.Is(err, target) })
}

// wrap says which method failed and why, without the values that messages of
// databases may have in them ("Duplicate entry '…' for key").
func wrap(op string, err error) error {
	if err == nil || isAnswer(err) {
		return err
	}
	f := faultOf(err)
	switch {
	case f == (fault{}) && harmless(err):
		return fmt.Errorf("sqladapter: %s: %w", op, err)
	case f.harmless():
		// Not wrapped: beside the message, pgx's error has a detail with the row in it.
		return fmt.Errorf("sqladapter: %s: %w", op, own(err.Error()))
	case f != (fault{}):
		return fmt.Errorf("sqladapter: %s: the database answers with error %s", op, f)
	}
	return fmt.Errorf("sqladapter: %s: the driver fails with a %T", op, err)
}

// harmless tells whether an error that is not of the database is about the
// connection, and not about an argument.
func harmless(err error) bool {
	if _, is := errors.AsType[net.Error](err); is {
		return true
	}
	if _, is := errors.AsType[own](err); is {
		return true
	}
	return slices.ContainsFunc([]error{
		context.Canceled, context.DeadlineExceeded, driver.ErrBadConn, sql.ErrConnDone, sql.ErrTxDone,
		io.EOF, io.ErrUnexpectedEOF, net.ErrClosed,
	}, func(target error) bool { return errors.Is(err, target) }) ||
		err.Error() == "sql: database is closed" // it has no name
}
