package adaptertest

import (
	"fmt"
	"math"
	"strconv"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func updateAuthenticatorCounter(x *trial) {
	u := x.user("ada@example.com")
	for i, row := range []struct {
		old, new uint32
		want     error
	}{
		{0, 0, nil}, {0, 1, nil}, {1, 2, nil}, {1, 1, adapter.ErrSuperseded}, {2, 1, adapter.ErrSuperseded}, {1, 0, adapter.ErrSuperseded},
		{9, 10, nil}, {10, 9, adapter.ErrSuperseded}, {math.MaxInt32, math.MaxInt32 + 1, nil}, {math.MaxInt32 + 1, math.MaxInt32, adapter.ErrSuperseded},
		{math.MaxUint32 - 1, math.MaxUint32, nil}, {math.MaxUint32, math.MaxUint32, adapter.ErrSuperseded}, {math.MaxUint32, 0, adapter.ErrSuperseded},
	} {
		a, bystander := x.passkey(u.ID, fmt.Sprint("a", i), row.old), x.passkey(u.ID, fmt.Sprint("b", i), row.old)
		err := x.authenticators.UpdateAuthenticatorCounter(x.Context(), a.CredentialID, row.new)
		x.isf(err, row.want, ruleCounter, "UpdateAuthenticatorCounter from %d to %d", row.old, row.new)
		if row.want == nil {
			a.Counter = row.new
		}
		x.passkeyIs(a, ruleCounter)
		x.passkeyIs(bystander, "UpdateAuthenticatorCounter changes no other authenticator")
	}
}

func raceCreateAuthenticator(x *trial) {
	users := []adapter.User{x.user("one@example.com"), x.user("two@example.com")}
	made := make([]adapter.Authenticator, Racers)
	for i := range made {
		made[i] = newPasskey(users[i%2].ID, "Y3JlZA==")
		made[i].ProviderAccountID = strconv.Itoa(i)
	}
	errs := race(func(i int) error { return x.authenticators.CreateAuthenticator(x.Context(), made[i]) })
	winner := x.oneWins(errs, []error{adapter.ErrExists}, rulePasskeyExists, "CreateAuthenticator with one credential ID")
	if winner < 0 {
		return
	}
	x.passkeyIs(made[winner], rulePasskeyExists)
	x.passkeysAre(users[winner%2].ID, rulePasskeyExists, made[winner])
	x.passkeysAre(users[(winner+1)%2].ID, rulePasskeyExists)
}

func raceUpdateAuthenticatorCounter(x *trial) {
	u := x.user("ada@example.com")
	for i := range 3 {
		a := x.passkey(u.ID, fmt.Sprint("passkey", i), 7)
		errs := race(func(int) error { return x.authenticators.UpdateAuthenticatorCounter(x.Context(), a.CredentialID, 8) })
		x.oneWins(errs, []error{adapter.ErrSuperseded}, ruleCounter, "UpdateAuthenticatorCounter to one counter")
		a.Counter = 8
		x.passkeyIs(a, ruleCounter)
	}
}

func raceRisingCounter(x *trial) {
	u := x.user("ada@example.com")
	a := x.passkey(u.ID, "Y3JlZA==", 0)
	errs := race(func(i int) error {
		return x.authenticators.UpdateAuthenticatorCounter(x.Context(), a.CredentialID, uint32(i+1))
	})
	x.allWork(errs, []error{adapter.ErrSuperseded}, ruleCounter, "UpdateAuthenticatorCounter")
	x.isf(errs[Racers-1], nil, ruleCounter, "UpdateAuthenticatorCounter to the greatest counter of all")
	a.Counter = Racers
	x.passkeyIs(a, ruleCounter)
}
