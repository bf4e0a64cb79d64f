package memoryadapter

import (
	"cmp"
	"errors"
	"time"
)

// ErrFull says that one of the bounds of [Options] has been reached, and
// nothing was kept. It is none of package adapter's answers: ginauth takes it
// for a store that cannot answer.
var ErrFull = errors.New("memoryadapter: the store is full")

// Options bound what an [Adapter] keeps. A bound that is 0 or less stands for
// its default. How long a name or an address may be is not for the store to say;
// ginauth bounds what comes from outside.
type Options struct {
	// MaxUsers is how many users there may be. Default: 10,000.
	MaxUsers int
	// MaxSessions is how many sessions there may be, and how many names of revoked
	// ones. Default: 100,000.
	MaxSessions int
	// MaxSessionsPerUser is how many sessions of one user there may be; the one
	// that has not been seen for the longest time makes room. Default: 200.
	MaxSessionsPerUser int
	// MaxAccountsPerUser is how many accounts, and how many authenticators, one
	// user may have. Default: 100.
	MaxAccountsPerUser int
	// MaxVerificationTokens is how many verification tokens there may be.
	// Default: 10,000.
	MaxVerificationTokens int
	// Now is the clock by which things expire; take that of the Config.
	// Default: [time.Now].
	Now func() time.Time
}

func (o Options) withDefaults() Options {
	o.MaxUsers = cmp.Or(max(o.MaxUsers, 0), 10_000)
	o.MaxSessions = cmp.Or(max(o.MaxSessions, 0), 100_000)
	o.MaxSessionsPerUser = cmp.Or(max(o.MaxSessionsPerUser, 0), 200)
	o.MaxAccountsPerUser = cmp.Or(max(o.MaxAccountsPerUser, 0), 100)
	o.MaxVerificationTokens = cmp.Or(max(o.MaxVerificationTokens, 0), 10_000)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}
