package redisadapter_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

// missingf skips a test on a laptop and fails it where everything has to be.
func missingf(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf("skipped: "+format, args...)
}

// address is that of the Redis that runs on this machine.
func address(t testing.TB) string {
	t.Helper()
	addr := os.Getenv("REDIS_ADDR")
	if addr == "" {
		addr = "127.0.0.1:6379"
	}
	client := redis.NewClient(&redis.Options{Addr: addr, MaxRetries: -1, DialerRetries: 1})
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	if err := client.Ping(ctx).Err(); err != nil {
		missingf(t, "no Redis at %s: %v", addr, err)
	}
	return addr
}

// single is a client of that Redis.
func single(t testing.TB) *redis.Client {
	t.Helper()
	return clientOf(t, address(t))
}

func clientOf(t testing.TB, addr string) *redis.Client {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: addr, ContextTimeoutEnabled: true})
	t.Cleanup(func() { client.Close() })
	return client
}

// newPrefix is one that nobody else has. Its keys are deleted afterwards.
func newPrefix(t testing.TB, client redis.UniversalClient) string {
	t.Helper()
	prefix := "test-" + rand.Text()
	t.Cleanup(func() {
		if err := wipe(context.Background(), client, prefix); err != nil {
			t.Errorf("deleting the keys of the test: %v", err)
		}
	})
	return prefix
}

func wipe(ctx context.Context, client redis.UniversalClient, prefix string) error {
	node := func(ctx context.Context, node *redis.Client) error {
		scan := node.Scan(ctx, 0, prefix+":*", 1000).Iterator()
		for scan.Next(ctx) {
			if err := node.Del(ctx, scan.Val()).Err(); err != nil {
				return err
			}
		}
		return scan.Err()
	}
	switch c := client.(type) {
	case *redis.ClusterClient:
		return c.ForEachMaster(ctx, node)
	case *redis.Client:
		return node(ctx, c)
	}
	return fmt.Errorf("a %T", client)
}

// store is a new store with keys of its own.
func store(t testing.TB, client redis.UniversalClient) *redisadapter.Adapter {
	t.Helper()
	return over(t, client, newPrefix(t, client))
}

// over is a store with the given keys.
func over(t testing.TB, client redis.UniversalClient, prefix string) *redisadapter.Adapter {
	t.Helper()
	a, err := redisadapter.New(client, redisadapter.Options{Prefix: prefix})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// full is all that a store here does.
type full interface {
	adapter.Adapter
	adapter.Accounts
	adapter.Administration
	adapter.Sessions
	adapter.Revocations
	adapter.VerificationTokens
	adapter.Authenticators
}

// kinds are the two stores here. The other store of Sessions is in the same
// Redis, and is killed with it.
var kinds = map[string]func(t testing.TB, client redis.UniversalClient, prefix string) full{
	"Adapter": func(t testing.TB, client redis.UniversalClient, prefix string) full { return over(t, client, prefix) },
	"Sessions": func(t testing.TB, client redis.UniversalClient, prefix string) full {
		return must[*redisadapter.Sessions](t)(redisadapter.NewSessions(client, over(t, client, prefix+":users"), redisadapter.Options{Prefix: prefix}))
	},
}

// must ends a test at an error of what it needs.
func must[T any](t testing.TB) func(v T, err error) T {
	t.Helper()
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newUser is somebody with an account.
func newUser(t testing.TB, a adapter.Adapter, name string) adapter.User {
	t.Helper()
	return must[adapter.User](t)(a.CreateUser(t.Context(),
		adapter.User{Name: name, Email: name + "@example.org"},
		&adapter.Account{Type: "oauth", Provider: "github", ProviderAccountID: name}))
}

// newSession is a session of a user that lasts for an hour.
func newSession(userID, id string) adapter.Session {
	now := time.Now().UTC().Truncate(time.Millisecond)
	return adapter.Session{
		ID: id, UserID: userID,
		SessionToken: adapter.SessionToken(adapter.Shard(userID) + "-" + id),
		CreatedAt:    now, LastSeen: now, Expires: now.Add(time.Hour),
		IP: "192.0.2.1", UserAgent: "test", Data: []byte("sealed\x00\xff"), Version: 1,
	}
}

// signIn keeps a session of a user.
func signIn(t testing.TB, a adapter.Sessions, userID, id string) adapter.Session {
	t.Helper()
	s := newSession(userID, id)
	ok(t, a.CreateSession(t.Context(), s))
	return s
}
