package memoryadapter

import (
	"context"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// CreateSession keeps a new session, with a copy of its Data. Errors:
// [adapter.ErrNotFound] if the user does not exist or is disabled;
// [adapter.ErrExists] if its ID or token is in use; [ErrFull].
func (a *Adapter) CreateSession(ctx context.Context, n adapter.Session) error {
	if err := over(ctx); err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	u := a.users[n.UserID]
	switch {
	case u == nil || u.Disabled:
		return adapter.ErrNotFound
	case a.sessions[n.SessionToken] != nil || a.ids[n.ID] != nil:
		return adapter.ErrExists
	}
	if err := a.roomForSession(u); err != nil {
		return err
	}
	s := &session{Session: ownSession(n, u.ID), user: u}
	a.sessions[s.SessionToken], a.ids[s.ID] = s, s
	u.sessions = append(u.sessions, s)
	a.sessionsEnd.note(s.Expires)
	return nil
}

// InProcess tells ginauth that nothing that it keeps here leaves the program.
func (a *Adapter) InProcess() bool { return true }

// GetSession returns the session of a token, or [adapter.ErrNotFound].
// Its Data is the store's, and is not to be changed.
func (a *Adapter) GetSession(ctx context.Context, sessionToken string) (adapter.Session, error) {
	if err := over(ctx); err != nil {
		return adapter.Session{}, err
	}
	out, found := a.session(sessionToken)
	if !found {
		return adapter.Session{}, adapter.ErrNotFound
	}
	return out, nil
}

func (a *Adapter) session(sessionToken string) (adapter.Session, bool) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	s := a.sessions[sessionToken]
	if s == nil {
		return adapter.Session{}, false
	}
	return s.Session, true
}

// UpdateSession writes a session, with a copy of its Data, if its version is
// still n.Version; otherwise it is [adapter.ErrSuperseded]. [adapter.ErrExists]
// if the new token is another session's.
func (a *Adapter) UpdateSession(ctx context.Context, sessionToken string, n adapter.Session) error {
	if err := over(ctx); err != nil {
		return err
	}
	n = ownSession(n, n.UserID)
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.sessions[sessionToken]
	if s == nil || s.Version != n.Version {
		return adapter.ErrSuperseded
	}
	if n.SessionToken != sessionToken {
		if a.sessions[n.SessionToken] != nil {
			return adapter.ErrExists
		}
		delete(a.sessions, sessionToken)
		a.sessions[n.SessionToken] = s
		s.SessionToken = n.SessionToken
	}
	s.Expires, s.LastSeen, s.IP, s.UserAgent, s.Data = n.Expires, n.LastSeen, n.IP, n.UserAgent, n.Data
	s.Version, s.Stale = s.Version+1, false
	a.sessionsEnd.note(s.Expires)
	return nil
}

// TouchSession notes LastSeen, IP and UserAgent of the session named
// n.SessionToken, if it was last seen before a time, and reports whether it did.
func (a *Adapter) TouchSession(ctx context.Context, n adapter.Session, before time.Time) (bool, error) {
	if err := over(ctx); err != nil {
		return false, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	s := a.sessions[n.SessionToken]
	if s == nil || !s.LastSeen.Before(before) {
		return false, nil
	}
	s.LastSeen, s.IP, s.UserAgent = moment(n.LastSeen), strings.Clone(n.IP), strings.Clone(n.UserAgent)
	return true, nil
}

// drop forgets a session, but for its place among those of its user.
func (a *Adapter) drop(s *session) {
	delete(a.sessions, s.SessionToken)
	delete(a.ids, s.ID)
}
