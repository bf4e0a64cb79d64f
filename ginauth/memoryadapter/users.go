package memoryadapter

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateUser keeps a new user and, unless it is nil, their first account, and
// gives the user a random UUID. Errors: [adapter.ErrEmailTaken],
// [adapter.ErrAccountTaken], [ErrFull].
func (a *Adapter) CreateUser(ctx context.Context, u adapter.User, first *adapter.Account) (adapter.User, error) {
	if err := over(ctx); err != nil {
		return adapter.User{}, err
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return adapter.User{}, fmt.Errorf("memoryadapter: no random ID: %w", err)
	}
	n := &user{User: ownUser(u)}
	n.ID = id.String()

	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case first != nil && a.accounts[accountName(first)] != nil:
		return adapter.User{}, adapter.ErrAccountTaken
	case n.Email != "" && a.emails[n.Email] != nil:
		return adapter.User{}, adapter.ErrEmailTaken
	case len(a.users) >= a.options.MaxUsers:
		return adapter.User{}, fmt.Errorf("%w: %d users", ErrFull, len(a.users))
	}
	a.users[n.ID] = n
	if n.Email != "" {
		a.emails[n.Email] = n
	}
	if first != nil {
		a.addAccount(n, first)
	}
	return n.User, nil
}

// GetUser returns the user of an ID, or [adapter.ErrNotFound].
func (a *Adapter) GetUser(ctx context.Context, id string) (adapter.User, error) {
	return find(ctx, a, a.users, id)
}

// GetUserByEmail returns the user whose address this is, or
// [adapter.ErrNotFound]. Nobody has the address "".
func (a *Adapter) GetUserByEmail(ctx context.Context, email string) (adapter.User, error) {
	return find(ctx, a, a.emails, email)
}

// GetUserByAccount returns the user who signs in with an account at a provider,
// or [adapter.ErrNotFound].
func (a *Adapter) GetUserByAccount(ctx context.Context, provider, providerAccountID string) (adapter.User, error) {
	return find(ctx, a, a.accounts, pair{provider, providerAccountID})
}

// find returns the user to whom a key leads.
func find[K comparable](ctx context.Context, a *Adapter, by map[K]*user, key K) (adapter.User, error) {
	if err := over(ctx); err != nil {
		return adapter.User{}, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	u := by[key]
	if u == nil {
		return adapter.User{}, adapter.ErrNotFound
	}
	return u.User, nil
}

// UpdateUser writes Name, Email, Image and EmailVerified of the user with u.ID.
// Errors: [adapter.ErrNotFound], [adapter.ErrEmailTaken].
func (a *Adapter) UpdateUser(ctx context.Context, u adapter.User) error {
	if err := over(ctx); err != nil {
		return err
	}
	u = ownUser(u)
	a.mu.Lock()
	defer a.mu.Unlock()
	is := a.users[u.ID]
	if is == nil {
		return adapter.ErrNotFound
	}
	if u.Email != is.Email {
		if u.Email != "" && a.emails[u.Email] != nil {
			return adapter.ErrEmailTaken
		}
		delete(a.emails, is.Email)
		if u.Email != "" {
			a.emails[u.Email] = is
		}
	}
	is.Name, is.Email, is.Image, is.EmailVerified = u.Name, u.Email, u.Image, u.EmailVerified
	return nil
}
