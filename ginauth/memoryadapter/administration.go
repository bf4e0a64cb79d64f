package memoryadapter

import (
	"context"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// SetDisabled sets User.Disabled. Disabling deletes the user's sessions in the
// same step. [adapter.ErrNotFound] without such a user.
func (a *Adapter) SetDisabled(ctx context.Context, userID string, disabled bool) error {
	return a.change(ctx, userID, func(u *user) {
		u.Disabled = disabled
		if disabled {
			a.endSessions(u, "")
		}
	})
}

// DeleteUser deletes a user with all that is theirs; [adapter.ErrNotFound] if
// there is none.
func (a *Adapter) DeleteUser(ctx context.Context, userID string) error {
	return a.change(ctx, userID, func(u *user) {
		a.strip(u)
		a.revoked -= len(u.revoked)
		delete(a.emails, u.Email)
		delete(a.users, u.ID)
	})
}

// strip takes all ways in from a user, and all sessions.
func (a *Adapter) strip(u *user) {
	for i := range u.accounts {
		delete(a.accounts, accountName(&u.accounts[i]))
	}
	for i := range u.passkeys {
		delete(a.passkeys, u.passkeys[i].CredentialID)
	}
	u.accounts, u.passkeys = nil, nil
	a.endSessions(u, "")
}

// change does something to a user as one step; adapter.ErrNotFound if there is
// none.
func (a *Adapter) change(ctx context.Context, userID string, do func(*user)) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[userID]
	if u == nil {
		return adapter.ErrNotFound
	}
	do(u)
	return nil
}
