package ginauthtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"maps"

	"github.com/go-jose/go-jose/v4"
)

// keys makes an attack of a change to the key set; own is the key that the
// token is signed with.
func keys(name string, want Verdict, change func(p *Provider, own map[string]any) any) Attack {
	return Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.Change(EndpointKeys, func(d map[string]any) {
			own, _ := d["keys"].([]any)[0].(map[string]any)
			d["keys"] = change(p, own)
		})
	}}
}

// own makes an attack of a change to the one key.
func own(name string, want Verdict, members map[string]any) Attack {
	return keys(name, want, func(_ *Provider, own map[string]any) any { return []any{with(own, members)} })
}

// with is a copy with other members; nil takes one out.
func with(key, members map[string]any) map[string]any {
	out := maps.Clone(key)
	for name, value := range members {
		out[name] = value
		if value == nil {
			delete(out, name)
		}
	}
	return out
}

// withoutKid takes the hint out of the token's header.
func withoutKid(a Attack) Attack {
	hostile := a.Hostile
	a.Hostile = func(p *Provider) {
		hostile(p)
		p.ChangeIDToken(func(t *IDToken) { delete(t.Header, "kid") })
	}
	return a
}

// others are n keys that have signed nothing.
func others(n int, kid func(i int) string) []any {
	out := make([]any, n)
	for i := range out {
		key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			continue // does not fail
		}
		out[i] = jwk(key.Public(), kid(i), "ES256")
	}
	return out
}

func numbered(i int) string { return fmt.Sprint("another-key-", i) }

// theAttackers is the attacker's key under some id.
func theAttackers(kid any) map[string]any {
	return with(jwk(attackersKey().Public(), "", "RS256"), map[string]any{"kid": kid})
}

// keySetAttacks are RFC 7517 sections 4 and 5: what a key is meant for, and
// which one a token means.
func keySetAttacks() []Attack {
	plain := func(_ *Provider, own map[string]any) any { return []any{own} }
	return group("keys",
		withoutKid(keys("oidcc-client-test-kid-absent-single-jwks", Accepted, plain)),
		withoutKid(keys("oidcc-client-test-kid-absent-multiple-jwks", Either, func(_ *Provider, own map[string]any) any {
			return append(others(3, numbered), own)
		})),
		withoutKid(keys("kid-absent-multiple-jwks-none-fits", Refused, func(*Provider, map[string]any) any {
			return append(others(3, numbered), theAttackers("x"))
		})),
		keys("kid-unknown", Refused, func(_ *Provider, own map[string]any) any { return []any{with(own, map[string]any{"kid": "x"})} }),
		keys("none", Refused, func(*Provider, map[string]any) any { return []any{} }),
		keys("null", Refused, func(*Provider, map[string]any) any { return nil }),
		keys("object", Refused, func(_ *Provider, own map[string]any) any { return own }),
		keys("text", Refused, func(*Provider, map[string]any) any { return "keys" }),
		keys("another", Refused, func(p *Provider, _ map[string]any) any { return []any{theAttackers(p.keyID(p.rotations))} }),
		own("use-enc", Refused, map[string]any{"use": "enc"}),
		own("use-unknown", Refused, map[string]any{"use": "SIG"}),
		own("use-missing", Accepted, map[string]any{"use": nil, "alg": nil}),
		own("key-ops-sign", Refused, map[string]any{"use": nil, "key_ops": []string{"sign"}}),
		own("key-ops-encrypt", Refused, map[string]any{"key_ops": []string{"encrypt", "wrapKey"}}),
		own("key-ops-empty", Refused, map[string]any{"key_ops": []string{}}),
		own("key-ops-verify", Accepted, map[string]any{"use": nil, "key_ops": []string{"verify"}}),
		own("alg-RS512", Refused, map[string]any{"alg": "RS512"}),
		own("alg-RSA-OAEP", Refused, map[string]any{"alg": "RSA-OAEP"}),
		own("alg-number", Refused, map[string]any{"alg": 256}),
		own("kty-missing", Refused, map[string]any{"kty": nil}),
		own("kty-EC", Refused, map[string]any{"kty": "EC"}),
		own("modulus-missing", Refused, map[string]any{"n": nil}),
		own("modulus-number", Refused, map[string]any{"n": 7}),
		own("exponent-1", Refused, map[string]any{"e": "AQ"}),
		keys("among-others", Accepted, func(_ *Provider, own map[string]any) any {
			return []any{
				with(own, map[string]any{"use": "enc", "kid": "encryption"}), map[string]any{"kty": "new-kind", "kid": "x"},
				map[string]any{}, nil, 7, "x", []any{}, own,
			}
		}),
		keys("mixed-one-kid-good-last", Accepted, func(p *Provider, own map[string]any) any {
			return []any{theAttackers(own["kid"]), with(own, map[string]any{"use": "enc"}), own}
		}),
		keys("mixed-one-kid-good-first", Accepted, func(p *Provider, own map[string]any) any {
			return []any{own, theAttackers(own["kid"])}
		}),
		keys("mixed-one-kid-none-good", Refused, func(_ *Provider, own map[string]any) any {
			return []any{theAttackers(own["kid"]), with(own, map[string]any{"use": "enc"}), with(own, map[string]any{"alg": "RS384"})}
		}),
		keys("a-hundred", Accepted, func(_ *Provider, own map[string]any) any { return append(others(99, numbered), own) }),
		keys("more-than-a-hundred", Refused, func(_ *Provider, own map[string]any) any { return append([]any{own}, others(100, numbered)...) }),
		keys("a-hundred-of-one-kid", Either, func(_ *Provider, own map[string]any) any {
			kid, _ := own["kid"].(string)
			return append(others(99, func(int) string { return kid }), own)
		}),
		keys("private", Refused, func(p *Provider, own map[string]any) any {
			return []any{jwkOf(jose.JSONWebKey{Key: rsaKeys[p.rotations](), KeyID: p.keyID(p.rotations), Algorithm: "RS256", Use: "sig"})}
		}),
		keys("symmetric-beside", Accepted, func(_ *Provider, own map[string]any) any { return []any{symmetric(own["kid"]), own} }),
		Attack{Name: "symmetric", Hostile: func(p *Provider) {
			p.Metadata = map[string]any{"id_token_signing_alg_values_supported": []string{"HS256", "RS256"}}
			p.Change(EndpointKeys, func(d map[string]any) { d["keys"] = []any{symmetric("shared")} })
			p.ChangeIDToken(func(t *IDToken) { t.Sign("HS256", []byte(sharedKey)); t.Header["kid"] = "shared" })
		}},
		Attack{Name: "rsa-1024", Hostile: func(p *Provider) { signByWeakKey(p, 1024) }},
	)
}

const sharedKey = "a key that is in the key set, for all to see"

func symmetric(kid any) map[string]any {
	return map[string]any{"kty": "oct", "k": encode([]byte(sharedKey)), "kid": kid, "alg": "HS256", "use": "sig"}
}

// signByWeakKey signs by a key that is shorter than RFC 7518 section 3.3 has
// it.
func signByWeakKey(p *Provider, bits int) {
	key, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		p.tb.Error(err)
		return
	}
	p.memory.key = key
}
