package ginauthtest

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// mixUpAttacks have two providers: RFC 9700 section 4.4. "op" is the one in
// the attacker's hands, "other" is honest.
func mixUpAttacks() []Attack {
	rows := group("mix-up", plainToo([]Attack{
		{Name: "A13-answer-to-another-callback", unasked: true, Answer: func(s *Scene, a *Answer) {
			a.URL = strings.Replace(a.URL, "/callback/"+s.Provider.ID, "/callback/"+s.Other.ID, 1)
		}},
		{Name: "A13-answer-to-another-callback-with-its-issuer", unasked: true, Answer: func(s *Scene, a *Answer) {
			a.URL = strings.Replace(a.URL, "/callback/"+s.Provider.ID, "/callback/"+s.Other.ID, 1)
			a.Params.Set("iss", s.Other.Issuer)
		}},
		{Name: "sent-on-to-the-other", unasked: true, Answer: func(s *Scene, a *Answer) {
			*a = *s.sentOn(a, strings.Replace(a.URL, "/callback/"+s.Provider.ID, "/callback/"+s.Other.ID, 1))
		}},
		{Name: "sent-on-to-the-other-and-back-to-the-first", unasked: true, Answer: func(s *Scene, a *Answer) {
			*a = *s.sentOn(a, a.URL)
		}},
		{Name: "cookie-of-the-other", unasked: true, Answer: func(s *Scene, _ *Answer) {
			own := s.Browser.Cookies()
			s.Browser.Leave(s.Other.ID, nil)
			theirs := s.Browser.Cookies()[len(own):]
			for _, c := range theirs {
				if isAttempt(c) {
					value := c.Value
					s.changeAttempts(func(mine *http.Cookie) { mine.Value = value })
				}
			}
		}},
		{Name: "token-of-the-other", Hostile: func(p *Provider) { p.ChangeIDToken(func(t *IDToken) { t.Claims["iss"] = p.Elsewhere() }) }},
		{Name: "token-of-the-other-with-its-key", Script: func(s *Scene) bool {
			s.Provider.ChangeIDToken(func(t *IDToken) {
				key, id, err := s.Other.signingKey()
				if err != nil {
					s.Error(err)
				}
				t.Claims["iss"], t.Claims["aud"], t.Header["kid"] = s.Other.Issuer, s.Other.ClientID, id
				t.Sign(s.Other.Alg, key)
			})
			return s.signIn(s.Provider, nil, nil)
		}},
		{Name: "one-subject-at-both", Script: func(s *Scene) bool {
			if !s.signIn(s.Provider, nil, nil) {
				s.Fatalf("the first sign-in failed: %v\n%s", s.last, s.logs)
			}
			first := ginauth.UserOf(s.Person.User).ID
			if !s.signIn(s.Other, nil, nil) {
				s.Fatalf("the second sign-in failed: %v\n%s", s.last, s.logs)
			}
			return ginauth.UserOf(s.Person.User).ID == first
		}, applies: func(info ginauth.ProviderInfo) bool { return !info.DangerousBareUserID }},
	}, "token-of", "sent-on-to-the-other-and-back")...)
	for i := range rows {
		rows[i].two = true
	}
	return rows
}

// sentOn is the answer of the other provider to a browser that the first one
// has sent on to it, with the state that it was given.
func (s *Scene) sentOn(a *Answer, redirectURI string) *Answer {
	s.Helper()
	asked := s.Provider.Requests(EndpointAuthorize)[0].Query
	query := url.Values{}
	for name := range asked {
		query.Set(name, asked.Get(name))
	}
	query.Set("client_id", s.Other.ClientID)
	query.Set("redirect_uri", redirectURI)
	answer, page := s.Browser.Visit(withQuery(s.Other.At(EndpointAuthorize), query))
	if answer == nil {
		s.Fatalf("the other provider does not answer: %v", page)
	}
	answer.Method = a.Method
	return answer
}
