package memoryadapter_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// What a caller had is not what the store keeps.
func TestDataIsCopied(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	want := func(of adapter.Session, data string) {
		t.Helper()
		if string(of.Data) != data {
			t.Errorf("Data is %q, want %q", of.Data, data)
		}
	}
	get := func() adapter.Session {
		t.Helper()
		s, err := store.GetSession(t.Context(), "token-s")
		is(t, err, nil)
		return s
	}
	buffer := append(make([]byte, 0, 64), "one"...)
	s := newSession(u, "s", epoch)
	s.Data = buffer
	is(t, store.CreateSession(t.Context(), s), nil)
	copy(buffer, "xxx")
	first := get()
	want(first, "one")

	copy(buffer, "two")
	is(t, store.UpdateSession(t.Context(), "token-s", s), nil)
	copy(buffer, "xxx")
	want(get(), "two")
	want(first, "one") // an answer does not change

	list, err := store.ListSessions(t.Context(), u.ID)
	if err != nil || len(list) != 1 {
		t.Fatal(list, err)
	}
	copy(list[0].Data, "xxx")
	want(get(), "two")
}

// The lists are the caller's own.
func TestListsAreCopies(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	is(t, store.LinkAccount(t.Context(), adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: "1"}), nil)
	is(t, store.CreateAuthenticator(t.Context(), adapter.Authenticator{UserID: u.ID, CredentialID: "c"}), nil)
	for range 2 {
		accounts, err := store.ListAccounts(t.Context(), u.ID)
		if err != nil || len(accounts) != 1 || accounts[0].Provider != "p" {
			t.Fatal(accounts, err)
		}
		passkeys, err := store.ListAuthenticatorsByUserID(t.Context(), u.ID)
		if err != nil || len(passkeys) != 1 || passkeys[0].CredentialID != "c" {
			t.Fatal(passkeys, err)
		}
		accounts[0], passkeys[0] = adapter.Account{}, adapter.Authenticator{}
	}
}

// A few letters of a big request do not keep all of it.
func TestRequestsAreNotKept(t *testing.T) {
	const size = 1 << 20
	store := memoryadapter.New(memoryadapter.Options{})
	u := newUser(t, store, "a@example.com")
	create(t, store, u, "touched", epoch)
	part := func() string { return strings.Repeat("x", size)[:40] }
	heap := func() uint64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	for i := range 10 {
		s := newSession(u, name("s", i), epoch)
		s.IP, s.UserAgent = part(), part()
		is(t, store.CreateSession(t.Context(), s), nil)
		is(t, store.CreateVerificationTokens(t.Context(), adapter.VerificationToken{
			Identifier: part(), Token: name("t", i), Expires: epoch,
		}), nil)
		is(t, store.RevokeSession(t.Context(), u.ID, part()+name("s", i), epoch), nil)
		_, err := store.CreateUser(t.Context(), adapter.User{Name: part(), Image: part()}, nil)
		is(t, err, nil)
	}
	s := newSession(u, "touched", epoch.Add(time.Minute))
	s.IP, s.UserAgent = part(), part()
	_, err := store.TouchSession(t.Context(), s, s.LastSeen)
	is(t, err, nil)
	if kept := int64(heap()) - int64(before); kept > size {
		t.Errorf("%d bytes are kept", kept)
	}
	runtime.KeepAlive(store)
}
