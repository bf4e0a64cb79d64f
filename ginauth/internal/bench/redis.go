package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

// redisServer is the real Redis, with keys of one's own.
type redisServer struct {
	client          *redis.Client
	address, prefix string
	wire            wire
}

// onRedis builds a case on Redis, with the client that ginauth and scs share.
// When the case is closed, so is the client, and its keys are gone.
func onRedis(build func(*redisServer) (*subject, error)) (*subject, error) {
	r := &redisServer{
		address: cmp.Or(os.Getenv("REDIS_ADDR"), "127.0.0.1:6379"),
		prefix:  "ginauth-bench-" + rand.Text(),
	}
	r.client = redis.NewClient(&redis.Options{Addr: r.address, ContextTimeoutEnabled: true, Dialer: r.wire.dial})
	ctx, cancel := serviceContext()
	defer cancel()
	if err := r.client.Ping(ctx).Err(); err != nil {
		return nil, errors.Join(fmt.Errorf("%w: Redis at %s: %w", errNoService, r.address, err), r.client.Close())
	}
	s, err := build(r)
	if err != nil {
		return nil, errors.Join(err, r.close())
	}
	s.wire, s.closer = &r.wire, r.close
	return s, nil
}

// close deletes the keys.
func (r *redisServer) close() error {
	ctx, cancel := serviceContext()
	defer cancel()
	return errors.Join(r.clear(ctx), r.client.Close())
}

func (r *redisServer) clear(ctx context.Context) error {
	keys := r.client.Scan(ctx, 0, r.prefix+"*", 1000).Iterator()
	for keys.Next(ctx) {
		if err := r.client.Del(ctx, keys.Val()).Err(); err != nil {
			return fmt.Errorf("clearing Redis: %w", err)
		}
	}
	if err := keys.Err(); err != nil {
		return fmt.Errorf("clearing Redis: %w", err)
	}
	return nil
}

// adapter is ginauth's store there.
func (r *redisServer) adapter() (*redisadapter.Adapter, error) {
	a, err := redisadapter.New(r.client, redisadapter.Options{Prefix: r.prefix})
	if err != nil {
		return nil, fmt.Errorf("ginauth's store in Redis: %w", err)
	}
	return a, nil
}
