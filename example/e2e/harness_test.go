// Package e2e_test holds ginauth against programs that nobody here wrote: the
// real next-auth and @auth/core servers under Node, the unmodified
// next-auth/react clients, and Chromium.
//
// It needs node and `npm ci` in this folder, the browser tests Chromium too
// (CHROMIUM names it, /usr/bin/chromium by default). Without them the tests
// are skipped and say so; with CI=true they fail.
package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
)

const (
	secret = "a secret of these tests, longer than 32 bytes"
	// patience bounds everything that waits for another process.
	patience = time.Minute
)

// workspace holds what is built once for all tests.
var workspace string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	gin.SetMode(gin.TestMode)
	var err error
	if workspace, err = os.MkdirTemp("", "ginauth-e2e-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(workspace)
	return m.Run()
}

// missing skips the test on a laptop and fails it in CI.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

func needNode(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("end to end tests do not run with -short")
	}
	if _, err := exec.LookPath("node"); err != nil {
		missing(t, "node is not installed")
	}
	for _, name := range []string{"next-auth", "oidc-provider"} {
		if _, err := os.Stat("node_modules/" + name + "/package.json"); err != nil {
			missing(t, "the npm packages are not all installed: run npm ci in example/e2e")
		}
	}
}

func needChromium(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath(chromium()); err != nil {
		missing(t, "Chromium is not installed; CHROMIUM names it if it is elsewhere")
	}
}

func chromium() string {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path
	}
	return "/usr/bin/chromium"
}

// built compiles the main package of a folder once and returns the program.
func built(t *testing.T, folder string) string {
	t.Helper()
	build, _ := builds.LoadOrStore(folder, sync.OnceValues(func() (string, error) {
		program := filepath.Join(workspace, fmt.Sprintf("program-%x", folder))
		out, err := exec.Command("go", "build", "-o", program, folder).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("go build %s: %w\n%s", folder, err, out)
		}
		return program, nil
	}))
	program, err := build.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

var builds sync.Map // folder → func() (string, error)

// start runs a server until the test ends and returns its origin.
func start(t *testing.T, env []string, name string, args ...string) (origin string) {
	t.Helper()
	origin, _ = startLogged(t, env, "", name, args...)
	return origin
}

// startLogged is start for a server that may be ended before the test, by a
// function. What it prints also goes to a file, if that is named. The origin is in what
// the server prints: {"port":N} or "listening on URL".
func startLogged(t *testing.T, env []string, log, name string, args ...string) (origin string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(quietEnv(), env...)
	// The Node servers live as long as their standard input; so they end even
	// if this process is killed.
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	output := &watched{seen: make(chan string, 1)}
	cmd.Stdout, cmd.Stderr = output, output
	if log != "" {
		file, err := os.Create(log)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { file.Close() })
		cmd.Stdout = io.MultiWriter(output, file)
		cmd.Stderr = cmd.Stdout
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	stop = sync.OnceFunc(func() {
		stdin.Close()
		cancel()
		<-ended
	})
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Logf("%s %s printed:\n%s", name, strings.Join(args, " "), output.String())
		}
	})
	select {
	case origin = <-output.seen:
		return origin, stop
	case err := <-ended:
		ended <- err
		t.Fatalf("%s %v ended at once: %v", name, args, err)
	case <-time.After(patience):
		t.Fatalf("%s %v does not listen after %v", name, args, patience)
	}
	return "", stop
}

// quietEnv is the environment without what configures a server by accident.
func quietEnv() []string {
	var env []string
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if strings.HasPrefix(name, "AUTH_") || strings.HasPrefix(name, "NEXTAUTH_") || name == "GIN_MODE" || name == "VERCEL" || name == "PORT" || name == "DATABASE_URL" || name == "REDIS_URL" {
			continue
		}
		env = append(env, entry)
	}
	return env
}

// watched keeps what a server prints and picks its address out of it.
type watched struct {
	mu   sync.Mutex
	text bytes.Buffer
	told bool
	seen chan string
}

var listening = regexp.MustCompile(`(?m)(?:^\{"port":(\d+)\}|listening on (http://[^\s"]+))\r?\n`)

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.text.Write(p)
	if m := listening.FindSubmatch(w.text.Bytes()); m != nil && !w.told {
		w.told = true
		origin := string(m[2])
		if len(m[1]) > 0 {
			origin = "http://127.0.0.1:" + string(m[1])
		}
		w.seen <- strings.TrimSuffix(origin, "/")
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}
