package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func getUserOfAnyString(x *trial) {
	users := []adapter.User{x.user("one@example.com"), x.user("two@example.com"), x.user("three@example.com")}
	given := map[string]bool{}
	names := odd()
	for _, u := range users {
		given[u.ID] = true
		names = append(names, near(u.ID)...)
	}
	for _, id := range names {
		if given[id] {
			continue
		}
		_, err := x.GetUser(x.Context(), id)
		x.isf(err, adapter.ErrNotFound, ruleAnyID, "GetUser(%s)", brief(id))
		err = x.UpdateUser(x.Context(), adapter.User{ID: id, Name: "Nobody"})
		x.isf(err, adapter.ErrNotFound, ruleNoUser, "UpdateUser with the ID %s", brief(id))
		err = x.LinkAccount(x.Context(), account(id, "github", "nobody's"))
		x.isf(err, adapter.ErrNotFound, ruleLinkNone, "LinkAccount with the user ID %s", brief(id))
	}
	for _, want := range users {
		got, err := x.GetUser(x.Context(), want.ID)
		x.isf(err, nil, ruleAnyID, "GetUser")
		x.equalf(got, want, ruleAnyID, "a user after others were asked for")
	}
}

func getUserByEmailOfAnyString(x *trial) {
	const email = "j\u00fcrgen-1@example.com"
	x.user(email)
	for _, s := range append(near(email), odd()...) {
		_, err := x.GetUserByEmail(x.Context(), s)
		x.isf(err, adapter.ErrNotFound, ruleByEmail, "GetUserByEmail(%s)", brief(s))
	}
}

func getUserByAccountOfAnyString(x *trial) {
	const provider, id = "github", "1"
	u := x.user("ada@example.com")
	x.link(u.ID, provider, id)
	x.link(u.ID, provider, "sub-\u00e9")
	for _, s := range append(near(provider), odd()...) {
		_, err := x.GetUserByAccount(x.Context(), s, id)
		x.isf(err, adapter.ErrNotFound, ruleByAcc, "GetUserByAccount(%s, %q)", brief(s), id)
	}
	for _, s := range append(append(near(id), near("sub-\u00e9")...), odd()...) {
		if s == id {
			continue
		}
		_, err := x.GetUserByAccount(x.Context(), provider, s)
		x.isf(err, adapter.ErrNotFound, ruleByAcc, "GetUserByAccount(%q, %s)", provider, brief(s))
	}
	_, err := x.GetUserByAccount(x.Context(), id, provider)
	x.isf(err, adapter.ErrNotFound, ruleByAcc, "GetUserByAccount with provider and ID in each other's place")
}

func emailsByteForByte(x *trial) {
	const rule = "e-mail addresses are compared byte for byte: the caller has brought them into their one form"
	users := map[string]adapter.User{}
	for _, s := range variants() {
		email := s + "@example.com"
		u, err := x.CreateUser(x.Context(), adapter.User{Email: email}, nil)
		x.isf(err, nil, rule, "CreateUser with %q, which nobody has", email)
		users[email] = u
	}
	for _, email := range []string{"ada@example.com", "Ada@example.com", "ada@example.com ", "ada@EXAMPLE.com"} {
		u, err := x.CreateUser(x.Context(), adapter.User{Email: email}, nil)
		x.isf(err, nil, rule, "CreateUser with %q, which nobody has", email)
		users[email] = u
	}
	for email, want := range users {
		got, err := x.GetUserByEmail(x.Context(), email)
		x.isf(err, nil, rule, "GetUserByEmail(%q)", email)
		x.equalf(got, want, rule, "GetUserByEmail(%q)", email)
		_, err = x.CreateUser(x.Context(), adapter.User{Email: email}, nil)
		x.isf(err, adapter.ErrEmailTaken, ruleEmail, "CreateUser with %q, which somebody has", email)
	}
	mover := x.user("mover@example.com")
	mover.Email = "ADA@example.com"
	x.isf(x.UpdateUser(x.Context(), mover), nil, rule, "UpdateUser to %q, which nobody has", mover.Email)
}

func accountsByteForByte(x *trial) {
	const rule = "provider and provider account ID name an account byte for byte"
	owners := map[[2]string]adapter.User{}
	names := pairs()
	for _, s := range variants() {
		names = append(names, [2]string{"github", s}, [2]string{s, "the same"})
	}
	for i, name := range names {
		a := account("", name[0], name[1])
		var u adapter.User
		var err error
		if i%2 == 0 {
			u, err = x.CreateUser(x.Context(), adapter.User{}, &a)
		} else {
			u = x.user("")
			a.UserID = u.ID
			err = x.LinkAccount(x.Context(), a)
		}
		x.isf(err, nil, rule, "giving somebody the account %q, which nobody has", name)
		owners[name] = u
	}
	for name, want := range owners {
		got, err := x.GetUserByAccount(x.Context(), name[0], name[1])
		x.isf(err, nil, rule, "GetUserByAccount(%q, %q)", name[0], name[1])
		x.equalf(got, want, rule, "GetUserByAccount(%q, %q)", name[0], name[1])
		if x.accounts != nil {
			x.accountsAre(want.ID, rule, account(want.ID, name[0], name[1]))
		}
	}
}
