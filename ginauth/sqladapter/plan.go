package sqladapter

import (
	"context"
	"fmt"
)

// plan is the statements for the columns that there are. It does not change.
type plan struct {
	userID  *column
	users   userQueries
	account accountQueries
	session sessionQueries
	revoke  revocationQueries
	mail    verificationQueries
	passkey authenticatorQueries
	expired []*query
}

// Ready looks the tables up, which the first call of any other method does
// otherwise. The error is [ErrNotMigrated] if something is missing, and says
// what.
func (a *Adapter) Ready(ctx context.Context) error {
	_, err := a.ready(ctx)
	return err
}

// ready returns the plan.
func (a *Adapter) ready(ctx context.Context) (*plan, error) {
	if p := a.plan.Load(); p != nil {
		return p, nil
	}
	select {
	case a.planning <- struct{}{}:
		defer func() { <-a.planning }()
	case <-ctx.Done():
		return nil, wrap("look up the tables", ctx.Err())
	}
	if p := a.plan.Load(); p != nil {
		return p, nil
	}
	var p *plan
	err := a.retry(ctx, "look up the tables", func() error {
		c, err := a.o.look(ctx, a.db)
		if err == nil {
			p, err = a.compile(c)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	a.plan.Store(p)
	return p, nil
}

// compile makes the plan, if nothing is missing.
func (a *Adapter) compile(c *catalog) (*plan, error) {
	steps, err := a.o.pending(c)
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		if s.needed() {
			return nil, fmt.Errorf("%w (missing: %s)", ErrNotMigrated, s)
		}
	}
	b := &builder{o: &a.o, c: c}
	p := &plan{userID: a.o.columnOf(c, users, "id")}
	if p.userID == nil {
		b.missing(users, "id")
		return nil, b.err
	}
	p.users, p.account, p.session = b.users(p.userID), b.accounts(), b.sessions()
	p.revoke, p.mail, p.passkey = b.revocations(), b.verification(), b.authenticators()
	p.expired = b.expired()
	return p, b.err
}
