package adaptertest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// folding keeps addresses in another form than they came in.
func folding(fold func(string) string) func(store) adapter.Adapter {
	return func(s store) adapter.Adapter {
		return people{
			store: s,
			create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
				u.Email = fold(u.Email)
				return s.CreateUser(ctx, u, a)
			},
			byEmail: func(ctx context.Context, email string) (adapter.User, error) {
				return s.GetUserByEmail(ctx, fold(email))
			},
			update: func(ctx context.Context, u adapter.User) error {
				u.Email = fold(u.Email)
				return s.UpdateUser(ctx, u)
			},
		}
	}
}

// changingNew changes a user before they are kept.
func changingNew(change func(*adapter.User)) func(store) adapter.Adapter {
	return func(s store) adapter.Adapter {
		return people{store: s, create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
			change(&u)
			return s.CreateUser(ctx, u, a)
		}}
	}
}

// changingRead changes a user who is read.
func changingRead(change func(*adapter.User)) func(store) adapter.Adapter {
	return func(s store) adapter.Adapter {
		return people{store: s, get: func(ctx context.Context, id string) (adapter.User, error) {
			u, err := s.GetUser(ctx, id)
			change(&u)
			return u, err
		}}
	}
}

func userMutants() []mutant {
	return []mutant{
		{"folds the case of addresses", "Adapter/EmailsByteForByte", folding(strings.ToLower)},
		{"takes an address in another case", "Adapter/GetUserByEmailOfAnyString", folding(strings.ToLower)},
		{"pads addresses with spaces", "Adapter/EmailsByteForByte", folding(func(s string) string { return strings.TrimRight(s, " ") })},
		{"drops accents", "Adapter/EmailsByteForByte", folding(func(s string) string { return strings.ReplaceAll(s, "\u00fc", "u") })},
		{"cuts names", "Adapter/LongStringsAreNotCut", changingNew(func(u *adapter.User) { u.Name = u.Name[:min(len(u.Name), 255)] })},
		{"keeps seconds", "Adapter/UsersKeepTimes", changingNew(func(u *adapter.User) { u.EmailVerified = u.EmailVerified.Truncate(time.Second) })},
		{"returns local times", "Adapter/UsersKeepTimes", changingRead(func(u *adapter.User) { u.EmailVerified = u.EmailVerified.In(time.FixedZone("CET", 3600)) })},
		{"makes zero 1970", "Adapter/UsersKeepTimes", changingRead(func(u *adapter.User) {
			if u.EmailVerified.IsZero() {
				u.EmailVerified = time.Unix(0, 0).UTC()
			}
		})},
		{"makes empty a word", "Adapter/UsersKeepStrings", changingRead(func(u *adapter.User) {
			if u.Image == "" {
				u.Image = "NULL"
			}
		})},
		{"knows one user without an address", "Adapter/CreateUserWithoutEmail", func(s store) adapter.Adapter {
			return people{store: s, byEmail: func(ctx context.Context, email string) (adapter.User, error) {
				if email == "" {
					return adapter.User{}, nil
				}
				return s.GetUserByEmail(ctx, email)
			}}
		}},
		{"makes numbers of IDs", "Adapter/GetUserOfAnyString", func(s store) adapter.Adapter {
			return people{store: s, get: func(ctx context.Context, id string) (adapter.User, error) {
				return s.GetUser(ctx, strings.TrimSpace(id))
			}}
		}},
		{"fails on NUL", "Adapter/GetUserOfAnyString", func(s store) adapter.Adapter {
			return people{store: s, get: func(ctx context.Context, id string) (adapter.User, error) {
				if strings.Contains(id, "\x00") {
					return adapter.User{}, errors.New("invalid byte sequence")
				}
				return s.GetUser(ctx, id)
			}}
		}},
		{"lets the caller choose IDs", "Adapter/CreateUserIgnoresIDs", func(s store) adapter.Adapter {
			return people{store: s, create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
				made, err := s.CreateUser(ctx, u, a)
				if u.ID != "" {
					made.ID = u.ID
				}
				return made, err
			}}
		}},
		{"makes the user, then the account", "Adapter/CreateUserBothOrNeither", func(s store) adapter.Adapter {
			return people{store: s, create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
				u, err := s.CreateUser(ctx, u, nil)
				if err != nil || a == nil {
					return u, err
				}
				row := *a
				row.UserID = u.ID
				return u, s.LinkAccount(ctx, row)
			}}
		}},
		{"looks for an address, then inserts", "Adapter/RaceCreateUserByEmail", checkThenInsert},
		{"updates before it looks for the address", "Adapter/UpdateUserEmail", func(s store) adapter.Adapter {
			return people{store: s, update: func(ctx context.Context, u adapter.User) error {
				err := s.UpdateUser(ctx, u)
				if errors.Is(err, adapter.ErrEmailTaken) {
					if old, err := s.GetUser(ctx, u.ID); err == nil {
						u.Email = old.Email
						_ = s.UpdateUser(ctx, u)
					}
				}
				return err
			}}
		}},
		{"takes empty for unchanged", "Adapter/UpdateUser", func(s store) adapter.Adapter {
			return people{store: s, update: func(ctx context.Context, u adapter.User) error {
				if old, err := s.GetUser(ctx, u.ID); err == nil && u.Image == "" {
					u.Image = old.Image
				}
				return s.UpdateUser(ctx, u)
			}}
		}},
		{"goes on after the context has ended", "Adapter/EndedContext", func(s store) adapter.Adapter {
			return people{store: s, update: func(ctx context.Context, u adapter.User) error {
				return s.UpdateUser(context.WithoutCancel(ctx), u)
			}}
		}},
		{"says not found when the context has ended", "Adapter/EndedContext", func(s store) adapter.Adapter {
			return people{store: s, get: func(ctx context.Context, id string) (adapter.User, error) {
				if err := ctx.Err(); err != nil {
					return adapter.User{}, fmt.Errorf("%w: %w", adapter.ErrNotFound, err)
				}
				return s.GetUser(ctx, id)
			}}
		}},
	}
}

// checkThenInsert has no constraint: what its look has not found, it inserts.
func checkThenInsert(s store) adapter.Adapter {
	var between gap
	var mu sync.Mutex
	twins := 0
	return people{store: s, create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
		if _, err := s.GetUserByEmail(ctx, u.Email); err == nil {
			return adapter.User{}, adapter.ErrEmailTaken
		}
		between.wait()
		made, err := s.CreateUser(ctx, u, a)
		if errors.Is(err, adapter.ErrEmailTaken) {
			mu.Lock()
			defer mu.Unlock()
			twins++
			u.Email += fmt.Sprint(" twin ", twins)
			return s.CreateUser(ctx, u, a)
		}
		return made, err
	}}
}
