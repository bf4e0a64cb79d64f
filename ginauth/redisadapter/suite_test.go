package redisadapter_test

import (
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/adaptertest"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

// suite proves both stores over a client.
func suite(t *testing.T, client redis.UniversalClient) {
	t.Helper()
	for kind, open := range kinds {
		t.Run(kind, func(t *testing.T) {
			adaptertest.Run(t, func(t *testing.T) adapter.Adapter { return open(t, client, newPrefix(t, client)) })
		})
	}
}

// The other store may be of any kind.
func TestSessionsWithUsersInMemory(t *testing.T) {
	client := single(t)
	adaptertest.Run(t, func(t *testing.T) adapter.Adapter {
		users := memoryadapter.New(memoryadapter.Options{})
		return must[*redisadapter.Sessions](t)(redisadapter.NewSessions(client, users, redisadapter.Options{Prefix: newPrefix(t, client)}))
	})
}

func TestSingle(t *testing.T) { suite(t, single(t)) }
