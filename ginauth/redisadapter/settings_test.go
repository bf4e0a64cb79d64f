package redisadapter_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

func TestNewRefuses(t *testing.T) {
	for _, c := range []struct {
		name   string
		client redis.UniversalClient
		opt    redisadapter.Options
		says   string // "" if it is accepted
	}{
		{"no client", nil, redisadapter.Options{}, "no client"},
		{"a nil client", (*redis.Client)(nil), redisadapter.Options{}, "no client"},
		{"a nil cluster", (*redis.ClusterClient)(nil), redisadapter.Options{}, "no client"},
		{"defaults", redis.NewClient(&redis.Options{Addr: "127.0.0.1:1"}), redisadapter.Options{}, "ContextTimeoutEnabled"},
		{"deadlines", redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", ContextTimeoutEnabled: true}), redisadapter.Options{}, ""},
		{"a cache", redis.NewClient(&redis.Options{
			ContextTimeoutEnabled: true, Protocol: 3, ClientSideCacheConfig: &redis.ClientSideCacheConfig{},
		}), redisadapter.Options{}, "client-side caching"},
		{"a brace", redis.NewClient(&redis.Options{Addr: "127.0.0.1:1", ContextTimeoutEnabled: true}), redisadapter.Options{Prefix: "a{b"}, "brace"},
		{"failover", redis.NewFailoverClient(&redis.FailoverOptions{MasterName: "x", SentinelAddrs: []string{"127.0.0.1:1"}}), redisadapter.Options{}, "ContextTimeoutEnabled"},
		{"a cluster", redis.NewClusterClient(&redis.ClusterOptions{Addrs: []string{"127.0.0.1:1"}}), redisadapter.Options{}, "ContextTimeoutEnabled"},
		{"replicas", redis.NewClusterClient(&redis.ClusterOptions{
			Addrs: []string{"127.0.0.1:1"}, ContextTimeoutEnabled: true, RouteRandomly: true,
		}), redisadapter.Options{}, "replicas"},
		{"a ring", redis.NewRing(&redis.RingOptions{Addrs: map[string]string{"a": "127.0.0.1:1"}, ContextTimeoutEnabled: true}), redisadapter.Options{}, "Ring"},
		{"another type", struct{ redis.UniversalClient }{}, redisadapter.Options{}, ""},
	} {
		a, err := redisadapter.New(c.client, c.opt)
		if (err == nil) != (c.says == "") || (err != nil && !strings.Contains(err.Error(), c.says)) || (a == nil) == (err == nil) {
			t.Errorf("%s: %v", c.name, err)
		}
		if strings.HasPrefix(c.name, "a nil") || c.client == nil || c.name == "another type" {
			continue
		}
		c.client.Close()
	}
}

func TestOpenRefuses(t *testing.T) {
	for _, address := range []string{
		"", "localhost:6379", "http://localhost", "redis://h:x", "redis://:hunter2@h:port", "redis://:hun/ter2@h", "redis://:hunter2@h/db",
		"redis://:hunter2@h?nonsense=1", "redis://:hunter2@a:1,,b:2", "redis://:hunter2@a:1,b:2?db=x", "redis://:hunter2%zz@h",
		"redis://a:1?master_name=m&replica_only=true", "redis://a:1?master_name=m&password=hunter2&x=y", "redis://a,b?read_only=true",
	} {
		a, err := redisadapter.Open(address)
		if err == nil {
			a.Close()
			t.Errorf("%q was accepted", address)
		} else if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "ter2") {
			t.Errorf("%q: the error has the password: %v", address, err)
		}
	}
	for _, address := range []string{
		"redis://", "rediss://user:p%40ss@h/1", "redis://a:1,b,[::1]:3", "redis://u:a@b@h", "unix:///run/redis.sock", "redis://a,b?master_name=m",
	} {
		a, err := redisadapter.Open(address)
		if err != nil {
			t.Errorf("%q: %v", address, err)
			continue
		}
		ok(t, a.Close())
	}
}

// A Redis that takes connections and answers nothing: the context ends a call.
func TestSilentRedis(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(t, err)
	defer l.Close()
	a := must[*redisadapter.Adapter](t)(redisadapter.Open("redis://" + l.Addr().String()))
	defer a.Close()
	for name, call := range map[string]func(context.Context) error{
		"read":  func(ctx context.Context) error { _, err := a.GetSession(ctx, adapter.SessionToken("x")); return err },
		"write": func(ctx context.Context) error { _, err := a.CreateUser(ctx, adapter.User{}, nil); return err },
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		err := call(ctx)
		cancel()
		if err == nil || errors.Is(err, adapter.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
