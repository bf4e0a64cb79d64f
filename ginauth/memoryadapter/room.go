package memoryadapter

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// horizon is a time before which nothing of a kind expires: until then, a full
// store is not searched in vain.
type horizon struct {
	at    time.Time
	noted bool
}

// note says when something will expire.
func (h *horizon) note(end time.Time) {
	if !h.noted || end.Before(h.at) {
		h.at, h.noted = end, true
	}
}

// reached tells whether something may have expired. If so, all of the kind are
// to be asked by over, which finds the next horizon.
func (h *horizon) reached(now time.Time) bool {
	if !h.noted || h.at.After(now) {
		return false
	}
	h.noted = false
	return true
}

// over tells whether something has expired; if not, it notes when it will.
func (h *horizon) over(end, now time.Time) bool {
	if !end.After(now) {
		return true
	}
	h.note(end)
	return false
}

// roomForSession makes room for a session of a user. What has expired goes; if
// it is this user who has too many, then also the one that nobody has seen for
// the longest time. The sessions of others stay.
func (a *Adapter) roomForSession(u *user) error {
	if len(u.sessions) >= a.options.MaxSessionsPerUser {
		now := a.options.Now()
		u.sessions = slices.DeleteFunc(u.sessions, func(s *session) bool {
			if s.Expires.After(now) {
				return false
			}
			a.drop(s)
			return true
		})
		if len(u.sessions) >= a.options.MaxSessionsPerUser {
			a.end(slices.MinFunc(u.sessions, func(a, b *session) int { return a.LastSeen.Compare(b.LastSeen) }))
		}
	}
	if len(a.sessions) < a.options.MaxSessions {
		return nil
	}
	if now := a.options.Now(); a.sessionsEnd.reached(now) {
		for _, s := range a.sessions {
			if a.sessionsEnd.over(s.Expires, now) {
				a.end(s)
			}
		}
	}
	if len(a.sessions) >= a.options.MaxSessions {
		return fmt.Errorf("%w: %d sessions", ErrFull, len(a.sessions))
	}
	return nil
}

// roomForTokens makes room for some verification tokens.
func (a *Adapter) roomForTokens(n int) error {
	if len(a.tokens)+n <= a.options.MaxVerificationTokens {
		return nil
	}
	if now := a.options.Now(); a.tokensEnd.reached(now) {
		maps.DeleteFunc(a.tokens, func(_ pair, end time.Time) bool { return a.tokensEnd.over(end, now) })
	}
	if len(a.tokens)+n > a.options.MaxVerificationTokens {
		return fmt.Errorf("%w: %d verification tokens", ErrFull, len(a.tokens))
	}
	return nil
}

// roomForRevoked makes room for the name of a revoked session. If they have not
// expired, those of the user who has the most go; all sessions of that user are
// revoked for it, as they all began before.
func (a *Adapter) roomForRevoked() {
	if a.revoked < a.options.MaxSessions {
		return
	}
	now := a.options.Now()
	if a.revokedEnd.reached(now) {
		for _, u := range a.users {
			before := len(u.revoked)
			maps.DeleteFunc(u.revoked, func(_ string, end time.Time) bool { return a.revokedEnd.over(end, now) })
			a.revoked -= before - len(u.revoked)
		}
	}
	if a.revoked < a.options.MaxSessions {
		return
	}
	var most *user
	for _, u := range a.users {
		if most == nil || len(u.revoked) > len(most.revoked) {
			most = u
		}
	}
	a.revoked -= len(most.revoked)
	most.revoked = nil
	most.revokeAll(now, "")
}
