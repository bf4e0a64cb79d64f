package memoryadapter

import (
	"context"
	"fmt"
	"slices"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// accountName is what no two accounts have in common.
func accountName(n *adapter.Account) pair { return pair{n.Provider, n.ProviderAccountID} }

// addAccount gives a user an account that nobody has.
func (a *Adapter) addAccount(u *user, n *adapter.Account) {
	kept := ownAccount(*n, u.ID)
	u.accounts = append(u.accounts, kept)
	a.accounts[accountName(&kept)] = u
}

// account is the place of an account among those of a user, or -1.
func (u *user) account(name pair) int {
	return slices.IndexFunc(u.accounts, func(n adapter.Account) bool { return accountName(&n) == name })
}

// LinkAccount gives the user n.UserID an account, or replaces its tokens.
// Errors: [adapter.ErrNotFound] without such a user, [adapter.ErrAccountTaken]
// if it is somebody else's, [ErrFull] if they have too many.
func (a *Adapter) LinkAccount(ctx context.Context, n adapter.Account) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u, owner := a.users[n.UserID], a.accounts[accountName(&n)]
	switch {
	case u == nil:
		return adapter.ErrNotFound
	case owner == u:
		u.accounts[u.account(accountName(&n))] = ownAccount(n, u.ID)
		return nil
	case owner != nil:
		return adapter.ErrAccountTaken
	case len(u.accounts) >= a.options.MaxAccountsPerUser:
		return fmt.Errorf("%w: a user with %d accounts", ErrFull, len(u.accounts))
	}
	a.addAccount(u, &n)
	return nil
}

// ListAccounts returns the accounts of a user, oldest first; none, and no
// error, for an unknown user.
func (a *Adapter) ListAccounts(ctx context.Context, userID string) ([]adapter.Account, error) {
	if err := over(ctx); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	u := a.users[userID]
	if u == nil {
		return nil, nil
	}
	return slices.Clone(u.accounts), nil
}

// UnlinkAccount takes an account away from a user, unless fewer than keep would
// remain: then it is [adapter.ErrLastAccount]. [adapter.ErrNotFound] if it is
// not theirs.
func (a *Adapter) UnlinkAccount(ctx context.Context, userID, provider, providerAccountID string, keep int) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	name := pair{provider, providerAccountID}
	u := a.users[userID]
	switch {
	case u == nil || a.accounts[name] != u:
		return adapter.ErrNotFound
	case len(u.accounts) <= keep:
		return adapter.ErrLastAccount
	}
	i := u.account(name)
	u.accounts = slices.Delete(u.accounts, i, i+1)
	delete(a.accounts, name)
	return nil
}
