package ginauthtest

import (
	"net/http"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// RunAttacks runs every attack as a subtest, each against a fresh provider and
// a fresh ginauth.Auth. setup makes the provider under test with the settings
// that are to be tested, for the ID, Issuer, ClientID and ClientSecret that it
// is given:
//
//	ginauthtest.RunAttacks(t, func(op *ginauthtest.Provider) ginauth.Provider {
//		return providers.OIDC(providers.Config{
//			ID: op.ID, Issuer: op.Issuer, ClientID: op.ClientID, ClientSecret: ginauth.Secret(op.ClientSecret),
//			HTTPClient: op.HTTPClient(),
//		})
//	})
//
// It may change op, too: a client of the kind "none" needs op.ClientAuth. When
// op.Waits, the attack takes as long as the program is patient (9 seconds by
// default); these attacks run in parallel. A shorter Config.Timeout makes them
// faster, and a shorter op.Patience demands that. If what setup makes is a
// provider of plain OAuth 2.0, with the endpoints op.At(…), so is op, and the
// attacks are [OAuth2Attacks].
//
// Each attack is refused, or accepted, as its row says; every answer comes
// within 10 seconds; nothing panics; a refused sign-in sets no session cookie;
// the cookie of the attempt is gone; no code, token or secret is in a log or a
// page; and nobody is asked but the provider.
func RunAttacks(t *testing.T, setup func(op *Provider) ginauth.Provider) {
	t.Helper()
	info, err := setup(NewProvider(t)).Describe()
	if err != nil {
		t.Fatalf("ginauthtest: %v", err)
	}
	attacks := Attacks()
	if info.Type == ginauth.TypeOAuth {
		attacks = OAuth2Attacks()
	}
	for _, a := range attacks {
		if a.applies != nil && !a.applies(info) {
			continue
		}
		t.Run(a.Name, func(t *testing.T) {
			if a.waits {
				t.Parallel()
			}
			a.Run(t, ProgramWith(setup))
		})
	}
}

// Waits tells whether the attack that is run makes the provider wait.
func (p *Provider) Waits() bool { return p.waits }

// Program makes the program under test: its handler has the routes of Auth.js
// at [BaseURL]. For other programs than those of [RunAttacks].
type Program func(s *Scene) http.Handler

// Run runs one attack against a program.
func (a Attack) Run(tb testing.TB, program Program) {
	tb.Helper()
	s := newScene(tb, a, program)
	var accepted bool
	if a.Script != nil {
		accepted = a.Script(s)
	} else {
		accepted = s.signIn(s.Provider, a.Query, a.Answer)
	}
	if a.askedFor != "" && accepted && a.Want == Refused && s.Provider.Count(a.askedFor) == 0 {
		accepted = false // it does not use what would have to be refused
	}
	switch {
	case accepted && a.Want == Refused:
		tb.Errorf("accepted, and should not be: %v\n%s", s.last, s.logs)
	case !accepted && a.Want == Accepted:
		tb.Errorf("refused, and should not be: %v\n%s", s.last, s.logs)
	case accepted && a.Check != nil:
		a.Check(s)
	}
	for _, p := range s.providers() {
		if n := p.Count(EndpointToken); a.unasked && n > 0 {
			tb.Errorf("the token endpoint of %s was asked", p.ID)
		}
	}
	s.check()
}
