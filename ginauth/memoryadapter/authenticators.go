package memoryadapter

import (
	"context"
	"fmt"
	"slices"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateAuthenticator keeps a new authenticator. Errors: [adapter.ErrExists] if
// its credential ID is in use, [adapter.ErrNotFound] without such a user,
// [ErrFull] if they have too many.
func (a *Adapter) CreateAuthenticator(ctx context.Context, n adapter.Authenticator) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[n.UserID]
	switch {
	case u == nil:
		return adapter.ErrNotFound
	case a.passkeys[n.CredentialID] != nil:
		return adapter.ErrExists
	case len(u.passkeys) >= a.options.MaxAccountsPerUser:
		return fmt.Errorf("%w: a user with %d authenticators", ErrFull, len(u.passkeys))
	}
	kept := ownAuthenticator(n, u.ID)
	u.passkeys = append(u.passkeys, kept)
	a.passkeys[kept.CredentialID] = u
	return nil
}

// passkey finds an authenticator, or nil, for who has the lock.
func (a *Adapter) passkey(credentialID string) *adapter.Authenticator {
	u := a.passkeys[credentialID]
	if u == nil {
		return nil
	}
	return &u.passkeys[u.passkey(credentialID)]
}

// passkey is the place of an authenticator among those of a user, or -1.
func (u *user) passkey(credentialID string) int {
	return slices.IndexFunc(u.passkeys, func(n adapter.Authenticator) bool { return n.CredentialID == credentialID })
}

// GetAuthenticator returns the authenticator of a credential ID, or
// [adapter.ErrNotFound].
func (a *Adapter) GetAuthenticator(ctx context.Context, credentialID string) (adapter.Authenticator, error) {
	if err := over(ctx); err != nil {
		return adapter.Authenticator{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	is := a.passkey(credentialID)
	if is == nil {
		return adapter.Authenticator{}, adapter.ErrNotFound
	}
	return *is, nil
}

// ListAuthenticatorsByUserID returns those of a user, the oldest first.
func (a *Adapter) ListAuthenticatorsByUserID(ctx context.Context, userID string) ([]adapter.Authenticator, error) {
	if err := over(ctx); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	u := a.users[userID]
	if u == nil {
		return nil, nil
	}
	return slices.Clone(u.passkeys), nil
}

// UpdateAuthenticatorCounter sets the counter, if the new one is greater or
// both are 0; otherwise it is [adapter.ErrSuperseded]. [adapter.ErrNotFound] if
// there is no such authenticator.
func (a *Adapter) UpdateAuthenticatorCounter(ctx context.Context, credentialID string, counter uint32) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	is := a.passkey(credentialID)
	switch {
	case is == nil:
		return adapter.ErrNotFound
	case counter <= is.Counter && (counter != 0 || is.Counter != 0):
		return adapter.ErrSuperseded
	}
	is.Counter = counter
	return nil
}

// DeleteAuthenticator deletes an authenticator of a user; [adapter.ErrNotFound]
// if there is none.
func (a *Adapter) DeleteAuthenticator(ctx context.Context, userID, credentialID string) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[userID]
	if u == nil || a.passkeys[credentialID] != u {
		return adapter.ErrNotFound
	}
	i := u.passkey(credentialID)
	u.passkeys = slices.Delete(u.passkeys, i, i+1)
	delete(a.passkeys, credentialID)
	return nil
}
