package redisadapter_test

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// counting counts what is sent to Redis.
type counting struct{ sent atomic.Int64 }

func (c *counting) DialHook(next redis.DialHook) redis.DialHook { return next }
func (c *counting) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error { c.sent.Add(1); return next(ctx, cmd) }
}
func (c *counting) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, cmds []redis.Cmder) error { c.sent.Add(1); return next(ctx, cmds) }
}

// What every guarded request asks is one round trip.
func TestOneRoundTrip(t *testing.T) {
	client := single(t)
	a := store(t, client)
	u := newUser(t, a, "ada")
	s := signIn(t, a, u.ID, "one")
	must[adapter.Revocation](t)(a.GetRevocation(t.Context(), u.ID, "x")) // its script is known
	var c counting
	client.AddHook(&c)
	for name, call := range map[string]func() error{
		"GetSession":    func() error { _, err := a.GetSession(t.Context(), s.SessionToken); return err },
		"GetRevocation": func() error { _, err := a.GetRevocation(t.Context(), u.ID, "x"); return err },
		"TouchSession":  func() error { _, err := a.TouchSession(t.Context(), s, s.LastSeen); return err },
		"no session": func() error {
			if _, err := a.GetSession(t.Context(), adapter.SessionToken("x")); !errors.Is(err, adapter.ErrNotFound) {
				t.Error(err)
			}
			return nil
		},
	} {
		ok(t, call()) // the connection, and the script
		c.sent.Store(0)
		ok(t, call())
		if n := c.sent.Load(); n != 1 {
			t.Errorf("%s: %d round trips", name, n)
		}
	}
}

// lossy is a way to Redis on which the answer to the first script is lost: the
// connection breaks.
type lossy struct {
	net.Conn
	state *atomic.Int32
}

const (
	waiting = iota
	asked
	lost
)

func (l lossy) Write(b []byte) (int, error) {
	if strings.Contains(string(b), "evalsha") || strings.Contains(string(b), "eval\r\n") {
		defer l.state.CompareAndSwap(waiting, asked)
	}
	return l.Conn.Write(b)
}

func (l lossy) Read(b []byte) (int, error) {
	n, err := l.Conn.Read(b)
	if l.state.CompareAndSwap(asked, lost) {
		_ = l.Conn.Close()
		return 0, io.EOF
	}
	return n, err
}

// A write whose answer is lost is not sent again, though the client retries
// other commands: the one who signs up would be told that somebody else has
// their address, and who uses a link that somebody else has used it.
func TestLostAnswer(t *testing.T) {
	healthy := single(t)
	prefix := newPrefix(t, healthy)
	a := over(t, healthy, prefix)
	newUser(t, a, "grace") // the scripts are known
	var state atomic.Int32
	client := redis.NewClient(&redis.Options{
		Addr: healthy.Options().Addr, ContextTimeoutEnabled: true,
		Dialer: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
			return lossy{conn, &state}, err
		},
	})
	defer client.Close()
	_, err := over(t, client, prefix).CreateUser(t.Context(), adapter.User{Email: "ada@example.org"}, nil)
	if err == nil || errors.Is(err, adapter.ErrEmailTaken) || state.Load() != lost {
		t.Errorf("signing up: %v", err)
	}
	u := must[adapter.User](t)(a.GetUserByEmail(t.Context(), "ada@example.org"))
	signIn(t, a, u.ID, "one")
}

// An error says what is wrong, and repeats no argument.
func TestErrorsKeepSecrets(t *testing.T) {
	s := startServer(t, "--rename-command", "EVALSHA", "", "--rename-command", "GET", "")
	a := over(t, clientOf(t, s.addr()), "")
	secret := adapter.SessionToken("0000secret")
	_, err := a.GetSession(t.Context(), secret)
	_, err2 := a.UseVerificationToken(t.Context(), "a@b", secret)
	for _, err := range []error{err, err2} {
		if err == nil || errors.Is(err, adapter.ErrNotFound) || !strings.Contains(err.Error(), "unknown command") || strings.Contains(err.Error(), secret) {
			t.Errorf("%v", err)
		}
		if !redis.HasErrorPrefix(err, "unknown command") {
			t.Errorf("it is not Redis's error: %v", err)
		}
	}
}

// What Redis refuses is the store's failure, and no answer.
func TestRefusals(t *testing.T) {
	s := startServer(t)
	client := clientOf(t, s.addr())
	a := over(t, client, "")
	u := newUser(t, a, "ada")
	one := signIn(t, a, u.ID, "one")
	for _, c := range []struct {
		says     string
		do, undo []any
	}{
		{"OOM", []any{"config", "set", "maxmemory", "1"}, []any{"config", "set", "maxmemory", "0"}},
		{"READONLY", []any{"replicaof", "127.0.0.1", "1"}, []any{"replicaof", "no", "one"}},
		{"NOREPLICAS", []any{"config", "set", "min-replicas-to-write", "1"}, []any{"config", "set", "min-replicas-to-write", "0"}},
	} {
		ok(t, client.Do(t.Context(), c.do...).Err())
		_, created := a.CreateUser(t.Context(), adapter.User{Name: "b"}, nil)
		calls := map[string]error{
			"CreateUser":    created,
			"CreateSession": a.CreateSession(t.Context(), newSession(u.ID, "two")),
			"UpdateSession": a.UpdateSession(t.Context(), one.SessionToken, one),
			"RevokeSession": a.RevokeSession(t.Context(), u.ID, "one", one.Expires),
		}
		if c.says != "OOM" { // a full Redis still lets sessions be ended
			calls["DeleteSession"] = a.DeleteSession(t.Context(), u.ID, "one")
			calls["SetDisabled"] = a.SetDisabled(t.Context(), u.ID, true)
		}
		for what, err := range calls {
			if err == nil || !redis.HasErrorPrefix(err, c.says) {
				t.Errorf("%s, %s: %v", c.says, what, err)
			}
		}
		ok(t, client.Do(t.Context(), c.undo...).Err())
		if _, err := a.GetSession(t.Context(), one.SessionToken); err != nil {
			t.Errorf("the session after %s: %v", c.says, err)
		}
	}
}
