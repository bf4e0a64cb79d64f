package adaptertest

import (
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func linkAccount(x *trial) {
	u := x.user("ada@example.com")
	a, b := x.link(u.ID, "github", "1"), x.link(u.ID, "google", "1")
	for _, provider := range []string{"github", "google"} {
		owner, err := x.GetUserByAccount(x.Context(), provider, "1")
		x.isf(err, nil, ruleLink, "GetUserByAccount")
		x.equalf(owner, u, ruleLink, "the owner of the account")
	}
	again := adapter.Account{
		UserID: u.ID, Type: "oidc", Provider: "github", ProviderAccountID: "1",
		AccessToken: "new", Scope: "new", ExpiresAt: 1, // and no other: empty is written, too
	}
	x.isf(x.LinkAccount(x.Context(), again), nil, ruleLink, "LinkAccount of an account that is theirs already")
	if x.accounts != nil {
		x.accountsAre(u.ID, ruleLink, again, b)
	}
	x.isf(x.LinkAccount(x.Context(), a), nil, ruleLink, "LinkAccount of an account that is theirs already")
	if x.accounts != nil {
		x.accountsAre(u.ID, ruleLink, a, b)
	}
}

func linkAccountTaken(x *trial) {
	owner, other := x.user("owner@example.com"), x.user("other@example.com")
	a := x.link(owner.ID, "github", "1")
	theirs := account(other.ID, "github", "1")
	theirs.AccessToken = "of somebody else"
	x.isf(x.LinkAccount(x.Context(), theirs), adapter.ErrAccountTaken, ruleAccount, "LinkAccount of somebody else's account")
	got, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleAccount, "GetUserByAccount")
	x.equalf(got, owner, ruleAccount, "the owner, after somebody else has asked for the account")
	if x.accounts != nil {
		x.accountsAre(owner.ID, ruleAccount, a)
		x.accountsAre(other.ID, ruleAccount)
	}
}

func linkAccountWithoutUser(x *trial) {
	u := x.user("ada@example.com")
	x.isf(x.LinkAccount(x.Context(), account("no such user", "github", "1")), adapter.ErrNotFound, ruleLinkNone, "LinkAccount")
	_, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, adapter.ErrNotFound, ruleLinkNone, "GetUserByAccount of an account that was refused")
	x.isf(x.LinkAccount(x.Context(), account(u.ID, "github", "1")), nil, ruleLinkNone, "LinkAccount of an account that was refused before")
	err = x.LinkAccount(x.Context(), account("no such user", "github", "1"))
	x.amongf(err, []error{adapter.ErrNotFound, adapter.ErrAccountTaken}, ruleLinkNone, "LinkAccount of somebody's account to nobody")
	got, err := x.GetUserByAccount(x.Context(), "github", "1")
	x.isf(err, nil, ruleLinkNone, "GetUserByAccount")
	x.equalf(got, u, ruleLinkNone, "the owner")
}
