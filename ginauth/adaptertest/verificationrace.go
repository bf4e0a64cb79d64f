package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func raceUseVerificationToken(x *trial) {
	for range 5 {
		v := x.verification("ada@example.com")
		x.keep(v)
		got := make([]adapter.VerificationToken, Racers)
		errs := race(func(i int) (err error) {
			got[i], err = x.tokens.UseVerificationToken(x.Context(), v.Identifier, v.Token)
			return err
		})
		winner := x.oneWins(errs, []error{adapter.ErrNotFound}, ruleUseOnce, "UseVerificationToken")
		if winner < 0 {
			return
		}
		x.equalf(got[winner], v, ruleUse, "the token")
	}
}

func raceCreateVerificationTokens(x *trial) {
	v := x.verification("ada@example.com")
	beside := make([]adapter.VerificationToken, Racers)
	for i := range beside {
		beside[i] = x.verification("ada@example.com")
	}
	errs := race(func(i int) error {
		if i%2 == 0 { // in either order
			return x.tokens.CreateVerificationTokens(x.Context(), beside[i], v)
		}
		return x.tokens.CreateVerificationTokens(x.Context(), v, beside[i])
	})
	winner := x.oneWins(errs, []error{adapter.ErrExists}, ruleCreateTokens, "CreateVerificationTokens with one token")
	if winner < 0 {
		return
	}
	for i, b := range beside {
		if i == winner {
			x.used(b, ruleCreateTokens)
		} else {
			x.unusable(b.Identifier, b.Token, ruleCreateTokens)
		}
	}
	x.used(v, ruleCreateTokens)
	x.unusable(v.Identifier, v.Token, ruleUseOnce)
}
