package ginauthtest

import (
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// properSignIns are no attacks: a program that refuses everything is of no
// use.
func properSignIns() []Attack {
	rows := []Attack{
		{Name: "oidcc-client-test"},
		{Name: "oidcc-client-test-idtoken-sig-rs256"},
		{Name: "oidcc-client-test-scope-userinfo-claims", Hostile: func(p *Provider) { p.UserInfoOnly = true }, Check: (*Scene).checkUserInfo},
		{Name: "oidcc-client-test-distributed-claims", Hostile: func(p *Provider) {
			p.User["_claim_names"] = map[string]any{"phone_number": "src"}
			p.User["_claim_sources"] = map[string]any{"src": map[string]any{"endpoint": p.Elsewhere() + "/userinfo", "access_token": "x"}}
		}},
		{Name: "oidcc-client-test-aggregated-claims", Hostile: func(p *Provider) {
			p.User["_claim_names"] = map[string]any{"email": "src"}
			p.User["_claim_sources"] = map[string]any{"src": map[string]any{"JWT": "e30.e30."}}
		}},
		{Name: "discovery-with-the-required-members-only", Hostile: func(p *Provider) {
			p.Change(EndpointDiscovery, func(d map[string]any) {
				for _, name := range []string{
					"scopes_supported", "response_modes_supported", "grant_types_supported", "userinfo_endpoint",
					"token_endpoint_auth_methods_supported", "code_challenge_methods_supported",
				} {
					delete(d, name)
				}
			})
		}},
		{Name: "discovery-with-unknown-members", Hostile: func(p *Provider) {
			p.Metadata = map[string]any{"x": []any{1, nil, map[string]any{}}, "service_documentation": "javascript:alert(1)"}
		}},
		{Name: "account", Check: (*Scene).checkAccount},
		{Name: "no-refresh-token", Hostile: func(p *Provider) {
			p.Change(EndpointToken, func(d map[string]any) { delete(d, "refresh_token") })
		}},
		{Name: "no-expiry", Hostile: func(p *Provider) { p.ExpiresIn = -1 }, Check: func(s *Scene) {
			if at := s.Person.Account.ExpiresAt; at != 0 {
				s.Errorf("the access token ends at %d", at)
			}
		}},
		{Name: "two-sign-ins", Script: func(s *Scene) bool {
			s.first()
			ok := s.signIn(s.Provider, nil, nil)
			if d, k := s.Provider.Count(EndpointDiscovery), s.Provider.Count(EndpointKeys); d > 1 || k > 1 {
				s.Errorf("the discovery document is fetched %d times, the keys %d times", d, k)
			}
			return ok
		}},
		{Name: "two-tabs", Script: func(s *Scene) bool {
			first, second := s.Browser.Leave(s.Provider.ID, nil), s.Browser.Leave(s.Provider.ID, nil)
			one, _ := s.Browser.Visit(first.Location)
			two, _ := s.Browser.Visit(second.Location)
			return one != nil && two != nil && s.deliver(second, two) && s.deliver(first, one)
		}},
	}
	for _, alg := range []string{"RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"} {
		rows = append(rows, Attack{Name: "idtoken-sig-" + strings.ToLower(alg), Hostile: func(p *Provider) { p.Alg = alg }})
	}
	for i := range rows {
		rows[i].Want = Accepted
	}
	return group("proper", plainToo(rows, "oidcc-", "discovery-", "idtoken-")...)
}

// checkAccount compares who has signed in with who was at the provider.
func (s *Scene) checkAccount() {
	s.Helper()
	p, account := s.Provider, s.Person.Account
	u := ginauth.UserOf(s.Person.User)
	switch {
	case u == nil:
		s.Error("the program has not told who has signed in")
	case account.ProviderAccountID != p.User["sub"] || u.Email != p.User["email"] || u.Name != p.User["name"] || !p.OAuth2 && !s.Person.EmailVerified:
		s.Errorf("signed in as %+v, verified: %v", *u, s.Person.EmailVerified)
	case account.Provider != p.ID || account.AccessToken == "" || account.RefreshToken == "" || account.IDToken == "" != p.OAuth2 || account.Scope == "" ||
		account.ExpiresAt != s.Clock.Now().Add(p.ExpiresIn).Unix():
		s.Errorf("the account is %v, until %v", account, time.Unix(account.ExpiresAt, 0))
	}
}

// checkUserInfo wants the access token in the header (RFC 6750 section 2.1),
// and what the userinfo says.
func (s *Scene) checkUserInfo() {
	s.Helper()
	got := s.Provider.Requests(EndpointUserInfo)
	if len(got) == 0 {
		return // the program does not want to know
	}
	if h := got[0].Header.Get("Authorization"); h != "Bearer "+s.Person.Account.AccessToken || got[0].Query.Has("access_token") {
		s.Errorf("the access token came otherwise than in the header")
	}
	if u := ginauth.UserOf(s.Person.User); u == nil || u.Email != s.Provider.User["email"] || !s.Person.EmailVerified {
		s.Errorf("signed in as %v, verified: %v", s.Person.User, s.Person.EmailVerified)
	}
}
