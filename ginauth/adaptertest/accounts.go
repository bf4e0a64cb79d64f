package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func accountsTests() []test {
	return []test{
		{"ListAccounts", listAccounts},
		{"KeepStrings", accountsKeepStrings},
		{"UnlinkAccount", unlinkAccount},
		{"UnlinkAccountKeep", unlinkAccountKeep},
		{"UnlinkAccountNotTheirs", unlinkAccountNotTheirs},
		{"RaceUnlinkAccount", raceUnlinkAccount},
		{"RaceUnlinkOneAccount", raceUnlinkOneAccount},
		{"EndedContext", accountsEndedContext},
	}
}

const (
	ruleList   = "ListAccounts returns the accounts of a user; none, and no error, for an unknown user"
	ruleUnlink = "UnlinkAccount takes an account away from a user"
	ruleKeep   = "UnlinkAccount answers ErrLastAccount if fewer than keep would remain, and takes nothing away"
	ruleTheirs = "UnlinkAccount answers ErrNotFound if the account is not theirs"
)

// accountsAre wants a user to have exactly the given accounts, in any order.
func (x *trial) accountsAre(userID, rule string, want ...adapter.Account) {
	x.Helper()
	list, err := x.accounts.ListAccounts(x.Context(), userID)
	x.isf(err, nil, rule, "ListAccounts")
	x.holdsf(len(list) == len(want), rule, "ListAccounts returns %d accounts, not %d", len(list), len(want))
	for _, a := range want {
		found := false
		for _, got := range list {
			if got.Provider == a.Provider && got.ProviderAccountID == a.ProviderAccountID {
				x.equalf(got, a, rule, "the account %q of %q", a.ProviderAccountID, a.Provider)
				found = true
			}
		}
		x.holdsf(found, rule, "ListAccounts does not return the account %q of %q", a.ProviderAccountID, a.Provider)
	}
}

func listAccounts(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.accountsAre(u.ID, ruleList)
	a, b, c := x.link(u.ID, "github", "1"), x.link(other.ID, "github", "2"), x.link(u.ID, "google", "1")
	x.accountsAre(u.ID, ruleList, a, c)
	x.accountsAre(other.ID, ruleList, b)
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID && id != other.ID {
			x.accountsAre(id, ruleList)
		}
	}
}

func accountsKeepStrings(x *trial) {
	u := x.user("ada@example.com")
	empty := adapter.Account{UserID: u.ID, Type: "webauthn", Provider: "passkey", ProviderAccountID: "1"}
	x.must(x.LinkAccount(x.Context(), empty), "LinkAccount")
	x.accountsAre(u.ID, "what is empty stays empty", empty)
	for _, s := range variants() {
		a := adapter.Account{
			UserID: x.user("").ID, Type: s, Provider: "p", ProviderAccountID: s, RefreshToken: s, AccessToken: s, IDToken: s,
			TokenType: s, Scope: s, SessionState: s, ExpiresAt: 2_147_483_648,
		}
		x.isf(x.LinkAccount(x.Context(), a), nil, ruleBytes, "LinkAccount with %q", s)
		x.accountsAre(a.UserID, ruleBytes, a)
	}
}

func unlinkAccount(x *trial) {
	u := x.user("ada@example.com")
	x.link(u.ID, "github", "1")
	b := x.link(u.ID, "google", "1")
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "github", "1", 1), nil, ruleUnlink, "UnlinkAccount of one of two accounts, keep 1,")
	x.accountsAre(u.ID, ruleUnlink, b)
	_, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, adapter.ErrNotFound, ruleUnlink, "GetUserByAccount of an account that was unlinked")
	x.userIs(u, ruleUnlink, "the user remains")
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "github", "1", 0), adapter.ErrNotFound, ruleTheirs, "UnlinkAccount again")
	other := x.user("other@example.com")
	x.isf(x.LinkAccount(x.Context(), account(other.ID, "github", "1")), nil, "an account that was unlinked is free", "LinkAccount by another user")
	x.accountsAre(other.ID, ruleUnlink, account(other.ID, "github", "1"))
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "google", "1", 0), nil, ruleUnlink, "UnlinkAccount of the last account, keep 0,")
	x.accountsAre(u.ID, ruleUnlink)
	x.userIs(u, ruleUnlink, "the user remains")
}

func unlinkAccountKeep(x *trial) {
	u := x.user("ada@example.com")
	a := x.link(u.ID, "github", "1")
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "github", "1", 1), adapter.ErrLastAccount, ruleKeep, "UnlinkAccount of the only account, keep 1,")
	x.accountsAre(u.ID, ruleKeep, a)
	b := x.link(u.ID, "google", "1")
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "google", "1", 2), adapter.ErrLastAccount, ruleKeep, "UnlinkAccount of one of two, keep 2,")
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "google", "1", 5), adapter.ErrLastAccount, ruleKeep, "UnlinkAccount of one of two, keep 5,")
	x.accountsAre(u.ID, ruleKeep, a, b)
	owner, err := x.GetUserByAccount(x.Context(), "google", "1")
	x.isf(err, nil, ruleKeep, "GetUserByAccount")
	x.equalf(owner, u, ruleKeep, "the owner")
	other := x.user("other@example.com")
	x.link(other.ID, "github", "2")
	x.link(other.ID, "github", "3")
	x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "google", "1", 2), adapter.ErrLastAccount, ruleKeep, "UnlinkAccount when others have accounts")
}

func unlinkAccountNotTheirs(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a, b, c := x.link(u.ID, "github", "abc"), x.link(other.ID, "github", "2"), x.link(u.ID, "google", "1")
	for keep := range 4 {
		x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "github", "2", keep), adapter.ErrNotFound, ruleTheirs, "UnlinkAccount of somebody else's account, keep %d,", keep)
	}
	for _, s := range append(near("abc"), odd()...) {
		x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, "github", s, 0), adapter.ErrNotFound, ruleTheirs, "UnlinkAccount of the account %s", brief(s))
		x.isf(x.accounts.UnlinkAccount(x.Context(), u.ID, s, "abc", 0), adapter.ErrNotFound, ruleTheirs, "UnlinkAccount of the provider %s", brief(s))
	}
	for _, s := range append(near(u.ID), odd()...) {
		if s != u.ID && s != other.ID {
			x.isf(x.accounts.UnlinkAccount(x.Context(), s, "github", "abc", 0), adapter.ErrNotFound, ruleTheirs, "UnlinkAccount by the user %s", brief(s))
		}
	}
	x.accountsAre(u.ID, ruleTheirs, a, c)
	x.accountsAre(other.ID, ruleTheirs, b)
}

func raceUnlinkAccount(x *trial) {
	for range 5 { // of two accounts, the chance to lose both is small
		u := x.user("")
		names := []string{x.unique(), x.unique()}
		x.link(u.ID, "github", names[0])
		x.link(u.ID, "github", names[1])
		errs := race(func(i int) error { return x.accounts.UnlinkAccount(x.Context(), u.ID, "github", names[i%2], 1) })
		winner := x.oneWins(errs, []error{adapter.ErrLastAccount, adapter.ErrNotFound}, ruleKeep, "UnlinkAccount of two accounts, keep 1,")
		if winner < 0 {
			return
		}
		x.accountsAre(u.ID, ruleKeep, account(u.ID, "github", names[(winner+1)%2]))
	}
}

func raceUnlinkOneAccount(x *trial) {
	u := x.user("ada@example.com")
	x.link(u.ID, "github", "1")
	errs := race(func(int) error { return x.accounts.UnlinkAccount(x.Context(), u.ID, "github", "1", 0) })
	x.oneWins(errs, []error{adapter.ErrNotFound}, ruleAtomic, "UnlinkAccount of one account")
	x.accountsAre(u.ID, ruleUnlink)
}
