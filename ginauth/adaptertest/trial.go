package adaptertest

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// trial is one subtest with its store.
type trial struct {
	*testing.T
	adapter.Adapter
	// Each is nil if the store does not implement it.
	accounts       adapter.Accounts
	administration adapter.Administration
	sessions       adapter.Sessions
	plain          adapter.PlainSessions
	planter        PlainPlanter
	revocations    adapter.Revocations
	tokens         adapter.VerificationTokens
	authenticators adapter.Authenticators

	// now is when the subtest takes place, to the millisecond.
	now   time.Time
	names int
}

func newTrial(t *testing.T, store adapter.Adapter) *trial {
	t.Helper()
	if store == nil {
		t.Fatal("adaptertest: the factory has returned no store")
	}
	x := &trial{T: t, Adapter: store, now: time.Now().UTC().Truncate(time.Millisecond)}
	x.accounts, _ = store.(adapter.Accounts)
	x.administration, _ = store.(adapter.Administration)
	x.sessions, _ = store.(adapter.Sessions)
	x.plain, _ = store.(adapter.PlainSessions)
	x.planter, _ = store.(PlainPlanter)
	x.revocations, _ = store.(adapter.Revocations)
	x.tokens, _ = store.(adapter.VerificationTokens)
	x.authenticators, _ = store.(adapter.Authenticators)
	return x
}

// unique is a name of 64 hexadecimal digits that the subtest has not used yet,
// and the same at every run.
func (x *trial) unique() string {
	x.names++
	sum := sha256.Sum256([]byte(x.Name() + strconv.Itoa(x.names)))
	return hex.EncodeToString(sum[:])
}

// brokenf fails the subtest for a sentence of the contract.
func (x *trial) brokenf(rule, format string, args ...any) {
	x.Helper()
	x.Errorf("the contract says: %s\n    but: %s", rule, fmt.Sprintf(format, args...))
}

// holdsf wants a condition that a sentence of the contract promises.
func (x *trial) holdsf(ok bool, rule, format string, args ...any) {
	x.Helper()
	if !ok {
		x.brokenf(rule, format, args...)
	}
}

// isf wants an error of a call, or nil.
func (x *trial) isf(got, want error, rule, format string, args ...any) {
	x.Helper()
	if errors.Is(got, want) && (want == nil || len(answers(got)) == 1) {
		return
	}
	x.brokenf(rule, "%s answers %s, not %s", fmt.Sprintf(format, args...), shown(got), shown(want))
}

// amongf wants one of some errors.
func (x *trial) amongf(got error, wanted []error, rule, format string, args ...any) {
	x.Helper()
	for _, want := range wanted {
		if errors.Is(got, want) {
			return
		}
	}
	x.brokenf(rule, "%s answers %s", fmt.Sprintf(format, args...), shown(got))
}

// must wants a call to work that the rest of the subtest builds on.
func (x *trial) must(err error, call string) {
	x.Helper()
	if err != nil {
		x.Fatalf("%s: %v", call, err)
	}
}

// equalf compares two records of a type by their fields.
func (x *trial) equalf(got, want any, rule, format string, args ...any) {
	x.Helper()
	if d := diff(got, want); d != "" {
		x.brokenf(rule, "%s: %s", fmt.Sprintf(format, args...), d)
	}
}

func shown(err error) string {
	if err == nil {
		return "no error"
	}
	return strconv.Quote(err.Error())
}

// answers are the errors of package adapter that an error wraps.
func answers(err error) (found []error) {
	for _, answer := range []error{
		adapter.ErrNotFound, adapter.ErrEmailTaken, adapter.ErrAccountTaken,
		adapter.ErrExists, adapter.ErrSuperseded, adapter.ErrLastAccount,
	} {
		if errors.Is(err, answer) {
			found = append(found, answer)
		}
	}
	return found
}
