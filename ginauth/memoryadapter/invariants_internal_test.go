package memoryadapter

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// Whatever many callers do at once, what the maps say fits together and stays
// within the bounds.
func TestInvariants(t *testing.T) {
	start := time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC)
	var mu sync.Mutex
	now := start
	a := New(Options{
		MaxUsers: 6, MaxSessions: 12, MaxSessionsPerUser: 4, MaxAccountsPerUser: 3, MaxVerificationTokens: 5,
		Now: func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			now = now.Add(time.Second)
			return now
		},
	})
	people := &crowd{}
	for round := range 20 {
		var running sync.WaitGroup
		for i := range 8 {
			running.Go(func() {
				r := rand.New(rand.NewPCG(uint64(round), uint64(i)))
				for range 200 {
					act(t.Context(), a, people, r, start)
				}
			})
		}
		running.Wait()
		a.check(t)
		if t.Failed() {
			t.Fatal("in round", round)
		}
	}
}

// crowd are the IDs of users who are there, or were.
type crowd struct {
	mu  sync.Mutex
	ids []string
}

func (c *crowd) add(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids = append(c.ids, id)
}

func (c *crowd) one(r *rand.Rand) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.ids) == 0 {
		return "nobody"
	}
	return c.ids[max(0, len(c.ids)-1-r.IntN(8))]
}

// act does one thing of the many; whether it succeeds does not matter.
func act(ctx context.Context, a *Adapter, people *crowd, r *rand.Rand, start time.Time) {
	id, word := people.one(r), func() string { return strconv.Itoa(r.IntN(12)) }
	expires := start.Add(time.Duration(r.IntN(3000)) * time.Second)
	session := adapter.Session{
		ID: word(), SessionToken: word(), UserID: id, Expires: expires, LastSeen: expires, Version: int64(r.IntN(2)), Data: []byte(word()),
	}
	account := adapter.Account{UserID: id, Provider: "p", ProviderAccountID: word()}
	email := word()
	switch r.IntN(20) {
	case 0, 1:
		if u, err := a.CreateUser(ctx, adapter.User{Email: email}, &account); err == nil {
			people.add(u.ID)
		}
	case 2:
		_ = a.UpdateUser(ctx, adapter.User{ID: id, Email: email})
	case 3:
		_ = a.LinkAccount(ctx, account)
	case 4:
		_ = a.UnlinkAccount(ctx, id, "p", word(), r.IntN(2))
	case 5:
		_ = a.SetDisabled(ctx, id, r.IntN(3) == 0)
	case 6:
		if r.IntN(4) == 0 {
			_ = a.DeleteUser(ctx, id)
		}
	case 7, 8, 9:
		_ = a.CreateSession(ctx, session)
	case 10:
		_ = a.UpdateSession(ctx, word(), session)
	case 11:
		_, _ = a.TouchSession(ctx, session, expires)
	case 12:
		_ = a.DeleteSession(ctx, id, word())
	case 13:
		_, _ = a.DeleteSessions(ctx, id, word())
	case 14:
		_ = a.MarkSessions(ctx, id)
		_, _ = a.ListSessions(ctx, id)
	case 15:
		_ = a.RevokeSession(ctx, id, strconv.Itoa(r.IntN(40)), expires)
		_, _ = a.GetRevocation(ctx, id, word())
	case 16:
		_ = a.CreateVerificationTokens(ctx, adapter.VerificationToken{Identifier: word(), Token: word(), Expires: expires})
		_, _ = a.UseVerificationToken(ctx, word(), word())
	case 17:
		_ = a.CreateAuthenticator(ctx, adapter.Authenticator{UserID: id, CredentialID: word()})
	case 18:
		_ = a.DeleteAuthenticator(ctx, id, word())
		_ = a.UpdateAuthenticatorCounter(ctx, word(), uint32(r.IntN(9)))
	default:
		if u, err := a.GetUser(ctx, id); err == nil {
			_ = a.ClaimUser(ctx, id, u.Email, start)
		}
		_, _ = a.GetSession(ctx, word())
	}
}

// check wants every map to say the same.
func (a *Adapter) check(t *testing.T) {
	t.Helper()
	a.mu.RLock()
	defer a.mu.RUnlock()
	same := func(what string, got, want int) {
		t.Helper()
		if got != want {
			t.Errorf("%s: %d, want %d", what, got, want)
		}
	}
	within := func(what string, n, bound int) {
		t.Helper()
		if n > bound {
			t.Errorf("%s: %d, bound %d", what, n, bound)
		}
	}
	var emails, accounts, passkeys, sessions, revoked int
	for id, u := range a.users {
		if u.ID != id || (u.Email != "" && a.emails[u.Email] != u) {
			t.Errorf("user %q is found as somebody else", id)
		}
		if u.Email != "" {
			emails++
		}
		for i := range u.accounts {
			if n := &u.accounts[i]; a.accounts[accountName(n)] != u || n.UserID != id {
				t.Errorf("an account of %q is somebody else's", id)
			}
		}
		for i := range u.passkeys {
			if n := &u.passkeys[i]; a.passkeys[n.CredentialID] != u || n.UserID != id {
				t.Errorf("an authenticator of %q is somebody else's", id)
			}
		}
		for _, s := range u.sessions {
			if a.sessions[s.SessionToken] != s || a.ids[s.ID] != s || s.user != u || s.UserID != id || u.Disabled {
				t.Errorf("session %q of %q should not be there", s.ID, id)
			}
			if !a.sessionsEnd.noted || s.Expires.Before(a.sessionsEnd.at) {
				t.Errorf("session %q ends unnoticed", s.ID)
			}
		}
		within("sessions of one", len(u.sessions), a.options.MaxSessionsPerUser)
		within("accounts of one", len(u.accounts), a.options.MaxAccountsPerUser)
		within("authenticators of one", len(u.passkeys), a.options.MaxAccountsPerUser)
		accounts, passkeys = accounts+len(u.accounts), passkeys+len(u.passkeys)
		sessions, revoked = sessions+len(u.sessions), revoked+len(u.revoked)
	}
	same("addresses", len(a.emails), emails)
	same("accounts", len(a.accounts), accounts)
	same("authenticators", len(a.passkeys), passkeys)
	same("sessions by token", len(a.sessions), sessions)
	same("sessions by ID", len(a.ids), sessions)
	same("revoked", a.revoked, revoked)
	within("users", len(a.users), a.options.MaxUsers)
	within("sessions", sessions, a.options.MaxSessions)
	within("revoked", revoked, a.options.MaxSessions)
	within("tokens", len(a.tokens), a.options.MaxVerificationTokens)
}
