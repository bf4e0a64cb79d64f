package memoryadapter

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateVerificationTokens keeps all of them or none: [adapter.ErrExists] if
// there is one of the same identifier and token already, [ErrFull] if there is
// no room for all.
func (a *Adapter) CreateVerificationTokens(ctx context.Context, tokens ...adapter.VerificationToken) error {
	if err := over(ctx); err != nil {
		return err
	}
	fresh := make(map[pair]time.Time, len(tokens))
	for _, t := range tokens {
		own(&t.Identifier, &t.Token)
		fresh[pair{t.Identifier, t.Token}] = moment(t.Expires)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for name := range fresh {
		if _, exists := a.tokens[name]; exists {
			return adapter.ErrExists
		}
	}
	if len(fresh) < len(tokens) { // two of them are the same
		return adapter.ErrExists
	}
	if err := a.roomForTokens(len(fresh)); err != nil {
		return err
	}
	for name, expires := range fresh {
		a.tokens[name] = expires
		a.tokensEnd.note(expires)
	}
	return nil
}

// UseVerificationToken deletes a token and returns it: to one caller. The
// others, and those whose identifier or token is wrong, get
// [adapter.ErrNotFound] and delete nothing.
func (a *Adapter) UseVerificationToken(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
	if err := over(ctx); err != nil {
		return adapter.VerificationToken{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	name := pair{identifier, token}
	expires, exists := a.tokens[name]
	if !exists {
		return adapter.VerificationToken{}, adapter.ErrNotFound
	}
	delete(a.tokens, name)
	return adapter.VerificationToken{Identifier: identifier, Token: token, Expires: expires}, nil
}

// ClaimUser gives a user to the person who has proven that they read the mail
// of the address: if it was not verified before, it is from at on, and the
// accounts, authenticators and sessions that there were are deleted and revoked.
// [adapter.ErrNotFound] if no user of this ID has the address.
func (a *Adapter) ClaimUser(ctx context.Context, userID, email string, at time.Time) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[userID]
	switch {
	case u == nil || u.Email == "" || u.Email != email:
		return adapter.ErrNotFound
	case !u.EmailVerified.IsZero():
		return nil
	}
	u.EmailVerified = moment(at)
	a.strip(u)
	u.revokeAll(at, "")
	return nil
}
