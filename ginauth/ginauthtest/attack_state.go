package ginauthtest

import (
	"net/http"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// stateAttacks are answers that do not belong to a sign-in which this browser
// has begun, with this provider, in the last 15 minutes.
func stateAttacks() []Attack {
	rows := []Attack{
		param("wrong", Refused, "state", fixed("wrong")),
		param("missing", Refused, "state", none),
		param("empty", Refused, "state", fixed("")),
		param("twice", Refused, "state", twice),
		param("twice-one-wrong", Refused, "state", func(_ *Scene, was string) []string { return []string{"wrong", was} }),
		param("longer", Refused, "state", func(_ *Scene, was string) []string { return []string{was + "x"} }),
		param("in-upper-case", Refused, "state", func(_ *Scene, was string) []string { return []string{strings.ToUpper(was)} }),
		param("huge", Refused, "state", func(_ *Scene, was string) []string { return []string{was + strings.Repeat("x", 8000)} }),
		{Name: "of-an-attacker", Answer: func(s *Scene, a *Answer) { *a = *attackersAnswer(s) }},
		{Name: "without-cookies", Answer: func(s *Scene, _ *Answer) { s.Browser.DropCookies(nil) }},
		{Name: "A09-without-the-cookie", Answer: func(s *Scene, _ *Answer) { s.Browser.DropCookies(isAttempt) }},
		{Name: "cookie-empty", Answer: func(s *Scene, _ *Answer) { s.changeAttempts(func(c *http.Cookie) { c.Value = "" }) }},
		{Name: "cookie-changed", Answer: func(s *Scene, _ *Answer) {
			s.changeAttempts(func(c *http.Cookie) { c.Value = flip(c.Value, len(c.Value)/2) })
		}},
		{Name: "cookie-planted-beside", Answer: func(s *Scene, _ *Answer) {
			for _, c := range s.Browser.Cookies() {
				if isAttempt(c) {
					s.Browser.PlantCookie(&http.Cookie{Name: c.Name, Value: "planted", SameSite: http.SameSiteNoneMode})
				}
			}
		}},
		{Name: "cookie-of-an-attacker", Answer: func(s *Scene, _ *Answer) { s.attackersCookies() }},
		{Name: "after-15-minutes", Answer: func(s *Scene, _ *Answer) { s.Clock.Advance(15*time.Minute + time.Second) }},
		{Name: "answer-in-another-browser", Answer: func(s *Scene, _ *Answer) { s.Browser = s.newBrowser() }},
		{Name: "A10-session-as-state", Answer: func(s *Scene, _ *Answer) {
			session := s.sessionCookie()
			s.changeAttempts(func(attempt *http.Cookie) { attempt.Value = session.Value })
		}},
	}
	for i := range rows {
		rows[i].unasked = true
	}
	return group("state", plainToo(append(rows,
		Attack{Name: "of-another-tab", Answer: stateOfAnotherTab},
		Attack{Name: "of-another-tab-without-PKCE", Answer: stateOfAnotherTab, Hostile: func(p *Provider) { p.NoPKCE = true }},
		Attack{Name: "A10-state-as-session", Script: stateAsSession},
	), "of-another-tab-without-PKCE")...)
}

// attackersAnswer is the answer to an attacker's own sign-in.
func attackersAnswer(s *Scene) *Answer {
	other := s.newBrowser()
	answer, _ := other.Visit(other.Leave(s.Provider.ID, nil).Location)
	if answer == nil {
		s.Fatal("the attacker cannot sign in")
	}
	return answer
}

// changeAttempts changes the cookies of sign-ins under way.
func (s *Scene) changeAttempts(change func(*http.Cookie)) {
	for _, c := range s.Browser.Cookies() {
		if isAttempt(c) {
			changed := *c
			change(&changed)
			s.Browser.SetCookie(&changed)
		}
	}
}

// attackersCookies puts what was sealed for an attacker's sign-in under the
// names of this browser's.
func (s *Scene) attackersCookies() {
	other := s.newBrowser()
	other.Leave(s.Provider.ID, nil)
	for _, theirs := range other.Cookies() {
		if isAttempt(theirs) {
			s.changeAttempts(func(c *http.Cookie) { c.Value = theirs.Value })
		}
	}
}

// stateOfAnotherTab answers one sign-in of the browser with the code of
// another.
func stateOfAnotherTab(s *Scene, a *Answer) {
	second, _ := s.Browser.Visit(s.Browser.Leave(s.Provider.ID, nil).Location)
	if second == nil {
		s.Fatal("no second sign-in")
	}
	a.Params.Set("code", second.Params.Get("code"))
}

// stateAsSession offers the sealed state as a session: both are sealed with
// one secret.
func stateAsSession(s *Scene) bool {
	s.Browser.Leave(s.Provider.ID, nil)
	session := s.sessionCookie()
	for _, attempt := range s.Browser.Cookies() {
		if isAttempt(attempt) {
			s.Browser.SetCookie(&http.Cookie{Name: session.Name, Value: attempt.Value})
		}
	}
	return s.Browser.Session() != nil
}

// sessionCookie is the session of somebody who is signed in.
func (s *Scene) sessionCookie() *http.Cookie {
	cfg := ginauth.Config{Secret: Secret, BaseURL: BaseURL, Now: s.Clock.Now}
	for _, c := range Cookies(s.TB, cfg, &ginauth.User{ID: "1", Name: "Mallory"}) {
		if strings.Contains(c.Name, "session-token") {
			return c
		}
	}
	s.Fatal("no session")
	return nil
}

// flip changes one character of a text.
func flip(text string, at int) string {
	if at < 0 || at >= len(text) {
		return text
	}
	c := byte('A')
	if text[at] == c {
		c = 'B'
	}
	return text[:at] + string(c) + text[at+1:]
}
