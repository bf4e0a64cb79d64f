package adaptertest_test

import (
	"context"
	"sync"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// office changes what happens to users who are disabled or deleted. Each
// function that is nil is the store's own method.
type office struct {
	store
	disable func(context.Context, string, bool) error
	remove  func(context.Context, string) error
}

func (o office) SetDisabled(ctx context.Context, userID string, disabled bool) error {
	if o.disable != nil {
		return o.disable(ctx, userID, disabled)
	}
	return o.store.SetDisabled(ctx, userID, disabled)
}

func (o office) DeleteUser(ctx context.Context, userID string) error {
	if o.remove != nil {
		return o.remove(ctx, userID)
	}
	return o.store.DeleteUser(ctx, userID)
}

// disabledBeside keeps who is disabled beside the store, which knows nothing of
// it and ends no session. ends says what becomes of sessions, admits who
// may have one.
func disabledBeside(ends func(context.Context, store, string), between func()) func(store) adapter.Adapter {
	return func(s store) adapter.Adapter {
		var out sync.Map
		return visits{
			store: office{store: s, disable: func(ctx context.Context, userID string, disabled bool) error {
				if _, err := s.GetUser(ctx, userID); err != nil {
					return err
				}
				out.Store(userID, disabled)
				if disabled {
					ends(ctx, s, userID)
				}
				return nil
			}},
			create: func(ctx context.Context, row adapter.Session) error {
				if disabled, _ := out.Load(row.UserID); disabled == true {
					return adapter.ErrNotFound
				}
				between()
				return s.CreateSession(ctx, row)
			},
		}
	}
}

func endAll(ctx context.Context, s store, userID string) { _, _ = s.DeleteSessions(ctx, userID, "") }

func administrationMutants() []mutant {
	var between gap
	return []mutant{
		{"leaves the sessions of the disabled", "Administration/SetDisabledEndsSessions", disabledBeside(func(context.Context, store, string) {}, func() {})},
		{"looks who is disabled, then makes a session", "Administration/RaceSetDisabledCreateSession", disabledBeside(endAll, between.wait)},
		{"ends the sessions of the disabled by a list", "Administration/RaceSetDisabledRotate", func(s store) adapter.Adapter {
			var pause gap
			return disabledBeside(func(ctx context.Context, s store, userID string) {
				list, _ := s.ListSessions(ctx, userID)
				pause.wait()
				for _, row := range list {
					if _, err := s.GetSession(ctx, row.SessionToken); err == nil {
						_ = s.DeleteSession(ctx, userID, row.ID)
					}
				}
			}, func() {})(s)
		}},
		{"disables nobody without a word", "Administration/SetDisabledOfAnyString", func(s store) adapter.Adapter {
			return office{store: s, disable: func(ctx context.Context, userID string, disabled bool) error {
				_ = s.SetDisabled(ctx, userID, disabled)
				return nil
			}}
		}},
		{"leaves the accounts of the deleted", "Administration/DeleteUser", func(s store) adapter.Adapter {
			return office{store: s, remove: func(ctx context.Context, userID string) error {
				list, _ := s.ListAccounts(ctx, userID)
				err := s.DeleteUser(ctx, userID)
				for _, a := range list {
					_, _ = s.CreateUser(ctx, adapter.User{}, &a)
				}
				return err
			}}
		}},
		{"leaves the address of the deleted", "Administration/DeleteUserFreesNames", func(s store) adapter.Adapter {
			return office{store: s, remove: func(ctx context.Context, userID string) error {
				u, _ := s.GetUser(ctx, userID)
				err := s.DeleteUser(ctx, userID)
				if err == nil {
					_, err = s.CreateUser(ctx, adapter.User{Email: u.Email}, nil)
				}
				return err
			}}
		}},
		{"leaves the sessions of the deleted", "Administration/DeleteUser", func(s store) adapter.Adapter {
			var left sync.Map
			return visits{
				store: office{store: s, remove: func(ctx context.Context, userID string) error {
					list, _ := s.ListSessions(ctx, userID)
					for _, row := range list {
						left.Store(row.SessionToken, row)
					}
					return s.DeleteUser(ctx, userID)
				}},
				get: func(ctx context.Context, token string) (adapter.Session, error) {
					if row, ok := left.Load(token); ok {
						return row.(adapter.Session), nil
					}
					return s.GetSession(ctx, token)
				},
			}
		}},
		{"gives the ID of the deleted again", "Administration/DeleteUserFreesNames", reusesIDs},
		{"looks for the user, then makes a session", "Administration/RaceDeleteUserCreateSession", func(s store) adapter.Adapter {
			var between gap
			var orphans sync.Map
			return visits{
				store: s,
				create: func(ctx context.Context, row adapter.Session) error {
					if _, err := s.GetUser(ctx, row.UserID); err != nil {
						return err
					}
					between.wait()
					if err := s.CreateSession(ctx, row); err != nil {
						orphans.Store(row.SessionToken, row) // no foreign key forbids it
					}
					return nil
				},
				get: func(ctx context.Context, token string) (adapter.Session, error) {
					if row, ok := orphans.Load(token); ok {
						return row.(adapter.Session), nil
					}
					return s.GetSession(ctx, token)
				},
			}
		}},
	}
}

// reusesIDs gives a new user the greatest ID and one more, as some tables do,
// when the one who had it is gone. Of what a user has it knows the address.
func reusesIDs(s store) adapter.Adapter {
	const only = "1"
	var mu sync.Mutex
	known := ""
	id := func() string { mu.Lock(); defer mu.Unlock(); return known }
	return struct {
		adapter.Adapter
		adapter.Administration
	}{
		people{
			store: s,
			create: func(ctx context.Context, u adapter.User, a *adapter.Account) (adapter.User, error) {
				u, err := s.CreateUser(ctx, u, a)
				mu.Lock()
				defer mu.Unlock()
				known, u.ID = u.ID, only
				return u, err
			},
			get: func(ctx context.Context, _ string) (adapter.User, error) {
				u, err := s.GetUser(ctx, id())
				u.ID = only
				return u, err
			},
			byEmail: func(ctx context.Context, email string) (adapter.User, error) {
				u, err := s.GetUserByEmail(ctx, email)
				u.ID = only
				return u, err
			},
		},
		office{store: s, remove: func(ctx context.Context, _ string) error { return s.DeleteUser(ctx, id()) }},
	}
}
