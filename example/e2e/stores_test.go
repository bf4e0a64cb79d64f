package e2e_test

import (
	"bufio"
	"bytes"
	"context"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"testing"
)

// TestExampleStores runs the example program on every kind of database: people
// sign in, see and end their sessions, and an administrator reaches all of
// them. What is in the database outlives the program.
func TestExampleStores(t *testing.T) {
	if testing.Short() {
		t.Skip("end to end tests do not run with -short")
	}
	for name, address := range map[string]func(*testing.T) []string{
		"SQLite":         func(*testing.T) []string { return nil }, // the default of exampleEnv
		"PostgreSQL":     postgresAddress,
		"MariaDB by URL": mysqlURL,
		"MariaDB by DSN": mysqlDSN,
		"Redis":          redisAddress,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := exampleEnv(t, address(t)...)
			origin, stop := startLogged(t, env, "", built(t, ".."))
			here, there := newMember(t, origin, "jsmith", "hunter2"), newMember(t, origin, "jsmith", "hunter2")
			if n := len(there.sessions()); n != 1 {
				t.Fatalf("%d other sessions, want 1", n)
			}
			who := here.session()

			there.post("/sessions/end", url.Values{"id": {there.sessions()[0]}})
			if here.session() != nil {
				t.Error("a session that was ended goes on")
			}
			here.signIn("jsmith", "hunter2")
			if again := here.session(); again["uid"] != who["uid"] || again["role"] != "admin" {
				t.Errorf("they were %v and are %v", who, again)
			}
			there.post("/sessions/end-others", url.Values{})
			if here.session() != nil || there.session() == nil {
				t.Error("not the others have ended")
			}

			guest := newMember(t, origin, "guest", "guest123")
			administer := func(do string) {
				there.post("/admin", url.Values{"email": {"guest@example.com"}, "do": {do}})
			}
			administer("promote")
			if got := guest.session(); got["role"] != "admin" {
				t.Errorf("after the change of the role: %v", got)
			}
			administer("end")
			if got := guest.session(); got != nil {
				t.Errorf("signed out everywhere, and still %v", got)
			}
			administer("disable")

			stop()
			there.origin, _ = startLogged(t, env, "", built(t, ".."))
			guest.origin = there.origin
			if got := there.session(); got["uid"] != who["uid"] {
				t.Errorf("after a restart: %v, before it: %v", got, who)
			}
			guest.attempt("guest", "guest123")
			if got := guest.session(); got != nil {
				t.Errorf("disabled, and still %v", got)
			}
			administer("enable")
			guest.signIn("guest", "guest123")
			if got := guest.session(); got["role"] != "user" {
				t.Errorf("enabled again: %v", got)
			}
		})
	}
}

// member is a visitor of the example's pages.
type member struct{ *visitor }

func newMember(t *testing.T, origin, username, password string) member {
	t.Helper()
	m := member{newVisitor(t, origin)}
	m.signIn(username, password)
	return m
}

var sessionID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// sessions are the IDs of the other sessions of the user, as their page has them.
func (m member) sessions() (ids []string) {
	m.t.Helper()
	status, page := m.send(http.MethodGet, "/sessions", nil, nil)
	if status != http.StatusOK || bytes.Count(page, []byte("This browser")) != 1 {
		m.t.Fatalf("GET /sessions: %d\n%s", status, page)
	}
	for _, found := range sessionID.FindAllSubmatch(page, -1) {
		ids = append(ids, string(found[1]))
	}
	return ids
}

// post sends one of the example's forms, which leads back to a page.
func (m member) post(path string, form url.Values) {
	m.t.Helper()
	form.Set("csrfToken", m.csrf())
	if status, page := m.send(http.MethodPost, path, form, nil); status != http.StatusSeeOther {
		m.t.Fatalf("POST %s: %d\n%s", path, status, page)
	}
}

// attempt is signIn, however it ends.
func (m member) attempt(username, password string) {
	m.t.Helper()
	form := url.Values{"username": {username}, "password": {password}, "csrfToken": {m.csrf()}}
	m.send(http.MethodPost, "/api/auth/callback/credentials", form, nil)
}

// redisAddress is a Redis of the test's own, since the example's keys have no
// prefix of the test's.
func redisAddress(t *testing.T) []string {
	t.Helper()
	if _, err := exec.LookPath("redis-server"); err != nil {
		missing(t, "skipped: redis-server is not installed")
	}
	folder := shortFolder(t)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, "redis-server", "--port", "0", "--unixsocket", folder+"/socket", "--save", "", "--appendonly", "no", "--dir", folder)
	output, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		cmd.Wait()
	})
	lines := bufio.NewScanner(output)
	for lines.Scan() {
		if bytes.Contains(lines.Bytes(), []byte("eady to accept connections")) {
			return []string{"REDIS_URL=unix://" + folder + "/socket"}
		}
	}
	t.Fatal("redis-server does not start")
	return nil
}
