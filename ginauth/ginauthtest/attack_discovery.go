package ginauthtest

import (
	"net/url"
	"strings"
)

// metadata makes an attack of a member of the discovery document.
func metadata(name string, want Verdict, member string, value func(p *Provider, was any) any) Attack {
	return Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.Change(EndpointDiscovery, func(d map[string]any) { set(d, member, value(p, d[member])) })
	}}
}

func constant(v any) func(*Provider, any) any { return func(*Provider, any) any { return v } }

// discoveryAttacks are OpenID Connect Discovery 1.0 sections 3 and 4.3.
func discoveryAttacks() []Attack {
	s256 := func(a Attack) Attack {
		a.Check = func(s *Scene) {
			if q := s.Provider.Requests(EndpointAuthorize)[0].Query; q.Get("code_challenge_method") != "S256" {
				s.Errorf("the code challenge is made by %q", q.Get("code_challenge_method"))
			}
		}
		return a
	}
	return group("discovery",
		otherIssuer("oidcc-client-test-discovery-issuer-mismatch", constant("https://attacker.example")),
		otherIssuer("issuer-with-slash", func(p *Provider, _ any) any { return p.Issuer + "/" }),
		otherIssuer("issuer-in-upper-case", func(p *Provider, _ any) any { return strings.ToUpper(p.Issuer) }),
		otherIssuer("issuer-with-path", func(p *Provider, _ any) any { return p.Issuer + "/tenant" }),
		otherIssuer("issuer-template", func(p *Provider, _ any) any { return p.Issuer + "/{tenantid}" }),
		otherIssuer("issuer-missing", constant(absent)),
		otherIssuer("issuer-null", constant(nil)),
		otherIssuer("issuer-empty", constant("")),
		otherIssuer("issuer-number", constant(7)),
		otherIssuer("issuer-array", func(p *Provider, _ any) any { return []string{p.Issuer} }),
		s256(metadata("A97-no-challenge-methods", Accepted, "code_challenge_methods_supported", constant(absent))),
		s256(metadata("A97-challenge-method-plain", Accepted, "code_challenge_methods_supported", constant([]string{"plain"}))),
		s256(metadata("A97-challenge-methods-empty", Accepted, "code_challenge_methods_supported", constant([]string{}))),
		metadata("algs-missing", Either, "id_token_signing_alg_values_supported", constant(absent)),
		metadata("algs-unknown", Either, "id_token_signing_alg_values_supported", constant([]string{"XX1", "RS256"})),
		metadata("algs-text", Either, "id_token_signing_alg_values_supported", constant("RS256")),
		metadata("iss-parameter-as-text", Either, "authorization_response_iss_parameter_supported", constant("true")),
		Attack{Name: "iss-parameter-in-capitals", Want: Either, Hostile: func(p *Provider) {
			p.Metadata = map[string]any{"AUTHORIZATION_RESPONSE_ISS_PARAMETER_SUPPORTED": false}
		}},
	)
}

// otherIssuer makes an attack of a provider that has another issuer than the
// program wants, and sticks to it: in its ID tokens, too, and the browser's
// answer does not say.
func otherIssuer(name string, issuer func(p *Provider, was any) any) Attack {
	a := unadvertised(param(name, Refused, "iss", none))
	a.Name = name
	advertise := a.Hostile
	a.Hostile = func(p *Provider) {
		advertise(p)
		p.Change(EndpointDiscovery, func(d map[string]any) { set(d, "issuer", issuer(p, d["issuer"])) })
		p.ChangeIDToken(func(t *IDToken) { t.Claims["iss"], _ = issuer(p, t.Claims["iss"]).(string) })
	}
	return a
}

// endpointAttacks are URLs in the discovery document to which no browser, no
// secret and no request may go: they are https, or http on a loopback address
// as the issuer itself.
func endpointAttacks() []Attack {
	var rows []Attack
	for _, e := range []struct{ member, short string }{
		{"authorization_endpoint", "authorization"}, {"token_endpoint", "token"}, {"jwks_uri", "jwks"}, {"userinfo_endpoint", "userinfo"},
	} {
		made := func(name string, f func(p *Provider, was string) any) Attack {
			return metadata(e.short+"-"+name, Refused, e.member, func(p *Provider, was any) any {
				own, _ := was.(string)
				return f(p, own)
			})
		}
		text := func(name, v string) Attack { return made(name, func(*Provider, string) any { return v }) }
		own := []Attack{
			text("javascript", "javascript:alert(document.domain)//"),
			text("data", "data:application/json,{}"),
			text("file", "file:///etc/passwd"),
			made("relative", func(_ *Provider, was string) any { return was[strings.LastIndexByte(was, '/'):] }),
			made("without-scheme", func(_ *Provider, was string) any { return strings.TrimPrefix(was, "http:") }),
			made("with-password", func(_ *Provider, was string) any { return strings.Replace(was, "://", "://user:password@", 1) }),
			made("with-fragment", func(_ *Provider, was string) any { return was + "#fragment" }),
			made("with-space", func(_ *Provider, was string) any { return was + "?x= y" }),
			made("with-backslash", func(_ *Provider, was string) any { return strings.Replace(was, "://", `:\\`, 1) }),
			made("number", func(*Provider, string) any { return 7 }),
			made("array", func(_ *Provider, was string) any { return []string{was} }),
			onAnyHost(made("http-on-another-host", func(_ *Provider, was string) any { return atHost(was, "http", "op.example.com") }), false),
			onAnyHost(made("http-of-an-https-issuer", func(_ *Provider, was string) any { return atHost(was, "http", "op.example.com") }), true),
			onAnyHost(made("http-on-a-name-like-loopback", func(_ *Provider, was string) any { return atHost(was, "http", "127.0.0.1.example.com") }), false),
			onAnyHost(made("http-on-loopback-of-an-https-issuer", func(p *Provider, was string) any {
				return p.URL + was[strings.LastIndexByte(was, '/'):]
			}), true),
		}
		if e.short != "userinfo" { // which need not be there
			own = append(own, text("empty", ""), made("missing", func(*Provider, string) any { return absent }), made("null", func(*Provider, string) any { return nil }))
		}
		rows = append(rows, own...)
	}
	return group("endpoint", rows...)
}

// onAnyHost lets every host name lead to the provider, and with https gives it
// an issuer of that kind.
func onAnyHost(a Attack, https bool) Attack {
	hostile := a.Hostile
	a.Hostile = func(p *Provider) {
		p.AnyHost = true
		if https {
			p.Issuer = "https://op.example.com"
		}
		hostile(p)
	}
	return a
}

func atHost(raw, scheme, host string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return raw
	}
	u.Scheme, u.Host = scheme, host
	return u.String()
}
