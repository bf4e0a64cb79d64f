package adaptertest

import (
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth/adapter"
)

func verificationTokensTests() []test {
	return []test{
		{"UseVerificationToken", useVerificationToken},
		{"UseVerificationTokenWrong", useVerificationTokenWrong},
		{"ByteForByte", verificationByteForByte},
		{"KeepTimes", verificationKeepTimes},
		{"Expired", verificationExpired},
		{"CreateVerificationTokensAllOrNone", createVerificationTokensAllOrNone},
		{"ClaimUserUnverified", claimUserUnverified},
		{"ClaimUserVerified", claimUserVerified},
		{"ClaimUserNotFound", claimUserNotFound},
		{"ClaimUserRevokes", claimUserRevokes},
		{"RaceUseVerificationToken", raceUseVerificationToken},
		{"RaceCreateVerificationTokens", raceCreateVerificationTokens},
		{"RaceClaimUser", raceClaimUser},
		{"RaceClaimUserRotate", raceClaimUserRotate},
		{"EndedContext", verificationEndedContext},
	}
}

const (
	ruleCreateTokens = "CreateVerificationTokens keeps all of them or, if there is one of the same identifier and token already, none: ErrExists"
	ruleUse          = "UseVerificationToken deletes a token and returns it"
	ruleUseOnce      = "UseVerificationToken returns a token to one caller; the others get ErrNotFound"
	ruleUseWrong     = "UseVerificationToken answers ErrNotFound if identifier or token is wrong, and deletes nothing"
)

// keep keeps verification tokens.
func (x *trial) keep(tokens ...adapter.VerificationToken) {
	x.Helper()
	x.must(x.tokens.CreateVerificationTokens(x.Context(), tokens...), "CreateVerificationTokens")
}

// used uses a token that is there.
func (x *trial) used(v adapter.VerificationToken, rule string) {
	x.Helper()
	got, err := x.tokens.UseVerificationToken(x.Context(), v.Identifier, v.Token)
	x.isf(err, nil, rule, "UseVerificationToken of %q", v.Identifier)
	if err == nil {
		x.equalf(got, v, rule, "the token of %q", v.Identifier)
	}
}

// unusable wants a token not to be there.
func (x *trial) unusable(identifier, token, rule string) {
	x.Helper()
	got, err := x.tokens.UseVerificationToken(x.Context(), identifier, token)
	x.isf(err, adapter.ErrNotFound, rule, "UseVerificationToken(%s, %s)", brief(identifier), brief(token))
	x.equalf(got, adapter.VerificationToken{}, rule, "what it returns beside")
}

func useVerificationToken(x *trial) {
	a, b, c := x.verification("ada@example.com"), x.verification("ada@example.com"), x.verification("other@example.com")
	x.keep(a)
	x.keep(b, c)
	x.isf(x.tokens.CreateVerificationTokens(x.Context()), nil, ruleCreateTokens, "CreateVerificationTokens of none")
	x.used(a, ruleUse)
	x.unusable(a.Identifier, a.Token, ruleUseOnce)
	x.used(c, ruleUse)
	x.used(b, ruleUse)
	x.unusable(b.Identifier, b.Token, ruleUseOnce)
	x.keep(a) // one that has been used is not there
	x.used(a, ruleUse)
}

func useVerificationTokenWrong(x *trial) {
	v, other := x.verification("ada@example.com"), x.verification("other@example.com")
	x.keep(v, other)
	x.unusable(v.Identifier, other.Token, ruleUseWrong)
	x.unusable(other.Identifier, v.Token, ruleUseWrong)
	x.unusable(v.Token, v.Identifier, ruleUseWrong)
	for _, s := range append(near(v.Token), odd()...) {
		x.unusable(v.Identifier, s, ruleUseWrong)
	}
	for _, s := range append(near(v.Identifier), odd()...) {
		x.unusable(s, v.Token, ruleUseWrong)
	}
	x.used(v, ruleUseWrong)
	x.used(other, ruleUseWrong)
}

func verificationByteForByte(x *trial) {
	token := x.unique()
	identifiers := append(variants(), "", strings.Repeat("i", 255), strings.Repeat("i", 254)+"j", strings.Repeat("\u00e9", 127))
	tokens := make([]adapter.VerificationToken, 0, len(identifiers)+1)
	for _, s := range identifiers {
		v := adapter.VerificationToken{Identifier: s, Token: token, Expires: x.now.Add(time.Hour)}
		x.isf(x.tokens.CreateVerificationTokens(x.Context(), v), nil, ruleBytes, "CreateVerificationTokens for %s, which has none", brief(s))
		tokens = append(tokens, v)
	}
	big := tokens[0]
	big.Token = upper(token)
	x.isf(x.tokens.CreateVerificationTokens(x.Context(), big), nil, ruleBytes, "CreateVerificationTokens with a token in upper case")
	for _, v := range append(tokens, big) {
		x.isf(x.tokens.CreateVerificationTokens(x.Context(), v), adapter.ErrExists, ruleCreateTokens, "CreateVerificationTokens for %s again", brief(v.Identifier))
	}
	for _, v := range append(tokens, big) {
		x.used(v, ruleBytes)
		x.unusable(v.Identifier, v.Token, ruleUseOnce)
	}
}

func verificationKeepTimes(x *trial) {
	for _, at := range []time.Time{
		x.now.Add(time.Hour), x.now.Add(time.Hour + time.Millisecond), x.now.Add(time.Hour).In(time.FixedZone("Elsewhere", 20_000)),
		time.Date(2039, 1, 2, 3, 4, 5, 999_999_999, time.UTC),
	} {
		v := x.verification("ada@example.com")
		v.Expires = at
		x.keep(v)
		x.used(v, ruleTimes)
	}
}

// verificationExpired knows that a store may forget what has expired.
func verificationExpired(x *trial) {
	old, valid := x.verification("ada@example.com"), x.verification("ada@example.com")
	old.Expires = x.now.Add(-time.Hour)
	x.isf(x.tokens.CreateVerificationTokens(x.Context(), old, valid), nil, "whether a token has expired is for the caller to see", "CreateVerificationTokens of one that has")
	got, err := x.tokens.UseVerificationToken(x.Context(), old.Identifier, old.Token)
	if err == nil {
		x.equalf(got, old, "an expired token is returned as it is, or not at all", "UseVerificationToken")
	} else {
		x.isf(err, adapter.ErrNotFound, "an expired token is returned as it is, or not at all", "UseVerificationToken")
	}
	x.unusable(old.Identifier, old.Token, ruleUseOnce)
	x.used(valid, ruleUse)
}

func createVerificationTokensAllOrNone(x *trial) {
	const address = "ada@example.com"
	there, before, after := x.verification(address), x.verification(address), x.verification("other@example.com")
	x.keep(there)
	again := there
	again.Expires = x.now.Add(5 * time.Hour)
	x.isf(x.tokens.CreateVerificationTokens(x.Context(), again), adapter.ErrExists, ruleCreateTokens, "CreateVerificationTokens of one that is there")
	x.isf(x.tokens.CreateVerificationTokens(x.Context(), before, again, after), adapter.ErrExists, ruleCreateTokens, "CreateVerificationTokens of three of which one is there")
	x.unusable(before.Identifier, before.Token, ruleCreateTokens)
	x.unusable(after.Identifier, after.Token, ruleCreateTokens)
	x.used(there, ruleCreateTokens)
	x.keep(before, again, after)
	for _, v := range []adapter.VerificationToken{before, again, after} {
		x.used(v, ruleCreateTokens)
	}

	// One twice in a call is kept once or not at all.
	twice, beside := x.verification(address), x.verification(address)
	err := x.tokens.CreateVerificationTokens(x.Context(), twice, beside, twice)
	if err == nil {
		x.used(twice, ruleCreateTokens)
		x.used(beside, ruleCreateTokens)
	} else {
		x.isf(err, adapter.ErrExists, ruleCreateTokens, "CreateVerificationTokens of one twice")
		x.unusable(beside.Identifier, beside.Token, ruleCreateTokens)
	}
	x.unusable(twice.Identifier, twice.Token, ruleUseOnce)
}
