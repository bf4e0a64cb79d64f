package adaptertest

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const (
	ruleUpdateSession = "UpdateSession writes SessionToken, Expires, LastSeen, IP, UserAgent and Data, and nothing else; Version is then one more, and Stale false"
	ruleSuperseded    = "UpdateSession writes nothing and answers ErrSuperseded if the version is not s.Version any more, or there is no such session"
	ruleRotate        = "UpdateSession with another SessionToken rotates it: the former one is dead, and the ID stays"
	ruleTouch         = "TouchSession notes LastSeen, IP and UserAgent if the session was last seen before a time, and reports whether it did; the version stays"
	ruleMark          = "MarkSessions makes all sessions of a user Stale, and their versions one more"
)

// changed is a session with all that UpdateSession writes, but for its token.
func (x *trial) changed(s adapter.Session) adapter.Session {
	s.Expires, s.LastSeen = x.now.Add(48*time.Hour), x.now
	s.IP, s.UserAgent, s.Data = "192.0.2.1", "Other/2.0", []byte("sealed anew "+x.unique())
	return s
}

func updateSession(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	s, bystander := x.session(u.ID), x.session(u.ID)
	s = x.changed(s)
	x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, s), nil, ruleUpdateSession, "UpdateSession")
	s.Version++
	x.equalf(x.got(s.SessionToken), s, ruleUpdateSession, "a session after UpdateSession")
	x.alive("UpdateSession changes no other session", bystander)

	meddled := x.changed(s)
	want := meddled
	meddled.ID, meddled.UserID, meddled.CreatedAt, meddled.Stale = "another ID", other.ID, x.now.Add(-time.Second), true
	x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, meddled), nil, ruleUpdateSession, "UpdateSession")
	want.Version++
	x.equalf(x.got(s.SessionToken), want, ruleUpdateSession, "a session after UpdateSession with another ID, UserID, CreatedAt and Stale")
	x.listed(other.ID, ruleUpdateSession)

	empty := adapter.Session{SessionToken: s.SessionToken, Expires: want.Expires, Version: want.Version}
	x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, empty), nil, ruleUpdateSession, "UpdateSession")
	want.LastSeen, want.IP, want.UserAgent, want.Data = time.Time{}, "", "", nil
	want.Version++
	x.equalf(x.got(s.SessionToken), want, ruleUpdateSession, "a session after UpdateSession with all that may be empty")
}

func updateSessionSuperseded(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	first := x.changed(s)
	x.must(x.sessions.UpdateSession(x.Context(), s.SessionToken, first), "UpdateSession")
	first.Version++
	for _, version := range []int64{s.Version, s.Version - 1, first.Version + 1, 0, -1} {
		late := x.changed(s)
		late.Version = version
		x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, late), adapter.ErrSuperseded, ruleSuperseded, "UpdateSession of version %d at version %d", version, first.Version)
		late.SessionToken = x.token(u.ID)
		x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, late), adapter.ErrSuperseded, ruleSuperseded, "rotating version %d at version %d", version, first.Version)
		x.gone(ruleSuperseded, late.SessionToken)
	}
	x.alive(ruleSuperseded, first)

	x.must(x.sessions.DeleteSession(x.Context(), u.ID, s.ID), "DeleteSession")
	x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, first), adapter.ErrSuperseded, ruleSuperseded, "UpdateSession of a session that has ended")
	x.gone("a write does not bring back a session that has ended", s.SessionToken)
	never := x.newSession(u.ID)
	x.isf(x.sessions.UpdateSession(x.Context(), never.SessionToken, never), adapter.ErrSuperseded, ruleSuperseded, "UpdateSession of a session that never was")
	x.gone(ruleSuperseded, never.SessionToken)
	x.listed(u.ID, ruleSuperseded)
}

func updateSessionRotates(x *trial) {
	u := x.user("ada@example.com")
	s, bystander := x.session(u.ID), x.session(u.ID)
	dead := make([]string, 0, 4)
	for range 3 {
		old := s.SessionToken
		s = x.changed(s)
		s.SessionToken = x.token(u.ID)
		x.isf(x.sessions.UpdateSession(x.Context(), old, s), nil, ruleRotate, "UpdateSession")
		s.Version++
		dead = append(dead, old)
		x.equalf(x.got(s.SessionToken), s, ruleRotate, "the session by its new token")
		x.gone(ruleRotate, dead...)
		x.isf(x.sessions.UpdateSession(x.Context(), old, s), adapter.ErrSuperseded, ruleRotate, "UpdateSession by the former token")
		by := s
		by.SessionToken = old
		x.notTouched(by)
	}
	x.alive("UpdateSession changes no other session", bystander)
	list, err := x.sessions.ListSessions(x.Context(), u.ID)
	x.isf(err, nil, ruleListed, "ListSessions")
	x.holdsf(len(list) == 2, ruleRotate, "there are %d sessions in the list, not 2", len(list))
	x.isf(x.sessions.DeleteSession(x.Context(), u.ID, s.ID), nil, ruleRotate, "DeleteSession by the ID")
	x.gone(ruleRotate, append(dead, s.SessionToken)...)
}

func updateSessionToTokenInUse(x *trial) {
	const rule = "UpdateSession does not take the token of another session"
	u := x.user("ada@example.com")
	s, other := x.session(u.ID), x.session(u.ID)
	taking := x.changed(s)
	taking.SessionToken = other.SessionToken
	if err := x.sessions.UpdateSession(x.Context(), s.SessionToken, taking); err == nil {
		x.brokenf(rule, "UpdateSession works")
	}
	x.alive(rule, s, other)
}

func markSessions(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a, b, c := x.session(u.ID), x.session(u.ID), x.session(other.ID)
	x.isf(x.sessions.MarkSessions(x.Context(), u.ID), nil, ruleMark, "MarkSessions")
	before := a
	for _, s := range []*adapter.Session{&a, &b} {
		s.Stale = true
		s.Version++
		x.equalf(x.got(s.SessionToken), *s, ruleMark, "a session after MarkSessions")
	}
	x.alive("MarkSessions marks no session of others", c)
	x.isf(x.sessions.UpdateSession(x.Context(), a.SessionToken, before), adapter.ErrSuperseded, ruleMark, "UpdateSession at the version from before MarkSessions")
	x.alive(ruleMark, a)

	x.isf(x.sessions.MarkSessions(x.Context(), u.ID), nil, ruleMark, "MarkSessions again")
	a.Version++
	b.Version++
	x.alive(ruleMark, a, b)

	a = x.changed(a)
	x.isf(x.sessions.UpdateSession(x.Context(), a.SessionToken, a), nil, ruleUpdateSession, "UpdateSession of a session that is Stale")
	a.Version++
	a.Stale = false
	x.alive(ruleUpdateSession, a)
	x.alive("UpdateSession changes no other session", b)
	late := x.session(u.ID)
	x.holdsf(!x.got(late.SessionToken).Stale, "a session that begins after MarkSessions is not Stale", "it is")

	for _, id := range append(near(u.ID), odd()...) {
		if id == u.ID || id == other.ID {
			continue
		}
		if err := x.sessions.MarkSessions(x.Context(), id); err != nil {
			x.isf(err, adapter.ErrNotFound, "MarkSessions of a user who does not exist marks nothing", "MarkSessions(%s)", brief(id))
		}
	}
	x.alive("MarkSessions marks no session of others", a, b, c, late)
}
