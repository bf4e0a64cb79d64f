package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func administrationTests() []test {
	return []test{
		{"SetDisabled", setDisabled},
		{"SetDisabledEndsSessions", setDisabledEndsSessions},
		{"SetDisabledOfAnyString", setDisabledOfAnyString},
		{"DeleteUser", deleteUser},
		{"DeleteUserFreesNames", deleteUserFreesNames},
		{"DeleteUserOfAnyString", deleteUserOfAnyString},
		{"RaceSetDisabledCreateSession", raceSetDisabledCreateSession},
		{"RaceSetDisabledRotate", raceSetDisabledRotate},
		{"RaceDeleteUser", raceDeleteUser},
		{"RaceDeleteUserCreateSession", raceDeleteUserCreateSession},
		{"RaceDeleteUserRotate", raceDeleteUserRotate},
		{"RaceDeleteUserLinkAccount", raceDeleteUserLinkAccount},
		{"EndedContext", administrationEndedContext},
	}
}

const (
	ruleDisable = "SetDisabled sets User.Disabled, and nothing else of the user"
	ruleEnds    = "disabling deletes the user's sessions in the same step, and CreateSession refuses new ones"
	ruleDelete  = "DeleteUser deletes a user with all that is theirs"
	ruleReuse   = "the ID of a deleted user is never given again: its revocations answer Disabled from then on"
)

func setDisabled(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.link(u.ID, "github", "1")
	for _, disabled := range []bool{true, true, false, false, true} {
		x.isf(x.administration.SetDisabled(x.Context(), u.ID, disabled), nil, ruleDisable, "SetDisabled(%v)", disabled)
		u.Disabled = disabled
		x.userIs(u, ruleDisable, "after SetDisabled")
		owner, err := x.GetUserByAccount(x.Context(), "github", "1")
		x.isf(err, nil, ruleDisable, "GetUserByAccount of a user after SetDisabled(%v)", disabled)
		x.equalf(owner, u, ruleDisable, "the user by their account")
		x.userIs(other, ruleDisable, "another user")
	}
}

func setDisabledEndsSessions(x *trial) {
	if x.sessions == nil {
		return
	}
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a, b, c := x.session(u.ID), x.session(u.ID), x.session(other.ID)
	x.isf(x.administration.SetDisabled(x.Context(), u.ID, false), nil, ruleDisable, "SetDisabled(false)")
	x.alive("SetDisabled(false) ends no session", a, b, c)

	x.isf(x.administration.SetDisabled(x.Context(), u.ID, true), nil, ruleDisable, "SetDisabled(true)")
	x.gone(ruleEnds, a.SessionToken, b.SessionToken)
	x.listed(u.ID, ruleEnds)
	x.alive("disabling a user ends no session of others", c)
	late := x.newSession(u.ID)
	x.isf(x.sessions.CreateSession(x.Context(), late), adapter.ErrNotFound, "CreateSession answers ErrNotFound if the user is disabled", "CreateSession")
	x.gone(ruleEnds, late.SessionToken)
	x.isf(x.sessions.UpdateSession(x.Context(), a.SessionToken, a), adapter.ErrSuperseded, "UpdateSession answers ErrSuperseded if there is no such session", "UpdateSession of a disabled user")

	x.isf(x.administration.SetDisabled(x.Context(), u.ID, false), nil, ruleDisable, "SetDisabled(false)")
	x.gone("enabling a user brings no session back", a.SessionToken, b.SessionToken, late.SessionToken)
	x.listed(u.ID, "enabling a user brings no session back")
	x.alive("a user who was enabled can have sessions", x.session(u.ID))
}

func setDisabledOfAnyString(x *trial) {
	u := x.user("ada@example.com")
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID {
			x.isf(x.administration.SetDisabled(x.Context(), id, true), adapter.ErrNotFound, "SetDisabled answers ErrNotFound without such a user", "SetDisabled(%s)", brief(id))
		}
	}
	x.userIs(u, ruleDisable, "after others were disabled")
}

func deleteUser(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.link(u.ID, "github", "1")
	x.link(other.ID, "github", "2")
	if x.authenticators != nil {
		x.passkey(u.ID, "Y3JlZA==", 0)
	}
	var sessions []adapter.Session
	if x.sessions != nil {
		sessions = []adapter.Session{x.session(u.ID), x.session(u.ID), x.session(other.ID)}
	}
	x.isf(x.administration.DeleteUser(x.Context(), u.ID), nil, ruleDelete, "DeleteUser")
	_, err := x.GetUser(x.Context(), u.ID)
	x.isf(err, adapter.ErrNotFound, ruleDelete, "GetUser")
	_, err = x.GetUserByEmail(x.Context(), u.Email)
	x.isf(err, adapter.ErrNotFound, ruleDelete, "GetUserByEmail")
	_, err = x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, adapter.ErrNotFound, ruleDelete, "GetUserByAccount")
	x.isf(x.administration.DeleteUser(x.Context(), u.ID), adapter.ErrNotFound, "DeleteUser answers ErrNotFound if there is none", "DeleteUser again")
	x.isf(x.administration.SetDisabled(x.Context(), u.ID, false), adapter.ErrNotFound, "SetDisabled answers ErrNotFound without such a user", "SetDisabled of a deleted user")
	x.isf(x.UpdateUser(x.Context(), u), adapter.ErrNotFound, ruleNoUser, "UpdateUser of a deleted user")
	x.isf(x.LinkAccount(x.Context(), account(u.ID, "github", "3")), adapter.ErrNotFound, ruleLinkNone, "LinkAccount of a deleted user")
	if x.accounts != nil {
		x.accountsAre(u.ID, ruleDelete)
		x.accountsAre(other.ID, "DeleteUser deletes nothing of others", account(other.ID, "github", "2"))
	}
	if x.sessions != nil {
		x.gone(ruleDelete, sessions[0].SessionToken, sessions[1].SessionToken)
		x.listed(u.ID, ruleDelete)
		x.alive("DeleteUser deletes nothing of others", sessions[2])
		x.isf(x.sessions.CreateSession(x.Context(), x.newSession(u.ID)), adapter.ErrNotFound, "CreateSession answers ErrNotFound if the user does not exist", "CreateSession of a deleted user")
	}
	if x.authenticators != nil {
		_, err = x.authenticators.GetAuthenticator(x.Context(), "Y3JlZA==")
		x.isf(err, adapter.ErrNotFound, ruleDelete, "GetAuthenticator")
		x.passkeysAre(u.ID, ruleDelete)
	}
	if x.revocations != nil {
		x.holdsf(x.revocation(u.ID, "any").Disabled, "for a user who was deleted, GetRevocation answers Disabled", "Disabled is false")
		x.holdsf(!x.revocation(other.ID, "any").Disabled, "DeleteUser deletes nothing of others", "another user is disabled")
	}
	x.userIs(other, "DeleteUser deletes nothing of others", "another user")
}

func deleteUserFreesNames(x *trial) {
	const rule = "what a deleted user had is free: their address, their accounts, their authenticators"
	seen := map[string]bool{}
	for range 3 { // each is the newest user when they are deleted, and the only one
		a := account("", "github", "1")
		u, err := x.CreateUser(x.Context(), adapter.User{Email: "ada@example.com"}, &a)
		x.isf(err, nil, rule, "CreateUser")
		if err != nil {
			return
		}
		x.holdsf(!seen[u.ID], ruleReuse, "a new user has the ID %q of a deleted one", u.ID)
		seen[u.ID] = true
		x.userIs(u, rule, "the new user")
		if x.accounts != nil {
			a.UserID = u.ID
			x.accountsAre(u.ID, rule, a)
		}
		if x.authenticators != nil {
			x.passkey(u.ID, "Y3JlZA==", 0)
		}
		if x.sessions != nil {
			x.listed(u.ID, "a new user has no sessions")
			x.session(u.ID)
		}
		if x.revocations != nil {
			x.equalf(x.revocation(u.ID, "sid"), adapter.Revocation{}, "nothing of a new user is revoked", "GetRevocation")
			x.must(x.revocations.RevokeSessions(x.Context(), u.ID, x.now, ""), "RevokeSessions")
		}
		x.isf(x.administration.DeleteUser(x.Context(), u.ID), nil, ruleDelete, "DeleteUser")
		if x.revocations != nil {
			x.holdsf(x.revocation(u.ID, "sid").Disabled, ruleReuse, "GetRevocation of a deleted user does not answer Disabled")
		}
	}
}

func deleteUserOfAnyString(x *trial) {
	u := x.user("ada@example.com")
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID {
			x.isf(x.administration.DeleteUser(x.Context(), id), adapter.ErrNotFound, "DeleteUser answers ErrNotFound if there is none", "DeleteUser(%s)", brief(id))
		}
	}
	x.userIs(u, ruleDelete, "after others were deleted")
}
