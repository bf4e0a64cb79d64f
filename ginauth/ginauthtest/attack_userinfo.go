package ginauthtest

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// about makes an attack of the userinfo; the ID token has only sub, so that
// the program asks.
func about(a Attack) Attack {
	hostile := a.Hostile
	a.askedFor = EndpointUserInfo
	a.Hostile = func(p *Provider) {
		p.UserInfoOnly = true
		if hostile != nil {
			hostile(p)
		}
	}
	return a
}

// subject makes an attack of another sub.
func subject(name string, want Verdict, value any) Attack {
	return about(Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.Change(EndpointUserInfo, func(d map[string]any) { set(d, "sub", value) })
	}})
}

// told makes an attack of another answer, which is given the proper one.
func told(name string, want Verdict, f func(p *Provider, w http.ResponseWriter, body string)) Attack {
	return about(Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.Wrap(EndpointUserInfo, rewritten(func(w http.ResponseWriter, body string) { f(p, w, body) }))
	}})
}

// signedInfo makes an attack of a userinfo answer that is a JWT (OpenID
// Connect Core section 5.3.2).
func signedInfo(name string, want Verdict, change func(p *Provider, t *IDToken)) Attack {
	return told(name, want, func(p *Provider, w http.ResponseWriter, body string) {
		key, id, err := p.signingKey()
		if err != nil {
			p.tb.Error(err)
		}
		t := &IDToken{Header: map[string]any{"kid": id}, Claims: map[string]any{}}
		_ = json.Unmarshal([]byte(body), &t.Claims) // it is ours
		t.Sign(p.Alg, key)
		t.Claims["iss"], t.Claims["aud"] = p.Issuer, p.ClientID
		change(p, t)
		if t.Compact == "" {
			t.Compact = t.compact()
		}
		write(w, http.StatusOK, "application/jwt", t.Compact)
	})
}

// userInfoAttacks are OpenID Connect Core section 5.3.
func userInfoAttacks() []Attack {
	const victim = "248289761002"
	return group("userinfo",
		subject("oidcc-client-test-userinfo-invalid-sub", Refused, victim),
		subject("sub-missing", Refused, absent),
		subject("sub-null", Refused, nil),
		subject("sub-empty", Refused, ""),
		subject("sub-number", Refused, 248289761001),
		subject("sub-array", Refused, []string{"248289761001"}),
		subject("sub-with-space", Refused, "248289761001 "),
		told("sub-twice", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", strings.TrimSuffix(strings.TrimSpace(body), "}")+`,"sub":"`+victim+`"}`)
		}),
		told("sub-in-upper-case", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", strings.Replace(body, `"sub"`, `"SUB"`, 1))
		}),
		told("text", Refused, func(_ *Provider, w http.ResponseWriter, _ string) {
			write(w, http.StatusOK, "text/plain", "248289761001")
		}),
		told("json-text", Refused, func(_ *Provider, w http.ResponseWriter, _ string) {
			write(w, http.StatusOK, "application/json", `"248289761001"`)
		}),
		told("array", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", "["+body+"]")
		}),
		told("null", Refused, func(_ *Provider, w http.ResponseWriter, _ string) {
			write(w, http.StatusOK, "application/json", "null")
		}),
		told("followed-by-more", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/json", body+`{"sub":"`+victim+`"}`)
		}),
		told("in-a-401", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusUnauthorized, "application/json", body)
		}),
		told("in-a-403", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusForbidden, "application/json", body)
		}),
		signedInfo("signed", Accepted, func(*Provider, *IDToken) {}),
		signedInfo("signed-by-attacker", Refused, func(_ *Provider, t *IDToken) { t.Sign("RS256", attackersKey()) }),
		signedInfo("signed-by-nobody", Refused, func(_ *Provider, t *IDToken) { t.Sign("none", nil) }),
		signedInfo("signed-by-HMAC", Refused, func(p *Provider, t *IDToken) { t.Sign("HS256", []byte(p.ClientSecret)) }),
		signedInfo("signed-for-another", Refused, func(_ *Provider, t *IDToken) { t.Claims["aud"] = "another-client" }),
		signedInfo("signed-by-another-issuer", Refused, func(_ *Provider, t *IDToken) { t.Claims["iss"] = "https://attacker.example" }),
		signedInfo("signed-with-another-sub", Refused, func(_ *Provider, t *IDToken) { t.Claims["sub"] = victim }),
		signedInfo("signed-logout-token", Refused, func(_ *Provider, t *IDToken) { t.Header["typ"] = "logout+jwt" }),
		signedInfo("signed-with-crit", Refused, func(_ *Provider, t *IDToken) { t.Header["crit"] = []string{"x"} }),
		told("json-called-a-JWT", Refused, func(_ *Provider, w http.ResponseWriter, body string) {
			write(w, http.StatusOK, "application/jwt", body)
		}),
		about(Attack{Name: "of-another-issuer", Want: Either, Hostile: func(p *Provider) {
			p.Change(EndpointUserInfo, func(d map[string]any) { d["iss"], d["aud"], d["exp"] = "https://attacker.example", "another-client", 1 })
		}}),
		// What is signed counts more.
		Attack{Name: "other-address-than-in-the-ID-token", Want: Either, Hostile: func(p *Provider) {
			p.ChangeIDToken(func(t *IDToken) { delete(t.Claims, "name") })
			p.Change(EndpointUserInfo, func(d map[string]any) { d["email"] = "victim@example.com" })
		}, Check: func(s *Scene) {
			if u := ginauth.UserOf(s.Person.User); u != nil && u.Email == "victim@example.com" {
				s.Error("the address of the ID token does not count")
			}
		}},
	)
}

// accountAttacks are the id of a user at a provider of plain OAuth 2.0, which
// the userinfo says: A33, where one mapping that read nothing made all users
// one.
func accountAttacks() []Attack {
	id := func(name string, want Verdict, value any) Attack { return subject("A33-id-"+name, want, value) }
	rows := []Attack{
		id("missing", Refused, absent), id("null", Refused, nil), id("empty", Refused, ""), id("zero", Refused, 0), id("zero-as-text", Refused, "0"),
		id("false", Refused, false), id("true", Refused, true), id("array", Refused, []int{7}), id("object", Refused, map[string]any{"id": 7}),
		id("fraction", Refused, raw("7.5")), id("of-1e308", Refused, raw("1e308")), id("spaces", Refused, "  "), id("with-line-break", Refused, "7\n"),
		id("of-256", Refused, strings.Repeat("x", 256)),
		id("number", Accepted, 248289761001), id("number-of-17-digits", Accepted, raw("24828976100112345")), id("text", Accepted, "248289761001"),
	}
	for i := range rows {
		rows[i].on = onOAuth2
	}
	return group("userinfo", rows...)
}
