package redisadapter_test

import (
	"errors"
	"net"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/redisadapter"
)

func TestOpen(t *testing.T) {
	s := startServer(t)
	host, port, _ := net.SplitHostPort(s.addr())
	for _, address := range []string{
		"redis://" + s.addr(), "redis://" + s.addr() + "/0?max_retries=1", "redis://" + net.JoinHostPort(host, port) + "/",
	} {
		a := must[*redisadapter.Adapter](t)(redisadapter.Open(address))
		if _, err := a.GetUser(t.Context(), "nobody"); !errors.Is(err, adapter.ErrNotFound) {
			t.Errorf("%s: %v", address, err)
		}
		for range 2 {
			ok(t, a.Close())
		}
		if _, err := a.GetUser(t.Context(), "nobody"); !errors.Is(err, redis.ErrClosed) {
			t.Errorf("%s, closed: %v", address, err)
		}
	}
}
