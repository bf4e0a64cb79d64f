package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func sessionsTests() []test {
	return []test{
		{"CreateSession", createSession},
		{"CreateSessionWithoutUser", createSessionWithoutUser},
		{"CreateSessionExists", createSessionExists},
		{"KeepStrings", sessionsKeepStrings},
		{"KeepTimes", sessionsKeepTimes},
		{"KeepData", sessionsKeepData},
		{"GetSessionOfAnyString", getSessionOfAnyString},
		{"Expired", sessionsExpired},
		{"UpdateSession", updateSession},
		{"UpdateSessionSuperseded", updateSessionSuperseded},
		{"UpdateSessionRotates", updateSessionRotates},
		{"UpdateSessionToTokenInUse", updateSessionToTokenInUse},
		{"TouchSession", touchSession},
		{"TouchSessionOfNone", touchSessionOfNone},
		{"DeleteSession", deleteSession},
		{"DeleteSessionNotTheirs", deleteSessionNotTheirs},
		{"ListSessions", listSessions},
		{"DeleteSessions", deleteSessions},
		{"DeleteSessionsExcept", deleteSessionsExcept},
		{"MarkSessions", markSessions},
		{"RaceCreateSession", raceCreateSession},
		{"RaceUpdateSession", raceUpdateSession},
		{"RaceRotate", raceRotate},
		{"RaceTouchSession", raceTouchSession},
		{"RaceDeleteSession", raceDeleteSession},
		{"RaceDeleteSessionUpdate", raceDeleteSessionUpdate},
		{"RaceDeleteSessions", raceDeleteSessions},
		{"RaceDeleteSessionsRotate", raceDeleteSessionsRotate},
		{"RaceMarkSessions", raceMarkSessions},
		{"EndedContext", sessionsEndedContext},
	}
}

const (
	ruleSession    = "CreateSession keeps a new session, with Version as it is given"
	ruleGetSession = "GetSession returns the session of a token, or ErrNotFound"
	ruleInUse      = "CreateSession answers ErrExists if the session's ID or token is in use"
	ruleListed     = "ListSessions returns the sessions of a user, the newest first"
)

// listed wants ListSessions to return the given sessions in this order. They
// need not have Data.
func (x *trial) listed(userID, rule string, want ...adapter.Session) {
	x.Helper()
	list, err := x.sessions.ListSessions(x.Context(), userID)
	x.isf(err, nil, rule, "ListSessions")
	if len(list) != len(want) {
		x.brokenf(rule, "ListSessions returns %d sessions, not %d", len(list), len(want))
		return
	}
	for i, w := range want {
		got := list[i]
		if got.Data == nil {
			got.Data = w.Data
		}
		x.equalf(got, w, rule, "ListSessions, session %d of %d", i+1, len(list))
	}
}

func createSession(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	for _, version := range []int64{1, 0, 7, 1 << 40} {
		s := x.newSession(u.ID)
		s.Version = version
		x.isf(x.sessions.CreateSession(x.Context(), s), nil, ruleSession, "CreateSession")
		x.equalf(x.got(s.SessionToken), s, ruleSession, "GetSession after CreateSession")
	}
	x.listed(other.ID, "a session is its user's")
	s := x.session(other.ID)
	x.listed(other.ID, ruleListed, s)
}

func createSessionWithoutUser(x *trial) {
	const rule = "CreateSession answers ErrNotFound if the user does not exist"
	u := x.user("ada@example.com")
	for _, id := range append(near(u.ID), odd()...) {
		if id == u.ID {
			continue
		}
		s := x.newSession(id)
		x.isf(x.sessions.CreateSession(x.Context(), s), adapter.ErrNotFound, rule, "CreateSession for the user %s", brief(id))
		x.gone(rule, s.SessionToken)
		x.listed(id, "ListSessions returns none for a user who does not exist")
	}
	x.listed(u.ID, "a session is its user's")
}

func createSessionExists(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	s := x.session(u.ID)
	x.isf(x.sessions.CreateSession(x.Context(), s), adapter.ErrExists, ruleInUse, "CreateSession of the same session")
	id := x.newSession(u.ID)
	id.ID = s.ID
	x.isf(x.sessions.CreateSession(x.Context(), id), adapter.ErrExists, ruleInUse, "CreateSession with an ID in use")
	x.gone(ruleInUse, id.SessionToken)
	token := x.newSession(u.ID)
	token.SessionToken = s.SessionToken
	x.isf(x.sessions.CreateSession(x.Context(), token), adapter.ErrExists, ruleInUse, "CreateSession with a token in use")
	x.alive("a session that could not be made changes nothing", s)
	x.listed(u.ID, "a session that could not be made changes nothing", s)

	// A store that is spread over machines may have another objection first: the
	// token belongs where the other user is.
	token.UserID = other.ID
	if err := x.sessions.CreateSession(x.Context(), token); err == nil {
		x.brokenf(ruleInUse, "CreateSession with the token of another user's session works")
	}
	x.alive("a session that could not be made changes nothing", s)
	x.listed(other.ID, "a session that could not be made changes nothing")

	x.must(x.sessions.DeleteSession(x.Context(), u.ID, s.ID), "DeleteSession")
	x.isf(x.sessions.CreateSession(x.Context(), s), nil, "the names of a session that has ended are free", "CreateSession")
}

func getSessionOfAnyString(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	names := append(near(s.SessionToken), odd()...)
	names = append(names, s.ID, u.ID, s.SessionToken[5:], "ffff"+s.SessionToken[4:], "0000"+s.SessionToken[4:], x.token(u.ID), x.token("nobody"))
	for _, token := range names {
		if token == s.SessionToken {
			continue
		}
		_, err := x.sessions.GetSession(x.Context(), token)
		x.isf(err, adapter.ErrNotFound, ruleGetSession, "GetSession(%s)", brief(token))
		err = x.sessions.UpdateSession(x.Context(), token, s)
		x.isf(err, adapter.ErrSuperseded, "UpdateSession answers ErrSuperseded if there is no such session", "UpdateSession(%s)", brief(token))
	}
	x.alive(ruleGetSession, s)
}
