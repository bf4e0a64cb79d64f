package redisadapter_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

// Everything in Redis: the store goes into the Config of ginauth.
func ExampleOpen() {
	address := os.Getenv("REDIS_URL")
	if address == "" {
		address = "redis://localhost:6379"
	}
	store, err := redisadapter.Open(address)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()

	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	if _, err := store.GetUserByEmail(ctx, "nobody@example.org"); errors.Is(err, adapter.ErrNotFound) {
		fmt.Println("nobody has this address")
	}
}

// A client of your own: it has to keep deadlines.
func ExampleNew() {
	client := redis.NewUniversalClient(&redis.UniversalOptions{
		Addrs: []string{"localhost:6379"},
	})
	defer client.Close()
	_, err := redisadapter.New(client, redisadapter.Options{Prefix: "shop"})
	fmt.Println(err)
	// Output:
	// redisadapter: set ContextTimeoutEnabled of the client to true: without it a slow Redis holds requests up for seconds
}

// Users in SQL, sessions in Redis.
func ExampleNewSessions() {
	var users redisadapter.Users // a store of sqladapter, say
	client := redis.NewClient(&redis.Options{Addr: "localhost:6379", ContextTimeoutEnabled: true})
	defer client.Close()
	_, err := redisadapter.NewSessions(client, users, redisadapter.Options{})
	fmt.Println(err)
	// Output:
	// redisadapter: there is no store of users
}
