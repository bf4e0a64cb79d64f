package adaptertest_test

import (
	"context"
	"errors"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// links changes what happens to accounts. Each function that is nil is the
// store's own method.
type links struct {
	store
	link   func(context.Context, adapter.Account) error
	list   func(context.Context, string) ([]adapter.Account, error)
	unlink func(ctx context.Context, userID, provider, id string, keep int) error
}

func (l links) LinkAccount(ctx context.Context, a adapter.Account) error {
	if l.link != nil {
		return l.link(ctx, a)
	}
	return l.store.LinkAccount(ctx, a)
}

func (l links) ListAccounts(ctx context.Context, userID string) ([]adapter.Account, error) {
	if l.list != nil {
		return l.list(ctx, userID)
	}
	return l.store.ListAccounts(ctx, userID)
}

func (l links) UnlinkAccount(ctx context.Context, userID, provider, id string, keep int) error {
	if l.unlink != nil {
		return l.unlink(ctx, userID, provider, id, keep)
	}
	return l.store.UnlinkAccount(ctx, userID, provider, id, keep)
}

func accountMutants() []mutant {
	return []mutant{
		{"gives an account to whoever asks", "Adapter/LinkAccountTaken", func(s store) adapter.Adapter {
			return links{store: s, link: func(ctx context.Context, a adapter.Account) error {
				if owner, err := s.GetUserByAccount(ctx, a.Provider, a.ProviderAccountID); err == nil {
					_ = s.UnlinkAccount(ctx, owner.ID, a.Provider, a.ProviderAccountID, 0)
				}
				return s.LinkAccount(ctx, a)
			}}
		}},
		{"keeps the old tokens of an account", "Adapter/LinkAccount", func(s store) adapter.Adapter {
			return links{store: s, link: func(ctx context.Context, a adapter.Account) error {
				owner, err := s.GetUserByAccount(ctx, a.Provider, a.ProviderAccountID)
				if err == nil && owner.ID == a.UserID {
					return nil
				}
				return s.LinkAccount(ctx, a)
			}}
		}},
		{"links accounts to nobody", "Adapter/LinkAccountWithoutUser", func(s store) adapter.Adapter {
			return links{store: s, link: func(ctx context.Context, a adapter.Account) error {
				err := s.LinkAccount(ctx, a)
				if errors.Is(err, adapter.ErrNotFound) {
					_, err = s.CreateUser(ctx, adapter.User{}, &a)
				}
				return err
			}}
		}},
		{"folds the case of account IDs", "Adapter/AccountsByteForByte", func(s store) adapter.Adapter {
			return links{store: s, link: func(ctx context.Context, a adapter.Account) error {
				a.ProviderAccountID = strings.ToLower(a.ProviderAccountID)
				return s.LinkAccount(ctx, a)
			}}
		}},
		{"joins provider and account ID by a colon", "Adapter/AccountsByteForByte", func(s store) adapter.Adapter {
			join := func(a adapter.Account) adapter.Account {
				a.Provider, a.ProviderAccountID = "", a.Provider+":"+a.ProviderAccountID
				return a
			}
			return people{
				store: links{store: s, link: func(ctx context.Context, a adapter.Account) error { return s.LinkAccount(ctx, join(a)) }},
				create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
					if a != nil {
						joined := join(*a)
						a = &joined
					}
					return s.CreateUser(ctx, u, a)
				},
				byAcc: func(ctx context.Context, provider, id string) (adapter.User, error) {
					return s.GetUserByAccount(ctx, "", provider+":"+id)
				},
			}
		}},
		{"lists what is not theirs", "Accounts/ListAccounts", func(s store) adapter.Adapter {
			return links{store: s, list: func(ctx context.Context, userID string) ([]adapter.Account, error) {
				if _, err := s.GetUser(ctx, userID); err != nil {
					return nil, err // which is not "none, and no error"
				}
				return s.ListAccounts(ctx, userID)
			}}
		}},
		{"counts accounts, then unlinks", "Accounts/RaceUnlinkAccount", func(s store) adapter.Adapter {
			var between gap
			return links{store: s, unlink: func(ctx context.Context, userID, provider, id string, keep int) error {
				list, err := s.ListAccounts(ctx, userID)
				if err != nil {
					return err
				}
				if len(list) <= keep {
					return adapter.ErrLastAccount
				}
				between.wait()
				return s.UnlinkAccount(ctx, userID, provider, id, 0)
			}}
		}},
		{"keeps one account too few", "Accounts/UnlinkAccountKeep", func(s store) adapter.Adapter {
			return links{store: s, unlink: func(ctx context.Context, userID, provider, id string, keep int) error {
				return s.UnlinkAccount(ctx, userID, provider, id, max(keep-1, 0))
			}}
		}},
		{"unlinks for anybody", "Accounts/UnlinkAccountNotTheirs", func(s store) adapter.Adapter {
			return links{store: s, unlink: func(ctx context.Context, userID, provider, id string, keep int) error {
				if owner, err := s.GetUserByAccount(ctx, provider, id); err == nil {
					userID = owner.ID
				}
				return s.UnlinkAccount(ctx, userID, provider, id, keep)
			}}
		}},
		{"counts before it looks whose it is", "Accounts/UnlinkAccountNotTheirs", func(s store) adapter.Adapter {
			return links{store: s, unlink: func(ctx context.Context, userID, provider, id string, keep int) error {
				if list, err := s.ListAccounts(ctx, userID); err == nil && len(list) <= keep {
					return adapter.ErrLastAccount
				}
				return s.UnlinkAccount(ctx, userID, provider, id, keep)
			}}
		}},
	}
}
