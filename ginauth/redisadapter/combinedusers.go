package redisadapter

import (
	"context"
	"errors"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateUser keeps a new user in the other store, and gives them a place for
// sessions.
func (s *Sessions) CreateUser(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
	var made adapter.User
	err := s.retry(ctx, u.Email, a, func() (err error) {
		made, err = s.users.CreateUser(ctx, u, a)
		return err
	})
	if err != nil {
		return adapter.User{}, err
	}
	return made, s.create(ctx, made)
}

// retry writes a user again if the address or account that they want is of a
// user who was being deleted.
func (s *Sessions) retry(ctx context.Context, email string, a *adapter.Account, write func() error) error {
	return s.despite(ctx, func() (holder string, taken error) {
		taken = write()
		var has adapter.User
		err := error(nil)
		switch {
		case errors.Is(taken, adapter.ErrEmailTaken):
			has, err = s.users.GetUserByEmail(ctx, email)
		case errors.Is(taken, adapter.ErrAccountTaken) && a != nil:
			has, err = s.users.GetUserByAccount(ctx, a.Provider, a.ProviderAccountID)
		}
		if err != nil && !notFound(err) {
			return "", err
		}
		return has.ID, taken
	})
}

// GetUser returns the user of an ID, or [adapter.ErrNotFound]. They are
// disabled if either store says so.
func (s *Sessions) GetUser(ctx context.Context, id string) (adapter.User, error) {
	return s.find(ctx, func() (adapter.User, error) { return s.users.GetUser(ctx, id) })
}

// GetUserByEmail returns the user whose address this is, or
// [adapter.ErrNotFound].
func (s *Sessions) GetUserByEmail(ctx context.Context, email string) (adapter.User, error) {
	return s.find(ctx, func() (adapter.User, error) { return s.users.GetUserByEmail(ctx, email) })
}

// GetUserByAccount returns the user who signs in with an account at a provider,
// or [adapter.ErrNotFound].
func (s *Sessions) GetUserByAccount(ctx context.Context, provider, providerAccountID string) (adapter.User, error) {
	return s.find(ctx, func() (adapter.User, error) { return s.users.GetUserByAccount(ctx, provider, providerAccountID) })
}

// UpdateUser writes a user of the other store.
func (s *Sessions) UpdateUser(ctx context.Context, u adapter.User) error {
	if err := s.known(ctx, u.ID); err != nil {
		return err
	}
	return s.retry(ctx, u.Email, nil, func() error { return s.users.UpdateUser(ctx, u) })
}

// LinkAccount gives a user of the other store an account.
func (s *Sessions) LinkAccount(ctx context.Context, a adapter.Account) error {
	if err := s.known(ctx, a.UserID); err != nil {
		return err
	}
	return s.retry(ctx, "", &a, func() error { return s.users.LinkAccount(ctx, a) })
}

// ListAccounts returns the accounts of a user of the other store.
func (s *Sessions) ListAccounts(ctx context.Context, userID string) ([]adapter.Account, error) {
	return s.users.ListAccounts(ctx, userID)
}

// UnlinkAccount takes an account away from a user of the other store.
func (s *Sessions) UnlinkAccount(ctx context.Context, userID, provider, providerAccountID string, keep int) error {
	return s.users.UnlinkAccount(ctx, userID, provider, providerAccountID, keep)
}

// CreateVerificationTokens keeps tokens in the other store.
func (s *Sessions) CreateVerificationTokens(ctx context.Context, tokens ...adapter.VerificationToken) error {
	return s.users.CreateVerificationTokens(ctx, tokens...)
}

// UseVerificationToken deletes a token of the other store and returns it.
func (s *Sessions) UseVerificationToken(ctx context.Context, identifier, token string) (adapter.VerificationToken, error) {
	return s.users.UseVerificationToken(ctx, identifier, token)
}

// CreateAuthenticator keeps a new authenticator in the other store.
func (s *Sessions) CreateAuthenticator(ctx context.Context, a adapter.Authenticator) error {
	if err := s.known(ctx, a.UserID); err != nil {
		return err
	}
	return s.users.CreateAuthenticator(ctx, a)
}

// GetAuthenticator returns an authenticator of the other store, unless its user
// is being deleted or claimed.
func (s *Sessions) GetAuthenticator(ctx context.Context, credentialID string) (adapter.Authenticator, error) {
	for range attempts {
		a, err := s.users.GetAuthenticator(ctx, credentialID)
		if err != nil {
			return adapter.Authenticator{}, err
		}
		now, err := s.settle(ctx, a.UserID)
		switch {
		case err != nil:
			return adapter.Authenticator{}, err
		case now.changed:
			continue
		case !now.known:
			return adapter.Authenticator{}, adapter.ErrNotFound
		}
		return a, nil
	}
	return adapter.Authenticator{}, errUnsettled
}

// ListAuthenticatorsByUserID returns those of a user of the other store.
func (s *Sessions) ListAuthenticatorsByUserID(ctx context.Context, userID string) ([]adapter.Authenticator, error) {
	return s.users.ListAuthenticatorsByUserID(ctx, userID)
}

// UpdateAuthenticatorCounter sets a counter in the other store.
func (s *Sessions) UpdateAuthenticatorCounter(ctx context.Context, credentialID string, counter uint32) error {
	return s.users.UpdateAuthenticatorCounter(ctx, credentialID, counter)
}

// DeleteAuthenticator deletes an authenticator of the other store.
func (s *Sessions) DeleteAuthenticator(ctx context.Context, userID, credentialID string) error {
	return s.users.DeleteAuthenticator(ctx, userID, credentialID)
}
