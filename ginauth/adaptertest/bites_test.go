package adaptertest_test

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/adaptertest"
)

// mutant is a store that is broken in one way.
type mutant struct {
	name string
	// want is the subtest of Run that has to see it.
	want string
	// broken wraps a store.
	broken func(store) adapter.Adapter
}

// chosen is the environment variable by which a child process learns which
// mutant it is to test.
const chosen = "ADAPTERTEST_MUTANT"

// The suite fails every store that is broken in a way that it promises to see.
func TestBites(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range mutants() {
		if seen[m.name] {
			t.Fatalf("two mutants are named %q", m.name)
		}
		seen[m.name] = true
		t.Run(m.name, func(t *testing.T) {
			t.Parallel()
			steps := strings.Split("TestMutant/"+m.want, "/")
			for i, step := range steps {
				steps[i] = "^" + step + "$"
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run="+strings.Join(steps, "/"), "-test.v")
			child.Env = append(os.Environ(), chosen+"="+m.name)
			out, err := child.CombinedOutput()
			if err == nil {
				t.Fatalf("%s does not see it:\n%s", m.want, out)
			}
			for _, line := range []string{"--- FAIL: TestMutant/" + m.want + " ", "the contract says: "} {
				if !strings.Contains(string(out), line) {
					t.Errorf("%q is not in the output:\n%s", line, out)
				}
			}
		})
	}
}

// TestMutant is what the child processes run.
func TestMutant(t *testing.T) {
	name := os.Getenv(chosen)
	if name == "" {
		return // it is for TestBites to start it
	}
	for _, m := range mutants() {
		if m.name == name {
			adaptertest.Run(t, func(*testing.T) adapter.Adapter { return m.broken(newHonest()) })
			return
		}
	}
	t.Fatalf("there is no mutant %q", name)
}

func mutants() []mutant {
	all := append(userMutants(), accountMutants()...)
	all = append(all, administrationMutants()...)
	all = append(all, sessionMutants()...)
	all = append(all, sessionsEndMutants()...)
	all = append(all, plainMutants()...)
	all = append(all, revocationMutants()...)
	all = append(all, verificationMutants()...)
	return append(all, authenticatorMutants()...)
}

// gap is the moment between a check and what is done on the strength of it.
// Whoever is there waits a while for somebody else to come.
type gap struct{ arrived atomic.Int64 }

func (g *gap) wait() {
	mine := g.arrived.Add(1)
	for range 10_000 {
		if g.arrived.Load() > mine {
			return
		}
		runtime.Gosched()
	}
}
