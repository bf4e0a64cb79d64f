package adaptertest

import (
	"strconv"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func raceSetDisabledCreateSession(x *trial) {
	if x.sessions == nil {
		return
	}
	for range 3 {
		u := x.user("")
		made := make([]adapter.Session, Racers)
		for i := range made {
			made[i] = x.newSession(u.ID)
		}
		errs := race(func(i int) error {
			if i == Racers/2 {
				return x.administration.SetDisabled(x.Context(), u.ID, true)
			}
			return x.sessions.CreateSession(x.Context(), made[i])
		})
		x.isf(errs[Racers/2], nil, ruleDisable, "SetDisabled, against CreateSession")
		x.allWork(errs, []error{adapter.ErrNotFound}, ruleEnds, "CreateSession and SetDisabled")
		for _, s := range made {
			x.gone(ruleEnds, s.SessionToken)
		}
		x.listed(u.ID, ruleEnds)
	}
}

func raceDeleteUser(x *trial) {
	u := x.user("ada@example.com")
	errs := race(func(int) error { return x.administration.DeleteUser(x.Context(), u.ID) })
	x.oneWins(errs, []error{adapter.ErrNotFound}, ruleAtomic, "DeleteUser")
}

func raceDeleteUserCreateSession(x *trial) {
	if x.sessions == nil {
		return
	}
	for range 3 {
		u := x.user("")
		made := make([]adapter.Session, Racers)
		for i := range made {
			made[i] = x.newSession(u.ID)
		}
		errs := race(func(i int) error {
			if i == Racers/2 {
				return x.administration.DeleteUser(x.Context(), u.ID)
			}
			return x.sessions.CreateSession(x.Context(), made[i])
		})
		x.isf(errs[Racers/2], nil, ruleDelete, "DeleteUser, against CreateSession")
		x.allWork(errs, []error{adapter.ErrNotFound}, ruleDelete, "CreateSession and DeleteUser")
		for _, s := range made {
			x.gone(ruleDelete, s.SessionToken)
		}
		x.listed(u.ID, ruleDelete)
	}
}

func raceSetDisabledRotate(x *trial) {
	if x.sessions == nil {
		return
	}
	x.endWhileRotating("SetDisabled", func(u adapter.User) error {
		return x.administration.SetDisabled(x.Context(), u.ID, true)
	})
}

func raceDeleteUserRotate(x *trial) {
	if x.sessions == nil {
		return
	}
	x.endWhileRotating("DeleteUser", func(u adapter.User) error { return x.administration.DeleteUser(x.Context(), u.ID) })
}

func raceDeleteUserLinkAccount(x *trial) {
	u := x.user("ada@example.com")
	errs := race(func(i int) error {
		if i == Racers/2 {
			return x.administration.DeleteUser(x.Context(), u.ID)
		}
		return x.LinkAccount(x.Context(), account(u.ID, "github", strconv.Itoa(i)))
	})
	x.isf(errs[Racers/2], nil, ruleDelete, "DeleteUser, against LinkAccount")
	x.allWork(errs, []error{adapter.ErrNotFound}, ruleDelete, "LinkAccount and DeleteUser")
	other := x.user("other@example.com")
	for i := range errs {
		_, err := x.GetUserByAccount(x.Context(), "github", strconv.Itoa(i))
		x.isf(err, adapter.ErrNotFound, ruleDelete, "GetUserByAccount")
		x.isf(x.LinkAccount(x.Context(), account(other.ID, "github", strconv.Itoa(i))), nil, "the accounts of a deleted user are free", "LinkAccount")
	}
}
