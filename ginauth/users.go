package ginauth

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// errNoUsers says what the methods for users need.
var errNoUsers = fmt.Errorf("ginauth: the Adapter cannot do it: %w", errors.ErrUnsupported)

// Touch makes every session of a user run the jwt callback with [TriggerTouch]
// at its next request: after a change of their role in the database, say. It
// needs an Adapter that keeps sessions or implements [adapter.Revocations], else
// the error wraps [errors.ErrUnsupported]; others are [adapter.ErrNotFound] and
// [ErrUnavailable].
func (a *Auth) Touch(ctx context.Context, userID string) error {
	switch {
	case a.lists():
		return tell(ctx, a.db, func(ctx context.Context) error { return a.db.sessions.MarkSessions(ctx, userID) })
	case a.revoker != nil:
		if err := a.revoker.ahead(ctx, userID); err != nil {
			return err
		}
		err := tell(ctx, a.db, func(ctx context.Context) error { return a.db.revocations.MarkUser(ctx, userID, a.now().UTC()) })
		a.revoker.forget(err)
		return err
	}
	return errNoRevocation
}

// DisableUser ends all sessions of a user, and refuses every sign-in from then
// on (AccessDenied) until [Auth.EnableUser]. It needs an Adapter that
// implements [adapter.Administration], else the error wraps
// [errors.ErrUnsupported]; others are [adapter.ErrNotFound] and [ErrUnavailable].
func (a *Auth) DisableUser(ctx context.Context, userID string) error {
	return a.setDisabled(ctx, userID, true)
}

// EnableUser lets a user sign in again. Errors as for [Auth.DisableUser].
func (a *Auth) EnableUser(ctx context.Context, userID string) error {
	return a.setDisabled(ctx, userID, false)
}

func (a *Auth) setDisabled(ctx context.Context, userID string, disabled bool) error {
	if a.db == nil || a.db.administration == nil {
		return errNoUsers
	}
	if disabled && a.revoker != nil { // what is in a cookie stays ended when they are enabled again
		if err := a.endSessions(ctx, userID, ""); err != nil {
			return err
		}
	}
	err := tell(ctx, a.db, func(ctx context.Context) error { return a.db.administration.SetDisabled(ctx, userID, disabled) })
	a.revoker.forget(err)
	return err
}

// DeleteUser deletes a user with all that the Adapter keeps of them, and ends
// their sessions. Errors as for [Auth.DisableUser].
func (a *Auth) DeleteUser(ctx context.Context, userID string) error {
	if a.db == nil || a.db.administration == nil {
		return errNoUsers
	}
	err := tell(ctx, a.db, func(ctx context.Context) error { return a.db.administration.DeleteUser(ctx, userID) })
	a.revoker.forget(err)
	return err
}

// Accounts lists the accounts by which a user can sign in, with the tokens of
// the sign-ins that linked them: not to be sent to a browser as they are, since their JSON
// holds the tokens. A token that cannot be decrypted (the secret has changed) is
// left out and logged. It needs an Adapter that implements [adapter.Accounts], else the error
// wraps [errors.ErrUnsupported].
func (a *Auth) Accounts(ctx context.Context, userID string) ([]Account, error) {
	if a.db == nil || a.db.accounts == nil {
		return nil, errNoUsers
	}
	rows, err := ask(ctx, a.db, func(ctx context.Context) ([]adapter.Account, error) {
		return a.db.accounts.ListAccounts(ctx, userID)
	})
	if err != nil {
		return nil, err
	}
	list := make([]Account, 0, len(rows))
	for _, row := range rows {
		opened, err := a.db.open(row)
		if err != nil {
			a.logContext(ctx, slog.LevelWarn, "ACCOUNT_TOKEN_ERROR", err)
		}
		list = append(list, fromRow(opened))
	}
	return list, nil
}

// Accounts lists the accounts of the user who is signed in, as [Auth.Accounts]
// does. Other errors are [ErrNotSignedIn] and [ErrNoMiddleware].
func Accounts(c *gin.Context) ([]Account, error) {
	st, err := signedIn(c)
	if err != nil {
		return nil, err
	}
	return st.auth.Accounts(c.Request.Context(), st.rec.userID())
}

// UnlinkAccount takes an account away from the user who is signed in. The last
// way in stays: [adapter.ErrLastAccount]. A verified address is one if there is
// a provider that sends links. An account that is not theirs is
// [adapter.ErrNotFound]; other errors as for [Accounts]. The session goes on, and
// so do those that began with the account: see [EndOtherSessions].
func UnlinkAccount(c *gin.Context, provider, providerAccountID string) error {
	st, err := signedIn(c)
	if err != nil {
		return err
	}
	a, userID := st.auth, st.rec.userID()
	if a.db == nil || a.db.accounts == nil {
		return errNoUsers
	}
	ctx := a.callbackContext(c.Request)
	keep, err := a.deadWays(ctx, userID, provider)
	if err != nil {
		return err
	}
	if a.sendsLinks() {
		user, err := ask(ctx, a.db, func(ctx context.Context) (adapter.User, error) { return a.db.GetUser(ctx, userID) })
		if err != nil {
			return err
		}
		if user.Email != "" && !user.EmailVerified.IsZero() {
			keep = 0 // the address is a way in
		}
	}
	err = tell(ctx, a.db, func(ctx context.Context) error {
		return a.db.accounts.UnlinkAccount(ctx, userID, provider, providerAccountID, keep)
	})
	if hook := a.events.UnlinkAccount; err == nil && hook != nil {
		account := Account{Provider: provider, ProviderAccountID: providerAccountID}
		a.event(c, func() { hook(ctx, AccountEvent{User: adapter.User{ID: userID}, Account: account}) })
	}
	return err
}

// deadWays is how many accounts a user has to keep who loses one at a provider:
// one more than there are of providers that are not configured any more. For
// one of those itself, none.
func (a *Auth) deadWays(ctx context.Context, userID, provider string) (int, error) {
	if a.provider(provider) == nil {
		return 0, nil
	}
	rows, err := ask(ctx, a.db, func(ctx context.Context) ([]adapter.Account, error) {
		return a.db.accounts.ListAccounts(ctx, userID)
	})
	keep := 1
	for _, row := range rows {
		if a.provider(row.Provider) == nil {
			keep++
		}
	}
	return keep, err
}

// sendsLinks tells whether a verified address is a way in.
func (a *Auth) sendsLinks() bool {
	for _, p := range a.providers {
		if p.email != nil {
			return true
		}
	}
	return false
}
