package adaptertest

import (
	"slices"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func sessionsKeepStrings(x *trial) {
	u := x.user("ada@example.com")
	for _, text := range append(variants(), "", strings.Repeat("a", 255)) {
		s := x.newSession(u.ID)
		s.UserAgent = text
		if s.IP = text; len(text) > 45 {
			s.IP = text[:45]
		}
		x.isf(x.sessions.CreateSession(x.Context(), s), nil, ruleBytes, "CreateSession with %q", text)
		x.equalf(x.got(s.SessionToken), s, ruleBytes, "a session")
	}
	// IDs, too, are told apart by their bytes.
	made := make([]adapter.Session, 0, len(variants()))
	for _, id := range variants() {
		s := x.newSession(u.ID)
		s.ID = id
		x.isf(x.sessions.CreateSession(x.Context(), s), nil, ruleBytes, "CreateSession with the ID %q, which no session has", id)
		made = append(made, s)
	}
	for i, s := range made {
		x.alive("a session's ID is kept byte for byte", s)
		x.isf(x.sessions.DeleteSession(x.Context(), u.ID, s.ID), nil, "a session's ID is kept byte for byte", "DeleteSession of the ID %q", s.ID)
		x.gone("DeleteSession ends the session with this ID", s.SessionToken)
		if i+1 < len(made) {
			x.alive("DeleteSession ends no other session", made[i+1])
		}
	}
}

func sessionsKeepTimes(x *trial) {
	u := x.user("ada@example.com")
	zone := time.FixedZone("Elsewhere", -(9*3600 + 30*60))
	far := time.Date(2039, 1, 2, 3, 4, 5, 999_000_000, time.UTC)
	for _, at := range []time.Time{
		{}, x.now, x.now.Add(time.Millisecond), x.now.Add(-time.Hour).In(zone), far, far.In(zone),
		time.Date(2026, 1, 2, 3, 4, 5, 999_999_999, time.UTC),
	} {
		s := x.newSession(u.ID)
		s.CreatedAt, s.LastSeen, s.Expires = at, at, far.In(at.Location())
		x.isf(x.sessions.CreateSession(x.Context(), s), nil, ruleTimes, "CreateSession")
		x.equalf(x.got(s.SessionToken), s, ruleTimes, "a session")
		s.LastSeen = at.Add(time.Millisecond)
		x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, s), nil, ruleTimes, "UpdateSession")
		s.Version++
		x.equalf(x.got(s.SessionToken), s, ruleTimes, "a session after UpdateSession")
	}
}

func sessionsKeepData(x *trial) {
	u := x.user("ada@example.com")
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, data := range [][]byte{nil, {}, {0}, {0xff, 0, 0xfe}, []byte("\\x00"), []byte("'\"`\r\n"), all, slices.Repeat(all, 128)} {
		s := x.newSession(u.ID)
		s.Data = data
		x.isf(x.sessions.CreateSession(x.Context(), s), nil, "Data is kept as it is", "CreateSession with %d bytes", len(data))
		got := x.got(s.SessionToken)
		x.equalf(got, s, "Data is kept as it is", "a session with %d bytes", len(data))
		x.holdsf(data != nil || got.Data == nil, "Data is nil in a row that has none", "nil has come back as %d bytes that are not nil", len(got.Data))
		s.Data = slices.Concat(data, []byte{0, 'x'})
		x.isf(x.sessions.UpdateSession(x.Context(), s.SessionToken, s), nil, "Data is kept as it is", "UpdateSession")
		s.Version++
		x.equalf(x.got(s.SessionToken), s, "Data is kept as it is", "a session after UpdateSession")
	}
	// What the caller writes into its bytes afterwards is its own affair.
	s := x.session(u.ID)
	want := slices.Clone(s.Data)
	s.Data[0] ^= 0xff
	x.holdsf(slices.Equal(x.got(s.SessionToken).Data, want), "Data is kept as it is", "the store shares its bytes with the caller")
}

// sessionsExpired knows that a store may forget what has expired.
func sessionsExpired(x *trial) {
	u := x.user("ada@example.com")
	s, valid := x.newSession(u.ID), x.session(u.ID)
	s.Expires = x.now.Add(-time.Hour)
	x.isf(x.sessions.CreateSession(x.Context(), s), nil, "whether a session has expired is for the caller to see", "CreateSession of one that has")
	got, err := x.sessions.GetSession(x.Context(), s.SessionToken)
	if err == nil {
		x.equalf(got, s, "an expired session is returned as it is, or not at all", "GetSession")
	} else {
		x.isf(err, adapter.ErrNotFound, "a store may forget a session that has expired", "GetSession")
	}
	list, err := x.sessions.ListSessions(x.Context(), u.ID)
	x.isf(err, nil, ruleListed, "ListSessions")
	list = slices.DeleteFunc(list, func(l adapter.Session) bool { return l.ID == s.ID })
	x.holdsf(len(list) == 1 && list[0].ID == valid.ID, ruleListed, "beside an expired session, there are %d others in the list, not 1", len(list))
	n, err := x.sessions.DeleteSessions(x.Context(), u.ID, valid.ID)
	x.isf(err, nil, "DeleteSessions ends all sessions of a user but one", "DeleteSessions")
	x.holdsf(n == 0 || n == 1, "DeleteSessions returns how many it has ended", "of one expired session it has ended %d", n)
	x.gone("DeleteSessions ends all sessions of a user but one", s.SessionToken)
	x.alive("a session does not end because another has expired", valid)

	// A session may expire by an update, and be brought back only before that.
	valid.Expires = x.now.Add(-time.Minute)
	x.isf(x.sessions.UpdateSession(x.Context(), valid.SessionToken, valid), nil, "UpdateSession writes Expires", "UpdateSession")
	valid.Version++
	if got, err = x.sessions.GetSession(x.Context(), valid.SessionToken); err == nil {
		x.equalf(got, valid, "an expired session is returned as it is, or not at all", "GetSession")
	} else {
		x.isf(err, adapter.ErrNotFound, "a store may forget a session that has expired", "GetSession")
	}
}
