package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func adapterTests() []test {
	return []test{
		{"CreateUser", createUser},
		{"CreateUserIgnoresIDs", createUserIgnoresIDs},
		{"CreateUserBothOrNeither", createUserBothOrNeither},
		{"CreateUserWithoutEmail", createUserWithoutEmail},
		{"GetUserOfAnyString", getUserOfAnyString},
		{"GetUserByEmailOfAnyString", getUserByEmailOfAnyString},
		{"GetUserByAccountOfAnyString", getUserByAccountOfAnyString},
		{"EmailsByteForByte", emailsByteForByte},
		{"AccountsByteForByte", accountsByteForByte},
		{"UsersKeepStrings", usersKeepStrings},
		{"UsersKeepTimes", usersKeepTimes},
		{"LongStringsAreNotCut", longStringsAreNotCut},
		{"UpdateUser", updateUser},
		{"UpdateUserEmail", updateUserEmail},
		{"LinkAccount", linkAccount},
		{"LinkAccountTaken", linkAccountTaken},
		{"LinkAccountWithoutUser", linkAccountWithoutUser},
		{"RaceCreateUserByEmail", raceCreateUserByEmail},
		{"RaceCreateUserByAccount", raceCreateUserByAccount},
		{"RaceUpdateUserEmail", raceUpdateUserEmail},
		{"RaceLinkAccount", raceLinkAccount},
		{"RaceLinkAccountOfOne", raceLinkAccountOfOne},
		{"EndedContext", adapterEndedContext},
	}
}

const (
	ruleCreate   = "CreateUser keeps a new user and their first account, and returns the user with the ID that the store has given"
	ruleBoth     = "CreateUser keeps the user and the account: both or neither"
	ruleEmail    = "no two users have the same Email: CreateUser and UpdateUser answer ErrEmailTaken"
	ruleNoEmail  = "Email may be empty, for as many users as like"
	ruleAccount  = "an account is one user's: CreateUser and LinkAccount answer ErrAccountTaken"
	ruleAnyID    = "GetUser returns the user of an ID, whatever string that is, or ErrNotFound"
	ruleByEmail  = "GetUserByEmail returns the user whose address this is, or ErrNotFound"
	ruleByAcc    = "GetUserByAccount returns the user who signs in with an account, or ErrNotFound"
	ruleBytes    = "strings are kept as they are, byte for byte"
	ruleTimes    = "times are kept to the millisecond at least, in UTC; zero stays zero"
	ruleUpdate   = "UpdateUser writes Name, Email, Image and EmailVerified of the user with u.ID, and nothing else"
	ruleNoUser   = "ErrNotFound without such a user"
	ruleLink     = "LinkAccount gives a user an account; if it is theirs already, its tokens are replaced"
	ruleLinkNone = "LinkAccount answers ErrNotFound without such a user"
	ruleAtomic   = "every method is one atomic step: where callers compete, one wins"
)

func createUser(x *trial) {
	want := adapter.User{Name: "Ada", Email: "ada@example.com", Image: "https://example.com/ada.png", EmailVerified: x.now}
	a := account("", "github", "4711")
	u, err := x.CreateUser(x.Context(), want, &a)
	x.must(err, "CreateUser")
	x.holdsf(u.ID != "", ruleCreate, "User.ID is empty")
	want.ID = u.ID
	x.equalf(u, want, ruleCreate, "what CreateUser returns")

	got, err := x.GetUser(x.Context(), u.ID)
	x.isf(err, nil, ruleAnyID, "GetUser")
	x.equalf(got, want, ruleCreate, "GetUser after CreateUser")
	got, err = x.GetUserByEmail(x.Context(), want.Email)
	x.isf(err, nil, ruleByEmail, "GetUserByEmail")
	x.equalf(got, want, ruleByEmail, "GetUserByEmail")
	got, err = x.GetUserByAccount(x.Context(), "github", "4711")
	x.isf(err, nil, ruleByAcc, "GetUserByAccount")
	x.equalf(got, want, ruleByAcc, "GetUserByAccount")

	disabled, err := x.CreateUser(x.Context(), adapter.User{Email: "out@example.com", Disabled: true}, nil)
	x.must(err, "CreateUser")
	got, err = x.GetUser(x.Context(), disabled.ID)
	x.isf(err, nil, ruleAnyID, "GetUser")
	x.holdsf(got.Disabled, ruleCreate, "a user who was made disabled is not")
	if x.accounts != nil {
		a.UserID = u.ID
		x.accountsAre(u.ID, ruleCreate, a)
	}
}

func createUserIgnoresIDs(x *trial) {
	const rule = "User.ID and Account.UserID are ignored by CreateUser"
	first := x.user("first@example.com")
	a := account(first.ID, "github", "1")
	second, err := x.CreateUser(x.Context(), adapter.User{ID: first.ID, Email: "second@example.com"}, &a)
	x.isf(err, nil, rule, "CreateUser with the ID of another user")
	x.holdsf(second.ID != first.ID && second.ID != "", rule, "the new user has the ID %q, the first one %q", second.ID, first.ID)
	owner, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, rule, "GetUserByAccount")
	x.holdsf(owner.ID == second.ID, rule, "the account is not the new user's")
	got, err := x.GetUser(x.Context(), first.ID)
	x.isf(err, nil, rule, "GetUser of the first user")
	x.equalf(got, first, rule, "the first user")

	chosen, err := x.CreateUser(x.Context(), adapter.User{ID: "chosen by the caller", Email: "third@example.com"}, nil)
	x.must(err, "CreateUser")
	x.holdsf(chosen.ID != "chosen by the caller", rule, "the caller has chosen the ID")
}

func createUserBothOrNeither(x *trial) {
	first := account("", "github", "1")
	u, err := x.CreateUser(x.Context(), adapter.User{Email: "taken@example.com"}, &first)
	x.must(err, "CreateUser")

	again := account("", "github", "1")
	again.AccessToken = "of somebody else"
	_, err = x.CreateUser(x.Context(), adapter.User{Email: "free@example.com"}, &again)
	x.isf(err, adapter.ErrAccountTaken, ruleAccount, "CreateUser with an account that somebody has")
	_, err = x.GetUserByEmail(x.Context(), "free@example.com")
	x.isf(err, adapter.ErrNotFound, ruleBoth, "GetUserByEmail of the user whose account was taken")
	_, err = x.CreateUser(x.Context(), adapter.User{Email: "free@example.com"}, nil)
	x.isf(err, nil, ruleBoth, "CreateUser with the address that was not used")

	other := account("", "github", "2")
	_, err = x.CreateUser(x.Context(), adapter.User{Email: "taken@example.com"}, &other)
	x.isf(err, adapter.ErrEmailTaken, ruleEmail, "CreateUser with an address that somebody has")
	_, err = x.GetUserByAccount(x.Context(), "github", "2")
	x.isf(err, adapter.ErrNotFound, ruleBoth, "GetUserByAccount of the account whose user was refused")
	other.UserID = u.ID
	x.isf(x.LinkAccount(x.Context(), other), nil, ruleBoth, "LinkAccount of the account that was not used")

	_, err = x.CreateUser(x.Context(), adapter.User{Email: "taken@example.com"}, &again)
	x.amongf(err, []error{adapter.ErrEmailTaken, adapter.ErrAccountTaken}, ruleBoth, "CreateUser with both taken")
	owner, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleByAcc, "GetUserByAccount")
	x.equalf(owner, u, ruleBoth, "the owner of the account that was asked for again")
	if x.accounts != nil {
		first.UserID = u.ID
		x.accountsAre(u.ID, ruleBoth, first, other)
	}
}

func createUserWithoutEmail(x *trial) {
	first, second := x.user(""), x.user("")
	x.holdsf(first.ID != second.ID, ruleNoEmail, "two users have the ID %q", first.ID)
	for _, want := range []adapter.User{first, second} {
		got, err := x.GetUser(x.Context(), want.ID)
		x.isf(err, nil, ruleAnyID, "GetUser")
		x.equalf(got, want, ruleNoEmail, "a user without an address")
	}
	_, err := x.GetUserByEmail(x.Context(), "")
	x.isf(err, adapter.ErrNotFound, `GetUserByEmail returns the user whose address this is, and "" is nobody's`, `GetUserByEmail("")`)
	third := x.user("third@example.com")
	third.Email = ""
	x.isf(x.UpdateUser(x.Context(), third), nil, ruleNoEmail, "UpdateUser to no address")
	got, err := x.GetUser(x.Context(), third.ID)
	x.isf(err, nil, ruleAnyID, "GetUser")
	x.equalf(got, third, ruleUpdate, "a user whose address was taken away")
}
