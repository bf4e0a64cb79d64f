package faulttest_test

import (
	"context"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

// startRedis starts a Redis that may be emptied.
func startRedis(t *testing.T) *server {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		missingf(t, "no redis-server: %v", err)
	}
	s := &server{dir: folder(t)}
	s.command = func() *exec.Cmd {
		return exec.Command(program, "--port", s.port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", s.dir)
	}
	s.answers = func(ctx context.Context, s *server) error {
		client := redis.NewClient(&redis.Options{Addr: s.address(), ContextTimeoutEnabled: true, MaxRetries: -1})
		defer client.Close()
		info, err := client.Info(ctx, "server").Result()
		if err == nil && !strings.Contains(info, fmt.Sprintf("process_id:%d\r", s.process.Pid)) {
			err = fmt.Errorf("another Redis has port %s", s.port)
		}
		return err
	}
	return newServer(t, s)
}

func redisClient(t *testing.T, address string) *redis.Client {
	t.Helper()
	client := redis.NewClient(&redis.Options{Addr: address, ContextTimeoutEnabled: true})
	t.Cleanup(func() { client.Close() })
	return client
}

func redisStore(t *testing.T, address string) *redisadapter.Adapter {
	t.Helper()
	return must(redisadapter.New(redisClient(t, address), redisadapter.Options{}))(t)
}
