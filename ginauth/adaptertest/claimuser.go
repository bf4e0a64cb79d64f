package adaptertest

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const (
	ruleClaim     = "ClaimUser of an address that was not verified: EmailVerified becomes at, and the accounts and sessions of whoever used the address until then are deleted"
	ruleClaimed   = "ClaimUser of an address that was verified changes nothing"
	ruleClaimNone = "ClaimUser answers ErrNotFound if no user of this ID has the address, and changes nothing"
)

func claimUserUnverified(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.link(u.ID, "github", "1")
	x.link(u.ID, "google", "1")
	x.link(other.ID, "github", "2")
	var sessions []adapter.Session
	if x.sessions != nil {
		sessions = []adapter.Session{x.session(u.ID), x.session(u.ID), x.session(other.ID)}
	}
	x.isf(x.tokens.ClaimUser(x.Context(), u.ID, u.Email, x.now), nil, ruleClaim, "ClaimUser")
	u.EmailVerified = x.now
	x.userIs(u, ruleClaim, "after ClaimUser")
	x.userIs(other, "ClaimUser changes nothing of others", "another user")
	for _, provider := range []string{"github", "google"} {
		_, err := x.GetUserByAccount(x.Context(), provider, "1")
		x.isf(err, adapter.ErrNotFound, ruleClaim, "GetUserByAccount at %s", provider)
	}
	if x.accounts != nil {
		x.accountsAre(u.ID, ruleClaim)
		x.accountsAre(other.ID, "ClaimUser changes nothing of others", account(other.ID, "github", "2"))
	}
	if x.sessions != nil {
		x.gone(ruleClaim, sessions[0].SessionToken, sessions[1].SessionToken)
		x.listed(u.ID, ruleClaim)
		x.alive("ClaimUser changes nothing of others", sessions[2])
		x.alive("a user who was claimed can sign in", x.session(u.ID))
	}
	// Whoever had the accounts may go on without the address.
	x.isf(x.LinkAccount(x.Context(), account(other.ID, "google", "1")), nil, "an account that ClaimUser has deleted is free", "LinkAccount")
}

func claimUserVerified(x *trial) {
	at := x.now.Add(-24 * time.Hour)
	a := account("", "github", "1")
	u, err := x.CreateUser(x.Context(), adapter.User{Name: "Ada", Email: "ada@example.com", EmailVerified: at}, &a)
	x.must(err, "CreateUser")
	a.UserID = u.ID
	var sessions []adapter.Session
	if x.sessions != nil {
		sessions = []adapter.Session{x.session(u.ID)}
	}
	for range 2 {
		x.isf(x.tokens.ClaimUser(x.Context(), u.ID, u.Email, x.now), nil, ruleClaimed, "ClaimUser")
		x.userIs(u, ruleClaimed, "after ClaimUser")
		owner, err := x.GetUserByAccount(x.Context(), "github", "1")
		x.isf(err, nil, ruleClaimed, "GetUserByAccount")
		x.equalf(owner, u, ruleClaimed, "the owner of the account")
		x.alive(ruleClaimed, sessions...)
		if x.accounts != nil {
			x.accountsAre(u.ID, ruleClaimed, a)
		}
		if x.revocations != nil {
			x.revocationIs(u.ID, "sid", adapter.Revocation{}, ruleClaimed, "after ClaimUser")
		}
	}
}

func claimUserNotFound(x *trial) {
	u, other, none := x.user("ada-\u00e9@example.com"), x.user("other@example.com"), x.user("")
	x.link(u.ID, "github", "1")
	var sessions []adapter.Session
	if x.sessions != nil {
		sessions = []adapter.Session{x.session(u.ID), x.session(other.ID), x.session(none.ID)}
	}
	for _, email := range append(append([]string{other.Email, u.ID}, near(u.Email)...), odd()...) {
		x.isf(x.tokens.ClaimUser(x.Context(), u.ID, email, x.now), adapter.ErrNotFound, ruleClaimNone, "ClaimUser with the address %s", brief(email))
	}
	for _, id := range append(append([]string{none.ID}, near(u.ID)...), odd()...) {
		if id != u.ID {
			x.isf(x.tokens.ClaimUser(x.Context(), id, u.Email, x.now), adapter.ErrNotFound, ruleClaimNone, "ClaimUser with the ID %s", brief(id))
		}
	}
	x.isf(x.tokens.ClaimUser(x.Context(), none.ID, "", x.now), adapter.ErrNotFound, "a user without an address has none to claim", "ClaimUser with no address")
	for _, want := range []adapter.User{u, other, none} {
		x.userIs(want, ruleClaimNone, "after ClaimUser with another address")
	}
	x.alive(ruleClaimNone, sessions...)
	owner, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleClaimNone, "GetUserByAccount")
	x.equalf(owner, u, ruleClaimNone, "the owner of the account")
}

func claimUserRevokes(x *trial) {
	const rule = "ClaimUser of an address that was not verified revokes, in the same step, the sessions that Revocations knows"
	if x.revocations == nil {
		return
	}
	at := second(x.now).Add(700 * time.Millisecond)
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.isf(x.tokens.ClaimUser(x.Context(), u.ID, u.Email, at), nil, ruleClaim, "ClaimUser")
	x.revocationIs(u.ID, "sid", adapter.Revocation{ValidAfter: second(at)}, rule, "after ClaimUser")
	x.revocationIs(other.ID, "sid", adapter.Revocation{}, "ClaimUser changes nothing of others", "of another user")

	// A session of the earlier holder that was spared then is not spared now.
	x.must(x.revocations.RevokeSessions(x.Context(), other.ID, at, "spared"), "RevokeSessions")
	x.isf(x.tokens.ClaimUser(x.Context(), other.ID, other.Email, at), nil, ruleClaim, "ClaimUser")
	x.revocationIs(other.ID, "spared", adapter.Revocation{ValidAfter: second(at).Add(time.Second)}, rule, "after RevokeSessions but for one and ClaimUser")
}

func raceClaimUser(x *trial) {
	const rule = "of many ClaimUser at once one finds the address not verified, and the others change nothing"
	u := x.user("ada@example.com")
	x.link(u.ID, "github", "1")
	errs := race(func(i int) error {
		return x.tokens.ClaimUser(x.Context(), u.ID, u.Email, second(x.now).Add(time.Duration(i)*time.Second))
	})
	x.allWork(errs, nil, rule, "ClaimUser")
	got, err := x.GetUser(x.Context(), u.ID)
	x.isf(err, nil, rule, "GetUser")
	x.holdsf(!got.EmailVerified.IsZero(), ruleClaim, "EmailVerified is zero")
	_, err = x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, adapter.ErrNotFound, ruleClaim, "GetUserByAccount")
	if x.revocations != nil {
		x.revocationIs(u.ID, "", adapter.Revocation{ValidAfter: second(got.EmailVerified)}, rule, "after the winner")
	}
}

func raceClaimUserRotate(x *trial) {
	if x.sessions == nil {
		return
	}
	x.endWhileRotating("ClaimUser", func(u adapter.User) error {
		return x.tokens.ClaimUser(x.Context(), u.ID, u.Email, x.now)
	})
}
