package adaptertest

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const (
	ruleDeleteSession  = "DeleteSession ends the session of a user by its ID; ErrNotFound if there is none"
	ruleDeleteSessions = "DeleteSessions ends all sessions of a user but the one whose ID is except, and returns how many"
)

func deleteSession(x *trial) {
	u := x.user("ada@example.com")
	a, b := x.session(u.ID), x.session(u.ID)
	x.isf(x.sessions.DeleteSession(x.Context(), u.ID, a.ID), nil, ruleDeleteSession, "DeleteSession")
	x.gone(ruleDeleteSession, a.SessionToken)
	x.alive("DeleteSession ends no other session", b)
	x.listed(u.ID, ruleDeleteSession, b)
	x.isf(x.sessions.DeleteSession(x.Context(), u.ID, a.ID), adapter.ErrNotFound, ruleDeleteSession, "DeleteSession again")
	x.isf(x.sessions.DeleteSession(x.Context(), u.ID, b.SessionToken), adapter.ErrNotFound, ruleDeleteSession, "DeleteSession with a token for an ID")
	x.alive("DeleteSession ends no other session", b)
}

func deleteSessionNotTheirs(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a, b := x.session(u.ID), x.session(other.ID)
	x.isf(x.sessions.DeleteSession(x.Context(), u.ID, b.ID), adapter.ErrNotFound, ruleDeleteSession, "DeleteSession of somebody else's session")
	for _, id := range append(near(a.ID), odd()...) {
		x.isf(x.sessions.DeleteSession(x.Context(), u.ID, id), adapter.ErrNotFound, ruleDeleteSession, "DeleteSession of the ID %s", brief(id))
	}
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID {
			x.isf(x.sessions.DeleteSession(x.Context(), id, a.ID), adapter.ErrNotFound, ruleDeleteSession, "DeleteSession by the user %s", brief(id))
		}
	}
	x.alive(ruleDeleteSession, a, b)
}

func listSessions(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.listed(u.ID, "ListSessions returns none where there is none")
	const n = 9
	want := make([]adapter.Session, n)
	for i := range n { // they are made in another order than they are old
		at := (i * 5) % n
		s := x.newSession(u.ID)
		s.CreatedAt = x.now.Add(-time.Duration(at) * time.Second)
		s.LastSeen = x.now.Add(-time.Duration(i) * time.Minute)
		s.Expires = x.now.Add(time.Duration(i+1) * time.Hour)
		x.must(x.sessions.CreateSession(x.Context(), s), "CreateSession")
		want[at] = s
	}
	theirs := x.session(other.ID)
	x.listed(u.ID, ruleListed, want...)
	x.listed(other.ID, ruleListed, theirs)

	// Neither an update nor a new token makes a session newer.
	last := x.changed(want[n-1])
	last.SessionToken = x.token(u.ID)
	x.must(x.sessions.UpdateSession(x.Context(), want[n-1].SessionToken, last), "UpdateSession")
	last.Version++
	want[n-1] = last
	x.listed(u.ID, ruleListed, want...)
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID && id != other.ID {
			x.listed(id, "ListSessions returns none for a user who does not exist")
		}
	}
}

func deleteSessions(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	theirs := x.session(other.ID)
	for n := range 4 {
		tokens := make([]string, n)
		for i := range tokens {
			tokens[i] = x.session(u.ID).SessionToken
		}
		got, err := x.sessions.DeleteSessions(x.Context(), u.ID, "")
		x.isf(err, nil, ruleDeleteSessions, "DeleteSessions")
		x.holdsf(got == n, ruleDeleteSessions, "of %d sessions it says to have ended %d", n, got)
		x.gone(ruleDeleteSessions, tokens...)
		x.listed(u.ID, ruleDeleteSessions)
	}
	for _, id := range append(near(u.ID), odd()...) {
		if id == u.ID || id == other.ID {
			continue
		}
		n, err := x.sessions.DeleteSessions(x.Context(), id, "")
		x.isf(err, nil, "DeleteSessions of a user who does not exist ends none", "DeleteSessions(%s)", brief(id))
		x.holdsf(n == 0, "DeleteSessions of a user who does not exist ends none", "it says to have ended %d", n)
	}
	x.alive("DeleteSessions ends no session of others", theirs)
}

func deleteSessionsExcept(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a, kept, theirs := x.session(u.ID), x.session(u.ID), x.session(other.ID)
	n, err := x.sessions.DeleteSessions(x.Context(), u.ID, kept.ID)
	x.isf(err, nil, ruleDeleteSessions, "DeleteSessions")
	x.holdsf(n == 1, ruleDeleteSessions, "of two sessions but one it says to have ended %d", n)
	x.gone(ruleDeleteSessions, a.SessionToken)
	x.alive(ruleDeleteSessions, kept, theirs)
	x.listed(u.ID, ruleDeleteSessions, kept)
	n, err = x.sessions.DeleteSessions(x.Context(), u.ID, kept.ID)
	x.isf(err, nil, ruleDeleteSessions, "DeleteSessions")
	x.holdsf(n == 0, ruleDeleteSessions, "of one session but that it says to have ended %d", n)
	x.alive(ruleDeleteSessions, kept)

	// An except that is no session of theirs excepts nothing.
	for _, except := range append([]string{theirs.ID, kept.SessionToken, "no such session"}, odd()...) {
		if except == "" {
			continue
		}
		s := x.session(u.ID)
		_, err = x.sessions.DeleteSessions(x.Context(), u.ID, except)
		x.isf(err, nil, ruleDeleteSessions, "DeleteSessions except %s", brief(except))
		x.gone(ruleDeleteSessions, s.SessionToken, kept.SessionToken)
	}
	for _, except := range near(x.session(u.ID).ID)[:4] {
		s := x.session(u.ID)
		_, err = x.sessions.DeleteSessions(x.Context(), u.ID, except)
		x.isf(err, nil, ruleDeleteSessions, "DeleteSessions except %s", brief(except))
		x.gone(ruleDeleteSessions, s.SessionToken)
	}
	x.alive("DeleteSessions ends no session of others", theirs)
}
