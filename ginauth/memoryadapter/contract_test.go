package memoryadapter_test

import (
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// Who writes on the strength of what they read writes once.
func TestSessionIsWrittenByVersion(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	create(t, store, u, "s", epoch)
	create(t, store, u, "other", epoch)
	read := newSession(u, "s", epoch)

	is(t, store.MarkSessions(t.Context(), u.ID), nil)
	is(t, store.UpdateSession(t.Context(), "token-s", read), adapter.ErrSuperseded)
	read.Version = 1
	read.SessionToken = "token-other"
	is(t, store.UpdateSession(t.Context(), "token-s", read), adapter.ErrExists)
	read.SessionToken = "token-new"
	is(t, store.UpdateSession(t.Context(), "token-s", read), nil)
	is(t, store.UpdateSession(t.Context(), "token-s", read), adapter.ErrSuperseded)
	there(t, store, false, "s")
	if got, err := store.GetSession(t.Context(), "token-new"); err != nil || got.Version != 2 || got.Stale || got.ID != "s" {
		t.Errorf("%+v (%v)", got, err)
	}
	is(t, store.DeleteSession(t.Context(), newUser(t, store, "b@example.com").ID, "s"), adapter.ErrNotFound)
	there(t, store, true, "new")
}

func TestTouchOnce(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	create(t, store, u, "s", epoch)
	seen := newSession(u, "s", epoch.Add(time.Hour))
	for i, want := range []bool{true, false} {
		if got, err := store.TouchSession(t.Context(), seen, epoch.Add(time.Minute)); err != nil || got != want {
			t.Errorf("touch %d: %v (%v), want %v", i, got, err, want)
		}
	}
}

// Whoever has registered an address before its owner came keeps nothing.
func TestClaim(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	create(t, store, u, "s", epoch)
	is(t, store.LinkAccount(t.Context(), adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: "1"}), nil)
	is(t, store.CreateAuthenticator(t.Context(), adapter.Authenticator{UserID: u.ID, CredentialID: "c"}), nil)
	is(t, store.RevokeSessions(t.Context(), u.ID, epoch.Add(-time.Hour), "kept"), nil)

	is(t, store.ClaimUser(t.Context(), u.ID, "b@example.com", epoch), adapter.ErrNotFound)
	there(t, store, true, "s")
	is(t, store.ClaimUser(t.Context(), u.ID, u.Email, epoch), nil)
	there(t, store, false, "s")
	_, err := store.GetUserByAccount(t.Context(), "p", "1")
	is(t, err, adapter.ErrNotFound)
	_, err = store.GetAuthenticator(t.Context(), "c")
	is(t, err, adapter.ErrNotFound)
	if r := revocation(t, store, u, "kept"); !r.ValidAfter.Equal(epoch) || r.Except != "" {
		t.Errorf("%+v", r)
	}

	create(t, store, u, "owner", epoch)
	is(t, store.ClaimUser(t.Context(), u.ID, u.Email, epoch.Add(time.Hour)), nil)
	there(t, store, true, "owner")
	if got, err := store.GetUser(t.Context(), u.ID); err != nil || !got.EmailVerified.Equal(epoch) {
		t.Errorf("%+v (%v)", got, err)
	}
}

// Nobody has no address: not the user without one, and not the next.
func TestUsersWithoutAddress(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "")
	newUser(t, store, "")
	_, err := store.GetUserByEmail(t.Context(), "")
	is(t, err, adapter.ErrNotFound)
	is(t, store.ClaimUser(t.Context(), u.ID, "", epoch), adapter.ErrNotFound)
	is(t, store.UpdateUser(t.Context(), adapter.User{ID: u.ID, Email: "a@example.com"}), nil)
	is(t, store.UpdateUser(t.Context(), adapter.User{ID: u.ID}), nil)
	newUser(t, store, "a@example.com")
}

func TestRevokedLater(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	for i := range 3 {
		is(t, store.RevokeSessions(t.Context(), u.ID, epoch.Add(time.Second/2), ""), nil)
		is(t, store.MarkUser(t.Context(), u.ID, epoch.Add(-time.Duration(i)*time.Hour)), nil)
		want := epoch.Add(time.Duration(i) * time.Second)
		if r := revocation(t, store, u, ""); !r.ValidAfter.Equal(want) || !r.Touched.Equal(want) {
			t.Errorf("%+v, want %v", r, want)
		}
	}
}

func TestAtMostOnce(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	token := adapter.VerificationToken{Identifier: "a@example.com", Token: "t", Expires: epoch}
	is(t, store.CreateVerificationTokens(t.Context(), token), nil)
	is(t, store.CreateVerificationTokens(t.Context(), adapter.VerificationToken{Identifier: "b", Token: "t"}, token), adapter.ErrExists)
	_, err := store.UseVerificationToken(t.Context(), "b", "t")
	is(t, err, adapter.ErrNotFound)
	if got, err := store.UseVerificationToken(t.Context(), token.Identifier, token.Token); err != nil || got != token {
		t.Errorf("%+v (%v), want %+v", got, err, token)
	}
	_, err = store.UseVerificationToken(t.Context(), token.Identifier, token.Token)
	is(t, err, adapter.ErrNotFound)

	is(t, store.LinkAccount(t.Context(), adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: "1"}), nil)
	is(t, store.UnlinkAccount(t.Context(), u.ID, "p", "1", 1), adapter.ErrLastAccount)
	is(t, store.UnlinkAccount(t.Context(), u.ID, "p", "1", 0), nil)
	is(t, store.UnlinkAccount(t.Context(), u.ID, "p", "1", 0), adapter.ErrNotFound)

	is(t, store.CreateAuthenticator(t.Context(), adapter.Authenticator{UserID: u.ID, CredentialID: "c"}), nil)
	for _, step := range []struct {
		counter uint32
		want    error
	}{{0, nil}, {7, nil}, {7, adapter.ErrSuperseded}, {0, adapter.ErrSuperseded}, {8, nil}} {
		is(t, store.UpdateAuthenticatorCounter(t.Context(), "c", step.counter), step.want)
	}
}
