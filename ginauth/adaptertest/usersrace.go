package adaptertest

import (
	"fmt"
	"strconv"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func raceCreateUserByEmail(x *trial) {
	made := make([]adapter.User, Racers)
	errs := race(func(i int) (err error) {
		a := account("", "github", strconv.Itoa(i))
		made[i], err = x.CreateUser(x.Context(), adapter.User{Email: "ada@example.com"}, &a)
		return err
	})
	winner := x.oneWins(errs, []error{adapter.ErrEmailTaken}, ruleAtomic, "CreateUser with one address")
	if winner < 0 {
		return
	}
	x.userIs(made[winner], ruleAtomic, "the user who was made")
	for i := range errs {
		_, err := x.GetUserByAccount(x.Context(), "github", strconv.Itoa(i))
		if i == winner {
			x.isf(err, nil, ruleBoth, "GetUserByAccount of the winner")
		} else {
			x.isf(err, adapter.ErrNotFound, ruleBoth, "GetUserByAccount of a loser")
		}
	}
}

func raceCreateUserByAccount(x *trial) {
	made := make([]adapter.User, Racers)
	email := func(i int) string { return fmt.Sprintf("ada+%d@example.com", i) }
	errs := race(func(i int) (err error) {
		a := account("", "github", "1")
		made[i], err = x.CreateUser(x.Context(), adapter.User{Email: email(i)}, &a)
		return err
	})
	winner := x.oneWins(errs, []error{adapter.ErrAccountTaken}, ruleAtomic, "CreateUser with one account")
	if winner < 0 {
		return
	}
	owner, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleAtomic, "GetUserByAccount")
	x.equalf(owner, made[winner], ruleAtomic, "the owner of the account")
	for i := range errs {
		_, err := x.GetUserByEmail(x.Context(), email(i))
		if i == winner {
			x.isf(err, nil, ruleBoth, "GetUserByEmail of the winner")
		} else {
			x.isf(err, adapter.ErrNotFound, ruleBoth, "GetUserByEmail of a loser")
		}
	}
}

func raceUpdateUserEmail(x *trial) {
	users := make([]adapter.User, Racers)
	for i := range users {
		users[i] = x.user(fmt.Sprintf("ada+%d@example.com", i))
	}
	errs := race(func(i int) error {
		u := users[i]
		u.Email = "one@example.com"
		return x.UpdateUser(x.Context(), u)
	})
	winner := x.oneWins(errs, []error{adapter.ErrEmailTaken}, ruleAtomic, "UpdateUser to one address")
	for i, u := range users {
		if i == winner {
			u.Email = "one@example.com"
		}
		if winner >= 0 {
			x.userIs(u, ruleEmail, "after many have asked for one address")
		}
	}
}

func raceLinkAccount(x *trial) {
	users := []adapter.User{x.user("one@example.com"), x.user("two@example.com")}
	errs := race(func(i int) error {
		return x.LinkAccount(x.Context(), account(users[i%2].ID, "github", "1"))
	})
	owner, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.must(err, "GetUserByAccount")
	for i, err := range errs {
		if users[i%2].ID == owner.ID {
			x.isf(err, nil, ruleAtomic, "LinkAccount by the owner, of %d at once by two users", Racers)
		} else {
			x.isf(err, adapter.ErrAccountTaken, ruleAtomic, "LinkAccount by the other one, of %d at once by two users", Racers)
		}
	}
	if x.accounts == nil {
		return
	}
	for _, u := range users {
		if u.ID == owner.ID {
			x.accountsAre(u.ID, ruleAtomic, account(u.ID, "github", "1"))
		} else {
			x.accountsAre(u.ID, ruleAtomic)
		}
	}
}

func raceLinkAccountOfOne(x *trial) {
	u := x.user("ada@example.com")
	errs := race(func(int) error { return x.LinkAccount(x.Context(), account(u.ID, "github", "1")) })
	x.allWork(errs, nil, ruleLink, "LinkAccount by one user")
	if x.accounts != nil {
		x.accountsAre(u.ID, ruleLink, account(u.ID, "github", "1"))
	}
}
