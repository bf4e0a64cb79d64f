package e2e_test

import (
	"bytes"
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var dialects = []string{"nextauth", "authjs"}

var referenceServers = map[string]string{
	"nextauth": "oracle/next-auth-server.mjs",
	"authjs":   "oracle/authjs-server.mjs",
}

// startReference runs the real library of the dialect.
func startReference(t *testing.T, dialect string, env ...string) (origin string) {
	t.Helper()
	return start(t, append([]string{"AUTH_SECRET=" + secret}, env...), "node", referenceServers[dialect])
}

// startScenario runs ginauth with the users of the reference servers.
func startScenario(t *testing.T, dialect string, env ...string) (origin string) {
	t.Helper()
	env = append([]string{"PORT=0", "AUTH_SECRET=" + secret, "AUTH_PROTOCOL=" + dialect}, env...)
	return start(t, env, built(t, "./scenarioserver"))
}

// startExample runs the example program of the parent folder.
func startExample(t *testing.T, env ...string) (origin string) {
	t.Helper()
	return start(t, exampleEnv(t, env...), built(t, ".."))
}

// exampleEnv gives the example a database of its own, unless env has one.
func exampleEnv(t *testing.T, env ...string) []string {
	t.Helper()
	all := []string{"PORT=0", "AUTH_SECRET=" + secret}
	if !slices.ContainsFunc(env, func(s string) bool { return strings.HasPrefix(s, "REDIS_URL=") }) {
		all = append(all, "DATABASE_URL=sqlite:"+filepath.Join(t.TempDir(), "example.db"))
	}
	return append(all, env...)
}

// node runs a script to its end and returns what it printed.
func node(t *testing.T, env []string, args ...string) []byte {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Env = append(quietEnv(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node %v: %v\n%s%s", args, err, out, stderr.Bytes())
	}
	return out
}
