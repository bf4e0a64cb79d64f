package adaptertest

import (
	"context"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const ruleEnded = "a call whose context has ended is an error that is none of this package's, and writes nothing"

// calls are calls by what they are, with a context that has ended.
type calls map[string]func(context.Context) error

// fail wants every call to fail because its context has ended.
func (x *trial) fail(calls calls) {
	x.Helper()
	ctx, cancel := context.WithCancel(x.Context())
	cancel()
	for name, call := range calls {
		err := call(ctx)
		x.holdsf(err != nil && len(answers(err)) == 0, ruleEnded, "%s answers %s", name, shown(err))
	}
}

func adapterEndedContext(x *trial) {
	u := x.user("ada@example.com")
	a := x.link(u.ID, "github", "1")
	changed := adapter.User{ID: u.ID, Name: "changed", Email: "changed@example.com"}
	b, c := account("", "github", "2"), account(u.ID, "github", "3")
	x.fail(calls{
		"CreateUser": func(ctx context.Context) error {
			_, err := x.CreateUser(ctx, adapter.User{Email: "new@example.com"}, &b)
			return err
		},
		"GetUser":          func(ctx context.Context) error { _, err := x.GetUser(ctx, u.ID); return err },
		"GetUserByEmail":   func(ctx context.Context) error { _, err := x.GetUserByEmail(ctx, u.Email); return err },
		"GetUserByAccount": func(ctx context.Context) error { _, err := x.GetUserByAccount(ctx, "github", "1"); return err },
		"UpdateUser":       func(ctx context.Context) error { return x.UpdateUser(ctx, changed) },
		"LinkAccount":      func(ctx context.Context) error { return x.LinkAccount(ctx, c) },
	})
	x.userIs(u, ruleEnded, "the user")
	_, err := x.GetUserByEmail(x.Context(), "new@example.com")
	x.isf(err, adapter.ErrNotFound, ruleEnded, "GetUserByEmail of a user who was not made")
	for _, id := range []string{"2", "3"} {
		_, err := x.GetUserByAccount(x.Context(), "github", id)
		x.isf(err, adapter.ErrNotFound, ruleEnded, "GetUserByAccount of an account that was not kept")
	}
	if x.accounts != nil {
		x.accountsAre(u.ID, ruleEnded, a)
	}
}

func accountsEndedContext(x *trial) {
	u := x.user("ada@example.com")
	a, b := x.link(u.ID, "github", "1"), x.link(u.ID, "google", "1")
	x.fail(calls{
		"ListAccounts": func(ctx context.Context) error { _, err := x.accounts.ListAccounts(ctx, u.ID); return err },
		"UnlinkAccount": func(ctx context.Context) error {
			return x.accounts.UnlinkAccount(ctx, u.ID, "github", "1", 1)
		},
	})
	x.accountsAre(u.ID, ruleEnded, a, b)
}

func administrationEndedContext(x *trial) {
	u := x.user("ada@example.com")
	var sessions []adapter.Session
	if x.sessions != nil {
		sessions = []adapter.Session{x.session(u.ID)}
	}
	x.fail(calls{
		"SetDisabled": func(ctx context.Context) error { return x.administration.SetDisabled(ctx, u.ID, true) },
		"DeleteUser":  func(ctx context.Context) error { return x.administration.DeleteUser(ctx, u.ID) },
	})
	x.userIs(u, ruleEnded, "the user")
	x.alive(ruleEnded, sessions...)
}

func sessionsEndedContext(x *trial) {
	u := x.user("ada@example.com")
	s, late := x.session(u.ID), x.newSession(u.ID)
	changed := x.changed(s)
	changed.SessionToken = x.token(u.ID)
	touched := x.changed(s)
	x.fail(calls{
		"CreateSession": func(ctx context.Context) error { return x.sessions.CreateSession(ctx, late) },
		"GetSession":    func(ctx context.Context) error { _, err := x.sessions.GetSession(ctx, s.SessionToken); return err },
		"UpdateSession": func(ctx context.Context) error { return x.sessions.UpdateSession(ctx, s.SessionToken, changed) },
		"TouchSession":  func(ctx context.Context) error { _, err := x.sessions.TouchSession(ctx, touched, x.now); return err },
		"DeleteSession": func(ctx context.Context) error { return x.sessions.DeleteSession(ctx, u.ID, s.ID) },
		"ListSessions":  func(ctx context.Context) error { _, err := x.sessions.ListSessions(ctx, u.ID); return err },
		"DeleteSessions": func(ctx context.Context) error {
			_, err := x.sessions.DeleteSessions(ctx, u.ID, "")
			return err
		},
		"MarkSessions": func(ctx context.Context) error { return x.sessions.MarkSessions(ctx, u.ID) },
	})
	x.alive(ruleEnded, s)
	x.listed(u.ID, ruleEnded, s)
	x.gone(ruleEnded, late.SessionToken, changed.SessionToken)
}

func plainSessionsEndedContext(x *trial) {
	u := x.user("ada@example.com")
	if !x.plant(u.ID, "plain") {
		return
	}
	x.fail(calls{"AdoptSession": func(ctx context.Context) error {
		_, err := x.plain.AdoptSession(ctx, "plain", adapter.SessionToken("plain"), "id")
		return err
	}})
	_, err := x.adopt("plain")
	x.isf(err, nil, ruleEnded, "AdoptSession afterwards")
}

func revocationsEndedContext(x *trial) {
	u := x.user("ada@example.com")
	x.fail(calls{
		"GetRevocation": func(ctx context.Context) error { _, err := x.revocations.GetRevocation(ctx, u.ID, "sid"); return err },
		"RevokeSession": func(ctx context.Context) error {
			return x.revocations.RevokeSession(ctx, u.ID, "sid", x.now.Add(time.Hour))
		},
		"RevokeSessions": func(ctx context.Context) error { return x.revocations.RevokeSessions(ctx, u.ID, x.now, "") },
		"MarkUser":       func(ctx context.Context) error { return x.revocations.MarkUser(ctx, u.ID, x.now) },
	})
	x.revocationIs(u.ID, "sid", adapter.Revocation{}, ruleEnded, "afterwards")
}

func verificationEndedContext(x *trial) {
	u := x.user("ada@example.com")
	x.link(u.ID, "github", "1")
	v, late := x.verification(u.Email), x.verification(u.Email)
	x.keep(v)
	x.fail(calls{
		"CreateVerificationTokens": func(ctx context.Context) error { return x.tokens.CreateVerificationTokens(ctx, late) },
		"UseVerificationToken": func(ctx context.Context) error {
			_, err := x.tokens.UseVerificationToken(ctx, v.Identifier, v.Token)
			return err
		},
		"ClaimUser": func(ctx context.Context) error { return x.tokens.ClaimUser(ctx, u.ID, u.Email, x.now) },
	})
	x.used(v, ruleEnded)
	x.unusable(late.Identifier, late.Token, ruleEnded)
	x.userIs(u, ruleEnded, "the user")
	_, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleEnded, "GetUserByAccount")
}

func authenticatorsEndedContext(x *trial) {
	u := x.user("ada@example.com")
	a := x.passkey(u.ID, "YQ==", 1)
	late := a
	late.CredentialID = "bGF0ZQ=="
	x.fail(calls{
		"CreateAuthenticator": func(ctx context.Context) error { return x.authenticators.CreateAuthenticator(ctx, late) },
		"GetAuthenticator": func(ctx context.Context) error {
			_, err := x.authenticators.GetAuthenticator(ctx, a.CredentialID)
			return err
		},
		"ListAuthenticatorsByUserID": func(ctx context.Context) error {
			_, err := x.authenticators.ListAuthenticatorsByUserID(ctx, u.ID)
			return err
		},
		"UpdateAuthenticatorCounter": func(ctx context.Context) error {
			return x.authenticators.UpdateAuthenticatorCounter(ctx, a.CredentialID, 2)
		},
		"DeleteAuthenticator": func(ctx context.Context) error {
			return x.authenticators.DeleteAuthenticator(ctx, u.ID, a.CredentialID)
		},
	})
	x.passkeyIs(a, ruleEnded)
	x.passkeysAre(u.ID, ruleEnded, a)
}
