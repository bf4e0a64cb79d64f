package ginauthtest

import (
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"strings"
)

// token makes an attack of a change to the ID token.
func token(name string, want Verdict, change func(p *Provider, t *IDToken)) Attack {
	return Attack{Name: name, Want: want, Hostile: func(p *Provider) {
		p.ChangeIDToken(func(t *IDToken) { change(p, t) })
	}}
}

// advertising has the discovery document name algorithms.
func advertising(a Attack, algs ...string) Attack {
	hostile := a.Hostile
	a.Name += "-advertised"
	a.Hostile = func(p *Provider) {
		p.Metadata = map[string]any{"id_token_signing_alg_values_supported": algs}
		hostile(p)
	}
	return a
}

// whole has the token signed as it should be, and then changes its text.
func whole(name string, want Verdict, change func(p *Provider, compact string) string) Attack {
	return token(name, want, func(p *Provider, t *IDToken) { t.Compact = change(p, t.compact()) })
}

// compact is the token as it would be.
func (t *IDToken) compact() string {
	header, err := json.Marshal(t.Header)
	if err != nil {
		return err.Error()
	}
	compact, err := sign(header, t.JSON(), t.Alg, t.Key)
	if err != nil {
		return err.Error()
	}
	return compact
}

// parts are header, payload and signature of a compact token.
func parts(compact string) (header, payload, signature string) {
	header, rest, _ := strings.Cut(compact, ".")
	payload, signature, _ = strings.Cut(rest, ".")
	return header, payload, signature
}

// withAlg claims another algorithm in the header, and keeps the signature.
func withAlg(alg any) func(*Provider, *IDToken) {
	return func(_ *Provider, t *IDToken) {
		_, payload, signature := parts(t.compact())
		t.Header["alg"] = alg
		header, _ := json.Marshal(t.Header) // it was JSON before
		t.Compact = encode(header) + "." + payload + "." + signature
	}
}

// hmac signs with a secret, made of the provider's public key in some way.
func hmac(secret func(p *Provider) []byte) func(*Provider, *IDToken) {
	return func(p *Provider, t *IDToken) {
		t.Sign("HS256", secret(p))
		delete(t.Claims, "at_hash") // which is another check
	}
}

// signatureAttacks are RFC 8725 sections 2.1 and 3.1, OpenID Connect Core
// section 3.1.3.7 (6).
func signatureAttacks() []Attack {
	unsigned := func(_ *Provider, t *IDToken) { t.Sign("none", nil) }
	clientSecret := hmac(func(p *Provider) []byte { return []byte(p.ClientSecret) })
	return group("signature",
		token("oidcc-client-test-idtoken-sig-none", Refused, unsigned),
		advertising(token("oidcc-client-test-idtoken-sig-none", Refused, unsigned), "none", "RS256"),
		advertising(token("alg-none-only", Refused, unsigned), "none"),
		token("alg-none-with-signature", Refused, withAlg("none")),
		token("alg-None", Refused, withAlg("None")),
		token("alg-NONE", Refused, withAlg("NONE")),
		token("alg-empty", Refused, withAlg("")),
		token("alg-null", Refused, withAlg(nil)),
		token("alg-number", Refused, withAlg(256)),
		token("alg-array", Refused, withAlg([]string{"RS256"})),
		token("alg-in-lower-case", Refused, withAlg("rs256")),
		token("alg-unknown", Refused, withAlg("XX256")),
		token("alg-ES256-over-an-RSA-signature", Refused, withAlg("ES256")),
		token("alg-PS256-over-an-RS256-signature", Refused, withAlg("PS256")),
		token("oidcc-client-test-invalid-sig-hs256", Refused, clientSecret),
		advertising(token("alg-HS256-client-secret", Refused, clientSecret), "RS256", "HS256"),
		advertising(token("alg-HS256-client-secret-only", Refused, clientSecret), "HS256"),
		token("alg-HS256-public-key-PEM", Refused, hmac(publicPEM)),
		advertising(token("alg-HS256-public-key-PEM", Refused, hmac(publicPEM)), "RS256", "HS256"),
		token("alg-HS256-public-key-DER", Refused, hmac(publicDER)),
		token("alg-HS256-public-key-PKCS1", Refused, hmac(func(p *Provider) []byte { return x509.MarshalPKCS1PublicKey(&rsaKeys[p.rotations]().PublicKey) })),
		token("alg-HS256-public-key-JWK", Refused, hmac(func(p *Provider) []byte {
			data, _ := json.Marshal(jwk(rsaKeys[p.rotations]().Public(), p.keyID(p.rotations), p.Alg)) // of JSON
			return data
		})),
		token("alg-HS256-modulus", Refused, hmac(func(p *Provider) []byte { return rsaKeys[p.rotations]().N.Bytes() })),
		token("alg-HS256-empty-secret", Refused, hmac(func(*Provider) []byte { return nil })),
		token("alg-RS512-not-advertised", Refused, func(_ *Provider, t *IDToken) { t.Sign("RS512", t.Key) }),
		Attack{Name: "alg-ES256-not-advertised", Hostile: func(p *Provider) {
			p.Alg = "ES256"
			p.Metadata = map[string]any{"id_token_signing_alg_values_supported": []string{"RS256"}}
		}},
		whole("oidcc-client-test-invalid-sig-rs256", Refused, func(_ *Provider, c string) string { return flip(c, len(c)-20) }),
		Attack{Name: "oidcc-client-test-invalid-sig-es256", Hostile: func(p *Provider) {
			p.Alg = "ES256"
			p.ChangeIDToken(func(t *IDToken) { c := t.compact(); t.Compact = flip(c, len(c)-20) })
		}},
		Attack{Name: "sig-es256-of-zeros", Hostile: func(p *Provider) {
			p.Alg = "ES256"
			p.ChangeIDToken(func(t *IDToken) { t.Compact = unsignedPart(t.compact()) + encode(make([]byte, 64)) })
		}},
		whole("sig-empty", Refused, func(_ *Provider, c string) string { return unsignedPart(c) }),
		whole("sig-cut", Refused, func(_ *Provider, c string) string { return c[:len(c)-40] }),
		whole("sig-of-another-payload", Refused, func(_ *Provider, c string) string {
			header, _, signature := parts(c)
			return header + "." + encode([]byte(`{"sub":"attacker"}`)) + "." + signature
		}),
		token("sig-by-attacker-with-the-kid", Refused, func(_ *Provider, t *IDToken) { t.Sign("RS256", attackersKey()) }),
		token("sig-by-attacker-with-another-kid", Refused, func(_ *Provider, t *IDToken) {
			t.Sign("RS256", attackersKey())
			t.Header["kid"] = "attackers-key"
		}),
		token("sig-by-attacker-without-kid", Refused, func(_ *Provider, t *IDToken) {
			t.Sign("RS256", attackersKey())
			delete(t.Header, "kid")
		}),
	)
}

// unsignedPart is a compact token up to its signature.
func unsignedPart(compact string) string { return compact[:strings.LastIndexByte(compact, '.')+1] }

func publicDER(p *Provider) []byte {
	der, err := x509.MarshalPKIXPublicKey(rsaKeys[p.rotations]().Public())
	if err != nil {
		return nil // RSA keys always have a form
	}
	return der
}

func publicPEM(p *Provider) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: publicDER(p)})
}
