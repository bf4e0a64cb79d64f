package ginauthtest

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// refreshed makes an attack of a change to the ID token that answers a refresh
// token: OpenID Connect Core section 12.2.
func refreshed(name string, want Verdict, change func(p *Provider, t *IDToken)) Attack {
	return Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.ChangeIDToken(func(t *IDToken) {
			if t.Refreshed {
				change(p, t)
			}
		})
	}, Script: refreshOnce}
}

// renewed makes an attack of a member of the token answer.
func renewed(name string, want Verdict, member string, value any) Attack {
	return Attack{Name: name, Want: want, Script: func(s *Scene) bool {
		s.first()
		s.Provider.Change(EndpointToken, func(d map[string]any) { set(d, member, value) })
		return s.refresh()
	}}
}

func refreshOnce(s *Scene) bool {
	s.first()
	return s.refresh()
}

// refresh trades the refresh token of whoever is signed in, two hours later.
func (s *Scene) refresh() bool {
	s.Helper()
	s.Clock.Advance(2 * time.Hour)
	account, err := s.Refresh(s.Person.Account)
	if err != nil {
		s.Logger.Info("no refresh", "error", err) // and no secrets in that, please
		return false
	}
	if account.AccessToken == "" || account.ProviderAccountID != s.Person.Account.ProviderAccountID {
		s.Errorf("the account after the refresh is %v", account)
	}
	s.Person.Account = account
	return true
}

// refreshAttacks are RFC 6749 section 6, and RFC 9700 section 4.14.
func refreshAttacks() []Attack {
	c := func(name string, want Verdict, claim string, value any) Attack {
		return refreshed(name, want, func(_ *Provider, t *IDToken) { set(t.Claims, claim, value) })
	}
	rows := []Attack{
		{Name: "oidcc-client-test-refresh-token", Want: Accepted, Script: refreshThrice},
		c("oidcc-client-test-refresh-token-invalid-issuer", Refused, "iss", "https://attacker.example"),
		c("oidcc-client-test-refresh-token-invalid-sub", Refused, "sub", "248289761002"),
		c("sub-missing", Refused, "sub", absent),
		c("aud-of-another", Refused, "aud", "another-client"),
		c("aud-missing", Refused, "aud", absent),
		c("azp-of-another", Refused, "azp", "another-client"),
		c("exp-missing", Refused, "exp", absent),
		c("exp-past", Refused, "exp", 1),
		c("iat-missing", Refused, "iat", absent),
		c("at_hash-wrong", Refused, "at_hash", hashOf("RS256", "another")),
		c("nonce-given", Either, "nonce", "another"),
		c("auth_time-other", Either, "auth_time", 1),
		refreshed("alg-none", Refused, func(_ *Provider, t *IDToken) { t.Sign("none", nil) }),
		refreshed("sig-by-attacker", Refused, func(_ *Provider, t *IDToken) { t.Sign("RS256", attackersKey()) }),
		renewed("without-ID-token", Accepted, "id_token", absent),
		{Name: "without-refresh-token", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			old := s.Person.Account.RefreshToken
			s.Provider.Change(EndpointToken, func(d map[string]any) { delete(d, "refresh_token") })
			ok := s.refresh()
			if s.Person.Account.RefreshToken != old {
				s.Error("the refresh token is not the one that still counts")
			}
			return ok
		}},
		{Name: "scope-wider", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			granted := s.Person.Account.Scope
			s.Provider.Change(EndpointToken, func(d map[string]any) { d["scope"] = "openid profile email admin" })
			ok := s.refresh() // the refresh token is spent: what came for it is kept
			if s.Person.Account.Scope != granted {
				s.Errorf("the account's scope has become %q", s.Person.Account.Scope)
			}
			return ok
		}},
		{Name: "scope-narrower", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			s.Provider.Change(EndpointToken, func(d map[string]any) { d["scope"] = strings.Fields(s.Person.Account.Scope)[0] })
			return s.refresh()
		}},
		renewed("scope-missing", Accepted, "scope", absent),
		renewed("token_type-missing", Refused, "token_type", absent),
		renewed("token_type-mac", Refused, "token_type", "mac"),
		renewed("access_token-missing", Refused, "access_token", absent),
		renewed("access_token-with-line-break", Refused, "access_token", "x\r\ny"),
		{Name: "used-twice", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			account := s.Person.Account
			ok := s.refresh()
			late, err := s.Refresh(account)
			if err != nil || late.AccessToken != s.Person.Account.AccessToken {
				s.Errorf("a late-comer gets other tokens, or the error %v", err)
			}
			if n := s.Provider.Count(EndpointToken); n != 2 {
				s.Errorf("the token endpoint was asked %d times", n)
			}
			return ok
		}},
		{Name: "revoked", Script: func(s *Scene) bool {
			s.first()
			s.Provider.Revoke()
			s.Clock.Advance(2 * time.Hour)
			_, err := s.Refresh(s.Person.Account)
			if !errors.Is(err, ginauth.ErrInvalidGrant) {
				s.Errorf("the error is %v", err)
			}
			return err == nil || s.asksAgain()
		}},
		{Name: "provider-down-and-up", Want: Accepted, Script: func(s *Scene) bool {
			s.first()
			s.Provider.Wrap(EndpointToken, down(http.StatusServiceUnavailable))
			s.Clock.Advance(2 * time.Hour)
			if _, err := s.Refresh(s.Person.Account); err == nil || errors.Is(err, ginauth.ErrInvalidGrant) {
				s.Errorf("a provider that is down makes the error %v", err)
			}
			if s.asksAgain() {
				s.Error("a provider that is down is not left alone")
			}
			s.Provider.Restore()
			return s.refresh()
		}},
		{Name: "sent-elsewhere", Script: func(s *Scene) bool {
			s.first()
			s.Provider.Wrap(EndpointToken, redirect(http.StatusTemporaryRedirect, s.Provider.Elsewhere()+"/token"))
			return s.refresh()
		}},
	}
	for i := range rows {
		if rows[i].Hostile == nil { // which changes ID tokens
			rows[i].on = onBoth
		}
	}
	return group("refresh", rows...)
}

// asksAgain tells whether the program asks the provider about a refresh token
// that has just failed.
func (s *Scene) asksAgain() bool {
	s.Helper()
	asked := s.Provider.Count(EndpointToken)
	if _, err := s.Refresh(s.Person.Account); err == nil {
		s.Error("a refresh token that has just failed does not fail now")
	}
	return s.Provider.Count(EndpointToken) > asked
}

// refreshThrice rotates the refresh token, and has the new one count.
func refreshThrice(s *Scene) bool {
	s.first()
	seen := map[string]bool{s.Person.Account.RefreshToken: true, s.Person.Account.AccessToken: true}
	for range 3 {
		if !s.refresh() {
			return false
		}
		a := s.Person.Account
		if seen[a.RefreshToken] || seen[a.AccessToken] || a.ExpiresAt <= s.Clock.Now().Unix() {
			s.Errorf("the tokens are not new, or last until %d", a.ExpiresAt)
		}
		seen[a.RefreshToken], seen[a.AccessToken] = true, true
	}
	return true
}
