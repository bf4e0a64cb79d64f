package ginauthtest

import (
	"encoding/json"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// claim makes an attack of a claim's value; absent takes it out.
func claim(name string, want Verdict, claim string, value any) Attack {
	return token(name, want, func(_ *Provider, t *IDToken) { set(t.Claims, claim, value) })
}

type missing struct{}

// absent is no value at all; nil is JSON's null.
var absent missing

func set(document map[string]any, name string, value any) {
	document[name] = value
	if value == absent {
		delete(document, name)
	}
}

// raw is JSON as it stands.
func raw(s string) json.RawMessage { return json.RawMessage(s) }

// from makes the value of a claim of what it was.
func from(name string, want Verdict, claim string, value func(p *Provider, was any) any) Attack {
	return token(name, want, func(p *Provider, t *IDToken) { t.Claims[claim] = value(p, t.Claims[claim]) })
}

// issuerAttacks are OpenID Connect Core section 3.1.3.7 (2): exactly the
// issuer.
func issuerAttacks() []Attack {
	return group("iss",
		claim("oidcc-client-test-invalid-iss", Refused, "iss", "https://attacker.example"),
		claim("missing", Refused, "iss", absent),
		claim("null", Refused, "iss", nil),
		claim("empty", Refused, "iss", ""),
		claim("number", Refused, "iss", 7),
		from("with-slash", Refused, "iss", func(p *Provider, _ any) any { return p.Issuer + "/" }),
		from("in-upper-case", Refused, "iss", func(p *Provider, _ any) any { return strings.ToUpper(p.Issuer) }),
		from("without-scheme", Refused, "iss", func(p *Provider, _ any) any { return strings.TrimPrefix(p.Issuer, "http://") }),
		from("with-space", Refused, "iss", func(p *Provider, _ any) any { return p.Issuer + " " }),
		from("array", Refused, "iss", func(p *Provider, _ any) any { return []string{p.Issuer} }),
		from("object", Refused, "iss", func(p *Provider, _ any) any { return map[string]any{p.Issuer: true} }),
		Attack{Name: "https-issuer-in-http", Hostile: func(p *Provider) {
			p.Issuer = "https://op.example.com"
			p.ChangeIDToken(func(t *IDToken) { t.Claims["iss"] = "http://op.example.com" })
		}},
		Attack{Name: "https-issuer-with-path", Want: Accepted, Hostile: func(p *Provider) { p.Issuer = "https://op.example.com/tenant/" }},
	)
}

// audienceAttacks are section 3.1.3.7 (3) to (5).
func audienceAttacks() []Attack {
	ours := func(p *Provider, _ any) any { return p.ClientID }
	audience := func(name string, want Verdict, azp any, aud func(p *Provider) any) Attack {
		return token(name, want, func(p *Provider, t *IDToken) {
			t.Claims["aud"] = aud(p)
			set(t.Claims, "azp", azp)
			if azp == "ours" {
				t.Claims["azp"] = p.ClientID
			}
		})
	}
	both := func(p *Provider) any { return []string{p.ClientID, "another-client"} }
	return group("aud",
		claim("oidcc-client-test-invalid-aud", Refused, "aud", "another-client"),
		claim("oidcc-client-test-missing-aud", Refused, "aud", absent),
		claim("null", Refused, "aud", nil),
		claim("empty", Refused, "aud", ""),
		claim("A39-array-empty", Refused, "aud", []string{}),
		claim("A39-array-of-another", Refused, "aud", []string{"another-client"}),
		claim("A39-array-of-empty", Refused, "aud", []string{""}),
		claim("number", Refused, "aud", 7),
		from("object", Refused, "aud", func(p *Provider, _ any) any { return map[string]any{p.ClientID: true} }),
		from("prefix", Refused, "aud", func(p *Provider, _ any) any { return p.ClientID[:4] }),
		from("longer", Refused, "aud", func(p *Provider, _ any) any { return p.ClientID + "x" }),
		from("in-upper-case", Refused, "aud", func(p *Provider, _ any) any { return strings.ToUpper(p.ClientID) }),
		from("the-issuer", Refused, "aud", func(p *Provider, _ any) any { return p.Issuer }),
		from("array-of-ours", Accepted, "aud", func(p *Provider, _ any) any { return []string{p.ClientID} }),
		from("array-with-number", Refused, "aud", func(p *Provider, _ any) any { return []any{p.ClientID, 7} }),
		from("array-of-arrays", Refused, "aud", func(p *Provider, _ any) any { return []any{[]string{p.ClientID}} }),
		audience("several-no-azp", Refused, absent, both),
		audience("several-azp-ours", Accepted, "ours", both),
		audience("several-azp-another", Refused, "another-client", both),
		audience("several-azp-empty", Refused, "", both),
		audience("several-azp-number", Refused, 7, both),
		from("azp-ours", Accepted, "azp", ours),
		claim("azp-another", Refused, "azp", "another-client"),
		from("azp-array", Refused, "azp", func(p *Provider, _ any) any { return []string{p.ClientID} }),
		audience("azp-ours-aud-another", Refused, "ours", func(*Provider) any { return "another-client" }),
	)
}

// subjectAttacks are OpenID Connect Core section 2 (sub), and A33: one mapping
// that reads nothing makes all users one.
func subjectAttacks() []Attack {
	return group("sub",
		claim("oidcc-client-test-missing-sub", Refused, "sub", absent),
		claim("A33-empty", Refused, "sub", ""),
		claim("null", Refused, "sub", nil),
		claim("number", Refused, "sub", 248289761001),
		claim("array", Refused, "sub", []string{"248289761001"}),
		claim("object", Refused, "sub", map[string]any{"id": "248289761001"}),
		claim("zero", Refused, "sub", "0"),
		claim("with-line-break", Refused, "sub", "248289761001\n"),
		claim("with-null-byte", Refused, "sub", "248289761001\x00admin"),
		claim("of-256", Refused, "sub", strings.Repeat("x", 256)),
		Attack{Name: "of-255", Want: Accepted, Hostile: func(p *Provider) { p.User["sub"] = strings.Repeat("x", 255) }, Check: (*Scene).checkAccount},
		Attack{Name: "that-is-an-address", Want: Accepted, Hostile: func(p *Provider) { p.User["sub"] = "victim@example.com" }, Check: (*Scene).checkAccount},
	)
}

// claimAttacks are the nonce (3.1.3.7 (11)), at_hash (3.1.3.6), and members
// that occur twice or in another case.
func claimAttacks() []Attack {
	verified := func(name string, email, value any, want bool) Attack {
		return Attack{Name: "email_verified-" + name, Want: Accepted, Hostile: func(p *Provider) {
			set(p.User, "email", email)
			set(p.User, "email_verified", value)
		}, Check: func(s *Scene) {
			if s.Person.EmailVerified != want {
				s.Errorf("the address %q counts as verified: %v", ginauth.UserOf(s.Person.User).Email, s.Person.EmailVerified)
			}
		}}
	}
	return append(group("claims",
		claim("oidcc-client-test-nonce-invalid", Refused, "nonce", "wrong"),
		claim("nonce-missing", Refused, "nonce", absent),
		claim("nonce-null", Refused, "nonce", nil),
		claim("nonce-empty", Refused, "nonce", ""),
		claim("nonce-number", Refused, "nonce", 7),
		from("nonce-array", Refused, "nonce", func(_ *Provider, was any) any { return []any{was} }),
		from("nonce-cut", Refused, "nonce", func(_ *Provider, was any) any { return was.(string)[:20] }),     //nolint:forcetypeassert // ours
		from("nonce-longer", Refused, "nonce", func(_ *Provider, was any) any { return was.(string) + "x" }), //nolint:forcetypeassert // ours
		claim("oidcc-client-test-missing-athash", Accepted, "at_hash", absent),
		from("oidcc-client-test-invalid-athash", Refused, "at_hash", func(*Provider, any) any { return hashOf("RS256", "another") }),
		claim("at_hash-empty", Refused, "at_hash", ""),
		claim("at_hash-number", Refused, "at_hash", 7),
		from("at_hash-of-sha512", Refused, "at_hash", func(_ *Provider, was any) any { return was.(string) + was.(string) }), //nolint:forcetypeassert // ours
		verified("true", "ann@example.com", true, true),
		verified("false", "ann@example.com", false, false),
		verified("false-as-text", "ann@example.com", "false", false),
		verified("missing", "ann@example.com", absent, false),
		verified("null", "ann@example.com", nil, false),
		verified("number", "ann@example.com", 1, false),
		verified("object", "ann@example.com", map[string]any{}, false),
		verified("without-address", absent, true, false),
		verified("of-two-addresses", "ann@example.com,victim@example.com", true, false),
		verified("of-a-quoted-address", `"ann@example.com"@example.org`, true, false),
		verified("of-an-address-in-an-array", []string{"ann@example.com"}, true, false),
		Attack{Name: "email_verified-as-text", Want: Accepted, Hostile: func(p *Provider) { p.User["email_verified"] = "true" }},
		claim("name-as-object", Accepted, "name", map[string]any{"x": 1}),
		claim("picture-as-script", Accepted, "picture", "javascript:alert(1)"),
	), doubleAttacks()...)
}
