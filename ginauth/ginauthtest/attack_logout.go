package ginauthtest

import (
	"net/http"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// logoutAttacks are OpenID Connect RP-Initiated Logout 1.0, for programs that
// do that. Accepted is a browser that goes on to where it wanted, and whose
// session has ended.
func logoutAttacks() []Attack {
	rows := []Attack{
		{Name: "oidcc-client-test-rp-init-logout", Want: Accepted, Script: func(s *Scene) bool { return s.signOut(nil) }, Check: (*Scene).checkLogout},
		{Name: "oidcc-client-test-rp-init-logout-other-state", Script: func(s *Scene) bool {
			return s.signOut(func(a *Answer) { a.Params.Set("state", "other") })
		}},
		{Name: "oidcc-client-test-rp-init-logout-no-state", Script: func(s *Scene) bool {
			return s.signOut(func(a *Answer) { a.Params.Del("state") })
		}},
		{Name: "state-twice", Script: func(s *Scene) bool {
			return s.signOut(func(a *Answer) { a.Params.Add("state", a.Params.Get("state")) })
		}},
		{Name: "without-cookies", Script: func(s *Scene) bool {
			return s.signOut(func(*Answer) { s.Browser.DropCookies(nil) })
		}},
		{Name: "answer-delivered-as-a-sign-in", Script: func(s *Scene) bool {
			asked := 0
			s.signOut(func(a *Answer) {
				asked = s.Provider.Count(EndpointToken)
				a.URL = strings.Replace(a.URL, "/signout/", "/callback/", 1)
				a.Params.Set("code", "x")
				a.Params.Set("iss", s.Provider.Issuer)
			})
			if s.Provider.Count(EndpointToken) != asked {
				s.Error("the token endpoint was asked")
			}
			return s.last.SignedIn()
		}},
		{Name: "answer-of-a-sign-in", Script: func(s *Scene) bool {
			return s.signOut(func(a *Answer) {
				signIn, _ := s.Browser.Visit(s.Browser.Leave(s.Provider.ID, nil).Location)
				a.Params.Set("state", signIn.Params.Get("state"))
			})
		}},
		{Name: "replayed", Script: func(s *Scene) bool {
			var answer *Answer
			var cookies []*http.Cookie
			if !s.signOut(func(a *Answer) { answer, cookies = a.Clone(), s.Browser.Cookies() }) {
				s.Errorf("the sign-out failed: %v", s.last)
			}
			for _, c := range cookies {
				s.Browser.SetCookie(c)
			}
			return s.wentOn(s.Browser.Deliver(answer))
		}},
		{Name: "no-end-session-endpoint", Want: Accepted, Hostile: func(p *Provider) { p.Metadata = map[string]any{"end_session_endpoint": nil} },
			Script: func(s *Scene) bool { return s.signOut(nil) }},
		{Name: "provider-down", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			s.Provider.Wrap(EndpointDiscovery, down(http.StatusInternalServerError))
			s.Clock.Advance(25 * time.Hour)
			return s.wentOn(s.Browser.SignOut())
		}},
		{Name: "endpoint-javascript", Script: func(s *Scene) bool { return s.signsOutAt("javascript:alert(1)") }},
		{Name: "endpoint-http", Script: func(s *Scene) bool { return s.signsOutAt("http://op.example.com/logout") }},
		{Name: "endpoint-relative", Script: func(s *Scene) bool { return s.signsOutAt("/logout") }},
		{Name: "endpoint-without-scheme", Script: func(s *Scene) bool { return s.signsOutAt("//op.example.com/logout") }},
		{Name: "endpoint-with-password", Script: func(s *Scene) bool { return s.signsOutAt("https://op.example.com@attacker.example/logout") }},
	}
	for i := range rows {
		rows[i].applies = func(info ginauth.ProviderInfo) bool { return info.Logout }
	}
	return group("logout", rows...)
}

// signOut signs in and out; the session has to be over before the browser is
// at the provider.
func (s *Scene) signOut(change func(*Answer)) bool {
	s.Helper()
	s.first()
	away := s.Browser.post("/signout")
	if away.SignedIn() {
		s.Error("the session goes on while the browser is at the provider")
	}
	answer, page := s.Browser.Visit(away.Location)
	if answer == nil {
		if page.Status != 0 {
			s.Errorf("the provider does not take the request: %d %s", page.Status, page.Body)
		}
		return s.wentOn(away)
	}
	if change != nil {
		change(answer)
	}
	return s.wentOn(s.Browser.Deliver(answer))
}

// wentOn tells whether the browser is sent to where it wanted.
func (s *Scene) wentOn(res Result) bool {
	s.last = res
	return !res.SignedIn() && res.Location == s.Browser.origin()+"/after"
}

// checkLogout looks at what the provider got (LOG-1).
func (s *Scene) checkLogout() {
	s.Helper()
	got := s.Provider.Requests(EndpointEndSession)
	if len(got) != 1 {
		s.Fatalf("%d requests to sign out", len(got))
	}
	q := got[0].Query
	if q.Get("id_token_hint") != s.Person.Account.IDToken || q.Get("client_id") != s.Provider.ClientID || len(q.Get("state")) < 22 ||
		q.Get("post_logout_redirect_uri") == "" {
		s.Errorf("the provider got %v", q)
	}
}

// signsOutAt tells whether the program sends a browser to an end session
// endpoint that it should not trust. It may refuse the whole provider.
func (s *Scene) signsOutAt(endpoint string) bool {
	s.Helper()
	s.Provider.Metadata = map[string]any{"end_session_endpoint": endpoint}
	if !s.signIn(s.Provider, nil, nil) {
		return false
	}
	s.last = s.Browser.post("/signout")
	return strings.HasPrefix(s.last.Location, endpoint)
}
