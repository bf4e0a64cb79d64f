package faulttest_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// server is a process that a test starts, ends and starts again.
type server struct {
	dir, port string
	// command makes the process. answers tells whether it serves: this one, and
	// not another one that was faster to take the port.
	command func() *exec.Cmd
	answers func(ctx context.Context, s *server) error

	process *os.Process
	ended   chan struct{} // closed when it has
}

// newServer starts a server with a folder of its own, which ends with the test.
func newServer(t *testing.T, s *server) *server {
	t.Helper()
	t.Cleanup(func() { s.down(syscall.SIGKILL) })
	s.port = freePort(t)
	s.up(t)
	return s
}

func (s *server) address() string { return net.JoinHostPort("127.0.0.1", s.port) }

// up starts the process and waits until it serves. One that ends by itself is
// started again: it may still find what a killed one has left.
func (s *server) up(t *testing.T) {
	t.Helper()
	s.start(t)
	if !eventually(t, func(ctx context.Context) bool {
		select {
		case <-s.ended:
			s.start(t)
		default:
		}
		return s.answers(ctx, s) == nil
	}) {
		log, _ := os.ReadFile(filepath.Join(s.dir, "log"))
		t.Fatalf("the server does not start:\n%s", log)
	}
}

func (s *server) start(t *testing.T) {
	t.Helper()
	log := must(os.OpenFile(filepath.Join(s.dir, "log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600))(t)
	defer log.Close()
	command, ended := s.command(), make(chan struct{})
	command.Dir = s.dir
	command.Stdout, command.Stderr = log, log // a pipe would be kept open by its children
	ok(t, command.Start())
	s.process, s.ended = command.Process, ended
	go func() {
		_ = command.Wait()
		close(ended)
	}()
}

// down ends the process by a signal, and waits until it has ended.
func (s *server) down(how syscall.Signal) {
	if s.process == nil {
		return
	}
	_ = s.process.Signal(how)
	<-s.ended
	s.process = nil
}

// eventually waits for what others do in their own time.
func eventually(t *testing.T, is func(context.Context) bool) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
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

// freePort is a port that nobody listens on.
func freePort(t *testing.T) string {
	t.Helper()
	l := must(net.Listen("tcp", "127.0.0.1:0"))(t)
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// folder is one for a server: in the open, since the server may run as another
// user.
func folder(t *testing.T) string {
	t.Helper()
	dir := must(os.MkdirTemp("", "faulttest-"))(t) //nolint:usetesting // the folders above t.TempDir are closed to others
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// missingf skips a test on a laptop, and fails it where everything has to be.
func missingf(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf("skipped: "+format, args...)
}
