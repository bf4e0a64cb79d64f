package adaptertest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func authenticatorsTests() []test {
	return []test{
		{"CreateAuthenticator", createAuthenticator},
		{"CreateAuthenticatorExists", createAuthenticatorExists},
		{"CreateAuthenticatorWithoutUser", createAuthenticatorWithoutUser},
		{"ByteForByte", authenticatorsByteForByte},
		{"GetAuthenticatorOfAnyString", getAuthenticatorOfAnyString},
		{"ListAuthenticatorsByUserID", listAuthenticators},
		{"UpdateAuthenticatorCounter", updateAuthenticatorCounter},
		{"DeleteAuthenticator", deleteAuthenticator},
		{"RaceCreateAuthenticator", raceCreateAuthenticator},
		{"RaceUpdateAuthenticatorCounter", raceUpdateAuthenticatorCounter},
		{"RaceRisingCounter", raceRisingCounter},
		{"EndedContext", authenticatorsEndedContext},
	}
}

const (
	rulePasskey       = "CreateAuthenticator keeps a new authenticator"
	rulePasskeyExists = "CreateAuthenticator answers ErrExists if the credential ID is in use"
	rulePasskeyNoUser = "CreateAuthenticator answers ErrNotFound without such a user"
	ruleGetPasskey    = "GetAuthenticator returns the authenticator of a credential ID, or ErrNotFound"
	ruleListPasskeys  = "ListAuthenticatorsByUserID returns those of a user"
	ruleCounter       = "UpdateAuthenticatorCounter sets the counter if the new one is greater or both are 0; otherwise it is ErrSuperseded"
	ruleDeletePasskey = "DeleteAuthenticator deletes an authenticator of a user; ErrNotFound if there is none"
)

// passkeyIs wants an authenticator to be as given.
func (x *trial) passkeyIs(want adapter.Authenticator, rule string) {
	x.Helper()
	got, err := x.authenticators.GetAuthenticator(x.Context(), want.CredentialID)
	x.isf(err, nil, rule, "GetAuthenticator(%s)", brief(want.CredentialID))
	x.equalf(got, want, rule, "the authenticator %s", brief(want.CredentialID))
}

// passkeysAre wants a user to have exactly the given authenticators, in any
// order.
func (x *trial) passkeysAre(userID, rule string, want ...adapter.Authenticator) {
	x.Helper()
	list, err := x.authenticators.ListAuthenticatorsByUserID(x.Context(), userID)
	x.isf(err, nil, rule, "ListAuthenticatorsByUserID")
	x.holdsf(len(list) == len(want), rule, "ListAuthenticatorsByUserID returns %d, not %d", len(list), len(want))
	for _, a := range want {
		x.holdsf(slices.Contains(list, a), rule, "ListAuthenticatorsByUserID does not return %+v", a)
	}
}

func createAuthenticator(x *trial) {
	u := x.user("ada@example.com")
	a := x.passkey(u.ID, "Y3JlZGVudGlhbA==", 7)
	x.passkeyIs(a, rulePasskey)
	for _, counter := range []uint32{0, 1, math.MaxInt32, math.MaxInt32 + 1, math.MaxUint32} {
		x.passkeyIs(x.passkey(u.ID, fmt.Sprint("counter", counter), counter), "Counter is any uint32")
	}
	full := newPasskey(u.ID, "cGxhaW4=")
	plain := adapter.Authenticator{CredentialID: full.CredentialID, UserID: u.ID}
	x.isf(x.authenticators.CreateAuthenticator(x.Context(), plain), nil, rulePasskey, "CreateAuthenticator with all that may be empty")
	x.passkeyIs(plain, "what is empty stays empty")
	long := plain
	long.CredentialID, long.CredentialPublicKey = strings.Repeat("aW5k", 60), strings.Repeat("a2V5", 500)
	x.isf(x.authenticators.CreateAuthenticator(x.Context(), long), nil, rulePasskey, "CreateAuthenticator with a long credential ID and key")
	x.passkeyIs(long, rulePasskey)
}

func createAuthenticatorExists(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a := x.passkey(u.ID, "Y3JlZA==", 3)
	again := a
	again.Counter, again.CredentialPublicKey = 9, "b3RoZXI="
	x.isf(x.authenticators.CreateAuthenticator(x.Context(), again), adapter.ErrExists, rulePasskeyExists, "CreateAuthenticator by the same user")
	again.UserID = other.ID
	x.isf(x.authenticators.CreateAuthenticator(x.Context(), again), adapter.ErrExists, rulePasskeyExists, "CreateAuthenticator by another user")
	x.passkeyIs(a, rulePasskeyExists)
	x.passkeysAre(u.ID, rulePasskeyExists, a)
	x.passkeysAre(other.ID, rulePasskeyExists)
}

func createAuthenticatorWithoutUser(x *trial) {
	u := x.user("ada@example.com")
	for _, id := range append(near(u.ID), odd()...) {
		if id == u.ID {
			continue
		}
		x.isf(x.authenticators.CreateAuthenticator(x.Context(), newPasskey(id, "Y3JlZA==")), adapter.ErrNotFound, rulePasskeyNoUser, "CreateAuthenticator for the user %s", brief(id))
		x.passkeysAre(id, rulePasskeyNoUser)
	}
	_, err := x.authenticators.GetAuthenticator(x.Context(), "Y3JlZA==")
	x.isf(err, adapter.ErrNotFound, rulePasskeyNoUser, "GetAuthenticator of one that was refused")
	x.passkey(u.ID, "Y3JlZA==", 0)
}

func authenticatorsByteForByte(x *trial) {
	const rule = "credential IDs are told apart byte for byte"
	u := x.user("ada@example.com")
	made := make([]adapter.Authenticator, 0, len(variants())+4)
	for _, id := range append(variants(), "Y3JlZA==", "y3JlZA==", "Y3JLZA==", "Y3JlZA=") {
		a := adapter.Authenticator{CredentialID: id, UserID: u.ID, ProviderAccountID: id, CredentialPublicKey: id, Transports: id}
		x.isf(x.authenticators.CreateAuthenticator(x.Context(), a), nil, rule, "CreateAuthenticator with %q, which nobody has", id)
		made = append(made, a)
	}
	for _, a := range made {
		x.passkeyIs(a, rule)
	}
	x.passkeysAre(u.ID, rule, made...)
	x.isf(x.authenticators.DeleteAuthenticator(x.Context(), u.ID, made[0].CredentialID), nil, rule, "DeleteAuthenticator")
	x.passkeysAre(u.ID, rule, made[1:]...)
}

func getAuthenticatorOfAnyString(x *trial) {
	u := x.user("ada@example.com")
	a := x.passkey(u.ID, "Y3JlZA==", 1)
	for _, id := range append(near(a.CredentialID), odd()...) {
		_, err := x.authenticators.GetAuthenticator(x.Context(), id)
		x.isf(err, adapter.ErrNotFound, ruleGetPasskey, "GetAuthenticator(%s)", brief(id))
		err = x.authenticators.UpdateAuthenticatorCounter(x.Context(), id, 5)
		x.isf(err, adapter.ErrNotFound, "UpdateAuthenticatorCounter answers ErrNotFound if there is no such authenticator", "UpdateAuthenticatorCounter(%s)", brief(id))
		err = x.authenticators.DeleteAuthenticator(x.Context(), u.ID, id)
		x.isf(err, adapter.ErrNotFound, ruleDeletePasskey, "DeleteAuthenticator(%s)", brief(id))
	}
	x.passkeyIs(a, ruleGetPasskey)
}

func listAuthenticators(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	x.passkeysAre(u.ID, ruleListPasskeys)
	a, b, c := x.passkey(u.ID, "YQ==", 1), x.passkey(other.ID, "Yg==", 2), x.passkey(u.ID, "Yw==", 3)
	x.passkeysAre(u.ID, ruleListPasskeys, a, c)
	x.passkeysAre(other.ID, ruleListPasskeys, b)
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID && id != other.ID {
			x.passkeysAre(id, ruleListPasskeys)
		}
	}
}

func deleteAuthenticator(x *trial) {
	u, other := x.user("ada@example.com"), x.user("other@example.com")
	a, b := x.passkey(u.ID, "YQ==", 1), x.passkey(u.ID, "Yg==", 2)
	x.isf(x.authenticators.DeleteAuthenticator(x.Context(), other.ID, a.CredentialID), adapter.ErrNotFound, ruleDeletePasskey, "DeleteAuthenticator of somebody else's")
	for _, id := range append(near(u.ID), odd()...) {
		if id != u.ID {
			x.isf(x.authenticators.DeleteAuthenticator(x.Context(), id, a.CredentialID), adapter.ErrNotFound, ruleDeletePasskey, "DeleteAuthenticator by the user %s", brief(id))
		}
	}
	x.passkeysAre(u.ID, ruleDeletePasskey, a, b)
	x.isf(x.authenticators.DeleteAuthenticator(x.Context(), u.ID, a.CredentialID), nil, ruleDeletePasskey, "DeleteAuthenticator")
	x.passkeysAre(u.ID, ruleDeletePasskey, b)
	_, err := x.authenticators.GetAuthenticator(x.Context(), a.CredentialID)
	x.isf(err, adapter.ErrNotFound, ruleDeletePasskey, "GetAuthenticator of one that was deleted")
	x.isf(x.authenticators.DeleteAuthenticator(x.Context(), u.ID, a.CredentialID), adapter.ErrNotFound, ruleDeletePasskey, "DeleteAuthenticator again")
	x.passkeyIs(x.passkey(other.ID, a.CredentialID, 0), "the credential ID of one that was deleted is free")
}
