package adapter

import "errors"

// The answers that are not the one hoped for. Compare with [errors.Is]. An
// error that is none of them means that the store could not answer.
var (
	// ErrNotFound says that there is no such thing.
	ErrNotFound = errors.New("adapter: not found")
	// ErrEmailTaken says that another user has the address.
	ErrEmailTaken = errors.New("adapter: the e-mail address belongs to another user")
	// ErrAccountTaken says that the account is another user's.
	ErrAccountTaken = errors.New("adapter: the account belongs to another user")
	// ErrExists says that a session, verification token or authenticator of this
	// name is there already.
	ErrExists = errors.New("adapter: it exists already")
	// ErrSuperseded says that somebody else has written meanwhile, or deleted.
	ErrSuperseded = errors.New("adapter: it was written meanwhile, or has ended")
	// ErrLastAccount says that a user needs the account to sign in.
	ErrLastAccount = errors.New("adapter: it is the last way in")
)
