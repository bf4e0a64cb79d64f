package ginauthtest

import (
	"net/url"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// Attack is one way in which a provider, or somebody between it and the
// browser, may misbehave; or a proper sign-in that looks odd.
type Attack struct {
	// Name is a group and a name within it: that of the module of the OpenID
	// certification of relying parties (oidcc-client-test-…) where there is one,
	// or the number of an advisory.
	Name string
	// Want is what has to become of it.
	Want Verdict
	// Hostile makes the provider what it is, before the program knows it.
	Hostile func(*Provider)
	// Query are further parameters of POST /signin.
	Query url.Values
	// Answer changes what the browser brings back.
	Answer func(s *Scene, answer *Answer)
	// Script stands for the whole sign-in, if it takes more than that. It tells
	// whether the attack was accepted.
	Script func(s *Scene) bool
	// Check looks at a sign-in that was accepted.
	Check func(s *Scene)

	// on are the kinds of providers that it is for.
	on kinds
	// two wants a second provider; waits says that the provider does.
	two, waits bool
	// applies tells whether the program does what is attacked at all.
	applies func(ginauth.ProviderInfo) bool
	// unasked says that the token endpoints must not be asked.
	unasked bool
	// askedFor is the endpoint whose answer is hostile: a program that does not
	// ask it has nothing to refuse.
	askedFor Endpoint
}

// Verdict is what has to become of a sign-in.
type Verdict uint8

const (
	// Refused is an error for the browser, and nobody is signed in.
	Refused Verdict = iota
	// Accepted is a user who is signed in.
	Accepted
	// Either will do, without a panic, a leak, or a late answer.
	Either
)

// kinds are kinds of providers.
type kinds uint8

const (
	onOpenID kinds = iota
	onOAuth2       // without ID tokens and discovery
	onBoth
)

// Attacks returns all attacks on an OpenID provider. Each is to be run by
// itself.
func Attacks() []Attack { return attacksOn(onOpenID) }

// OAuth2Attacks returns those on a provider of plain OAuth 2.0: there is no ID
// token to attack, and none that protects.
func OAuth2Attacks() []Attack { return attacksOn(onOAuth2) }

func attacksOn(kind kinds) []Attack {
	all := slices.Concat(
		properSignIns(), answerAttacks(), stateAttacks(), mixUpAttacks(),
		signatureAttacks(), headerAttacks(), keySetAttacks(), rotationAttacks(),
		issuerAttacks(), audienceAttacks(), timeAttacks(), subjectAttacks(), claimAttacks(),
		tokenAttacks(), userInfoAttacks(), discoveryAttacks(), endpointAttacks(),
		refreshAttacks(), logoutAttacks(), accountAttacks(), faultAttacks(), redirectAttacks(), slowAttacks(),
	)
	all = slices.DeleteFunc(all, func(a Attack) bool { return a.on != kind && a.on != onBoth })
	for i := range all {
		all[i].on = kind
	}
	return all
}

// plainToo marks attacks for providers of plain OAuth 2.0, too, but for those
// whose names begin so.
func plainToo(attacks []Attack, but ...string) []Attack {
	for i := range attacks {
		if !slices.ContainsFunc(but, func(prefix string) bool { return strings.HasPrefix(attacks[i].Name, prefix) }) {
			attacks[i].on = onBoth
		}
	}
	return attacks
}

// group puts the name of a group before those of its attacks.
func group(name string, attacks ...Attack) []Attack {
	for i := range attacks {
		attacks[i].Name = name + "/" + attacks[i].Name
	}
	return attacks
}
