package memoryadapter_test

import (
	"errors"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// A store that is full could not answer: none of the answers, each of which
// means something else to ginauth.
func TestErrFullIsNoAnswer(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{MaxUsers: 1})
	newUser(t, store, "a@example.com")
	_, err := store.CreateUser(t.Context(), adapter.User{}, nil)
	is(t, err, memoryadapter.ErrFull)
	for _, answer := range []error{
		adapter.ErrNotFound, adapter.ErrEmailTaken, adapter.ErrAccountTaken,
		adapter.ErrExists, adapter.ErrSuperseded, adapter.ErrLastAccount,
	} {
		if errors.Is(err, answer) {
			t.Errorf("%v is %v", err, answer)
		}
	}
}

// Bounds that make no sense are the defaults.
func TestDefaults(t *testing.T) {
	for _, o := range []memoryadapter.Options{{}, {
		MaxUsers: -1, MaxSessions: -1, MaxSessionsPerUser: -1, MaxAccountsPerUser: -1, MaxVerificationTokens: -1,
	}} {
		store := memoryadapter.New(o)
		u := newUser(t, store, "a@example.com")
		for i := range 200 {
			create(t, store, u, name("s", i), epoch)
		}
		there(t, store, true, "s-0", "s-199")
		is(t, store.LinkAccount(t.Context(), adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: "1"}), nil)
		is(t, store.CreateAuthenticator(t.Context(), adapter.Authenticator{UserID: u.ID, CredentialID: "c"}), nil)
		is(t, store.CreateVerificationTokens(t.Context(), adapter.VerificationToken{Identifier: "a", Token: "b"}), nil)
		is(t, store.RevokeSession(t.Context(), u.ID, "s", epoch), nil)
	}
}

func TestTooManyUsers(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{MaxUsers: 2})
	first := newUser(t, store, "a@example.com")
	newUser(t, store, "b@example.com")
	account := &adapter.Account{Provider: "p", ProviderAccountID: "1"}
	_, err := store.CreateUser(t.Context(), adapter.User{Email: "c@example.com"}, account)
	is(t, err, memoryadapter.ErrFull)
	_, err = store.CreateUser(t.Context(), adapter.User{Email: "a@example.com"}, nil)
	is(t, err, adapter.ErrEmailTaken)
	_, err = store.GetUserByAccount(t.Context(), "p", "1")
	is(t, err, adapter.ErrNotFound)

	is(t, store.DeleteUser(t.Context(), first.ID), nil)
	_, err = store.CreateUser(t.Context(), adapter.User{Email: "c@example.com"}, account)
	is(t, err, nil)
}

// Whoever comes to a full store stays outside; who is in stays in.
func TestTooManySessions(t *testing.T) {
	clock := ginauthtest.NewClock(epoch)
	store := memoryadapter.New(memoryadapter.Options{MaxSessions: 3, Now: clock.Now})
	owner, flood := newUser(t, store, "owner@example.com"), newUser(t, store, "flood@example.com")
	create(t, store, owner, "a", epoch)
	create(t, store, owner, "b", epoch.Add(time.Minute))
	create(t, store, flood, "c", epoch.Add(2*time.Minute))
	for _, u := range []adapter.User{owner, flood} {
		for i := range 10 {
			is(t, store.CreateSession(t.Context(), newSession(u, name("new", i), epoch)), memoryadapter.ErrFull)
		}
	}
	there(t, store, true, "a", "b", "c")

	// One was renewed, and does not expire with those of its time.
	renewed := newSession(owner, "a", epoch)
	renewed.Expires = epoch.Add(10 * time.Hour)
	is(t, store.UpdateSession(t.Context(), renewed.SessionToken, renewed), nil)
	clock.Advance(time.Hour)
	is(t, store.CreateSession(t.Context(), newSession(flood, "early", epoch)), memoryadapter.ErrFull)
	clock.Advance(time.Minute)
	create(t, store, flood, "d", clock.Now())
	there(t, store, true, "a", "c", "d")
	there(t, store, false, "b", "early")

	// An end frees a place, too.
	is(t, store.DeleteSession(t.Context(), owner.ID, "a"), nil)
	create(t, store, owner, "e", clock.Now())
	is(t, store.CreateSession(t.Context(), newSession(owner, "f", clock.Now())), memoryadapter.ErrFull)
	is(t, store.DeleteUser(t.Context(), flood.ID), nil)
	create(t, store, owner, "f", clock.Now())
}

// A session without an end has expired, and is found to have.
func TestSessionsWithoutEnd(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{MaxSessions: 2})
	u := newUser(t, store, "a@example.com")
	for i := range 10 {
		s := newSession(u, name("s", i), epoch)
		s.Expires = time.Time{}
		is(t, store.CreateSession(t.Context(), s), nil)
	}
}

// A user who signs in again and again loses their own sessions: those that have
// expired, then the one that was not seen for the longest time.
func TestTooManySessionsOfOneUser(t *testing.T) {
	clock := ginauthtest.NewClock(epoch)
	store := memoryadapter.New(memoryadapter.Options{MaxSessions: 6, MaxSessionsPerUser: 3, Now: clock.Now})
	other, u := newUser(t, store, "other@example.com"), newUser(t, store, "u@example.com")
	create(t, store, other, "other", epoch.Add(-time.Hour/2))
	for i, id := range []string{"a", "b", "c"} {
		create(t, store, u, id, epoch.Add(time.Duration(i)*time.Second))
	}
	seen := newSession(u, "a", epoch)
	seen.LastSeen = epoch.Add(time.Minute)
	touched, err := store.TouchSession(t.Context(), seen, epoch.Add(time.Second))
	if is(t, err, nil); !touched {
		t.Fatal("not touched")
	}

	create(t, store, u, "d", epoch.Add(2*time.Minute))
	there(t, store, true, "a", "c", "d", "other")
	there(t, store, false, "b")

	clock.Advance(time.Hour)
	create(t, store, u, "e", clock.Now()) // "a" has expired, and "c" has not
	there(t, store, true, "c", "d", "e", "other")
	there(t, store, false, "a")

	for i := range 20 {
		create(t, store, u, name("more", i), clock.Now())
	}
	there(t, store, true, "more-19", "more-18", "more-17", "other")
	list, err := store.ListSessions(t.Context(), u.ID)
	if is(t, err, nil); len(list) != 3 {
		t.Errorf("%d sessions, want 3", len(list))
	}

	// What is refused for another reason costs nobody a session.
	again := newSession(u, "more-19", clock.Now())
	is(t, store.CreateSession(t.Context(), again), adapter.ErrExists)
	there(t, store, true, "more-19", "more-18", "more-17")
}

func TestTooManyAccounts(t *testing.T) {
	store := memoryadapter.New(memoryadapter.Options{MaxAccountsPerUser: 2})
	u := newUser(t, store, "a@example.com")
	account := func(i int) adapter.Account {
		return adapter.Account{UserID: u.ID, Provider: "p", ProviderAccountID: name("n", i)}
	}
	passkey := func(i int) adapter.Authenticator {
		return adapter.Authenticator{UserID: u.ID, CredentialID: name("n", i)}
	}
	for i := range 2 {
		is(t, store.LinkAccount(t.Context(), account(i)), nil)
		is(t, store.CreateAuthenticator(t.Context(), passkey(i)), nil)
	}
	is(t, store.LinkAccount(t.Context(), account(2)), memoryadapter.ErrFull)
	is(t, store.LinkAccount(t.Context(), account(0)), nil) // it is theirs
	is(t, store.CreateAuthenticator(t.Context(), passkey(2)), memoryadapter.ErrFull)
	_, err := store.GetAuthenticator(t.Context(), "n-2")
	is(t, err, adapter.ErrNotFound)

	is(t, store.UnlinkAccount(t.Context(), u.ID, "p", "n-0", 1), nil)
	is(t, store.LinkAccount(t.Context(), account(2)), nil)
	is(t, store.DeleteAuthenticator(t.Context(), u.ID, "n-1"), nil)
	is(t, store.CreateAuthenticator(t.Context(), passkey(2)), nil)
}

// All of a mail's tokens find a place, or none.
func TestTooManyVerificationTokens(t *testing.T) {
	clock := ginauthtest.NewClock(epoch)
	store := memoryadapter.New(memoryadapter.Options{MaxVerificationTokens: 3, Now: clock.Now})
	token := func(i int, d time.Duration) adapter.VerificationToken {
		return adapter.VerificationToken{Identifier: name("user", i), Token: "t", Expires: epoch.Add(d)}
	}
	is(t, store.CreateVerificationTokens(t.Context(), token(1, time.Minute), token(2, time.Hour)), nil)
	is(t, store.CreateVerificationTokens(t.Context(), token(3, time.Hour), token(4, time.Hour)), memoryadapter.ErrFull)
	_, err := store.UseVerificationToken(t.Context(), "user-3", "t")
	is(t, err, adapter.ErrNotFound)

	clock.Advance(time.Minute)
	is(t, store.CreateVerificationTokens(t.Context(), token(3, time.Hour), token(4, time.Hour)), nil)
	_, err = store.UseVerificationToken(t.Context(), "user-1", "t")
	is(t, err, adapter.ErrNotFound)
	for i := 2; i <= 4; i++ {
		_, err = store.UseVerificationToken(t.Context(), name("user", i), "t")
		is(t, err, nil)
	}
}
