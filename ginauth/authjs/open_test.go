package authjs_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

const (
	secret    = "0123456789abcdef0123456789abcdef"
	oldSecret = "fedcba9876543210fedcba9876543210"
)

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

func minted(t testing.TB, f authjs.Format) (*authjs.Codec, string) {
	t.Helper()
	c := newCodec(t, f, f.SessionCookie(false), secret)
	token, err := c.Encode(map[string]any{"sub": "1"}, now, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	return c, token
}

// refuse fails unless the token is refused, with one and the same error value, and without claims.
func refuse(t *testing.T, c *authjs.Codec, what, token string) {
	t.Helper()
	plain, err := c.Open(nil, token)
	if err != authjs.ErrInvalidToken || plain != nil { //nolint:errorlint // the very value: nothing may be told
		t.Errorf("%s: %q, %v", what, plain, err)
	}
	if claims, err := c.Decode(token, now); err == nil || claims != (authjs.Claims{}) {
		t.Errorf("%s: %+v, %v", what, claims, err)
	}
}

func TestEveryBitCounts(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		c, token := minted(t, f)
		for i := range len(token) {
			for bit := range 8 {
				b := []byte(token)
				b[i] ^= 1 << bit
				refuse(t, c, fmt.Sprintf("%v, bit %d of byte %d", f, bit, i), string(b))
			}
			if i > 0 {
				refuse(t, c, fmt.Sprintf("%v, first %d bytes", f, i), token[:i])
			}
			refuse(t, c, fmt.Sprintf("%v, without byte %d", f, i), token[:i]+token[i+1:])
		}
	}
}

// Base64url has one text for every byte string; all others are refused, or a token would have several texts.
func TestCanonicalBase64Only(t *testing.T) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	v4, exact4 := minted(t, authjs.V4)
	v5, exact5 := minted(t, authjs.V5)
	const content = `{"sub":"12","exp":4853600000}`
	for _, it := range []struct {
		name  string
		codec *authjs.Codec
		token string
	}{
		{"v4", v4, exact4},
		{"v5", v5, exact5},
		{"v4 through go-jose", newCodec(t, authjs.V4, "", "test-secret"), sealWith(t, authjs.V4, `{"enc":"A256GCM","alg":"dir"}`, content)},
		{"v5 through go-jose", newCodec(t, authjs.V5, "authjs.session-token", "test-secret"),
			sealWith(t, authjs.V5, `{"enc":"A256CBC-HS512","alg":"dir"}`, content)},
	} {
		c, f := it.codec, it.name
		if _, err := c.Open(nil, it.token); err != nil {
			t.Fatal(f, err)
		}
		parts := strings.Split(it.token, ".")
		with := func(i int, text string) string {
			changed := append([]string(nil), parts...)
			changed[i] = text
			return strings.Join(changed, ".")
		}
		for _, i := range []int{0, 2, 3, 4} {
			part := parts[i]
			for _, text := range []string{part + "=", part + "==", part + "\n", "\r\n" + part, part + " ", " " + part,
				part[:4] + "\n" + part[4:], part + "A", strings.NewReplacer("-", "+", "_", "/").Replace(part) + "+"} {
				refuse(t, c, fmt.Sprintf("%s, part %d is %q", f, i, text), with(i, text))
			}
			// Other last characters that a lax decoder would take for the same bytes.
			raw, err := base64.RawURLEncoding.DecodeString(part)
			if err != nil {
				t.Fatal(err)
			}
			for _, last := range alphabet {
				text := part[:len(part)-1] + string(last)
				if other, err := base64.RawURLEncoding.DecodeString(text); err == nil && text != part && string(other) == string(raw) {
					refuse(t, c, fmt.Sprintf("%s, part %d ends in %c", f, i, last), with(i, text))
				}
			}
		}
	}
}

func TestBadTokens(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		c, token := minted(t, f)
		parts := strings.Split(token, ".")
		headed := func(header string) string { return b64(header) + "." + strings.Join(parts[1:], ".") }
		enc := map[authjs.Format]string{authjs.V4: "A256GCM", authjs.V5: "A256CBC-HS512"}[f]
		for what, bad := range map[string]string{
			"garbage":          "garbage",
			"NUL":              "\x00",
			"invalid UTF-8":    "\xff\xfe." + token,
			"dots":             "....",
			"many dots":        strings.Repeat(".", 1000),
			"six parts":        token + ".",
			"four parts":       strings.Join(parts[:4], "."),
			"space in front":   " " + token,
			"signed JWT":       b64(`{"alg":"HS256"}`) + "." + b64(`{"sub":"1"}`) + "." + b64("sig"),
			"unsigned JWT":     b64(`{"alg":"none"}`) + "." + b64(`{"sub":"1","exp":4853600000}`) + ".",
			"JSON form":        `{"protected":"` + parts[0] + `","iv":"` + parts[2] + `","ciphertext":"` + parts[3] + `","tag":"` + parts[4] + `"}`,
			"encrypted key":    parts[0] + ".AAAA." + strings.Join(parts[2:], "."),
			"no header":        "." + strings.Join(parts[1:], "."),
			"no iv":            parts[0] + "..." + parts[3] + "." + parts[4],
			"no tag":           parts[0] + ".." + parts[2] + "." + parts[3] + ".",
			"no text":          parts[0] + ".." + parts[2] + ".." + parts[4],
			"header null":      headed("null"),
			"header array":     headed(`["dir"]`),
			"header text":      headed(`"dir"`),
			"header not JSON":  headed(`{"alg":"dir"`),
			"header NUL":       headed("{\"alg\":\"dir\x00\"}"),
			"header two":       headed(`{"alg":"dir","enc":"` + enc + `"}{}`),
			"no alg":           headed(`{"enc":"` + enc + `"}`),
			"no enc":           headed(`{"alg":"dir"}`),
			"alg none":         headed(`{"alg":"none","enc":"` + enc + `"}`),
			"alg RSA-OAEP":     headed(`{"alg":"RSA-OAEP","enc":"` + enc + `"}`),
			"alg ECDH-ES":      headed(`{"alg":"ECDH-ES","enc":"` + enc + `","epk":{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}}`),
			"alg A256KW":       headed(`{"alg":"A256KW","enc":"` + enc + `"}`),
			"alg PBES2":        headed(`{"alg":"PBES2-HS512+A256KW","enc":"` + enc + `","p2c":2000000000,"p2s":"AAAA"}`),
			"alg DIR":          headed(`{"alg":"DIR","enc":"` + enc + `"}`),
			"alg number":       headed(`{"alg":1,"enc":"` + enc + `"}`),
			"enc A128GCM":      headed(`{"alg":"dir","enc":"A128GCM"}`),
			"enc A128CBC":      headed(`{"alg":"dir","enc":"A128CBC-HS256"}`),
			"enc other":        headed(`{"alg":"dir","enc":"` + map[string]string{"A256GCM": "A256CBC-HS512"}[enc] + `"}`),
			"enc null":         headed(`{"alg":"dir","enc":null}`),
			"zip":              headed(`{"alg":"dir","enc":"` + enc + `","zip":"DEF"}`),
			"crit":             headed(`{"alg":"dir","enc":"` + enc + `","crit":["exp"]}`),
			"p2c":              headed(`{"alg":"dir","enc":"` + enc + `","p2c":1}`),
			"jku":              headed(`{"alg":"dir","enc":"` + enc + `","jku":"https://evil.example"}`),
			"jwk":              headed(`{"alg":"dir","enc":"` + enc + `","jwk":{"kty":"oct","k":"AA"}}`),
			"b64":              headed(`{"alg":"dir","enc":"` + enc + `","b64":false}`),
			"kid number":       headed(`{"alg":"dir","enc":"` + enc + `","kid":1}`),
			"long header":      headed(`{"alg":"dir","enc":"` + enc + `","kid":"` + strings.Repeat("k", 5000) + `"}`),
			"deep header":      headed(strings.Repeat(`{"alg":`, 200)),
			"header respelled": headed(`{"enc":"` + enc + `","alg":"dir"}`), // the header is authenticated too
		} {
			refuse(t, c, f.String()+" "+what, bad)
		}
		if _, err := c.Open(nil, ""); !errors.Is(err, authjs.ErrNoToken) {
			t.Errorf("empty: %v", err)
		}
		for _, long := range []string{strings.Repeat(".", 1<<20), token + strings.Repeat("A", authjs.MaxToken)} {
			if _, err := c.Open(nil, long); !errors.Is(err, authjs.ErrTooLarge) {
				t.Errorf("too long: %v", err)
			}
			if n := testing.AllocsPerRun(5, func() { _, _ = c.Open(nil, long) }); n != 0 {
				t.Errorf("too long: %v allocations", n)
			}
		}
	}
}

// Tags and IVs of other lengths are refused, also where the header is not our own.
func TestTagAndIVLengths(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		c, token := minted(t, f)
		const content = `{"exp":4853600000}`
		other := newCodec(t, f, map[authjs.Format]string{authjs.V5: "authjs.session-token"}[f], "test-secret")
		type item struct {
			codec *authjs.Codec
			token string
		}
		items := []item{{c, token}, {other, sealWith(t, f, `{ "alg": "dir", "enc": "A256GCM" }`, content)}}
		if f == authjs.V5 {
			items = append(items, item{other, sealWith(t, f, `{ "alg": "dir", "enc": "A256CBC-HS512" }`, content)})
		}
		for _, it := range items {
			if _, err := it.codec.Open(nil, it.token); err != nil {
				t.Fatalf("%v: the token that is to be spoilt: %v", f, err)
			}
			parts := strings.Split(it.token, ".")
			// The same bytes, cut elsewhere: a lax reader joins ciphertext and tag and finds nothing wrong.
			text, err := base64.RawURLEncoding.DecodeString(parts[3])
			if err != nil {
				t.Fatal(err)
			}
			tag, err := base64.RawURLEncoding.DecodeString(parts[4])
			if err != nil {
				t.Fatal(err)
			}
			moved := slices.Concat(text[len(text)-3:], tag)
			refuse(t, it.codec, fmt.Sprintf("%v, tag with the end of the text", f), strings.Join([]string{parts[0], "", parts[2],
				b64(string(text[:len(text)-3])), b64(string(moved))}, "."))
			for n := range 64 {
				for _, i := range []int{2, 4} {
					raw, err := base64.RawURLEncoding.DecodeString(parts[i])
					if err != nil {
						t.Fatal(err)
					}
					if n == len(raw) {
						continue
					}
					changed := append([]string(nil), parts...)
					changed[i] = base64.RawURLEncoding.EncodeToString(append(raw, make([]byte, 64)...)[:n])
					refuse(t, it.codec, fmt.Sprintf("%v, part %d of %d bytes", f, i, n), strings.Join(changed, "."))
				}
			}
		}
	}
}

// Headers that mean the same but are not spelt as ours are read through go-jose.
func TestOtherHeaders(t *testing.T) {
	const content = `{"sub":"1","exp":4853600000}`
	v4 := newCodec(t, authjs.V4, "", "other", "test-secret")
	v5 := newCodec(t, authjs.V5, "authjs.session-token", "test-secret", "other")
	v5Second := newCodec(t, authjs.V5, "authjs.session-token", "other", "test-secret")
	kid := v5Kid
	for _, tc := range []struct {
		name    string
		codec   *authjs.Codec
		format  authjs.Format
		header  string
		refused bool
	}{
		{"v4 respelled", v4, authjs.V4, `{"enc":"A256GCM","alg":"dir"}`, false},
		{"v4 spaced", v4, authjs.V4, `{ "alg" : "dir", "enc":"A256GCM" }`, false},
		{"v4 kid", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","kid":"any"}`, false},
		{"v4 typ", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","typ":"JWT"}`, false},
		{"v4 long kid", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","kid":"` + strings.Repeat("k", 2000) + `"}`, true},
		{"v4 other typ", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","typ":"logout+jwt"}`, true},
		{"v4 cty", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","cty":"JWT"}`, true},
		{"v4 ALG", v4, authjs.V4, `{"ALG":"dir","enc":"A256GCM"}`, true},
		{"v4 crit", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","crit":["x"],"x":1}`, true},
		{"v4 crit empty", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","crit":[]}`, true},
		{"v4 zip null", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","zip":null}`, true},
		{"v4 p2c", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","p2c":1}`, true},
		{"v4 jku", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","jku":"https://evil.example"}`, true},
		{"v4 b64", v4, authjs.V4, `{"alg":"dir","enc":"A256GCM","b64":true}`, true},
		{"v4 with v5's", v4, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512"}`, true},
		{"v5 no kid", v5, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512"}`, false},
		{"v5 no kid, second secret", v5Second, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512"}`, true},
		{"v5 kid respelled", v5, authjs.V5, `{"kid":"` + kid + `","alg":"dir","enc":"A256CBC-HS512"}`, false},
		{"v5 kid respelled, second secret", v5Second, authjs.V5, `{"kid":"` + kid + `","alg":"dir","enc":"A256CBC-HS512"}`, false},
		{"v5 kid exact, second secret", v5Second, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512","kid":"` + kid + `"}`, false},
		{"v5 kid wrong", v5, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512","kid":"` + kid[1:] + `A"}`, true},
		{"v5 kid empty", v5, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512","kid":""}`, true},
		{"v5 kid null", v5, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512","kid":null}`, true},
		{"v5 gcm", v5, authjs.V5, `{"alg":"dir","enc":"A256GCM"}`, false},
		{"v5 gcm kid", v5Second, authjs.V5, `{"alg":"dir","enc":"A256GCM","kid":"` + v5GCMKid + `"}`, false},
		{"v5 gcm, kid of the other enc", v5, authjs.V5, `{"alg":"dir","enc":"A256GCM","kid":"` + kid + `"}`, true},
		{"v5 zip", v5, authjs.V5, `{"alg":"dir","enc":"A256CBC-HS512","zip":"DEF"}`, true},
	} {
		token := sealWith(t, tc.format, tc.header, content)
		got, err := tc.codec.Open(nil, token)
		if tc.refused {
			refuse(t, tc.codec, tc.name, token)
		} else if err != nil || string(got) != content {
			t.Errorf("%s: %s, %v", tc.name, got, err)
		}
	}
}

// CBC padding: after the tag has been checked, only well-formed padding is taken, and there is one error for all.
func TestPadding(t *testing.T) {
	c := newCodec(t, authjs.V5, "authjs.session-token", "test-secret")
	header := `{"alg":"dir","enc":"A256CBC-HS512","kid":"` + v5Kid + `"}`
	for _, bad := range []string{
		strings.Repeat("\x00", 16), "0123456789abcde\x00", "0123456789abcde\x11", "0123456789abc\x02\x03\x03",
		strings.Repeat("\xff", 32), "",
	} {
		refuse(t, c, fmt.Sprintf("%q", bad), sealCBC(t, header, []byte(bad)))
	}
	for _, n := range []int{0, 1, 15, 17, 31} { // no whole blocks, but a genuine tag
		refuse(t, c, fmt.Sprintf("%d bytes", n), tagCBC(t, header, make([]byte, 16), make([]byte, n)))
	}
	for plain, padded := range map[string]string{"": strings.Repeat("\x10", 16), "0123456789abcde": "0123456789abcde\x01"} {
		got, err := c.Open(nil, sealCBC(t, header, []byte(padded)))
		if err != nil || string(got) != plain {
			t.Errorf("%q: %q, %v", padded, got, err)
		}
	}
}

// Without kid (V4) every secret is tried, from the untouched token each time.
func TestV4Rotation(t *testing.T) {
	_, old := minted(t, authjs.V4)
	c := newCodec(t, authjs.V4, "next-auth.session-token", oldSecret, secret+"x", secret)
	if claims, err := c.Decode(old, now); err != nil || claims.Subject != "1" {
		t.Errorf("%+v, %v", claims, err)
	}
}

// A sealed value of another purpose is no session (CVE-2023-48309).
func TestPurposes(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		session := newCodec(t, f, map[authjs.Format]string{authjs.V5: f.SessionCookie(false)}[f], secret)
		for _, salt := range []string{"next-auth.state", "authjs.state", "authjs.pkce.code_verifier", "encodedState", "__Secure-authjs.session-token"} {
			token, err := newCodec(t, f, salt, secret).Encode(map[string]string{"sub": "1"}, now, time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			refuse(t, session, salt, token)
		}
	}
}
