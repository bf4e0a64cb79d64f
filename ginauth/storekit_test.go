package ginauth_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	ginsessions "github.com/gin-contrib/sessions"
	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-contrib/sessions/redis"
	gsessions "github.com/gorilla/sessions"

	"github.com/ginauth/gin-auth/ginauth"
)

var storeKey = []byte("a key of a store, made for tests only")

func withStore(store ginsessions.Store) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) { cfg.Session.Store = store }
}

// stores are the gin-contrib stores, by name.
var stores = map[string]func(t *testing.T) ginsessions.Store{
	"cookie":   func(*testing.T) ginsessions.Store { return cookie.NewStore(storeKey) },
	"memstore": func(*testing.T) ginsessions.Store { return memstore.NewStore(storeKey) },
	"redis":    func(t *testing.T) ginsessions.Store { return redisStore(t, redisAddress(t)) },
}

// redisAddress is a real Redis: REDIS_ADDR, or the usual port of this machine.
// Without one the test is skipped, but in CI it fails.
func redisAddress(t *testing.T) string {
	t.Helper()
	address := os.Getenv("REDIS_ADDR")
	if address == "" {
		address = "127.0.0.1:6379"
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("no Redis at %s, and CI must have one: %v", address, err)
		}
		t.Skipf("skipped: no Redis at %s (set REDIS_ADDR): %v", address, err)
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	return address
}

// redisStore keeps its keys apart from those of everyone else.
func redisStore(t *testing.T, address string) ginsessions.Store {
	t.Helper()
	store, err := redis.NewStoreWithDB(4, "tcp", address, "", "", "9", storeKey)
	if err != nil {
		t.Fatal(err)
	}
	prefix := "ginauth-test-" + rand.Text() + "-"
	if err := redis.SetKeyPrefix(store, prefix); err != nil {
		t.Fatal(err)
	}
	inner, err := redis.GetRedisStore(store)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		conn := inner.Pool.Get()
		defer conn.Close()
		const deleteAll = "for _, key in ipairs(redis.call('keys', ARGV[1])) do redis.call('del', key) end"
		if _, err := conn.Do("EVAL", deleteAll, 0, prefix+"*"); err != nil {
			t.Error(err)
		}
		if err := inner.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

var errStore = errors.New("the store's own error, with secrets")

// faulty is a store that a test can have go wrong: each function, if set,
// runs before the call and may fail, block or panic.
type faulty struct {
	ginsessions.Store
	mu        sync.Mutex
	new, save func(*gsessions.Session) error
	calls     int
}

func (f *faulty) set(onNew, onSave func(*gsessions.Session) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.new, f.save = onNew, onSave
}

func (f *faulty) hooks() (onNew, onSave func(*gsessions.Session) error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	return f.new, f.save
}

func (f *faulty) count() int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calls
}

func (f *faulty) New(r *http.Request, name string) (*gsessions.Session, error) {
	if hook, _ := f.hooks(); hook != nil {
		if err := hook(nil); err != nil {
			return nil, err
		}
	}
	return f.Store.New(r, name)
}

func (f *faulty) Save(r *http.Request, w http.ResponseWriter, s *gsessions.Session) error {
	if _, hook := f.hooks(); hook != nil {
		if err := hook(s); err != nil {
			return err
		}
	}
	return f.Store.Save(r, w, s)
}

// proxy stands before a server and can be taken down: then it closes what is
// open and everything that comes.
type proxy struct {
	listener net.Listener
	target   string
	mu       sync.Mutex
	down     bool
	open     map[net.Conn]bool
}

func newProxy(t *testing.T, target string) *proxy {
	t.Helper()
	listener, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &proxy{listener: listener, target: target, open: map[net.Conn]bool{}}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			running.Go(func() { p.pass(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		p.setDown(true)
		running.Wait()
	})
	return p
}

// keep takes a connection in, unless the proxy is down.
func (p *proxy) keep(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.down {
		_ = conn.Close()
		return false
	}
	p.open[conn] = true
	return true
}

func (p *proxy) setDown(down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = down
	if down {
		for conn := range p.open {
			_ = conn.Close()
		}
		clear(p.open)
	}
}

func (p *proxy) pass(client net.Conn) {
	defer client.Close()
	if !p.keep(client) {
		return
	}
	server, err := new(net.Dialer).DialContext(context.Background(), "tcp", p.target)
	if err != nil {
		return
	}
	defer server.Close()
	if !p.keep(server) {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	_, _ = io.Copy(client, server)
	_ = client.Close()
	<-done
}
