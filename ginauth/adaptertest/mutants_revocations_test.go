package adaptertest_test

import (
	"context"
	"errors"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// revokes changes what is revoked. Each function that is nil is the store's own
// method.
type revokes struct {
	store
	get       func(ctx context.Context, userID, sessionID string) (adapter.Revocation, error)
	revoke    func(ctx context.Context, userID, sessionID string, until time.Time) error
	revokeAll func(ctx context.Context, userID string, at time.Time, except string) error
	mark      func(ctx context.Context, userID string, at time.Time) error
}

func (r revokes) GetRevocation(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
	if r.get != nil {
		return r.get(ctx, userID, sessionID)
	}
	return r.store.GetRevocation(ctx, userID, sessionID)
}

func (r revokes) RevokeSession(ctx context.Context, userID, sessionID string, until time.Time) error {
	if r.revoke != nil {
		return r.revoke(ctx, userID, sessionID, until)
	}
	return r.store.RevokeSession(ctx, userID, sessionID, until)
}

func (r revokes) RevokeSessions(ctx context.Context, userID string, at time.Time, except string) error {
	if r.revokeAll != nil {
		return r.revokeAll(ctx, userID, at, except)
	}
	return r.store.RevokeSessions(ctx, userID, at, except)
}

func (r revokes) MarkUser(ctx context.Context, userID string, at time.Time) error {
	if r.mark != nil {
		return r.mark(ctx, userID, at)
	}
	return r.store.MarkUser(ctx, userID, at)
}

func revocationMutants() []mutant {
	return []mutant{
		{"rounds seconds up", "Revocations/RevokeSessions", func(s store) adapter.Adapter {
			return revokes{store: s, revokeAll: func(ctx context.Context, userID string, at time.Time, except string) error {
				return s.RevokeSessions(ctx, userID, at.Round(time.Second), except)
			}}
		}},
		{"forgets the one-second rule", "Revocations/RevokeSessions", func(s store) adapter.Adapter {
			return revokes{store: s, revokeAll: func(ctx context.Context, userID string, at time.Time, except string) error {
				now, err := s.GetRevocation(ctx, userID, "")
				if err == nil && now.ValidAfter.Equal(at.Truncate(time.Second)) {
					return nil
				}
				return s.RevokeSessions(ctx, userID, at, except)
			}}
		}},
		{"reads when, then revokes", "Revocations/RaceRevokeSessions", func(s store) adapter.Adapter {
			var between gap
			return revokes{store: s, revokeAll: func(ctx context.Context, userID string, at time.Time, except string) error {
				now, err := s.GetRevocation(ctx, userID, "")
				if err != nil {
					return err
				}
				between.wait()
				next := now.ValidAfter.Add(time.Second)
				if now.ValidAfter.IsZero() {
					next = at
				}
				if then, _ := s.GetRevocation(ctx, userID, ""); !then.ValidAfter.Before(next.Truncate(time.Second)) {
					return nil // it has been written already
				}
				return s.RevokeSessions(ctx, userID, next, except)
			}}
		}},
		{"keeps the exception of before", "Revocations/RevokeSessionsExcept", func(s store) adapter.Adapter {
			return revokes{store: s, revokeAll: func(ctx context.Context, userID string, at time.Time, except string) error {
				if except == "" {
					now, _ := s.GetRevocation(ctx, userID, "")
					except = now.Except
				}
				return s.RevokeSessions(ctx, userID, at, except)
			}}
		}},
		{"revokes a name for all users", "Revocations/RevokeSession", func(s store) adapter.Adapter {
			revoked := map[string]bool{}
			return revokes{
				store: s,
				revoke: func(ctx context.Context, userID, sessionID string, until time.Time) error {
					revoked[sessionID] = true
					return s.RevokeSession(ctx, userID, sessionID, until)
				},
				get: func(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
					r, err := s.GetRevocation(ctx, userID, sessionID)
					r.Revoked = revoked[sessionID]
					return r, err
				},
			}
		}},
		{"says not found of users who are not there", "Revocations/GetRevocationWithoutUser", func(s store) adapter.Adapter {
			return revokes{store: s, get: func(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
				if _, err := s.GetUser(ctx, userID); err != nil {
					return adapter.Revocation{}, err
				}
				return s.GetRevocation(ctx, userID, sessionID)
			}}
		}},
		{"knows no user who is not there as disabled", "Revocations/GetRevocationWithoutUser", func(s store) adapter.Adapter {
			return revokes{store: s, get: func(ctx context.Context, userID, sessionID string) (adapter.Revocation, error) {
				r, err := s.GetRevocation(ctx, userID, sessionID)
				if _, missing := s.GetUser(ctx, userID); errors.Is(missing, adapter.ErrNotFound) {
					r.Disabled = false
				}
				return r, err
			}}
		}},
		{"revokes sessions to mark a user", "Revocations/MarkUser", func(s store) adapter.Adapter {
			return revokes{store: s, mark: func(ctx context.Context, userID string, at time.Time) error {
				if err := s.RevokeSessions(ctx, userID, at, ""); err != nil {
					return err
				}
				return s.MarkUser(ctx, userID, at)
			}}
		}},
	}
}
