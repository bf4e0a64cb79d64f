package redisadapter_test

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const racers = 50

// race runs a call many times at once, and counts what they answer.
func race(t *testing.T, call func(i int) error, expected ...error) (won int) {
	t.Helper()
	answers := make([]error, racers)
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range answers {
		wg.Go(func() {
			<-start
			answers[i] = call(i)
		})
	}
	close(start)
	wg.Wait()
	for _, err := range answers {
		known := err == nil
		if known {
			won++
		}
		for _, e := range expected {
			known = known || errors.Is(err, e)
		}
		if !known {
			t.Errorf("a racer got %v", err)
		}
	}
	return won
}

func TestRaces(t *testing.T) {
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			client := single(t)
			a := open(t, client, newPrefix(t, client))
			ctx := t.Context()
			one := func(what string, n int) {
				t.Helper()
				if n != 1 {
					t.Errorf("%s: %d won", what, n)
				}
			}

			one("signing up", race(t, func(i int) error {
				_, err := a.CreateUser(ctx, adapter.User{Email: "ada@example.org"},
					&adapter.Account{Provider: "github", ProviderAccountID: strconv.Itoa(i)})
				return err
			}, adapter.ErrEmailTaken))
			u := must[adapter.User](t)(a.GetUserByEmail(ctx, "ada@example.org"))
			if n := len(must[[]adapter.Account](t)(a.ListAccounts(ctx, u.ID))); n != 1 {
				t.Errorf("%d accounts", n)
			}

			ok(t, a.LinkAccount(ctx, adapter.Account{UserID: u.ID, Provider: "gitlab", ProviderAccountID: "ada"}))
			list := must[[]adapter.Account](t)(a.ListAccounts(ctx, u.ID))
			one("unlinking all but one", race(t, func(i int) error {
				return a.UnlinkAccount(ctx, u.ID, list[i%2].Provider, list[i%2].ProviderAccountID, 1)
			}, adapter.ErrLastAccount, adapter.ErrNotFound))

			ok(t, a.CreateVerificationTokens(ctx, adapter.VerificationToken{Identifier: "a", Token: "b", Expires: time.Now()}))
			one("using a link", race(t, func(int) error {
				_, err := a.UseVerificationToken(ctx, "a", "b")
				return err
			}, adapter.ErrNotFound))

			s := signIn(t, a, u.ID, "one")
			one("rotating", race(t, func(i int) error {
				next := s
				next.SessionToken = adapter.SessionToken(adapter.Shard(u.ID) + fmt.Sprint("rotated", i))
				return a.UpdateSession(ctx, s.SessionToken, next)
			}, adapter.ErrSuperseded))
			s = must[[]adapter.Session](t)(a.ListSessions(ctx, u.ID))[0]
			one("touching", race(t, func(int) error {
				touch := s
				touch.LastSeen = s.LastSeen.Add(time.Hour)
				if did, err := a.TouchSession(ctx, touch, s.LastSeen.Add(time.Minute)); err != nil || did {
					return err
				}
				return adapter.ErrSuperseded
			}, adapter.ErrSuperseded))
			ok(t, a.DeleteSession(ctx, u.ID, s.ID))

			one("deleting", race(t, func(int) error { return a.DeleteUser(ctx, u.ID) }, adapter.ErrNotFound))
		})
	}
}

// However sessions come and move meanwhile, none is left when all are ended.
func TestEndingAllWhileTheyMove(t *testing.T) {
	for kind, open := range kinds {
		for what, end := range map[string]func(t *testing.T, a full, u adapter.User) error{
			"disabled": func(t *testing.T, a full, u adapter.User) error { return a.SetDisabled(t.Context(), u.ID, true) },
			"deleted":  func(t *testing.T, a full, u adapter.User) error { return a.DeleteUser(t.Context(), u.ID) },
		} {
			t.Run(kind+" "+what, func(t *testing.T) {
				client := single(t)
				a := open(t, client, newPrefix(t, client))
				u := newUser(t, a, "ada")
				var tokens [racers]string
				race(t, func(i int) error {
					if i == racers/2 {
						return end(t, a, u)
					}
					s := newSession(u.ID, strconv.Itoa(i))
					if err := a.CreateSession(t.Context(), s); err != nil {
						return err
					}
					token := s.SessionToken
					s.SessionToken = adapter.SessionToken(adapter.Shard(u.ID) + fmt.Sprint("rotated", i))
					tokens[i] = s.SessionToken
					return a.UpdateSession(t.Context(), token, s)
				}, adapter.ErrNotFound, adapter.ErrSuperseded)
				for i := range racers {
					for _, token := range []string{tokens[i], newSession(u.ID, strconv.Itoa(i)).SessionToken} {
						if _, err := a.GetSession(t.Context(), token); !errors.Is(err, adapter.ErrNotFound) {
							t.Errorf("session %d is left: %v", i, err)
						}
					}
				}
			})
		}
	}
}

// Two links to the same address, used at once by their one owner: whoever was
// there before is out, and the owner is in.
func TestClaimingTwice(t *testing.T) {
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			client := single(t)
			a := open(t, client, newPrefix(t, client))
			u := newUser(t, a, "ada")
			old := signIn(t, a, u.ID, "old")
			n := race(t, func(i int) error {
				if err := a.ClaimUser(t.Context(), u.ID, u.Email, time.Unix(1_800_000_000, 0)); err != nil {
					return err
				}
				return a.CreateSession(t.Context(), newSession(u.ID, strconv.Itoa(i)))
			})
			list := must[[]adapter.Session](t)(a.ListSessions(t.Context(), u.ID))
			if _, err := a.GetSession(t.Context(), old.SessionToken); !errors.Is(err, adapter.ErrNotFound) || len(list) != n {
				t.Errorf("the old session: %v; %d of %d new ones", err, len(list), n)
			}
			r, err := a.GetRevocation(t.Context(), u.ID, "x")
			if err != nil || r.ValidAfter.Unix() != 1_800_000_000 {
				t.Errorf("%+v %v", r, err)
			}
		})
	}
}
