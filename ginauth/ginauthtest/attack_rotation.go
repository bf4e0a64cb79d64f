package ginauthtest

import (
	"fmt"
	"net/http"
	"time"
)

// rotationAttacks change keys between sign-ins: OpenID Connect Core section
// 10.1.1.
func rotationAttacks() []Attack {
	return group("rotation",
		Attack{Name: "oidcc-client-test-signing-key-rotation", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			s.Provider.RotateKey()
			ok := s.signIn(s.Provider, nil, nil)
			if n := s.Provider.Count(EndpointKeys); n > 2 {
				s.Errorf("the keys were fetched %d times", n)
			}
			return ok
		}},
		Attack{Name: "oidcc-client-test-signing-key-rotation-just-before-signing", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			return s.signIn(s.Provider, nil, func(s *Scene, _ *Answer) { s.Provider.RotateKey() })
		}},
		Attack{Name: "kid-stays", Want: Accepted, Script: func(s *Scene) bool {
			sameKid(s.Provider)
			s.first()
			s.Provider.RotateKey()
			return s.signIn(s.Provider, nil, nil)
		}},
		Attack{Name: "retired-key", Script: func(s *Scene) bool {
			s.first()
			old, id, err := s.Provider.signingKey()
			if err != nil {
				s.Fatal(err)
			}
			s.Provider.RotateKey()
			if !s.signIn(s.Provider, nil, nil) {
				s.Fatalf("the sign-in after the rotation failed: %v\n%s", s.last, s.logs)
			}
			s.Clock.Advance(time.Minute)
			s.Provider.ChangeIDToken(func(t *IDToken) { t.Sign("RS256", old); t.Header["kid"] = id })
			return s.signIn(s.Provider, nil, nil)
		}},
		Attack{Name: "keys-gone-after-the-first-sign-in", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			s.Provider.Wrap(EndpointKeys, down(http.StatusInternalServerError))
			s.Provider.Wrap(EndpointDiscovery, down(http.StatusInternalServerError))
			s.Clock.Advance(2 * time.Hour) // longer than anybody keeps them without asking
			return s.signIn(s.Provider, nil, nil)
		}},
		thereAgain("keys-there-after-a-failure", "keys", EndpointKeys),
		thereAgain("discovery-there-after-a-failure", "a discovery document", EndpointDiscovery),
		Attack{Name: "storm-of-unknown-keys", Want: Accepted, Script: stormOfKeys},
	)
}

// thereAgain is a document that cannot be had at the first sign-in: the second
// one works.
func thereAgain(name, what string, e Endpoint) Attack {
	return Attack{Name: name, Want: Accepted, Script: func(s *Scene) bool {
		s.Provider.Wrap(e, down(http.StatusInternalServerError))
		if s.signIn(s.Provider, nil, nil) {
			s.Errorf("signed in without %s", what)
		}
		s.Provider.Restore()
		s.Clock.Advance(time.Minute)
		return s.signIn(s.Provider, nil, nil)
	}}
}

// first is a sign-in that has to work before the attack.
func (s *Scene) first() {
	s.Helper()
	if !s.signIn(s.Provider, nil, nil) {
		s.Fatalf("the first sign-in failed: %v\n%s", s.last, s.logs)
	}
}

// sameKid has a provider that gives all its keys one id.
func sameKid(p *Provider) {
	p.ChangeIDToken(func(t *IDToken) { t.Header["kid"] = "the-key" })
	p.Change(EndpointKeys, func(d map[string]any) {
		for _, key := range d["keys"].([]any) { //nolint:forcetypeassert // it is of this package
			key.(map[string]any)["kid"] = "the-key" //nolint:forcetypeassert // as above
		}
	})
}

// stormOfKeys asks for one key after another that nobody knows: the provider
// is asked for them once in 30 seconds. The known key goes on working.
func stormOfKeys(s *Scene) bool {
	p := s.Provider
	s.first()
	begun := p.Count(EndpointKeys)
	n := 0
	p.ChangeIDToken(func(t *IDToken) {
		n++
		t.Header["kid"] = fmt.Sprint("unknown-", n)
	})
	for round := range 2 {
		for range 20 {
			if s.signIn(p, nil, nil) {
				s.Errorf("signed in by an unknown key")
			}
		}
		if got := p.Count(EndpointKeys) - begun; got > round+1 {
			s.Errorf("the keys were fetched %d times more", got)
		}
		s.Clock.Advance(31 * time.Second)
	}
	p.Restore()
	return s.signIn(p, nil, nil)
}
