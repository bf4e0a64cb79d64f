package adaptertest

import (
	"context"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// PlainPlanter writes a session as Auth.js does: plain is both in its cookie
// and in its row. A store that implements adapter.PlainSessions is given to
// [Run] with this method around it.
type PlainPlanter interface {
	PlantPlainSession(ctx context.Context, userID, plain string, expires time.Time) error
}

// group is what one interface of package adapter promises.
type group struct {
	name string
	// has tells whether a store implements it.
	has   func(*trial) bool
	tests []test
}

// test is some sentences of the contract.
type test struct {
	name string
	run  func(*trial)
}

// Run tests the stores that factory makes: a fresh and empty one each time, of
// the same kind. The subtests are named after the interfaces of package
// adapter; each asks for one store and closes nothing.
func Run(t *testing.T, factory func(t *testing.T) adapter.Adapter) {
	t.Helper()
	probe := newTrial(t, factory(t))
	for _, g := range groups() {
		t.Run(g.name, func(t *testing.T) {
			if !g.has(probe) {
				t.Logf("the store does not implement adapter.%s, and is not tested for it", g.name)
				return
			}
			for _, c := range g.tests {
				t.Run(c.name, func(t *testing.T) { c.run(newTrial(t, factory(t))) })
			}
		})
	}
}

func groups() []group {
	return []group{
		{"Adapter", func(*trial) bool { return true }, adapterTests()},
		{"Accounts", func(x *trial) bool { return x.accounts != nil }, accountsTests()},
		{"Administration", func(x *trial) bool { return x.administration != nil }, administrationTests()},
		{"Sessions", func(x *trial) bool { return x.sessions != nil }, sessionsTests()},
		{"PlainSessions", func(x *trial) bool { return x.plain != nil }, plainSessionsTests()},
		{"Revocations", func(x *trial) bool { return x.revocations != nil }, revocationsTests()},
		{"VerificationTokens", func(x *trial) bool { return x.tokens != nil }, verificationTokensTests()},
		{"Authenticators", func(x *trial) bool { return x.authenticators != nil }, authenticatorsTests()},
	}
}
