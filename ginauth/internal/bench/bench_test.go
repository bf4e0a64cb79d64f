package main

import (
	"os"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

func TestMain(m *testing.M) {
	quiet()
	os.Exit(m.Run())
}

func subjectOf(t testing.TB, c testCase) *subject {
	t.Helper()
	m, err := loadMinted()
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.build(m)
	if skips(err) {
		t.Skipf("skipped: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.check(); err != nil {
		t.Fatal(err)
	}
	return s
}

func BenchmarkRequest(b *testing.B) {
	for _, c := range cases() {
		b.Run(c.name, func(b *testing.B) { subjectOf(b, c).measure(b) })
	}
}

// The handler of every case sees the right user, and nobody if the token is
// forged; the measured request writes no cookie.
func TestCases(t *testing.T) {
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) { subjectOf(t, c) })
	}
}

// Allocations are exact, so they are gated by a plain test; time is not.
func TestAllocs(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector drops what is in pools, and allocates itself")
	}
	for _, c := range cases() {
		if c.allocs == 0 {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			s, w := subjectOf(t, c), newWriter()
			if n := testing.AllocsPerRun(1000, func() { s.serve(w, s.request) }); n > c.allocs {
				t.Errorf("%v allocations, at most %v are allowed", n, c.allocs)
			}
		})
	}
}

// The payloads that the peers get are the content of the minted tokens.
func TestMintedPayloads(t *testing.T) {
	m, err := loadMinted()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		token  mintedToken
		format authjs.Format
		size   int
		chunks int
	}{
		{"v4", m.V4, authjs.V4, 318, 1},
		{"v5", m.V5, authjs.V5, 318, 1},
		{"v5 large", m.V5Large, authjs.V5, 4096, 2},
	} {
		t.Run(tc.name, func(t *testing.T) {
			salt := ""
			if tc.format == authjs.V5 {
				salt = tc.format.SessionCookie(true)
			}
			codec, err := authjs.NewCodec(tc.format, salt, m.Secret)
			if err != nil {
				t.Fatal(err)
			}
			text, err := codec.Open(nil, tc.token.token())
			if err != nil {
				t.Fatal(err)
			}
			if string(text) != tc.token.Payload || len(text) != tc.size || len(tc.token.Cookies) != tc.chunks {
				t.Errorf("%d bytes in %d cookies, want %d in %d: %s", len(text), len(tc.token.Cookies), tc.size, tc.chunks, text)
			}
		})
	}
}
