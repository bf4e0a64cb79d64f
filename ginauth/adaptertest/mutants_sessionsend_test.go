package adaptertest_test

import (
	"context"
	"sync"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func sessionsEndMutants() []mutant {
	return []mutant{
		{"ends sessions for anybody", "Sessions/DeleteSessionNotTheirs", func(s store) adapter.Adapter {
			var owners sync.Map
			return visits{
				store: s,
				create: func(ctx context.Context, row adapter.Session) error {
					owners.Store(row.ID, row.UserID)
					return s.CreateSession(ctx, row)
				},
				end: func(ctx context.Context, userID, id string) error {
					if owner, ok := owners.Load(id); ok {
						userID, _ = owner.(string)
					}
					return s.DeleteSession(ctx, userID, id)
				},
			}
		}},
		{"says nothing of a session that there is not", "Sessions/DeleteSession", func(s store) adapter.Adapter {
			return visits{store: s, end: func(ctx context.Context, userID, id string) error {
				_ = s.DeleteSession(ctx, userID, id)
				return nil
			}}
		}},
		{"ends all and excepts none", "Sessions/DeleteSessionsExcept", func(s store) adapter.Adapter {
			return visits{store: s, endAll: func(ctx context.Context, userID, _ string) (int, error) { return s.DeleteSessions(ctx, userID, "") }}
		}},
		{"lists sessions, then ends them by their tokens", "Sessions/RaceDeleteSessionsRotate", func(s store) adapter.Adapter {
			var between gap
			return visits{store: s, endAll: func(ctx context.Context, userID, _ string) (n int, err error) {
				list, err := s.ListSessions(ctx, userID)
				between.wait()
				for _, row := range list {
					if _, err := s.GetSession(ctx, row.SessionToken); err == nil && s.DeleteSession(ctx, userID, row.ID) == nil {
						n++
					}
				}
				return n, err
			}}
		}},
		{"counts what others have ended", "Sessions/RaceDeleteSessions", func(s store) adapter.Adapter {
			var between gap
			return visits{store: s, endAll: func(ctx context.Context, userID, except string) (int, error) {
				list, _ := s.ListSessions(ctx, userID)
				between.wait()
				_, err := s.DeleteSessions(ctx, userID, except)
				return len(list), err
			}}
		}},
		{"marks sessions and leaves their versions", "Sessions/MarkSessions", func(s store) adapter.Adapter {
			var marked sync.Map
			return visits{
				store: s,
				mark:  func(_ context.Context, userID string) error { marked.Store(userID, true); return nil },
				get: func(ctx context.Context, token string) (adapter.Session, error) {
					row, err := s.GetSession(ctx, token)
					if _, is := marked.Load(row.UserID); is {
						row.Stale = true
					}
					return row, err
				},
			}
		}},
	}
}

func plainMutants() []mutant {
	return []mutant{
		{"adopts the names that ginauth gives", "PlainSessions/AdoptSessionRefusesNames", func(s store) adapter.Adapter {
			return visits{store: s, adoptance: func(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
				return adoptAny(ctx, s, plain, sessionToken, id)
			}}
		}},
		{"leaves the plain row as it was", "PlainSessions/AdoptSession", func(s store) adapter.Adapter {
			return visits{store: s, adoptance: func(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
				row, err := s.AdoptSession(ctx, plain, sessionToken, id)
				if err == nil {
					err = s.PlantPlainSession(ctx, row.UserID, plain, row.Expires)
				}
				return row, err
			}}
		}},
		{"adopts in two steps", "PlainSessions/RaceAdoptSessionDeleteSessions", func(s store) adapter.Adapter {
			var between gap
			return visits{
				store: s,
				adoptance: func(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
					row, err := s.GetSession(ctx, plain)
					if err != nil {
						return row, err
					}
					_ = s.DeleteSession(ctx, row.UserID, row.ID)
					between.wait()
					row.ID, row.SessionToken = id, sessionToken
					return row, s.CreateSession(ctx, row)
				},
			}
		}},
		{"adopts a session twice", "PlainSessions/RaceAdoptSession", func(s store) adapter.Adapter {
			return visits{store: s, adoptance: func(ctx context.Context, plain, sessionToken, id string) (adapter.Session, error) {
				row, err := s.AdoptSession(ctx, plain, sessionToken, id)
				if err != nil {
					return s.GetSession(ctx, sessionToken)
				}
				return row, nil
			}}
		}},
	}
}

// adoptAny adopts without looking at the name.
func adoptAny(ctx context.Context, s store, plain, sessionToken, id string) (adapter.Session, error) {
	row, err := s.GetSession(ctx, plain)
	if err != nil {
		return adapter.Session{}, err
	}
	if err := s.DeleteSession(ctx, row.UserID, row.ID); err != nil {
		return adapter.Session{}, err
	}
	row.ID, row.SessionToken, row.Data = id, sessionToken, nil
	return row, s.CreateSession(ctx, row)
}
