package adaptertest

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func revocationsTests() []test {
	return []test{
		{"GetRevocation", getRevocation},
		{"GetRevocationWithoutUser", getRevocationWithoutUser},
		{"RevokeSession", revokeSession},
		{"RevokeSessionByteForByte", revokeSessionByteForByte},
		{"RevokeSessionUntil", revokeSessionUntil},
		{"RevokeSessions", revokeSessions},
		{"RevokeSessionsExcept", revokeSessionsExcept},
		{"MarkUser", markUser},
		{"RevocationsWithoutUser", revocationsWithoutUser},
		{"RaceRevokeSessions", raceRevokeSessions},
		{"RaceMarkUser", raceMarkUser},
		{"EndedContext", revocationsEndedContext},
	}
}

const (
	ruleRevocation     = "GetRevocation says what has been revoked, of one session and of its user"
	ruleRevDisabled    = "for a user who is not in the store or is disabled, GetRevocation answers Disabled"
	ruleRevoke         = "RevokeSession revokes one session, for its user and for nobody else"
	ruleRevokeSessions = "RevokeSessions: ValidAfter becomes the time in whole seconds or, if that is not later than it was, one second more than it was; Except becomes except"
	ruleMarkUser       = "MarkUser sets Touched by the rule of ValidAfter, and nothing else"
)

// revocationIs wants GetRevocation to answer something.
func (x *trial) revocationIs(userID, sessionID string, want adapter.Revocation, rule, when string) {
	x.Helper()
	got, err := x.revocations.GetRevocation(x.Context(), userID, sessionID)
	x.isf(err, nil, rule, "GetRevocation, %s", when)
	x.equalf(got, want, rule, "GetRevocation, %s", when)
}

func getRevocation(x *trial) {
	u := x.user("ada@example.com")
	x.revocationIs(u.ID, "sid", adapter.Revocation{}, ruleRevocation, "before anything was revoked")
	x.revocationIs(u.ID, "", adapter.Revocation{}, ruleRevocation, "of no session")
	for _, id := range odd() {
		x.revocationIs(u.ID, id, adapter.Revocation{}, ruleRevocation, "of the session "+brief(id))
	}
	if x.administration == nil {
		return
	}
	x.must(x.administration.SetDisabled(x.Context(), u.ID, true), "SetDisabled")
	x.revocationIs(u.ID, "sid", adapter.Revocation{Disabled: true}, ruleRevDisabled, "of a disabled user")
	x.must(x.administration.SetDisabled(x.Context(), u.ID, false), "SetDisabled")
	x.revocationIs(u.ID, "sid", adapter.Revocation{}, ruleRevDisabled, "of a user who was enabled")
}

func getRevocationWithoutUser(x *trial) {
	u := x.user("ada@example.com")
	for _, id := range append(near(u.ID), odd()...) {
		if id == u.ID {
			continue
		}
		got, err := x.revocations.GetRevocation(x.Context(), id, "sid")
		x.isf(err, nil, ruleRevDisabled, "GetRevocation of the user %s", brief(id))
		x.holdsf(got.Disabled, ruleRevDisabled, "GetRevocation of the user %s answers Disabled false", brief(id))
	}
}

func revokeSession(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	until := x.now.Add(time.Hour)
	for range 2 {
		x.isf(x.revocations.RevokeSession(x.Context(), u.ID, "sid", until), nil, ruleRevoke, "RevokeSession")
		x.revocationIs(u.ID, "sid", adapter.Revocation{Revoked: true}, ruleRevoke, "after RevokeSession")
	}
	x.revocationIs(u.ID, "another", adapter.Revocation{}, ruleRevoke, "of another session")
	x.revocationIs(u.ID, "", adapter.Revocation{}, ruleRevoke, "of no session")
	x.revocationIs(other.ID, "sid", adapter.Revocation{}, ruleRevoke, "of another user's session of the same name")
	x.isf(x.revocations.RevokeSession(x.Context(), other.ID, "sid", until), nil, ruleRevoke, "RevokeSession of the same name")
	x.revocationIs(other.ID, "sid", adapter.Revocation{Revoked: true}, ruleRevoke, "after RevokeSession of the same name")

	x.must(x.revocations.RevokeSessions(x.Context(), u.ID, x.now, "sid"), "RevokeSessions")
	got := x.revocation(u.ID, "sid")
	x.holdsf(got.Revoked && got.Except == "sid", ruleRevoke, "after RevokeSessions but for the revoked session, Revoked is %v and Except %q", got.Revoked, got.Except)
}

func revokeSessionByteForByte(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	until := x.now.Add(time.Hour)
	for _, id := range variants() {
		x.revocationIs(u.ID, id, adapter.Revocation{}, "session IDs are told apart byte for byte", "of "+brief(id))
		x.isf(x.revocations.RevokeSession(x.Context(), u.ID, id, until), nil, ruleRevoke, "RevokeSession(%q)", id)
		x.revocationIs(u.ID, id, adapter.Revocation{Revoked: true}, ruleRevoke, "of "+brief(id))
	}
	x.must(x.revocations.RevokeSession(x.Context(), other.ID, "Sid-a", until), "RevokeSession")
	for _, id := range near("Sid-a") {
		x.revocationIs(other.ID, id, adapter.Revocation{}, "session IDs are told apart byte for byte", "of "+brief(id))
	}
}

func revokeSessionUntil(x *trial) {
	u := x.user("ada@example.com")
	// What may be forgotten at once need not be kept, and is no error.
	x.isf(x.revocations.RevokeSession(x.Context(), u.ID, "over", x.now.Add(-time.Hour)), nil, ruleRevoke, "RevokeSession until an hour ago")
	got := x.revocation(u.ID, "over")
	got.Revoked = false
	x.equalf(got, adapter.Revocation{}, ruleRevoke, "GetRevocation")

	x.must(x.revocations.RevokeSession(x.Context(), u.ID, "sid", x.now.Add(time.Hour)), "RevokeSession")
	x.isf(x.revocations.RevokeSession(x.Context(), u.ID, "sid", x.now.Add(-time.Hour)), nil, ruleRevoke, "RevokeSession until an hour ago")
	x.revocationIs(u.ID, "sid", adapter.Revocation{Revoked: true}, "after until a revocation may be forgotten, and not before", "after RevokeSession for an hour, and then until an hour ago")
	x.isf(x.revocations.RevokeSession(x.Context(), u.ID, "far", time.Date(2039, 1, 2, 3, 4, 5, 0, time.UTC)), nil, ruleRevoke, "RevokeSession until 2039")
	x.revocationIs(u.ID, "far", adapter.Revocation{Revoked: true}, ruleRevoke, "after RevokeSession until 2039")
}

// second is a time in whole seconds.
func second(t time.Time) time.Time { return t.Truncate(time.Second) }

func revokeSessions(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	at := second(x.now).Add(700 * time.Millisecond) // rounded, it would be the next second
	want := second(x.now)
	for _, row := range []struct {
		name string
		at   time.Time
		want time.Time
	}{
		{"the first time", at, want},
		{"at the same time", at, want.Add(time.Second)},
		{"at an earlier time", at.Add(-time.Hour), want.Add(2 * time.Second)},
		{"within the second that it is now", want.Add(2*time.Second + 999*time.Millisecond), want.Add(3 * time.Second)},
		{"a second later", want.Add(4 * time.Second), want.Add(4 * time.Second)},
		{"much later, in another zone", want.Add(time.Hour).In(time.FixedZone("", 3600)), want.Add(time.Hour)},
	} {
		x.isf(x.revocations.RevokeSessions(x.Context(), u.ID, row.at, ""), nil, ruleRevokeSessions, "RevokeSessions %s", row.name)
		got := x.revocation(u.ID, "sid")
		x.equalf(got, adapter.Revocation{ValidAfter: row.want}, ruleRevokeSessions, "after RevokeSessions %s", row.name)
		x.holdsf(got.ValidAfter.Equal(second(got.ValidAfter)), ruleRevokeSessions, "ValidAfter is not in whole seconds: %s", got.ValidAfter)
	}
	x.revocationIs(other.ID, "sid", adapter.Revocation{}, ruleRevokeSessions, "of another user")
	x.revocationIs(u.ID, "", adapter.Revocation{ValidAfter: want.Add(time.Hour)}, ruleRevokeSessions, "of no session")
}

func revokeSessionsExcept(x *trial) {
	u := x.user("ada@example.com")
	at := second(x.now)
	for i, except := range []string{"one", "two", "", "Three\u00e9 ", "", "four"} {
		x.isf(x.revocations.RevokeSessions(x.Context(), u.ID, at, except), nil, ruleRevokeSessions, "RevokeSessions except %q", except)
		want := adapter.Revocation{ValidAfter: at.Add(time.Duration(i) * time.Second), Except: except}
		x.revocationIs(u.ID, "one", want, ruleRevokeSessions, "after RevokeSessions except "+brief(except))
		x.revocationIs(u.ID, "", want, ruleRevokeSessions, "after RevokeSessions except "+brief(except))
	}
}

func markUser(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	at := second(x.now).Add(900 * time.Millisecond)
	x.isf(x.revocations.MarkUser(x.Context(), u.ID, at), nil, ruleMarkUser, "MarkUser")
	want := adapter.Revocation{Touched: second(at)}
	x.revocationIs(u.ID, "sid", want, ruleMarkUser, "after MarkUser")
	x.isf(x.revocations.MarkUser(x.Context(), u.ID, at), nil, ruleMarkUser, "MarkUser again")
	want.Touched = second(at).Add(time.Second)
	x.revocationIs(u.ID, "sid", want, ruleMarkUser, "after MarkUser at the same time")

	x.must(x.revocations.RevokeSessions(x.Context(), u.ID, at.Add(time.Minute), "sid"), "RevokeSessions")
	want.ValidAfter, want.Except = second(at).Add(time.Minute), "sid"
	x.revocationIs(u.ID, "sid", want, ruleMarkUser, "after MarkUser and RevokeSessions")
	x.isf(x.revocations.MarkUser(x.Context(), u.ID, at.Add(time.Hour)), nil, ruleMarkUser, "MarkUser")
	want.Touched = second(at).Add(time.Hour)
	x.revocationIs(u.ID, "sid", want, ruleMarkUser, "after MarkUser an hour later")
	x.revocationIs(other.ID, "sid", adapter.Revocation{}, ruleMarkUser, "of another user")
	x.userIs(u, ruleMarkUser, "the user")

	x.isf(x.UpdateUser(x.Context(), u), nil, ruleUpdate, "UpdateUser")
	x.revocationIs(u.ID, "sid", want, "UpdateUser changes nothing that Revocations knows", "after UpdateUser")
}

func revocationsWithoutUser(x *trial) {
	u := x.user("ada@example.com")
	for _, id := range append(near(u.ID), odd()...) {
		if id == u.ID {
			continue
		}
		x.isf(x.revocations.RevokeSessions(x.Context(), id, x.now, ""), adapter.ErrNotFound, "RevokeSessions answers ErrNotFound without such a user", "RevokeSessions(%s)", brief(id))
		x.isf(x.revocations.MarkUser(x.Context(), id, x.now), adapter.ErrNotFound, "MarkUser answers ErrNotFound without such a user", "MarkUser(%s)", brief(id))
		if err := x.revocations.RevokeSession(x.Context(), id, "sid", x.now.Add(time.Hour)); err != nil {
			x.isf(err, adapter.ErrNotFound, "RevokeSession of a user who does not exist has nothing to do", "RevokeSession(%s)", brief(id))
		}
		x.holdsf(x.revocation(id, "sid").Disabled, ruleRevDisabled, "after that, GetRevocation of the user %s answers Disabled false", brief(id))
	}
	x.revocationIs(u.ID, "sid", adapter.Revocation{}, ruleRevocation, "after others were revoked")
}

func raceRevokeSessions(x *trial) {
	u := x.user("ada@example.com")
	errs := race(func(int) error { return x.revocations.RevokeSessions(x.Context(), u.ID, x.now, "") })
	x.allWork(errs, nil, ruleRevokeSessions, "RevokeSessions")
	x.revocationIs(u.ID, "", adapter.Revocation{ValidAfter: second(x.now).Add((Racers - 1) * time.Second)}, ruleRevokeSessions, "after 50 calls at once")
}

func raceMarkUser(x *trial) {
	u := x.user("ada@example.com")
	errs := race(func(int) error { return x.revocations.MarkUser(x.Context(), u.ID, x.now) })
	x.allWork(errs, nil, ruleMarkUser, "MarkUser")
	x.revocationIs(u.ID, "", adapter.Revocation{Touched: second(x.now).Add((Racers - 1) * time.Second)}, ruleMarkUser, "after 50 calls at once")
}
