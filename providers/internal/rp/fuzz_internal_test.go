package rp

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// Whatever a provider answers at one of its endpoints, nothing panics, nothing
// of it reaches the error, and nobody comes out without a subject.
func FuzzAnswers(f *testing.F) {
	for _, body := range []string{
		``, `null`, `[]`, `{}`, `{"a":`, `{"access_token":"a","token_type":"Bearer"}`, `access_token=a&token_type=bearer`,
		`{"access_token":"a","token_type":"Bearer","expires_in":1e400,"scope":["a",1],"id_token":"a.b.c"}`,
		`{"issuer":"https://id.example.com","authorization_endpoint":"javascript:alert(1)","token_endpoint":"https://id.example.com/token","jwks_uri":"https://id.example.com/keys"}`,
		`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"oct","k":"AA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]}`,
		`{"sub":"7","email":1}`, `{"sub":{"a":["b"]}}`, strings.Repeat("[", 100), "<html>",
	} {
		for kind := range uint8(4) {
			f.Add(kind, "application/json", body)
		}
	}
	f.Add(uint8(2), "text/plain", "access_token=canary&token_type=bearer")
	f.Add(uint8(3), "application/jwt", "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.")
	paths := [...]string{"/.well-known/openid-configuration", "/keys", "/token", "/me"}
	f.Fuzz(func(t *testing.T, kind uint8, contentType, body string) {
		p := newOP()
		p.handler[paths[int(kind)%len(paths)]] = func(w http.ResponseWriter, _ *http.Request) {
			w.Header()["Content-Type"] = []string{contentType}
			_, _ = w.Write([]byte(body))
		}
		c := p.client(t, nil)
		ctx, cancel := c.Bounded(t.Context())
		defer cancel()
		tokens, err := c.Exchange(ctx, goodAnswer())
		if err != nil {
			return
		}
		if tokens.Claims.text("sub") == "" || tokens.Access == "" {
			t.Fatalf("tokens without a subject: %q", body)
		}
		raw, err := c.Profile(ctx, tokens, Always, nil, nil)
		if err != nil {
			return
		}
		var profile struct{ Sub string }
		if err := json.Unmarshal(raw, &profile); err != nil || profile.Sub != tokens.Claims.text("sub") {
			t.Fatalf("the profile %q has another subject (%v)", raw, err)
		}
	})
}

// Claims that pass have been read as what they are.
func FuzzClaims(f *testing.F) {
	now := time.Unix(1893456000, 0)
	for _, s := range []string{
		`{"iss":"https://id.example.com","aud":"app","sub":"7","iat":1893456000,"exp":1893456300,"nonce":"n"}`,
		`{"iss":"https://id.example.com","aud":["app","b"],"azp":"app","sub":"7","iat":1893456000.5,"exp":1893456300,"nonce":"n"}`,
		`{"iss":"https://id.example.com","aud":["app"],"sub":"7","iat":"1893456000","exp":1e99,"nbf":null,"nonce":"n"}`,
		`{"ISS":"https://id.example.com","iss":"x","iss":"https://id.example.com"}`, `{}`, `null`, `[]`,
	} {
		f.Add(s)
	}
	client := &Client{Config: Config{OpenID: true, Issuer: testIssuer, ClientID: testClient}}
	f.Fuzz(func(t *testing.T, payload string) {
		got, err := decodeSegment(base64.RawURLEncoding.EncodeToString([]byte(payload)))
		if err != nil {
			return
		}
		if client.checkClaims(got, &metadata{issuer: testIssuer}, expectation{nonce: "n", checkNonce: true, maxAge: "60"}, now) != nil {
			return
		}
		var plain struct {
			Issuer string  `json:"iss"`
			Sub    string  `json:"sub"`
			Nonce  string  `json:"nonce"`
			Exp    float64 `json:"exp"`
			Iat    float64 `json:"iat"`
		}
		if json.Unmarshal([]byte(payload), &plain) != nil || plain.Sub == "" || plain.Exp < 1893455985 || plain.Iat > 1893456015 {
			t.Fatalf("%q passes as %+v", payload, plain)
		}
	})
}

// parseKeys never returns a key that could sign, or that is not for signatures.
func FuzzKeys(f *testing.F) {
	for _, s := range []string{
		`{"keys":[]}`, `{"keys":null}`, `{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","use":"enc"}]}`, `{"keys":[{"kty":"oct","k":"AA"}]}`,
		`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","key_ops":["verify"]}]}`,
		`{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}]}`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		keys, err := parseKeys([]byte(body))
		if err != nil {
			return
		}
		for _, k := range keys {
			if !k.IsPublic() || !k.Valid() || (k.Use != "" && k.Use != "sig") {
				t.Fatalf("%q gives a key that is not for signatures", body)
			}
		}
	})
}
