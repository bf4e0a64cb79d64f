package adaptertest

import (
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func updateUser(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.link(u.ID, "github", "1")
	want := adapter.User{ID: u.ID, Name: "Ada", Email: "ada@example.org", Image: "https://example.com/a.png", EmailVerified: x.now}
	x.isf(x.UpdateUser(x.Context(), want), nil, ruleUpdate, "UpdateUser")
	x.userIs(want, ruleUpdate, "after UpdateUser")

	// Empty is written, too: it is not "as before".
	empty := adapter.User{ID: u.ID}
	x.isf(x.UpdateUser(x.Context(), empty), nil, ruleUpdate, "UpdateUser with nothing")
	x.userIs(empty, ruleUpdate, "after UpdateUser with nothing")
	x.userIs(other, ruleUpdate, "another user")
	owner, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleUpdate, "GetUserByAccount")
	x.holdsf(owner.ID == u.ID, ruleUpdate, "the account is another user's")

	disabled := want
	disabled.Disabled = true
	x.isf(x.UpdateUser(x.Context(), disabled), nil, ruleUpdate, "UpdateUser with Disabled")
	x.userIs(want, ruleUpdate, "UpdateUser has disabled a user")
	if x.administration == nil {
		return
	}
	x.must(x.administration.SetDisabled(x.Context(), u.ID, true), "SetDisabled")
	x.isf(x.UpdateUser(x.Context(), want), nil, ruleUpdate, "UpdateUser of a disabled user")
	x.userIs(disabled, ruleUpdate, "UpdateUser has enabled a user")
}

// userIs wants a user to be as given, by their ID and by their address.
func (x *trial) userIs(want adapter.User, rule, when string) {
	x.Helper()
	got, err := x.GetUser(x.Context(), want.ID)
	x.isf(err, nil, rule, "GetUser, %s", when)
	x.equalf(got, want, rule, "%s", when)
	if want.Email == "" {
		return
	}
	got, err = x.GetUserByEmail(x.Context(), want.Email)
	x.isf(err, nil, rule, "GetUserByEmail, %s", when)
	x.equalf(got, want, rule, "by the address, %s", when)
}

func updateUserEmail(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	taken := adapter.User{ID: u.ID, Name: "New", Email: other.Email, Image: "new", EmailVerified: x.now}
	x.isf(x.UpdateUser(x.Context(), taken), adapter.ErrEmailTaken, ruleEmail, "UpdateUser to an address that somebody has")
	x.userIs(u, "UpdateUser writes all or nothing", "after ErrEmailTaken")
	x.userIs(other, "UpdateUser writes all or nothing", "the owner of the address")

	moved := u
	moved.Email, moved.EmailVerified = "moved@example.com", x.now.Add(-time.Hour)
	x.isf(x.UpdateUser(x.Context(), moved), nil, ruleUpdate, "UpdateUser to a new address")
	x.userIs(moved, ruleUpdate, "after UpdateUser to a new address")
	x.isf(x.UpdateUser(x.Context(), moved), nil, ruleEmail, "UpdateUser with their own address")
	_, err := x.GetUserByEmail(x.Context(), u.Email)
	x.isf(err, adapter.ErrNotFound, ruleByEmail, "GetUserByEmail of the address that the user had before")
	other.Email = u.Email
	x.isf(x.UpdateUser(x.Context(), other), nil, "an address that its user has given up is free", "UpdateUser")
	x.userIs(other, ruleUpdate, "after UpdateUser to a free address")
	_, err = x.CreateUser(x.Context(), adapter.User{Email: u.Email}, nil)
	x.isf(err, adapter.ErrEmailTaken, ruleEmail, "CreateUser with an address that UpdateUser has given to somebody")

	// To swap the case is to move to another address, which must not leave the
	// first one behind.
	cased := moved
	cased.Email = "Moved@Example.com"
	x.isf(x.UpdateUser(x.Context(), cased), nil, ruleBytes, "UpdateUser to the same address in another case")
	x.userIs(cased, ruleBytes, "after UpdateUser to another case")
	_, err = x.GetUserByEmail(x.Context(), moved.Email)
	x.isf(err, adapter.ErrNotFound, ruleBytes, "GetUserByEmail of the address in its former case")
}
