package memoryadapter_test

import (
	"context"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// Where the context has ended, nothing is read and nothing written.
func TestContextHasEnded(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	create(t, store, u, "s", epoch)
	account := adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: "1"}
	passkey := adapter.Authenticator{UserID: u.ID, CredentialID: "c"}
	token := adapter.VerificationToken{Identifier: "a@example.com", Token: "t"}
	is(t, store.LinkAccount(t.Context(), account), nil)
	is(t, store.CreateAuthenticator(t.Context(), passkey), nil)
	is(t, store.CreateVerificationTokens(t.Context(), token), nil)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	session := newSession(u, "s", epoch)
	for method, call := range map[string]func() error{
		"CreateUser":                 func() error { _, err := store.CreateUser(ctx, adapter.User{}, nil); return err },
		"GetUser":                    func() error { _, err := store.GetUser(ctx, u.ID); return err },
		"GetUserByEmail":             func() error { _, err := store.GetUserByEmail(ctx, u.Email); return err },
		"GetUserByAccount":           func() error { _, err := store.GetUserByAccount(ctx, "p", "1"); return err },
		"UpdateUser":                 func() error { return store.UpdateUser(ctx, adapter.User{ID: u.ID}) },
		"LinkAccount":                func() error { return store.LinkAccount(ctx, account) },
		"ListAccounts":               func() error { _, err := store.ListAccounts(ctx, u.ID); return err },
		"UnlinkAccount":              func() error { return store.UnlinkAccount(ctx, u.ID, "p", "1", 0) },
		"SetDisabled":                func() error { return store.SetDisabled(ctx, u.ID, true) },
		"DeleteUser":                 func() error { return store.DeleteUser(ctx, u.ID) },
		"CreateSession":              func() error { return store.CreateSession(ctx, newSession(u, "new", epoch)) },
		"GetSession":                 func() error { _, err := store.GetSession(ctx, "token-s"); return err },
		"UpdateSession":              func() error { return store.UpdateSession(ctx, "token-s", session) },
		"TouchSession":               func() error { _, err := store.TouchSession(ctx, session, epoch.AddDate(1, 0, 0)); return err },
		"DeleteSession":              func() error { return store.DeleteSession(ctx, u.ID, "s") },
		"ListSessions":               func() error { _, err := store.ListSessions(ctx, u.ID); return err },
		"DeleteSessions":             func() error { _, err := store.DeleteSessions(ctx, u.ID, ""); return err },
		"MarkSessions":               func() error { return store.MarkSessions(ctx, u.ID) },
		"GetRevocation":              func() error { _, err := store.GetRevocation(ctx, u.ID, "s"); return err },
		"RevokeSession":              func() error { return store.RevokeSession(ctx, u.ID, "s", epoch) },
		"RevokeSessions":             func() error { return store.RevokeSessions(ctx, u.ID, epoch, "") },
		"MarkUser":                   func() error { return store.MarkUser(ctx, u.ID, epoch) },
		"CreateVerificationTokens":   func() error { return store.CreateVerificationTokens(ctx, token) },
		"UseVerificationToken":       func() error { _, err := store.UseVerificationToken(ctx, "a@example.com", "t"); return err },
		"ClaimUser":                  func() error { return store.ClaimUser(ctx, u.ID, u.Email, epoch) },
		"CreateAuthenticator":        func() error { return store.CreateAuthenticator(ctx, passkey) },
		"GetAuthenticator":           func() error { _, err := store.GetAuthenticator(ctx, "c"); return err },
		"ListAuthenticatorsByUserID": func() error { _, err := store.ListAuthenticatorsByUserID(ctx, u.ID); return err },
		"UpdateAuthenticatorCounter": func() error { return store.UpdateAuthenticatorCounter(ctx, "c", 1) },
		"DeleteAuthenticator":        func() error { return store.DeleteAuthenticator(ctx, u.ID, "c") },
	} {
		t.Run(method, func(t *testing.T) { is(t, call(), context.Canceled) })
	}

	if got, err := store.GetUser(t.Context(), u.ID); err != nil || got != u {
		t.Errorf("the user is %+v (%v), want %+v", got, err, u)
	}
	if got, err := store.GetSession(t.Context(), "token-s"); err != nil || got.Version != 0 || got.Stale || !got.LastSeen.Equal(epoch) {
		t.Errorf("the session is %+v (%v)", got, err)
	}
	there(t, store, false, "new")
	if r, err := store.GetRevocation(t.Context(), u.ID, "s"); err != nil || r != (adapter.Revocation{}) {
		t.Errorf("revoked: %+v (%v)", r, err)
	}
	if got, err := store.GetAuthenticator(t.Context(), "c"); err != nil || got.Counter != 0 {
		t.Errorf("the authenticator is %+v (%v)", got, err)
	}
	_, err := store.UseVerificationToken(t.Context(), "a@example.com", "t")
	is(t, err, nil)
	_, err = store.GetUserByAccount(t.Context(), "p", "1")
	is(t, err, nil)
}
