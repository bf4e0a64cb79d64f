package ginauth

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// settlement is what the database says of an identity, and what is to be
// written if the sign-in goes on.
type settlement struct {
	user adapter.User
	// create makes the user with the account, link gives them the account, claim
	// takes away what an earlier holder of the unverified address has left.
	create, link, claim bool
}

// recognise finds out whose an identity is, and writes nothing. The identity's
// user is the database's from then on, if there is one.
func (a *Auth) recognise(ctx context.Context, id *identity) (settlement, error) {
	found, err := a.settle(ctx, id)
	if err != nil {
		return settlement{}, err
	}
	if found.user.Disabled {
		return settlement{}, fmt.Errorf("%w: the user is disabled", ErrAccessDenied)
	}
	id.become(found.user)
	return found, nil
}

func (a *Auth) settle(ctx context.Context, id *identity) (settlement, error) {
	u := UserOf(id.user)
	switch {
	case id.account.Provider == "" || id.adapterUser: // the program has found the user by itself
		user, err := ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) { return a.db.GetUser(ctx, u.ID) })
		if errors.Is(err, adapter.ErrNotFound) {
			err = fmt.Errorf("the user %q is not in the database: %w", u.ID, err)
		}
		return settlement{user: user}, err
	case id.account.Type == TypeEmail:
		owner, err := a.userByEmail(ctx, u.Email)
		if errors.Is(err, adapter.ErrNotFound) {
			return settlement{user: a.newUser(id), create: true}, nil
		}
		return settlement{user: owner, claim: owner.EmailVerified.IsZero()}, err
	}
	owner, err := ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) {
		return a.db.GetUserByAccount(ctx, id.account.Provider, id.account.ProviderAccountID)
	})
	switch {
	case err == nil && id.linkTo != "" && id.linkTo != owner.ID:
		return settlement{}, errNotLinked
	case err == nil: // what is known is not written again: it may be gone by then
		return settlement{user: owner}, nil
	case !errors.Is(err, adapter.ErrNotFound):
		return settlement{}, err
	}
	return a.settleUnknown(ctx, id)
}

// settleUnknown decides about an account that nobody has.
func (a *Auth) settleUnknown(ctx context.Context, id *identity) (settlement, error) {
	if id.linkTo != "" {
		if id.linkStale {
			return settlement{}, errSignInAgain
		}
		user, err := ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) { return a.db.GetUser(ctx, id.linkTo) })
		return settlement{user: user, link: true}, err
	}
	if email := UserOf(id.user).Email; email != "" {
		owner, err := a.userByEmail(ctx, email)
		if err == nil {
			return a.byEmail(id, owner)
		}
		if !errors.Is(err, adapter.ErrNotFound) {
			return settlement{}, err
		}
	}
	return settlement{user: a.newUser(id), create: true}, nil
}

func (a *Auth) userByEmail(ctx context.Context, email string) (adapter.User, error) {
	return ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) { return a.db.GetUserByEmail(ctx, email) })
}

// newUser is the row for an identity that nobody has. It has no ID yet.
func (a *Auth) newUser(id *identity) adapter.User {
	u := UserOf(id.user)
	row := adapter.User{Name: u.Name, Email: plainAddress(u.Email), Image: u.Image}
	if row.Email != "" && a.vouched(id) {
		row.EmailVerified = a.now().UTC()
	}
	return row
}

// become gives the identity's user the ID of the database and what it knows of
// them. A user who has no ID yet keeps the provider's.
func (id *identity) become(row adapter.User) {
	if row.ID == "" {
		return
	}
	u := UserOf(id.user)
	u.ID = row.ID
	u.Name, u.Email, u.Image = cmp.Or(row.Name, u.Name), cmp.Or(row.Email, u.Email), cmp.Or(row.Image, u.Image)
}

// enrol writes what was settled: the user and the account together, or a link.
func (a *Auth) enrol(c *gin.Context, id *identity, s *settlement) error {
	ctx := a.callbackContext(c.Request)
	if s.create {
		return a.createMember(ctx, c, id, s)
	}
	if s.claim {
		if err := a.claim(ctx, s.user); err != nil {
			return err
		}
		s.user.EmailVerified = a.now().UTC()
		if hook := a.events.UpdateUser; hook != nil {
			a.event(c, func() { hook(ctx, UserEvent{User: s.user}) })
		}
	}
	if !s.link {
		return nil
	}
	row, err := a.db.seal(id.account.row(s.user.ID))
	if err != nil {
		return err
	}
	err = tell(ctx, a.db, func(ctx context.Context) error { return a.db.LinkAccount(ctx, row) })
	if errors.Is(err, adapter.ErrAccountTaken) {
		return errNotLinked // somebody was faster
	}
	if err == nil {
		a.tellLinked(ctx, c, s.user, id.account)
	}
	return err
}

// createMember makes the user of an identity that nobody had.
func (a *Auth) createMember(ctx context.Context, c *gin.Context, id *identity, s *settlement) error {
	var account *adapter.Account
	if id.account.Type != TypeEmail { // the address is the account
		row, err := a.db.seal(id.account.row(""))
		if err != nil {
			return err
		}
		account = &row
	}
	user, err := ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) { return a.db.CreateUser(ctx, s.user, account) })
	if err != nil {
		return err
	}
	s.user = user
	id.become(user)
	if hook := a.events.CreateUser; hook != nil {
		a.event(c, func() { hook(ctx, UserEvent{User: user}) })
	}
	if account != nil {
		a.tellLinked(ctx, c, user, id.account)
	}
	return nil
}

func (a *Auth) tellLinked(ctx context.Context, c *gin.Context, user adapter.User, account Account) {
	if hook := a.events.LinkAccount; hook != nil {
		a.event(c, func() { hook(ctx, AccountEvent{User: user, Account: account}) })
	}
}

// claim gives an unverified address to its owner: what somebody else did with
// it until now counts no more.
func (a *Auth) claim(ctx context.Context, user adapter.User) error {
	if hook := a.callbacks.ClaimUser; hook != nil {
		if err := recovered(func() error { return hook(ctx, user) }); err != nil {
			return fmt.Errorf("the ClaimUser callback: %w", err)
		}
	}
	return tell(ctx, a.db, func(ctx context.Context) error {
		return a.db.tokens.ClaimUser(ctx, user.ID, user.Email, a.now().UTC())
	})
}

// stillTheirs asks once more whose an account is, when its session has been
// made: a sign-in that was under way while the account was taken away, or the
// address claimed, must not outlive that.
func (a *Auth) stillTheirs(ctx context.Context, id *identity) error {
	if a.db == nil || id.account.Provider == "" || id.adapterUser || id.account.Type == TypeEmail {
		return nil
	}
	owner, err := ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) {
		return a.db.GetUserByAccount(ctx, id.account.Provider, id.account.ProviderAccountID)
	})
	if errors.Is(err, adapter.ErrNotFound) || (err == nil && owner.ID != UserOf(id.user).ID) {
		return errNotLinked
	}
	return err
}
