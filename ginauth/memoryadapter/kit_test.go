package memoryadapter_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// epoch is when the tests take place.
var epoch = time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC)

func name(of string, i int) string { return fmt.Sprintf("%s-%d", of, i) }

func newUser(tb testing.TB, store *memoryadapter.Adapter, email string) adapter.User {
	tb.Helper()
	u, err := store.CreateUser(tb.Context(), adapter.User{Email: email}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return u
}

// newSession is a session that was made at a time and lasts an hour. Its token
// is "token-" and its ID.
func newSession(u adapter.User, id string, at time.Time) adapter.Session {
	return adapter.Session{
		ID: id, SessionToken: "token-" + id, UserID: u.ID,
		CreatedAt: at, LastSeen: at, Expires: at.Add(time.Hour), Data: []byte("data of " + id),
	}
}

// create keeps a new session.
func create(tb testing.TB, store *memoryadapter.Adapter, u adapter.User, id string, at time.Time) {
	tb.Helper()
	is(tb, store.CreateSession(tb.Context(), newSession(u, id, at)), nil)
}

// is compares errors.
func is(tb testing.TB, got, want error) {
	tb.Helper()
	if !errors.Is(got, want) {
		tb.Errorf("the error is %v, want %v", got, want)
	}
}

// there wants sessions to be there, or not.
func there(tb testing.TB, store *memoryadapter.Adapter, want bool, ids ...string) {
	tb.Helper()
	for _, id := range ids {
		_, err := store.GetSession(tb.Context(), "token-"+id)
		if got := err == nil; got != want {
			tb.Errorf("session %s: there is %v (%v), want %v", id, got, err, want)
		}
	}
}
