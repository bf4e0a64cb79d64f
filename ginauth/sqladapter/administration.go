package sqladapter

import (
	"context"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// SetDisabled implements [adapter.Administration].
func (a *Adapter) SetDisabled(ctx context.Context, userID string, disabled bool) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return adapter.ErrNotFound
	}
	return a.tx(ctx, "SetDisabled", func(t tx) error {
		// Whoever creates a session holds the row until it is there, so that it
		// is found here; or waits for it, and finds the user disabled.
		if err := t.lockUser(ctx, p, key); err != nil {
			return err
		}
		if _, err := t.exec(ctx, p.revoke.disable, key, disabled); err != nil || !disabled {
			return err
		}
		_, err := t.exec(ctx, p.session.deleteAll, key)
		return err
	})
}

// DeleteUser implements [adapter.Administration].
func (a *Adapter) DeleteUser(ctx context.Context, userID string) error {
	p, err := a.ready(ctx)
	if err != nil {
		return err
	}
	key, ok := p.userKey(userID)
	if !ok {
		return adapter.ErrNotFound
	}
	return a.tx(ctx, "DeleteUser", func(t tx) error {
		if err := t.lockUser(ctx, p, key); err != nil {
			return err
		}
		// TypeORM's tables do not cascade, nor does SQLite by default.
		if err := t.all(ctx, p.all(), key); err != nil {
			return err
		}
		if _, err := t.exec(ctx, p.revoke.forgetAll, userID); err != nil {
			return err
		}
		_, err := t.exec(ctx, p.revoke.deleteUser, key)
		return err
	})
}

// all returns the statements that delete what a user signs in with.
func (p *plan) all() []*query {
	return []*query{p.session.deleteAll, p.passkey.deleteAll, p.account.deleteAll}
}
