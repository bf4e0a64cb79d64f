package sqladapter

import (
	"database/sql"
	"errors"
	"sync/atomic"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Adapter is a store in an SQL database. It has all groups of methods of
// package adapter. It starts no goroutine, and closes nothing: the *sql.DB is
// its owner's.
type Adapter struct {
	db *sql.DB
	o  Options

	plan     atomic.Pointer[plan] // of the columns that there are; nil until first needed
	planning chan struct{}        // one caller looks the columns up

	writer chan struct{} // in SQLite one writes at a time; nil elsewhere
}

var _ interface {
	adapter.Adapter
	adapter.Accounts
	adapter.Administration
	adapter.Sessions
	adapter.PlainSessions
	adapter.Revocations
	adapter.VerificationTokens
	adapter.Authenticators
} = (*Adapter)(nil)

// New returns a store in db. It does not ask the database for anything yet:
// call [Adapter.Migrate] before it is first used. An error says which option
// is wrong.
func New(db *sql.DB, o Options) (*Adapter, error) {
	if db == nil {
		return nil, errors.New("sqladapter: no *sql.DB")
	}
	var err error
	if o.Dialect, err = o.resolve(db); err != nil {
		return nil, err
	}
	if err := o.Tables.check(o.Dialect); err != nil {
		return nil, err
	}
	a := &Adapter{db: db, o: o, planning: make(chan struct{}, 1)}
	if o.Dialect == SQLite {
		a.writer = make(chan struct{}, 1)
	}
	return a, nil
}
