package adaptertest

import (
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func usersKeepStrings(x *trial) {
	for i, s := range append(variants(), strings.Repeat("\U0001f511", 63)) {
		want := adapter.User{Name: s, Image: s, Email: s + "@example.com"}
		u, err := x.CreateUser(x.Context(), want, nil)
		x.isf(err, nil, ruleBytes, "CreateUser with the name %q", s)
		want.ID = u.ID
		got, err := x.GetUser(x.Context(), u.ID)
		x.isf(err, nil, ruleAnyID, "GetUser of user %d", i)
		x.equalf(got, want, ruleBytes, "user %d", i)
	}
	empty, err := x.CreateUser(x.Context(), adapter.User{}, nil)
	x.must(err, "CreateUser of a user about whom nothing is known")
	got, err := x.GetUser(x.Context(), empty.ID)
	x.isf(err, nil, ruleAnyID, "GetUser")
	x.equalf(got, adapter.User{ID: empty.ID}, "Name, Email and Image may be empty, EmailVerified zero", "an empty user")
}

func usersKeepTimes(x *trial) {
	zone := time.FixedZone("Elsewhere", int((5*time.Hour + 30*time.Minute).Seconds()))
	for _, at := range []time.Time{
		{},
		time.Date(2026, 3, 29, 1, 30, 0, 123_000_000, time.UTC), // an hour that some zones do not have
		time.Date(2026, 10, 25, 1, 30, 0, 1_000_000, zone),
		time.Date(2039, 1, 2, 3, 4, 5, 999_000_000, time.UTC),
		time.Date(2026, 1, 2, 3, 4, 5, 999_999_999, time.UTC),
		time.Date(2026, 12, 31, 23, 59, 59, 0, time.FixedZone("West", -11*3600)),
	} {
		u, err := x.CreateUser(x.Context(), adapter.User{EmailVerified: at}, nil)
		x.must(err, "CreateUser")
		x.equalf(u, adapter.User{ID: u.ID, EmailVerified: at}, ruleTimes, "EmailVerified as CreateUser returns it")
		got, err := x.GetUser(x.Context(), u.ID)
		x.isf(err, nil, ruleAnyID, "GetUser")
		x.equalf(got, adapter.User{ID: u.ID, EmailVerified: at}, ruleTimes, "EmailVerified after CreateUser")
		other := x.user("")
		other.EmailVerified = at
		x.isf(x.UpdateUser(x.Context(), other), nil, ruleUpdate, "UpdateUser")
		got, err = x.GetUser(x.Context(), other.ID)
		x.isf(err, nil, ruleAnyID, "GetUser")
		x.equalf(got, other, ruleTimes, "EmailVerified after UpdateUser")
	}
}

// longStringsAreNotCut knows that a column has an end: a store may refuse.
func longStringsAreNotCut(x *trial) {
	const rule = "strings are kept as they are: what is too long for a store is refused, and not cut"
	long := strings.Repeat("l", 70_000)
	for _, tail := range []string{"a", "b"} {
		want := adapter.User{Name: long + tail, Email: "long-" + tail + "@example.com", Image: long + tail}
		u, err := x.CreateUser(x.Context(), want, nil)
		if err != nil {
			x.holdsf(len(answers(err)) == 0, rule, "CreateUser with a long name answers %s", shown(err))
			_, err = x.GetUserByEmail(x.Context(), want.Email)
			x.isf(err, adapter.ErrNotFound, rule, "GetUserByEmail of the user who was refused")
			continue
		}
		want.ID = u.ID
		got, err := x.GetUser(x.Context(), u.ID)
		x.isf(err, nil, ruleAnyID, "GetUser")
		x.equalf(got, want, rule, "a user with a long name")
	}
	for _, n := range []int{255, 1_000, 70_000} { // 255 is what the columns of Auth.js hold
		stem, u := strings.Repeat("i", n-1), x.user("")
		for _, tail := range []string{"a", "b"} {
			err := x.LinkAccount(x.Context(), account(u.ID, "github", stem+tail))
			if n > 255 && err != nil {
				x.holdsf(len(answers(err)) == 0, rule, "LinkAccount with a long ID answers %s", shown(err))
			} else {
				x.isf(err, nil, rule, "LinkAccount with an ID of %d bytes", n)
			}
			_, found := x.GetUserByAccount(x.Context(), "github", stem+tail)
			if err == nil {
				x.isf(found, nil, rule, "GetUserByAccount with an ID of %d bytes", n)
			} else {
				x.isf(found, adapter.ErrNotFound, rule, "GetUserByAccount with an ID of %d bytes that was refused", n)
			}
		}
	}
	a := account(x.user("").ID, "github", "tokens")
	a.AccessToken, a.RefreshToken, a.IDToken = strings.Repeat("t", 16<<10), strings.Repeat("u", 16<<10), strings.Repeat("v", 16<<10)
	a.Scope = strings.Repeat("scope ", 100)
	x.isf(x.LinkAccount(x.Context(), a), nil, "tokens of 16 KiB are kept", "LinkAccount")
	if x.accounts != nil {
		x.accountsAre(a.UserID, rule, a)
	}
}
