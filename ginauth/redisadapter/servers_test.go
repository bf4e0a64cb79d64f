package redisadapter_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// server is a redis-server of a test.
type server struct {
	host, port string
	cmd        *exec.Cmd
	log        *bytes.Buffer
}

func (s *server) addr() string { return net.JoinHostPort(s.host, s.port) }

// kill ends the server as a power cut does.
func (s *server) kill() {
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
}

// freePort is a port that nobody listens on, low enough for most uses.
func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// startServer starts a redis-server with a directory of its own.
func startServer(t testing.TB, args ...string) *server {
	t.Helper()
	program, err := exec.LookPath("redis-server")
	if err != nil {
		missingf(t, "no redis-server: %v", err)
	}
	var last string
	for range 5 { // somebody may take the port
		s := &server{host: "127.0.0.1", port: freePort(t), log: &bytes.Buffer{}}
		all := append([]string{"--port", s.port, "--bind", s.host, "--save", "", "--appendonly", "no", "--dir", t.TempDir()}, args...)
		s.cmd = exec.Command(program, all...)
		s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
		ok(t, s.cmd.Start())
		client := clientOf(t, s.addr())
		if eventually(t, func(ctx context.Context) bool { return client.Ping(ctx).Err() == nil }) {
			t.Cleanup(s.kill)
			return s
		}
		s.kill()
		last = s.log.String()
	}
	t.Fatalf("redis-server does not start:\n%s", last)
	return nil
}

// eventually waits for something that a server does in its own time.
func eventually(t testing.TB, is func(context.Context) bool) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !is(ctx) {
		select {
		case <-ctx.Done():
			return false
		case <-tick.C:
		}
	}
	return true
}

// cluster starts three nodes and makes them one.
func cluster(t testing.TB) *redis.ClusterClient {
	t.Helper()
	var nodes []*redis.Client
	var addrs []string
	for range 3 {
		bus := freePort(t)
		s := startServer(t, "--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-node-timeout", "5000")
		nodes, addrs = append(nodes, clientOf(t, s.addr())), append(addrs, s.addr())
		first := nodes[0].Options().Addr
		host, port, _ := net.SplitHostPort(s.addr())
		if s.addr() != first {
			ok(t, nodes[0].Do(t.Context(), "cluster", "meet", host, port, bus).Err())
		}
	}
	for i, node := range nodes {
		ok(t, node.ClusterAddSlotsRange(t.Context(), i*16384/3, (i+1)*16384/3-1).Err())
	}
	for _, node := range nodes {
		if !eventually(t, func(ctx context.Context) bool {
			shards, err := node.ClusterShards(ctx).Result()
			info, _ := node.ClusterInfo(ctx).Result()
			return err == nil && len(shards) == 3 && strings.Contains(info, "cluster_state:ok")
		}) {
			t.Fatal("the nodes do not become a cluster")
		}
	}
	client := redis.NewClusterClient(&redis.ClusterOptions{Addrs: addrs, ContextTimeoutEnabled: true})
	t.Cleanup(func() { client.Close() })
	return client
}

// sentinel starts a server and a sentinel that watches it, and returns the
// address of the sentinel.
func sentinel(t testing.TB) (main *server, addr string) {
	t.Helper()
	main = startServer(t)
	program, err := exec.LookPath("redis-server")
	ok(t, err)
	file, port := filepath.Join(t.TempDir(), "sentinel.conf"), freePort(t)
	ok(t, os.WriteFile(file, fmt.Appendf(nil, "port %s\nbind 127.0.0.1\ndir %s\nsentinel monitor main 127.0.0.1 %s 1\n",
		port, filepath.Dir(file), main.port), 0o600))
	cmd := exec.Command(program, file, "--sentinel")
	ok(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	addr = net.JoinHostPort("127.0.0.1", port)
	client := clientOf(t, addr)
	if !eventually(t, func(ctx context.Context) bool { return client.Ping(ctx).Err() == nil }) {
		t.Fatal("the sentinel does not start")
	}
	return main, addr
}
