package authjs_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/go-jose/go-jose/v4"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// oracle opens a token of "test-secret" with go-jose alone, choosing the key as Auth.js does.
func oracle(t *testing.T, f authjs.Format, token string) ([]byte, bool) {
	encs := []jose.ContentEncryption{jose.A256GCM}
	if f == authjs.V5 {
		encs = append(encs, jose.A256CBC_HS512)
	}
	parsed, err := jose.ParseEncryptedCompact(token, []jose.KeyAlgorithm{jose.DIRECT}, encs)
	if err != nil {
		return nil, false
	}
	enc := parsed.Header.ExtraHeaders["enc"]
	raw := unhex(t, v4KeyHex)
	if f == authjs.V5 {
		id := v5Kid
		raw = unhex(t, v5KeyHex)
		if enc == string(jose.A256GCM) {
			raw, id = raw[:32], v5GCMKid
		}
		if kid := parsed.Header.KeyID; kid != "" && kid != id {
			return nil, false
		}
	}
	plain, err := parsed.Decrypt(raw)
	return plain, err == nil
}

// stricter reports whether we refuse on purpose what go-jose takes: text that is not canonical base64url, an encrypted
// key that is ignored, or a header with parameters or values that Auth.js does not write.
func stricter(token string) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 5 || parts[1] != "" || len(parts[0]) > 1024 || len(token) > authjs.MaxToken {
		return true
	}
	for _, part := range parts {
		raw, err := base64.RawURLEncoding.Strict().DecodeString(part)
		if err != nil || base64.RawURLEncoding.EncodeToString(raw) != part {
			return true
		}
	}
	header, _ := base64.RawURLEncoding.DecodeString(parts[0])
	var members map[string]any
	if json.Unmarshal(header, &members) != nil {
		return true
	}
	for name, value := range members {
		text, ok := value.(string)
		if !ok || name != "alg" && name != "enc" && name != "kid" && (name != "typ" || !strings.EqualFold(text, "JWT")) {
			return true
		}
		if name == "kid" && text == "" {
			return true
		}
	}
	return false
}

// FuzzOpen holds our own reader and go-jose together: the same verdict and the same content, whatever the token.
func FuzzOpen(f *testing.F) {
	const content = `{"sub":"1","exp":4853600000}`
	headers := []string{
		`{"alg":"dir","enc":"A256GCM"}`,
		`{"alg":"dir","enc":"A256CBC-HS512","kid":"` + v5Kid + `"}`,
		`{"alg":"dir","enc":"A256CBC-HS512"}`,
		`{"enc":"A256GCM","alg":"dir","kid":"` + v5GCMKid + `"}`,
		`{"alg":"dir","enc":"A256GCM","zip":"DEF"}`,
		`{"alg":"dir","enc":"A256GCM","kid":"a","kid":"b"}`,
	}
	for _, header := range headers {
		for _, format := range []authjs.Format{authjs.V4, authjs.V5} {
			f.Add(sealWith(f, format, header, content), -1, byte(0), []byte(content), header)
			f.Add(sealWith(f, format, header, content), 60, byte('.'), []byte(""), header)
		}
	}
	f.Add("....", 2, byte('A'), []byte("0123456789abcdef"), "{}")
	v4 := newCodec(f, authjs.V4, "", "test-secret")
	v5 := newCodec(f, authjs.V5, "authjs.session-token", "test-secret")
	f.Fuzz(func(t *testing.T, token string, at int, by byte, content []byte, header string) {
		// The token as it is, with one byte changed, and genuine ones of any header and content (for CBC any padding).
		tokens := []string{token, sealWith(t, authjs.V4, header, string(content)), sealWith(t, authjs.V5, header, string(content)),
			sealCBC(t, header, append(content, make([]byte, (16-len(content)%16)%16)...))}
		for _, token := range tokens {
			if at >= 0 && len(token) > 0 {
				i := at % len(token)
				tokens = append(tokens, token[:i]+string([]byte{by})+token[i+1:])
			}
		}
		for _, token := range tokens {
			for format, codec := range map[authjs.Format]*authjs.Codec{authjs.V4: v4, authjs.V5: v5} {
				want, genuine := oracle(t, format, token)
				got, err := codec.Open(nil, token)
				switch {
				case err == nil && (!genuine || !bytes.Equal(got, want)):
					t.Fatalf("%v: we take %q as %q, go-jose as %q, %v", format, token, got, want, genuine)
				case err != nil && genuine && !stricter(token):
					t.Fatalf("%v: go-jose takes %q, we say %v", format, token, err)
				}
			}
		}
	})
}

// FuzzParseClaims holds the hand-written scanner to encoding/json.
func FuzzParseClaims(f *testing.F) {
	f.Add(payload)
	f.Add(`{"sub":"\u00fc\ud83d","exp":1.5e9,"iat":-0,"nbf":null,"a":{"b":[1,true,{}]},"name":"x","name":1}`)
	f.Add("{\"\\u0073id\" :\t\"a\\\"b\" , \"x\":[\"]\"] }\r\n")
	f.Add(`{"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}`)
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := authjs.ParseClaims(raw)
		var members map[string]json.RawMessage
		valid := utf8.ValidString(raw) && json.Unmarshal([]byte(raw), &members) == nil && members != nil && depth(raw) <= 32
		if valid != (err == nil) {
			t.Fatalf("%q: %v", raw, err)
		}
		if !valid {
			if got != (authjs.Claims{}) {
				t.Fatalf("%q: claims beside an error: %+v", raw, got)
			}
			return
		}
		text := func(name string) (s string) {
			_ = json.Unmarshal(members[name], &s)
			return s
		}
		number := func(name string) int64 {
			var n int64
			var x float64
			switch {
			case len(members[name]) == 0:
			case json.Unmarshal(members[name], &n) == nil:
			case json.Unmarshal(members[name], &x) != nil:
			case x >= math.MaxInt64:
				n = math.MaxInt64
			case x <= math.MinInt64:
				n = math.MinInt64
			default:
				n = int64(x)
			}
			return n
		}
		for name, pair := range map[string][2]string{
			"name": {got.Name, text("name")}, "email": {got.Email, text("email")}, "picture": {got.Picture, text("picture")},
			"sub": {got.Subject, text("sub")}, "jti": {got.ID, text("jti")}, "sid": {got.SessionID, text("sid")}, "raw": {got.Raw, raw},
		} {
			if pair[0] != pair[1] {
				t.Fatalf("%q: %s is %q, want %q", raw, name, pair[0], pair[1])
			}
		}
		for name, got := range map[string]int64{
			"iat": got.IssuedAt, "exp": got.ExpiresAt, "nbf": got.NotBefore, "auth_time": got.AuthTime,
		} {
			if want := number(name); got != want {
				t.Fatalf("%q: %s is %d, want %d", raw, name, got, want)
			}
		}
	})
}

// depth counts how deep valid JSON is nested.
func depth(raw string) (deepest int) {
	d := json.NewDecoder(strings.NewReader(raw))
	for now := 0; ; {
		token, err := d.Token()
		if err != nil {
			return deepest
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			now++
			deepest = max(deepest, now)
		case json.Delim('}'), json.Delim(']'):
			now--
		}
	}
}

// FuzzFindCookies: any header is survived, and what FindCookies names are cookies of that name.
func FuzzFindCookies(f *testing.F) {
	f.Add("s=1; s.0=a; s.1=b", "s")
	f.Add("s.1=; s.0=\x00; s.9=%41; s=\"x\"", "s")
	f.Fuzz(func(t *testing.T, line, name string) {
		found := authjs.FindCookies(http.Header{"Cookie": {line, line}}, name)
		if found.Len() > 4 || found.Len() > 0 && !found.Present() || found.Present() != (len(found.Names()) > 0) {
			t.Fatalf("%q: %d tokens, names %q", line, found.Len(), found.Names())
		}
		for i := range found.Len() {
			if token := found.At(i); token == "" || len(token) > authjs.MaxToken {
				t.Fatalf("%q: token of %d", line, len(token))
			}
		}
	})
}

// FuzzSplit: what is split is found again, whole, beside whatever else is in the header.
func FuzzSplit(f *testing.F) {
	f.Add("token", uint16(1), "a=b", false)
	f.Add("0123456789.-_", uint16(900), "tokens=x; token.10=y", true)
	f.Fuzz(func(t *testing.T, text string, times uint16, other string, v5 bool) {
		format := authjs.V4
		if v5 {
			format = authjs.V5
		}
		value := strings.Map(func(r rune) rune { // what a token is made of
			if r < 128 && strings.ContainsRune("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.", r) {
				return r
			}
			return -1
		}, text)
		if value = strings.Repeat(value, min(int(times), 70_000/(len(value)+1))); value == "" || strings.Contains(other, "token") {
			return
		}
		chunks, err := authjs.Split(format, "token", value)
		if err != nil {
			if len(value) <= authjs.MaxToken {
				t.Fatalf("%d bytes: %v", len(value), err)
			}
			return
		}
		lines := []string{other}
		for i := range chunks {
			c := chunks[len(chunks)-1-i]
			if len(c.Name)+len(c.Value) > 4096 {
				t.Fatalf("a cookie of %d", len(c.Name)+len(c.Value))
			}
			lines = append(lines, c.Name+"="+c.Value)
		}
		found := authjs.FindCookies(http.Header{"Cookie": lines}, "token")
		if found.Len() != 1 || found.At(0) != value {
			t.Fatalf("%d bytes in %d chunks came back as %d tokens", len(value), len(chunks), found.Len())
		}
		if len(authjs.Stale(found.Names(), chunks)) != 0 {
			t.Fatal("what was just written is stale")
		}
	})
}
