package memoryadapter

import (
	"context"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// GetRevocation says what has been revoked, of one session and of its user.
func (a *Adapter) GetRevocation(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
	if err := over(ctx); err != nil {
		return adapter.Revocation{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	u := a.users[userID]
	if u == nil {
		return adapter.Revocation{Disabled: true}, nil
	}
	_, revoked := u.revoked[sessionID]
	return adapter.Revocation{
		Revoked: revoked, Disabled: u.Disabled,
		ValidAfter: u.validAfter, Except: u.except, Touched: u.touched,
	}, nil
}

// RevokeSession revokes one session; after until it may be forgotten. Those of
// a user whom there is not are revoked already.
func (a *Adapter) RevokeSession(ctx context.Context, userID, sessionID string, until time.Time) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[userID]
	if u == nil {
		return nil
	}
	is, known := u.revoked[sessionID]
	if known && !until.After(is) {
		return nil
	}
	if !known {
		a.roomForRevoked()
		a.revoked++
		if u.revoked == nil {
			u.revoked = map[string]time.Time{}
		}
	}
	u.revoked[strings.Clone(sessionID)] = moment(until)
	a.revokedEnd.note(until)
	return nil
}

// RevokeSessions revokes the sessions of a user that began at or before a time,
// but for the one with the ID except ("" for none). [adapter.ErrNotFound]
// without such a user.
func (a *Adapter) RevokeSessions(ctx context.Context, userID string, at time.Time, except string) error {
	return a.change(ctx, userID, func(u *user) { u.revokeAll(at, strings.Clone(except)) })
}

func (u *user) revokeAll(at time.Time, except string) {
	u.validAfter, u.except = later(u.validAfter, at), except
}

// MarkUser notes that a user was changed. [adapter.ErrNotFound] without such a
// user.
func (a *Adapter) MarkUser(ctx context.Context, userID string, at time.Time) error {
	return a.change(ctx, userID, func(u *user) { u.touched = later(u.touched, at) })
}

// later is the second of at or, if that is not later than was, the second after
// was.
func later(was, at time.Time) time.Time {
	second := at.Unix()
	if !was.IsZero() {
		second = max(second, was.Unix()+1)
	}
	return time.Unix(second, 0).UTC()
}
