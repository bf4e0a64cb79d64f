package adaptertest

import (
	"strconv"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func raceAdoptSession(x *trial) {
	u := x.user("ada@example.com")
	const plain = "f47ac10b-58cc-4372-a567-0e02b2c3d479"
	if !x.plant(u.ID, plain) {
		return
	}
	name := adapter.SessionToken(plain)
	ids := make([]string, Racers)
	for i := range ids {
		ids[i] = x.unique()[:32]
	}
	errs := race(func(i int) error {
		_, err := x.plain.AdoptSession(x.Context(), plain, name, ids[i])
		return err
	})
	winner := x.oneWins(errs, []error{adapter.ErrNotFound}, ruleAdoptOnce, "AdoptSession")
	if winner >= 0 {
		x.holdsf(x.got(name).ID == ids[winner], ruleAdopt, "the session has the ID of a loser")
	}
}

func raceAdoptSessionDeleteSessions(x *trial) {
	const rule = "DeleteSessions ends a session that Auth.js wrote, be it adopted meanwhile or not"
	u := x.user("ada@example.com")
	plains, ids := make([]string, Racers), make([]string, Racers)
	for i := range plains {
		plains[i], ids[i] = "plain "+strconv.Itoa(i), x.unique()[:32]
		if !x.plant(u.ID, plains[i]) {
			return
		}
	}
	errs := race(func(i int) error {
		if i == Racers/2 {
			_, err := x.sessions.DeleteSessions(x.Context(), u.ID, "")
			return err
		}
		_, err := x.plain.AdoptSession(x.Context(), plains[i], adapter.SessionToken(plains[i]), ids[i])
		return err
	})
	x.isf(errs[Racers/2], nil, rule, "DeleteSessions, against AdoptSession")
	x.allWork(errs, []error{adapter.ErrNotFound}, rule, "AdoptSession and DeleteSessions")
	x.listed(u.ID, rule)
	for _, plain := range plains {
		x.gone(rule, adapter.SessionToken(plain), plain)
		_, err := x.adopt(plain)
		x.isf(err, adapter.ErrNotFound, rule, "AdoptSession afterwards")
	}
}
