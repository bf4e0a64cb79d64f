package e2e_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The test files in browser/.
const (
	clientTests  = "client"
	pageTests    = "pages"
	sanityTests  = "sanity"
	exampleTests = "example"
	watchTests   = "watch"
	oidcTests    = "oidc"
	sessionTests = "sessions"
	wayTests     = "ways"
	adminTests   = "admin"
)

// TestBrowserScenario drives ginauth in Chromium: the unmodified clients, and
// the built-in pages.
func TestBrowserScenario(t *testing.T) {
	needNode(t)
	needChromium(t)
	client := clientPage(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			origin := startScenario(t, dialect, "CLIENT_DIST="+client)
			browse(t, origin, dialect, nil, usable(dialect == "nextauth", clientTests, pageTests)...)
		})
	}
}

// TestBrowserExample does the same with the example program as it is; the
// client page stands in front of it. It rejects with a message of its own, and
// has a provider of its own, too.
func TestBrowserExample(t *testing.T) {
	needNode(t)
	needChromium(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			front := newFront(t)
			front.to(t, startExample(t, "AUTH_PROTOCOL="+dialect))
			env := []string{"REJECTION=Credentials not working", "PROVIDER=dev", "IDS=database"}
			files := usable(dialect == "authjs", clientTests, pageTests, exampleTests, oidcTests)
			browse(t, front.URL, dialect, env, files...)
		})
	}
}

// TestBrowserSessions drives what the example does with its database: several
// browsers of one user, ways in that are linked, magic links, administrators.
func TestBrowserSessions(t *testing.T) {
	needNode(t)
	needChromium(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			front := newFront(t)
			log := filepath.Join(t.TempDir(), "log")
			origin, _ := startLogged(t, exampleEnv(t, "AUTH_PROTOCOL="+dialect), log, built(t, ".."))
			front.to(t, origin)
			browse(t, front.URL, dialect, []string{"IDS=database", "LOG=" + log}, sessionTests, wayTests, adminTests)
		})
	}
}

// TestBrowserOIDC signs in at oidc-provider: from the pages, and with the
// unmodified clients.
func TestBrowserOIDC(t *testing.T) {
	needNode(t)
	needChromium(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			p := startRelier(t, dialect, false)
			browse(t, p.origin, dialect, []string{"PROVIDER=basic"}, oidcTests)
		})
	}
}

// TestBrowserReference runs the client tests against the real libraries: it
// shows that they ask for nothing that these do not do.
func TestBrowserReference(t *testing.T) {
	needNode(t)
	needChromium(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) {
			t.Parallel()
			front := newFront(t)
			front.to(t, startReference(t, dialect, "NEXTAUTH_URL="+front.URL))
			browse(t, front.URL, dialect, nil, clientTests)
		})
	}
}

// TestBrowserWatches tests what the browser tests lean on.
func TestBrowserWatches(t *testing.T) {
	needNode(t)
	needChromium(t)
	browse(t, "http://nowhere.test", "nextauth", nil, watchTests)
}

// TestExampleInReleaseMode shows no demo users and has no dev login, and does
// not start without an address and a secret.
func TestExampleInReleaseMode(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end tests do not run with -short")
	}
	origin := startExample(t, "GIN_MODE=release", "AUTH_URL=https://app.example")
	status, page := newVisitor(t, origin).send(http.MethodGet, "/", nil, nil)
	if status != http.StatusOK || bytes.Contains(page, []byte("hunter2")) {
		t.Errorf("status %d, page:\n%s", status, page)
	}

	list := newVisitor(t, origin).get("/api/auth/providers")
	if len(list) != 1 || list["credentials"] == nil {
		t.Errorf("providers %v", list)
	}

	cmd := exec.CommandContext(t.Context(), built(t, ".."))
	cmd.Env = append(quietEnv(), "PORT=0", "GIN_MODE=release", "AUTH_URL=https://app.example")
	cmd.Env = append(cmd.Env, "DATABASE_URL=sqlite:"+filepath.Join(t.TempDir(), "example.db"))
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "AUTH_SECRET") {
		t.Errorf("without a secret: %v\n%s", err, out)
	}
}

// usable adds the tests of usability. How a page looks does not depend on the
// dialect, so each program has them once, or twice with SCREENSHOTS.
func usable(here bool, files ...string) []string {
	if here || os.Getenv("SCREENSHOTS") != "" {
		files = append(files, sanityTests)
	}
	return files
}

// browse runs browser tests under node --test and passes their output on.
func browse(t *testing.T, origin, dialect string, env []string, files ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*patience)
	defer cancel()
	args := append([]string{"--test-reporter=spec", "browser/run.mjs"}, files...)
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Env = append(quietEnv(), "ORIGIN="+origin, "DIALECT="+dialect, "CHROMIUM="+chromium())
	cmd.Env = append(cmd.Env, env...)
	if folder := os.Getenv("SCREENSHOTS"); folder != "" {
		cmd.Env = append(cmd.Env, "SCREENSHOTS="+folder+"/"+t.Name())
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	t.Logf("%s", out.Bytes())
	if err != nil {
		t.Errorf("node %v: %v", args, err)
	}
}
