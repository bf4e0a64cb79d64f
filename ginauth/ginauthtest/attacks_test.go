package ginauthtest_test

import (
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// notes is a test whose failures are kept.
type notes struct {
	testing.TB
	mu     sync.Mutex
	errors []string
}

func (n *notes) add(s string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.errors = append(n.errors, s)
}

func (n *notes) Helper()                      {}
func (n *notes) Error(args ...any)            { n.add(fmt.Sprint(args...)) }
func (n *notes) Errorf(f string, args ...any) { n.add(fmt.Sprintf(f, args...)) }
func (n *notes) Fatal(args ...any)            { n.add(fmt.Sprint(args...)); runtime.Goexit() }
func (n *notes) Fatalf(f string, args ...any) { n.add(fmt.Sprintf(f, args...)); runtime.Goexit() }
func (n *notes) has(parts ...string) bool {
	return slices.ContainsFunc(n.errors, func(e string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(e, part) })
	})
}

// run runs an attack in a goroutine of its own, which Fatal ends.
func (n *notes) run(a ginauthtest.Attack, program ginauthtest.Program) {
	var done sync.WaitGroup
	done.Go(func() { a.Run(n, program) })
	done.Wait()
}

// alsoBite are rows in which the naive program signs in, as it should, and does
// something else that it should not.
var alsoBite = map[string]string{
	"proper/two-sign-ins":                             "the keys 2 times",
	"rotation/keys-there-after-a-failure":             "signed in without keys",
	"rotation/discovery-there-after-a-failure":        "signed in without a discovery document",
	"rotation/storm-of-unknown-keys":                  "signed in by an unknown key",
	"claims/email_verified-false":                     "counts as verified",
	"claims/email_verified-false-as-text":             "counts as verified",
	"claims/email_verified-number":                    "counts as verified",
	"claims/email_verified-object":                    "counts as verified",
	"claims/email_verified-without-address":           "counts as verified",
	"claims/email_verified-of-two-addresses":          "counts as verified",
	"claims/email_verified-of-a-quoted-address":       "counts as verified",
	"claims/email_verified-of-an-address-in-an-array": "counts as verified",
	"token/expires_in-negative":                       "the access token ends at",
	"token/expires_in-of-1e308":                       "the access token ends at",
	"token/expires_in-of-15-digits":                   "the access token ends at",
	"token/expires_in-of-20-digits":                   "the access token ends at",
	"userinfo/other-address-than-in-the-ID-token":     "the address of the ID token does not count",
	"refresh/scope-wider":                             "the account's scope has become",
	"refresh/used-twice":                              "the token endpoint was asked 3 times",
	"refresh/provider-down-and-up":                    "a provider that is down",
}

// Every attack succeeds against a program that believes everything, and the
// proper sign-ins do, too: what a row wants is not what any program does.
func TestAttacksBite(t *testing.T) {
	t.Run("OpenID", func(t *testing.T) { bite(t, ginauthtest.Attacks()) })
	t.Run("OAuth2", func(t *testing.T) { bite(t, ginauthtest.OAuth2Attacks()) })
}

func bite(t *testing.T, attacks []ginauthtest.Attack) {
	t.Helper()
	results := map[string]*notes{}
	program := func(s *ginauthtest.Scene) http.Handler {
		if s.Provider.Waits() {
			s.Provider.Patience = 2 * time.Second
		}
		return newNaive(s)
	}
	var waiting sync.WaitGroup
	for _, a := range attacks {
		if results[a.Name] != nil {
			t.Errorf("two rows are called %s", a.Name)
		}
		n := &notes{TB: t}
		results[a.Name] = n
		if strings.HasPrefix(a.Name, "slow/") {
			waiting.Go(func() { a.Run(n, program) })
			continue
		}
		n.run(a, program)
	}
	waiting.Wait()
	for _, a := range attacks {
		n, also := results[a.Name], alsoBite[a.Name]
		switch {
		case a.Want == ginauthtest.Refused && !n.has("accepted, and should not be", "no answer within", "the browser is sent to", "panic: "):
			t.Errorf("%s: the naive program is not caught: %.300q", a.Name, n.errors)
		case a.Want != ginauthtest.Refused && also != "" && !n.has(also):
			t.Errorf("%s: the naive program is not caught: %.300q, and not %q", a.Name, n.errors, also)
		case a.Want != ginauthtest.Refused && also == "" && len(n.errors) > 0:
			t.Errorf("%s: %.300q", a.Name, n.errors)
		}
	}
	t.Logf("%d rows", len(results))
}
