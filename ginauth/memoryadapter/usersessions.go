package memoryadapter

import (
	"context"
	"slices"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// DeleteSession ends the session of a user by its ID; [adapter.ErrNotFound] if
// there is none.
func (a *Adapter) DeleteSession(ctx context.Context, userID, id string) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.ids[id]
	if s == nil || s.UserID != userID {
		return adapter.ErrNotFound
	}
	a.end(s)
	return nil
}

// end ends one session.
func (a *Adapter) end(s *session) {
	a.drop(s)
	i := slices.Index(s.user.sessions, s)
	s.user.sessions = slices.Delete(s.user.sessions, i, i+1)
}

// ListSessions returns the sessions of a user, the newest first, without Data.
func (a *Adapter) ListSessions(ctx context.Context, userID string) ([]adapter.Session, error) {
	if err := over(ctx); err != nil {
		return nil, err
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	u := a.users[userID]
	if u == nil {
		return nil, nil
	}
	all := make([]adapter.Session, 0, len(u.sessions))
	for _, s := range slices.Backward(u.sessions) {
		all = append(all, s.Session)
		all[len(all)-1].Data = nil // what is kept is nobody else's
	}
	slices.SortStableFunc(all, func(a, b adapter.Session) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return all, nil
}

// DeleteSessions ends all sessions of a user but the one whose ID is except (""
// for all), and returns how many.
func (a *Adapter) DeleteSessions(ctx context.Context, userID, except string) (int, error) {
	if err := over(ctx); err != nil {
		return 0, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[userID]
	if u == nil {
		return 0, nil
	}
	return a.endSessions(u, except), nil
}

// endSessions is DeleteSessions for who has the lock.
func (a *Adapter) endSessions(u *user, except string) int {
	before := len(u.sessions)
	u.sessions = slices.DeleteFunc(u.sessions, func(s *session) bool {
		if except != "" && s.ID == except {
			return false
		}
		a.drop(s)
		return true
	})
	return before - len(u.sessions)
}

// MarkSessions makes all sessions of a user Stale, and their versions one more.
func (a *Adapter) MarkSessions(ctx context.Context, userID string) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if u := a.users[userID]; u != nil {
		for _, s := range u.sessions {
			s.Stale = true
			s.Version++
		}
	}
	return nil
}
