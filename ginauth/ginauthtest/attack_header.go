package ginauthtest

import (
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// header makes an attack of a header's member, with the attacker's signature
// if it points at the attacker's key.
func header(name string, want Verdict, byAttacker bool, members func(p *Provider) map[string]any) Attack {
	return token(name, want, func(p *Provider, t *IDToken) {
		if byAttacker {
			t.Sign("RS256", attackersKey())
			t.Header["kid"] = "attackers-key"
		}
		for name, value := range members(p) {
			t.Header[name] = value
			if value == nil {
				delete(t.Header, name)
			}
		}
	})
}

func typ(name string, want Verdict, typ any) Attack {
	return header(name, want, false, func(*Provider) map[string]any { return map[string]any{"typ": typ} })
}

// headerAttacks point at other keys (RFC 8725 section 3.10), want to be
// understood (RFC 7515 section 4.1.11), or are no compact JWS.
func headerAttacks() []Attack {
	return group("header",
		header("jku", Refused, true, func(p *Provider) map[string]any { return map[string]any{"jku": p.Elsewhere() + "/keys"} }),
		header("jwk", Refused, true, func(*Provider) map[string]any {
			return map[string]any{"jwk": jwk(attackersKey().Public(), "attackers-key", "RS256")}
		}),
		header("x5u", Refused, true, func(p *Provider) map[string]any { return map[string]any{"x5u": p.Elsewhere() + "/keys"} }),
		header("x5c", Refused, true, func(*Provider) map[string]any { return map[string]any{"x5c": []string{certificate()}} }),
		header("jwk-without-kid", Refused, true, func(*Provider) map[string]any {
			return map[string]any{"jwk": jwk(attackersKey().Public(), "", "RS256"), "kid": nil}
		}),
		header("kid-as-path", Refused, true, func(*Provider) map[string]any { return map[string]any{"kid": "../../../../dev/null"} }),
		header("kid-number", Refused, false, func(*Provider) map[string]any { return map[string]any{"kid": 7} }),
		header("crit-exp", Refused, false, func(*Provider) map[string]any { return map[string]any{"crit": []string{"exp"}, "exp": 1} }),
		header("crit-unknown", Refused, false, func(*Provider) map[string]any {
			return map[string]any{"crit": []string{"http://example.com/x"}, "http://example.com/x": true}
		}),
		header("crit-b64", Refused, false, func(*Provider) map[string]any { return map[string]any{"crit": []string{"b64"}, "b64": true} }),
		header("crit-empty", Refused, false, func(*Provider) map[string]any { return map[string]any{"crit": []string{}} }),
		typ("typ-missing", Accepted, nil),
		typ("typ-in-lower-case", Accepted, "jwt"),
		typ("typ-access-token", Refused, "at+jwt"),
		typ("typ-logout-token", Refused, "logout+jwt"),
		typ("typ-application-logout-token", Refused, "application/logout+JWT"),
		whole("json-flattened", Refused, func(_ *Provider, c string) string { return serialised(c, false) }),
		whole("json-general", Refused, func(_ *Provider, c string) string { return serialised(c, true) }),
		whole("json-array", Refused, func(_ *Provider, c string) string { return `["` + c + `"]` }),
		token("A88-encrypted-to-the-secret", Refused, func(p *Provider, t *IDToken) { t.Compact = encrypted(p, t.compact()) }),
		token("A88-encrypted-and-not-signed", Refused, func(p *Provider, t *IDToken) { t.Compact = encrypted(p, string(t.JSON())) }),
		whole("two-parts", Refused, func(_ *Provider, c string) string { return c[:strings.LastIndexByte(c, '.')] }),
		whole("four-parts", Refused, func(_ *Provider, c string) string { return c + ".e30" }),
		whole("A41-dots", Refused, func(*Provider, string) string { return strings.Repeat(".", 512<<10) }),
		whole("not-base64", Refused, func(_ *Provider, c string) string { return "!" + c }),
		whole("text", Refused, func(*Provider, string) string { return "this is no token" }),
		token("of-100-KiB", Refused, func(_ *Provider, t *IDToken) { t.Claims["padding"] = strings.Repeat("x", 75<<10) }),
		token("payload-array", Refused, func(_ *Provider, t *IDToken) { t.Payload = []byte("[" + string(t.JSON()) + "]") }),
		token("payload-null", Refused, func(_ *Provider, t *IDToken) { t.Payload = []byte("null") }),
		token("payload-empty", Refused, func(_ *Provider, t *IDToken) { t.Payload = []byte{} }),
		token("payload-followed-by-more", Refused, func(_ *Provider, t *IDToken) { t.Payload = append(t.JSON(), `{"sub":"attacker"}`...) }),
		token("payload-nested-1000-deep", Refused, nestedPayload(1000)),
		token("payload-nested-20000-deep", Refused, nestedPayload(20_000)),
	)
}

// serialised is a compact JWS in one of the JSON forms of RFC 7515 section 7.2.
func serialised(compact string, general bool) string {
	header, payload, signature := parts(compact)
	one := map[string]any{"protected": header, "signature": signature}
	all := one
	if general {
		all = map[string]any{"signatures": []any{one}}
	}
	all["payload"] = payload
	data, err := json.Marshal(all)
	if err != nil {
		return err.Error()
	}
	return string(data)
}

// encrypted is a JWE (RFC 7516) for who knows the client secret.
func encrypted(p *Provider, content string) string {
	key := sha256.Sum256([]byte(p.ClientSecret))
	enc, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.DIRECT, Key: key[:]}, (&jose.EncrypterOptions{}).WithContentType("JWT"))
	if err != nil {
		return err.Error()
	}
	out, err := enc.Encrypt([]byte(content))
	if err != nil {
		return err.Error()
	}
	compact, err := out.CompactSerialize()
	if err != nil {
		return err.Error()
	}
	return compact
}

// certificate is one that the attacker has made for the attacker's key.
func certificate() string {
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "op"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Now().Add(24 * time.Hour),
	}
	var key crypto.Signer = attackersKey()
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return err.Error()
	}
	return base64.StdEncoding.EncodeToString(der)
}

func nestedPayload(n int) func(*Provider, *IDToken) {
	return func(_ *Provider, t *IDToken) { t.Payload = []byte(`{"deep":` + deep(n) + "," + string(t.JSON()[1:])) }
}

// deep is an array in an array in an array, and so on.
func deep(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
