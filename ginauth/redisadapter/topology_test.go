package redisadapter_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

// everything calls every method for several users, whose shards are on
// different nodes of a cluster: a script that needs two of them would fail.
func everything(t *testing.T, client redis.UniversalClient) {
	t.Helper()
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) { everyCall(t, open(t, client, newPrefix(t, client))) })
	}
}

func everyCall(t *testing.T, a full) {
	t.Helper()
	ctx, at := t.Context(), time.Unix(1_800_000_000, 0).UTC()
	for i := range 12 {
		name := fmt.Sprint("user", i)
		u := newUser(t, a, name)
		ok(t, a.LinkAccount(ctx, adapter.Account{UserID: u.ID, Provider: "gitlab", ProviderAccountID: name}))
		if list := must[[]adapter.Account](t)(a.ListAccounts(ctx, u.ID)); len(list) != 2 || list[1].Provider != "gitlab" {
			t.Errorf("accounts: %v", list)
		}
		ok(t, a.UnlinkAccount(ctx, u.ID, "github", name, 1))
		if err := a.UnlinkAccount(ctx, u.ID, "gitlab", name, 1); !errors.Is(err, adapter.ErrLastAccount) {
			t.Errorf("the last account: %v", err)
		}
		u.Email = "new" + u.Email
		ok(t, a.UpdateUser(ctx, u))
		if got := must[adapter.User](t)(a.GetUserByEmail(ctx, u.Email)); got != u {
			t.Errorf("by the new address: %+v", got)
		}
		u = must[adapter.User](t)(a.GetUserByAccount(ctx, "gitlab", name))

		ok(t, a.CreateAuthenticator(ctx, adapter.Authenticator{CredentialID: name, UserID: u.ID, Counter: 1}))
		ok(t, a.UpdateAuthenticatorCounter(ctx, name, 2))
		if list := must[[]adapter.Authenticator](t)(a.ListAuthenticatorsByUserID(ctx, u.ID)); len(list) != 1 || list[0].Counter != 2 {
			t.Errorf("passkeys: %v", list)
		}
		ok(t, a.DeleteAuthenticator(ctx, u.ID, name))

		one, two := signIn(t, a, u.ID, "one"), signIn(t, a, u.ID, "two")
		token := one.SessionToken
		one.SessionToken = adapter.SessionToken(adapter.Shard(u.ID) + "-rotated")
		ok(t, a.UpdateSession(ctx, token, one))
		ok(t, a.MarkSessions(ctx, u.ID))
		if list := must[[]adapter.Session](t)(a.ListSessions(ctx, u.ID)); len(list) != 2 || !list[0].Stale {
			t.Errorf("sessions: %v", list)
		}
		if n := must[int](t)(a.DeleteSessions(ctx, u.ID, "two")); n != 1 {
			t.Errorf("%d sessions deleted", n)
		}
		ok(t, a.DeleteSession(ctx, u.ID, "two"))
		signIn(t, a, u.ID, "three")

		ok(t, a.RevokeSession(ctx, u.ID, "two", two.Expires))
		ok(t, a.RevokeSessions(ctx, u.ID, at, "three"))
		ok(t, a.MarkUser(ctx, u.ID, at))
		want := adapter.Revocation{Revoked: true, ValidAfter: at, Except: "three", Touched: at}
		if r := must[adapter.Revocation](t)(a.GetRevocation(ctx, u.ID, "two")); r != want {
			t.Errorf("revoked: %+v", r)
		}
		link := adapter.VerificationToken{Identifier: u.Email, Token: name, Expires: at}
		ok(t, a.CreateVerificationTokens(ctx, link, adapter.VerificationToken{Identifier: name, Token: name}))
		if got := must[adapter.VerificationToken](t)(a.UseVerificationToken(ctx, u.Email, name)); got != link {
			t.Errorf("the link: %+v", got)
		}
		ok(t, a.ClaimUser(ctx, u.ID, u.Email, at))
		ok(t, a.SetDisabled(ctx, u.ID, true))
		ok(t, a.SetDisabled(ctx, u.ID, false))
		ok(t, a.DeleteUser(ctx, u.ID))
	}
}

func TestEverything(t *testing.T) { everything(t, single(t)) }

func TestCluster(t *testing.T) {
	client := cluster(t)
	t.Run("everything", func(t *testing.T) { everything(t, client) })
	t.Run("suite", func(t *testing.T) { suite(t, client) })
	t.Run("a loss", func(t *testing.T) { lossOfNodes(t, client) })
}

func lossOfNodes(t *testing.T, client *redis.ClusterClient) {
	t.Helper()
	// One node forgets all: those whose shard it had sign in again, and stay who
	// they are; who was disabled stays so.
	a := store(t, client)
	var users []adapter.User
	for i := range 12 {
		users = append(users, newUser(t, a, fmt.Sprint("user", i)))
		signIn(t, a, users[i].ID, "old")
	}
	ok(t, a.SetDisabled(t.Context(), users[0].ID, true))
	directory := must[*redis.Client](t)(client.MasterForKey(t.Context(), keyOf(t, client, users[0].ID)))
	lost := 0
	ok(t, client.ForEachMaster(t.Context(), func(ctx context.Context, node *redis.Client) error {
		if node.Options().Addr == directory.Options().Addr {
			return nil
		}
		return node.FlushAll(ctx).Err()
	}))
	for i, u := range users {
		_, gone := a.GetSession(t.Context(), newSession(u.ID, "old").SessionToken)
		got, err := a.GetUserByAccount(t.Context(), "github", u.Name)
		if err != nil || got.ID != u.ID || got.Disabled != (i == 0) {
			t.Errorf("%s after the loss: %+v %v", u.Name, got, err)
		}
		r, err := a.GetRevocation(t.Context(), u.ID, "cookie")
		if i == 0 {
			if err != nil || !r.Disabled {
				t.Errorf("the disabled user: %+v %v", r, err)
			}
			continue
		}
		if gone != nil {
			lost++
			if err != nil || r.Disabled || time.Since(r.ValidAfter) > time.Minute || !r.ValidAfter.Before(time.Now()) {
				t.Errorf("cookies of before the loss: %+v %v", r, err)
			}
		}
		signIn(t, a, u.ID, "new")
	}
	if lost == 0 {
		t.Error("no user was on the nodes that forgot")
	}
}

// keyOf finds the key of a user in the directory.
func keyOf(t *testing.T, client *redis.ClusterClient, userID string) string {
	t.Helper()
	found := make(chan string, 1)
	ok(t, client.ForEachMaster(t.Context(), func(ctx context.Context, node *redis.Client) error {
		scan := node.Scan(ctx, 0, "*:user:"+userID, 10_000).Iterator()
		for scan.Next(ctx) {
			found <- scan.Val()
		}
		return scan.Err()
	}))
	return <-found
}

func TestSentinel(t *testing.T) {
	main, addr := sentinel(t)
	a := must[*redisadapter.Adapter](t)(redisadapter.Open("redis://" + addr + "/0?master_name=main"))
	defer a.Close()
	u := newUser(t, a, "ada")
	signIn(t, a, u.ID, "one")
	client := redis.NewFailoverClient(&redis.FailoverOptions{
		MasterName: "main", SentinelAddrs: []string{addr}, ContextTimeoutEnabled: true,
	})
	t.Cleanup(func() { client.Close() })
	everything(t, client)
	if n := must[int64](t)(clientOf(t, main.addr()).DBSize(t.Context()).Result()); n == 0 {
		t.Error("nothing came to the server")
	}
}

// A Redis that has forgotten everything knows nobody, and says so without an
// error.
func TestFlushAll(t *testing.T) {
	s := startServer(t)
	client := clientOf(t, s.addr())
	a := over(t, client, "")
	u := newUser(t, a, "ada")
	old := signIn(t, a, u.ID, "one")
	ok(t, client.FlushAll(t.Context()).Err())
	ok(t, client.ScriptFlush(t.Context()).Err())
	refused(t, "flushed", a, old)
	if _, err := a.GetUserByAccount(t.Context(), "github", "ada"); !errors.Is(err, adapter.ErrNotFound) {
		t.Errorf("the user: %v", err)
	}
	again := newUser(t, a, "ada")
	if again.ID == u.ID {
		t.Error("an ID was given twice")
	}
	signIn(t, a, again.ID, "one")
	refused(t, "the old one", a, old)
}
