package ginauthtest

import (
	"encoding/json"
	"fmt"
)

// double makes an attack of a member that occurs twice in the ID token: after
// or before the proper one. RFC 7519 section 4 lets only the last one count.
func double(name string, want Verdict, member string, value any, last bool) Attack {
	return token(name, want, func(_ *Provider, t *IDToken) {
		second, _ := json.Marshal(map[string]any{member: value}) // of text and numbers
		first := t.JSON()
		if !last {
			first, second = second, first
		}
		t.Payload = fmt.Appendf(nil, "%s,%s", first[:len(first)-1], second[1:])
	})
}

// otherCase makes an attack of a member under a name that a reader of JSON
// which does not care for case takes for the proper one.
func otherCase(name, member, as string) Attack {
	return token(name, Refused, func(_ *Provider, t *IDToken) {
		t.Claims[as] = t.Claims[member]
		delete(t.Claims, member)
	})
}

func doubleAttacks() []Attack {
	return group("double",
		double("iss-wrong-last", Refused, "iss", "https://attacker.example", true),
		double("iss-wrong-first", Either, "iss", "https://attacker.example", false),
		double("aud-wrong-last", Refused, "aud", "another-client", true),
		double("aud-wrong-first", Either, "aud", "another-client", false),
		double("nonce-wrong-last", Refused, "nonce", "wrong", true),
		double("exp-past-last", Refused, "exp", 1, true),
		double("sub-empty-last", Refused, "sub", "", true),
		otherCase("iss-in-upper-case", "iss", "ISS"),
		otherCase("aud-in-upper-case", "aud", "Aud"),
		otherCase("exp-in-upper-case", "exp", "EXP"),
		otherCase("iat-in-upper-case", "iat", "Iat"),
		otherCase("sub-in-upper-case", "sub", "Sub"),
		otherCase("nonce-in-upper-case", "nonce", "Nonce"),
		token("aud-of-another-and-ours-in-upper-case", Refused, func(p *Provider, t *IDToken) {
			t.Claims["aud"], t.Claims["AUD"] = "another-client", p.ClientID
		}),
		token("exp-past-and-future-in-upper-case", Refused, func(_ *Provider, t *IDToken) {
			t.Claims["exp"], t.Claims["EXP"] = 1, t.Claims["exp"]
		}),
		whole("alg-in-the-header", Either, func(p *Provider, c string) string {
			_, payload, signature := parts(c)
			return encode([]byte(`{"alg":"none","alg":"RS256","kid":"`+p.keyID(p.rotations)+`"}`)) + "." + payload + "." + signature
		}),
		whole("alg-none-in-upper-case", Refused, func(p *Provider, c string) string {
			_, payload, _ := parts(c)
			return encode([]byte(`{"alg":"RS256","ALG":"none","kid":"`+p.keyID(p.rotations)+`"}`)) + "." + payload + "."
		}),
	)
}
