package authjs_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

// payload is a session of 318 bytes, the size that PERFORMANCE figures are given for.
var payload = func() string {
	const head = `{"name":"J Smith","email":"jsmith@example.com","picture":"https://example.com/avatars/jsmith.png",` +
		`"sub":"42","role":"admin","note":"`
	const tail = `","iat":1795000000,"exp":4853600000,"jti":"00000000-0000-4000-8000-000000000001",` +
		`"sid":"0123456789abcdef0123456789abcdef"}`
	return head + strings.Repeat("x", 318-len(head)-len(tail)) + tail
}()

func sealed(b testing.TB, f authjs.Format) (*authjs.Codec, string) {
	b.Helper()
	c := newCodec(b, f, f.SessionCookie(false), "0123456789abcdef0123456789abcdef")
	token, err := c.Seal([]byte(payload))
	if err != nil {
		b.Fatal(err)
	}
	return c, token
}

func header(f authjs.Format, token string) http.Header {
	return http.Header{"Cookie": {"theme=dark; _ga=GA1.1.1234567890.1234567890; next-auth.csrf-token=abc%7Cdef; " +
		"next-auth.callback-url=https%3A%2F%2Fexample.com; " + f.SessionCookie(false) + "=" + token + "; lang=en"}}
}

func BenchmarkOpen(b *testing.B) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		b.Run(f.String(), func(b *testing.B) {
			c, token := sealed(b, f)
			dst := make([]byte, 0, 1024)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Open(dst, token); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkChoose is all that one request costs: find the cookie, open it, read it, check the times.
func BenchmarkChoose(b *testing.B) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		b.Run(f.String(), func(b *testing.B) {
			c, token := sealed(b, f)
			h, name := header(f, token), f.SessionCookie(false)
			b.ReportAllocs()
			for b.Loop() {
				found := authjs.FindCookies(h, name)
				if _, err := c.Choose(&found, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkParseClaims(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := authjs.ParseClaims(payload); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkFindCookies(b *testing.B) {
	_, token := sealed(b, authjs.V4)
	for name, h := range map[string]http.Header{
		"none":    {},
		"absent":  {"Cookie": {"theme=dark; _ga=GA1.1.1234567890.1234567890; lang=en; next-auth.csrf-token=abc%7Cdef"}},
		"present": header(authjs.V4, token),
		"3000":    {"Cookie": {strings.Repeat("junk=0; ", 3000)}},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				found := authjs.FindCookies(h, "next-auth.session-token")
				if found.Present() != (name == "present") {
					b.Fatal("wrong cookie")
				}
			}
		})
	}
}

func BenchmarkSeal(b *testing.B) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		b.Run(f.String(), func(b *testing.B) {
			c, _ := sealed(b, f)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.Seal([]byte(payload)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkGoJose is the yardstick: the same token through go-jose and encoding/json, the key derived beforehand.
func BenchmarkGoJose(b *testing.B) {
	key := []byte("0123456789abcdef0123456789abcdef")
	sealer, err := jose.NewEncrypter(jose.A256GCM, jose.Recipient{Algorithm: jose.DIRECT, Key: key}, nil)
	if err != nil {
		b.Fatal(err)
	}
	obj, err := sealer.Encrypt([]byte(payload))
	if err != nil {
		b.Fatal(err)
	}
	token, err := obj.CompactSerialize()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		parsed, err := jose.ParseEncryptedCompact(token, []jose.KeyAlgorithm{jose.DIRECT}, []jose.ContentEncryption{jose.A256GCM})
		if err != nil {
			b.Fatal(err)
		}
		plain, err := parsed.Decrypt(key)
		if err != nil {
			b.Fatal(err)
		}
		var claims struct{ Name, Email, Sub string }
		if err := json.Unmarshal(plain, &claims); err != nil {
			b.Fatal(err)
		}
	}
}

// What a signed-in request may allocate is exact, so it is a test.
func TestAllocations(t *testing.T) {
	if raceDetector {
		t.Skip("sync.Pool forgets under the race detector")
	}
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		c, token := sealed(t, f)
		dst := make([]byte, 0, 1024)
		h, name := header(f, token), f.SessionCookie(false)
		at := time.Unix(1795000000, 0)
		for what, test := range map[string]struct {
			max float64
			run func()
		}{
			"Open":        {0, func() { _, _ = c.Open(dst, token) }},
			"ParseClaims": {0, func() { _, _ = authjs.ParseClaims(payload) }},
			"FindCookies": {0, func() { _ = authjs.FindCookies(h, name) }},
			"Choose": {1, func() {
				found := authjs.FindCookies(h, name)
				_, _ = c.Choose(&found, at)
			}},
		} {
			if got := testing.AllocsPerRun(200, test.run); got > test.max {
				t.Errorf("%v: %s allocates %v times, want at most %v", f, what, got, test.max)
			}
		}
	}
}
