package adaptertest

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// notTouched wants TouchSession to say that it has done nothing.
func (x *trial) notTouched(s adapter.Session) {
	x.Helper()
	did, err := x.sessions.TouchSession(x.Context(), s, x.now.Add(time.Hour))
	x.holdsf(!did, ruleTouch, "TouchSession of a session that there is not reports that it did")
	if err != nil {
		x.isf(err, adapter.ErrNotFound, ruleTouch, "TouchSession of a session that there is not")
	}
}

func touchSession(x *trial) {
	u := x.user("ada@example.com")
	s, bystander := x.session(u.ID), x.session(u.ID)
	seen := s.LastSeen
	for _, row := range []struct {
		name   string
		before time.Time
		want   bool
	}{
		{"before the session was last seen", seen.Add(-time.Millisecond), false},
		{"at the very millisecond", seen, false},
		{"a millisecond after", seen.Add(time.Millisecond), true},
		{"a second time, with the same question", seen.Add(time.Millisecond), false},
	} {
		touched := x.changed(s)
		touched.Version, touched.CreatedAt, touched.ID = 99, x.now, "another ID"
		did, err := x.sessions.TouchSession(x.Context(), touched, row.before)
		x.isf(err, nil, ruleTouch, "TouchSession %s", row.name)
		x.holdsf(did == row.want, ruleTouch, "TouchSession %s reports %v", row.name, did)
		if row.want {
			s.LastSeen, s.IP, s.UserAgent = touched.LastSeen, touched.IP, touched.UserAgent
		}
		x.equalf(x.got(s.SessionToken), s, ruleTouch, "a session after TouchSession %s", row.name)
	}
	x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, s), nil, ruleTouch, "UpdateSession at the version from before TouchSession")
	x.alive("TouchSession changes no other session", bystander)

	// Whoever has never been seen was seen before any time.
	unseen := x.newSession(u.ID)
	unseen.LastSeen = time.Time{}
	x.must(x.sessions.CreateSession(x.Context(), unseen), "CreateSession")
	touched := x.changed(unseen)
	did, err := x.sessions.TouchSession(x.Context(), touched, x.now)
	x.isf(err, nil, ruleTouch, "TouchSession of a session that was never seen")
	x.holdsf(did, ruleTouch, "TouchSession of a session that was never seen reports %v", did)

	x.must(x.sessions.MarkSessions(x.Context(), u.ID), "MarkSessions")
	touched.LastSeen = x.now.Add(time.Minute)
	did, err = x.sessions.TouchSession(x.Context(), touched, x.now.Add(time.Second))
	x.isf(err, nil, ruleTouch, "TouchSession")
	x.holdsf(did && x.got(unseen.SessionToken).Stale, ruleTouch, "TouchSession of a session that is Stale: it reports %v, and Stale is then %v", did, x.got(unseen.SessionToken).Stale)
}

func touchSessionOfNone(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	x.notTouched(x.newSession(u.ID))
	for _, token := range append(near(s.SessionToken), odd()...) {
		if token != s.SessionToken {
			by := s
			by.SessionToken = token
			x.notTouched(by)
		}
	}
	x.alive(ruleTouch, s)
	x.must(x.sessions.DeleteSession(x.Context(), u.ID, s.ID), "DeleteSession")
	x.notTouched(s)
	x.gone("TouchSession does not bring back a session that has ended", s.SessionToken)
	x.listed(u.ID, "TouchSession does not bring back a session that has ended")
}
