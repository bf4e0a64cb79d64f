package sqladapter_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/sqladapter"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 123_000_000, time.UTC)

// TestStory walks through all methods in the order of a user's life.
func TestStory(t *testing.T) {
	each(t, func(t *testing.T, _ sqladapter.Dialect, db *sql.DB) {
		story(t, migrated(t, db, sqladapter.Tables{}), time.Millisecond)
	})
}

func story(t *testing.T, store *sqladapter.Adapter, precision time.Duration) {
	t.Helper()
	ctx, noon := t.Context(), noon.Truncate(precision)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	is := func(err, target error) {
		t.Helper()
		if !errors.Is(err, target) {
			t.Fatalf("got %v, want %v", err, target)
		}
	}
	account := adapter.Account{
		Type: "oidc", Provider: "google", ProviderAccountID: "1", AccessToken: "a", RefreshToken: "r", IDToken: "i",
		TokenType: "bearer", Scope: "openid", SessionState: "s", ExpiresAt: 1_800_000_000,
	}
	u, err := store.CreateUser(ctx, adapter.User{Name: "Zoë 🎈", Email: "zoë@example.com", Image: "https://x.test/i.png", EmailVerified: noon}, &account)
	must(err)
	_, err = store.CreateUser(ctx, adapter.User{Email: "zoë@example.com"}, nil)
	is(err, adapter.ErrEmailTaken)
	_, err = store.CreateUser(ctx, adapter.User{Email: "y@example.com"}, &account)
	is(err, adapter.ErrAccountTaken)
	_, err = store.GetUserByEmail(ctx, "y@example.com")
	is(err, adapter.ErrNotFound)
	other, err := store.CreateUser(ctx, adapter.User{}, nil)
	must(err)
	for _, get := range []func() (adapter.User, error){
		func() (adapter.User, error) { return store.GetUser(ctx, u.ID) },
		func() (adapter.User, error) { return store.GetUserByEmail(ctx, "zoë@example.com") },
		func() (adapter.User, error) { return store.GetUserByAccount(ctx, "google", "1") },
	} {
		got, err := get()
		must(err)
		if got != u {
			t.Fatalf("got %+v, want %+v", got, u)
		}
	}
	u.Name = "Z"
	must(store.UpdateUser(ctx, u))
	must(store.UpdateUser(ctx, u)) // nothing changes
	account.UserID = other.ID
	is(store.LinkAccount(ctx, account), adapter.ErrAccountTaken)
	account.UserID, account.AccessToken = u.ID, "b"
	must(store.LinkAccount(ctx, account))
	must(store.LinkAccount(ctx, adapter.Account{UserID: u.ID, Type: "oauth", Provider: "github", ProviderAccountID: "2"}))
	all, err := store.ListAccounts(ctx, u.ID)
	must(err)
	if len(all) != 2 || !slices.Contains(all, account) {
		t.Fatalf("accounts: %#v", all)
	}
	must(store.UnlinkAccount(ctx, u.ID, "github", "2", 1))
	is(store.UnlinkAccount(ctx, u.ID, "github", "2", 1), adapter.ErrNotFound)
	is(store.UnlinkAccount(ctx, u.ID, "google", "1", 1), adapter.ErrLastAccount)

	s := adapter.Session{
		ID: "sid", SessionToken: adapter.SessionToken("one"), UserID: u.ID, Expires: noon.Add(time.Hour), CreatedAt: noon,
		LastSeen: noon, IP: "::1", UserAgent: "UA", Data: []byte{0, 1, 255}, Version: 3,
	}
	must(store.CreateSession(ctx, s))
	is(store.CreateSession(ctx, s), adapter.ErrExists)
	got, err := store.GetSession(ctx, s.SessionToken)
	must(err)
	same(t, got, s)
	next := s
	next.SessionToken = adapter.SessionToken("two")
	is(store.UpdateSession(ctx, s.SessionToken, adapter.Session{SessionToken: "x", Expires: noon, Version: 2}), adapter.ErrSuperseded)
	must(store.MarkSessions(ctx, u.ID))
	next.Version = 4
	must(store.UpdateSession(ctx, s.SessionToken, next))
	next.LastSeen = noon.Add(time.Minute)
	for _, want := range []bool{true, false} {
		if did, err := store.TouchSession(ctx, next, next.LastSeen); did != want || err != nil {
			t.Fatalf("touch: %v %v", did, err)
		}
	}
	next.Version = 5
	got, err = store.GetSession(ctx, next.SessionToken)
	must(err)
	same(t, got, next)
	next.ID, next.SessionToken, next.CreatedAt = "sid2", "t2", noon.Add(time.Second)
	must(store.CreateSession(ctx, next))
	list, err := store.ListSessions(ctx, u.ID)
	must(err)
	if len(list) != 2 || list[0].ID != "sid2" {
		t.Fatalf("sessions: %+v", list)
	}
	if n, err := store.DeleteSessions(ctx, u.ID, "sid2"); n != 1 || err != nil {
		t.Fatalf("DeleteSessions: %d %v", n, err)
	}
	must(store.DeleteSession(ctx, u.ID, "sid2"))
	is(store.DeleteSession(ctx, u.ID, "sid2"), adapter.ErrNotFound)

	must(store.RevokeSession(ctx, u.ID, "gone", noon))
	must(store.RevokeSession(ctx, u.ID, "gone", noon.Add(-time.Hour)))
	must(store.RevokeSessions(ctx, u.ID, noon, "kept"))
	must(store.RevokeSessions(ctx, u.ID, noon, "kept"))
	must(store.MarkUser(ctx, u.ID, noon))
	r, err := store.GetRevocation(ctx, u.ID, "gone")
	must(err)
	at := noon.Truncate(time.Second)
	if want := (adapter.Revocation{Revoked: true, ValidAfter: at.Add(time.Second), Except: "kept", Touched: at}); r != want {
		t.Fatalf("got %+v, want %+v", r, want)
	}

	v := adapter.VerificationToken{Identifier: "z@example.com", Token: "t", Expires: noon}
	must(store.CreateVerificationTokens(ctx, v, adapter.VerificationToken{Identifier: "z@example.com", Token: "u", Expires: noon}))
	is(store.CreateVerificationTokens(ctx, adapter.VerificationToken{Identifier: "q", Token: "q", Expires: noon}, v), adapter.ErrExists)
	_, err = store.UseVerificationToken(ctx, "q", "q")
	is(err, adapter.ErrNotFound)
	used, err := store.UseVerificationToken(ctx, v.Identifier, "t")
	must(err)
	if used != v {
		t.Fatalf("got %+v", used)
	}
	must(store.ClaimUser(ctx, u.ID, u.Email, noon)) // verified: nothing happens
	u.EmailVerified = time.Time{}
	must(store.UpdateUser(ctx, u))
	must(store.ClaimUser(ctx, u.ID, u.Email, noon))
	_, err = store.GetUserByAccount(ctx, "google", "1")
	is(err, adapter.ErrNotFound)

	c := adapter.Authenticator{
		CredentialID: "QQ==", UserID: u.ID, ProviderAccountID: "p", CredentialPublicKey: "k", Counter: 7,
		CredentialDeviceType: "multiDevice", CredentialBackedUp: true, Transports: "usb,nfc",
	}
	must(store.CreateAuthenticator(ctx, c))
	is(store.CreateAuthenticator(ctx, c), adapter.ErrExists)
	is(store.UpdateAuthenticatorCounter(ctx, "QQ==", 7), adapter.ErrSuperseded)
	must(store.UpdateAuthenticatorCounter(ctx, "QQ==", 8))
	c.Counter = 8
	if got, err := store.GetAuthenticator(ctx, "QQ=="); got != c || err != nil {
		t.Fatalf("got %+v, %v", got, err)
	}
	must(store.SetDisabled(ctx, u.ID, true))
	must(store.SetDisabled(ctx, u.ID, true))
	is(store.CreateSession(ctx, s), adapter.ErrNotFound)
	must(store.DeleteUser(ctx, u.ID))
	is(store.DeleteUser(ctx, u.ID), adapter.ErrNotFound)
	if r, err := store.GetRevocation(context.WithoutCancel(ctx), u.ID, "gone"); !r.Disabled || err != nil {
		t.Fatalf("got %+v, %v", r, err)
	}
}

func same(t *testing.T, got, want adapter.Session) {
	t.Helper()
	if string(got.Data) != string(want.Data) {
		t.Fatalf("data: got %x, want %x", got.Data, want.Data)
	}
	got.Data, want.Data = nil, nil
	if a, b := describe(got), describe(want); a != b {
		t.Fatalf("got  %s\nwant %s", a, b)
	}
}

func describe(s adapter.Session) string { return fmt.Sprintf("%+v", s) }
