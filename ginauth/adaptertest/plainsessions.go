package adaptertest

import (
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func plainSessionsTests() []test {
	return []test{
		{"AdoptSession", adoptSession},
		{"AdoptSessionByteForByte", adoptSessionByteForByte},
		{"AdoptSessionOfAnyString", adoptSessionOfAnyString},
		{"AdoptSessionRefusesNames", adoptSessionRefusesNames},
		{"PlainSessionsEnd", plainSessionsEnd},
		{"RaceAdoptSession", raceAdoptSession},
		{"RaceAdoptSessionDeleteSessions", raceAdoptSessionDeleteSessions},
		{"EndedContext", plainSessionsEndedContext},
	}
}

const (
	ruleAdopt     = "AdoptSession gives the session whose token is plain the name sessionToken and the given ID, and returns it; its Data is nil"
	ruleAdoptOnce = "after AdoptSession, what is in the database no longer opens the session"
	ruleAdoptNone = "AdoptSession answers ErrNotFound if there is no such session"
	ruleAdoptName = "AdoptSession answers ErrNotFound for a name that ginauth has given: a stolen copy of the database must not open sessions"
)

// plant writes a session as Auth.js would have; false if the store cannot.
func (x *trial) plant(userID, plain string) bool {
	x.Helper()
	if x.planter == nil || x.sessions == nil {
		x.Error("adaptertest: the store implements adapter.PlainSessions; give Run a PlainPlanter that implements adapter.Sessions, too")
		return false
	}
	x.must(x.planter.PlantPlainSession(x.Context(), userID, plain, x.now.Add(time.Hour)), "PlantPlainSession")
	return true
}

// adopt calls AdoptSession as ginauth does.
func (x *trial) adopt(plain string) (adapter.Session, error) {
	return x.plain.AdoptSession(x.Context(), plain, adapter.SessionToken(plain), x.unique()[:32])
}

func adoptSession(x *trial) {
	for _, plain := range []string{
		"f47ac10b-58cc-4372-a567-0e02b2c3d479", // as Auth.js makes them
		strings.Repeat("0123456789abcdef", 4), strings.Repeat("t", 255), "short", "a.token'with~other!letters%--",
	} {
		u := x.user("")
		if !x.plant(u.ID, plain) {
			return
		}
		id, name := x.unique()[:32], adapter.SessionToken(plain)
		s, err := x.plain.AdoptSession(x.Context(), plain, name, id)
		x.isf(err, nil, ruleAdopt, "AdoptSession(%q)", plain)
		x.holdsf(s.ID == id && s.SessionToken == name && s.UserID == u.ID && s.Data == nil && !s.Stale, ruleAdopt,
			"it returns ID %q, SessionToken %q, UserID %q, %d bytes of Data, Stale %v", s.ID, s.SessionToken, s.UserID, len(s.Data), s.Stale)
		x.holdsf(sameTime(s.Expires, x.now.Add(time.Hour)), ruleAdopt, "it returns Expires %s, not %s", s.Expires, x.now.Add(time.Hour))
		x.equalf(x.got(name), s, ruleAdopt, "GetSession after AdoptSession")
		x.listed(u.ID, ruleAdopt, s)
		x.gone(ruleAdoptOnce, plain)
		_, err = x.adopt(plain)
		x.isf(err, adapter.ErrNotFound, ruleAdoptOnce, "AdoptSession again")
		x.alive(ruleAdoptOnce, s)

		// From here it is a session like any other.
		want := x.changed(s)
		x.isf(x.sessions.UpdateSession(x.Context(), name, want), nil, ruleUpdateSession, "UpdateSession of an adopted session")
		want.Version++
		x.equalf(x.got(name), want, ruleUpdateSession, "an adopted session after UpdateSession")
		x.isf(x.sessions.DeleteSession(x.Context(), u.ID, id), nil, ruleDeleteSession, "DeleteSession of an adopted session")
		x.gone(ruleDeleteSession, name, plain)
		_, err = x.adopt(plain)
		x.isf(err, adapter.ErrNotFound, ruleAdoptOnce, "AdoptSession of a session that has ended")
	}
}

func adoptSessionByteForByte(x *trial) {
	u := x.user("ada@example.com")
	plains := []string{"token-a", "Token-a", "TOKEN-A", "token-\u00e4", "token-a\u00ad", "1", "01"}
	if !x.plant(u.ID, plains[0]) {
		return
	}
	for _, plain := range append(near(plains[0]), plains[1:]...) {
		_, err := x.adopt(plain)
		x.isf(err, adapter.ErrNotFound, ruleBytes, "AdoptSession(%s), when there is %q", brief(plain), plains[0])
	}
	s, err := x.adopt(plains[0])
	x.isf(err, nil, ruleAdopt, "AdoptSession")
	x.alive(ruleAdopt, s)
}

func adoptSessionOfAnyString(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	for _, plain := range append(odd(), s.ID, u.ID, u.Email) {
		_, err := x.adopt(plain)
		x.isf(err, adapter.ErrNotFound, ruleAdoptNone, "AdoptSession(%s)", brief(plain))
	}
	x.alive(ruleAdoptNone, s)
	x.listed(u.ID, ruleAdoptNone, s)
}

func adoptSessionRefusesNames(x *trial) {
	u := x.user("ada@example.com")
	s := x.session(u.ID)
	planted := adapter.SessionToken("planted by somebody who can write to the database, but not read a cookie")
	if !x.plant(u.ID, planted) {
		return
	}
	for _, name := range []string{s.SessionToken, upper(s.SessionToken), swapped(s.SessionToken), planted, upper(planted)} {
		_, err := x.adopt(name)
		x.isf(err, adapter.ErrNotFound, ruleAdoptName, "AdoptSession(%q)", name)
		_, err = x.plain.AdoptSession(x.Context(), name, x.token(u.ID), x.unique())
		x.isf(err, adapter.ErrNotFound, ruleAdoptName, "AdoptSession(%q)", name)
	}
	x.alive(ruleAdoptName, s)
}

func plainSessionsEnd(x *trial) {
	const rule = "a session that Auth.js wrote ends with all others of its user"
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	end := map[string]func() error{
		"DeleteSessions": func() error {
			n, err := x.sessions.DeleteSessions(x.Context(), u.ID, "")
			x.holdsf(n == 1, ruleDeleteSessions, "of one session that Auth.js wrote it says to have ended %d", n)
			return err
		},
	}
	if x.tokens != nil {
		end["ClaimUser"] = func() error { return x.tokens.ClaimUser(x.Context(), u.ID, u.Email, x.now) }
	}
	if x.administration != nil {
		end["SetDisabled"] = func() error { return x.administration.SetDisabled(x.Context(), u.ID, true) }
	}
	if !x.plant(other.ID, "of somebody else") {
		return
	}
	for name, call := range end {
		if name != "SetDisabled" && x.administration != nil {
			x.must(x.administration.SetDisabled(x.Context(), u.ID, false), "SetDisabled")
		}
		plain := "plain until " + name
		x.plant(u.ID, plain)
		x.isf(call(), nil, rule, "%s", name)
		_, err := x.adopt(plain)
		x.isf(err, adapter.ErrNotFound, rule, "AdoptSession after %s", name)
		x.listed(u.ID, rule)
	}
	if x.administration != nil {
		gone := x.user("")
		x.plant(gone.ID, "of a deleted user")
		x.must(x.administration.DeleteUser(x.Context(), gone.ID), "DeleteUser")
		_, err := x.adopt("of a deleted user")
		x.isf(err, adapter.ErrNotFound, ruleDelete, "AdoptSession")
	}
	s, err := x.adopt("of somebody else")
	x.isf(err, nil, "a session that Auth.js wrote does not end with those of others", "AdoptSession")
	x.holdsf(s.UserID == other.ID, ruleAdopt, "it is another user's")
}
