package adaptertest_test

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// changingKept changes a session before it is kept.
func changingKept(change func(*adapter.Session)) func(store) adapter.Adapter {
	return func(s store) adapter.Adapter {
		return visits{store: s, create: func(ctx context.Context, row adapter.Session) error {
			change(&row)
			return s.CreateSession(ctx, row)
		}}
	}
}

func sessionMutants() []mutant {
	return []mutant{
		{"counts versions from 1", "Sessions/CreateSession", changingKept(func(row *adapter.Session) { row.Version = 1 })},
		{"makes unseen 1970", "Sessions/KeepTimes", changingKept(func(row *adapter.Session) {
			if row.LastSeen.IsZero() {
				row.LastSeen = time.Unix(0, 0).UTC()
			}
		})},
		{"ends Data at NUL", "Sessions/KeepData", changingKept(func(row *adapter.Session) { row.Data, _, _ = bytes.Cut(row.Data, []byte{0}) })},
		{"folds the case of tokens", "Sessions/GetSessionOfAnyString", func(s store) adapter.Adapter {
			return visits{store: s, get: func(ctx context.Context, token string) (adapter.Session, error) {
				return s.GetSession(ctx, strings.ToLower(token))
			}}
		}},
		{"overwrites a session that exists", "Sessions/CreateSessionExists", func(s store) adapter.Adapter {
			return visits{store: s, create: func(ctx context.Context, row adapter.Session) error {
				err := s.CreateSession(ctx, row)
				if errors.Is(err, adapter.ErrExists) {
					_ = s.DeleteSession(ctx, row.UserID, row.ID)
					err = s.CreateSession(ctx, row)
				}
				return err
			}}
		}},
		{"leaves sessions stale", "Sessions/MarkSessions", func(s store) adapter.Adapter {
			return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
				old, _ := s.GetSession(ctx, token)
				err := s.UpdateSession(ctx, token, row)
				if err == nil && old.Stale {
					err = s.MarkSessions(ctx, old.UserID)
				}
				return err
			}}
		}},
		{"takes any version", "Sessions/UpdateSessionSuperseded", func(s store) adapter.Adapter {
			return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
				if old, err := s.GetSession(ctx, token); err == nil {
					row.Version = old.Version
				}
				return s.UpdateSession(ctx, token, row)
			}}
		}},
		{"compares the version, then writes", "Sessions/RaceUpdateSession", compareThenWrite},
		{"says that a session that has ended is not found", "Sessions/UpdateSessionSuperseded", func(s store) adapter.Adapter {
			return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
				if _, err := s.GetSession(ctx, token); err != nil {
					return err
				}
				return s.UpdateSession(ctx, token, row)
			}}
		}},
		{"brings back what has ended", "Sessions/UpdateSessionSuperseded", func(s store) adapter.Adapter {
			return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
				if _, err := s.GetSession(ctx, token); errors.Is(err, adapter.ErrNotFound) {
					_ = s.CreateSession(ctx, row)
					return adapter.ErrSuperseded
				}
				return s.UpdateSession(ctx, token, row)
			}}
		}},
		{"writes the date of birth of a session", "Sessions/UpdateSession", func(s store) adapter.Adapter {
			return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
				old, _ := s.GetSession(ctx, token)
				err := s.UpdateSession(ctx, token, row)
				if err != nil || old.CreatedAt.Equal(row.CreatedAt) {
					return err
				}
				kept, _ := s.GetSession(ctx, row.SessionToken)
				_ = s.DeleteSession(ctx, kept.UserID, kept.ID)
				kept.CreatedAt = row.CreatedAt
				return s.CreateSession(ctx, kept)
			}}
		}},
		{"leaves the old token alive", "Sessions/UpdateSessionRotates", func(s store) adapter.Adapter {
			return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
				old, _ := s.GetSession(ctx, token)
				err := s.UpdateSession(ctx, token, row)
				if err == nil && token != row.SessionToken {
					old.ID += " before"
					_ = s.CreateSession(ctx, old)
				}
				return err
			}}
		}},
		{"touches always", "Sessions/TouchSession", func(s store) adapter.Adapter {
			return visits{store: s, touch: func(ctx context.Context, row adapter.Session, _ time.Time) (bool, error) {
				return s.TouchSession(ctx, row, time.Now().Add(1000*time.Hour))
			}}
		}},
		{"looks when, then touches", "Sessions/RaceTouchSession", func(s store) adapter.Adapter {
			var between gap
			return visits{store: s, touch: func(ctx context.Context, row adapter.Session, before time.Time) (bool, error) {
				old, err := s.GetSession(ctx, row.SessionToken)
				if err != nil || !old.LastSeen.Before(before) {
					return false, err
				}
				between.wait()
				return s.TouchSession(ctx, row, time.Now().Add(1000*time.Hour))
			}}
		}},
		{"counts a touch as a write", "Sessions/TouchSession", func(s store) adapter.Adapter {
			return visits{store: s, touch: func(ctx context.Context, row adapter.Session, before time.Time) (bool, error) {
				did, err := s.TouchSession(ctx, row, before)
				if did {
					now, _ := s.GetSession(ctx, row.SessionToken)
					err = s.UpdateSession(ctx, row.SessionToken, now)
				}
				return did, err
			}}
		}},
		{"lists the oldest first", "Sessions/ListSessions", func(s store) adapter.Adapter {
			return visits{store: s, list: func(ctx context.Context, userID string) ([]adapter.Session, error) {
				list, err := s.ListSessions(ctx, userID)
				slices.Reverse(list)
				return list, err
			}}
		}},
	}
}

// compareThenWrite reads the version first, and then writes whatever it is.
func compareThenWrite(s store) adapter.Adapter {
	var between gap
	return visits{store: s, update: func(ctx context.Context, token string, row adapter.Session) error {
		old, err := s.GetSession(ctx, token)
		if err != nil || old.Version != row.Version {
			return adapter.ErrSuperseded
		}
		between.wait()
		for {
			if err = s.UpdateSession(ctx, token, row); !errors.Is(err, adapter.ErrSuperseded) {
				return err
			}
			row.Version++
		}
	}}
}
