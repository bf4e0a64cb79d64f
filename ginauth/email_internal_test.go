package ginauth

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
)

// Each code is as likely as the others: what does not divide evenly is drawn
// again.
func TestNewCode(t *testing.T) {
	for _, test := range []struct{ random, want string }{
		{"\x00\x00\x00\x00", "000000"}, {"\x00\x00\x00\x07", "000007"},
		{"\xff\xf1\x3d\x7f", "999999"},                 // the largest that counts
		{"\xff\xf1\x3d\x80\x00\x00\x00\x01", "000001"}, // one more is too large; then 1
	} {
		if got, err := newCode(strings.NewReader(test.random)); err != nil || got != test.want {
			t.Errorf("%x: %q, %v", test.random, got, err)
		}
	}
	broken := errors.New("no entropy")
	if _, err := newCode(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if _, err := newToken(bytes.NewReader(make([]byte, 31))); err == nil {
		t.Error("a token of 31 bytes")
	}
}

func TestClient(t *testing.T) {
	for ip, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "": "", "unknown": "",
	} {
		if got := client(ip); got != want {
			t.Errorf("%q: %q, want %q", ip, got, want)
		}
	}
}

// FuzzMailAddress: what comes out is one plain address, and the same again.
func FuzzMailAddress(f *testing.F) {
	for _, seed := range []string{
		"jane@example.com", " JANE＠example．com ", "a,b@example.com", "\"a@b\"@example.com", "a@b\r\nBcc: c@d.ef", "\u212A@a.bc", "a@b.c\u200b",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got := mailAddress(raw)
		if got == "" {
			return
		}
		if mailAddress(got) != got || plainAddress(got) != got || len(got) > maxMailbox || strings.Count(got, "@") != 1 || got != strings.ToLower(got) {
			t.Errorf("%q becomes %q", raw, got)
		}
		for _, c := range []byte(got) {
			if c <= ' ' || c >= 0x7f || strings.IndexByte("\"\\,;:<>()[]", c) >= 0 {
				t.Errorf("%q becomes %q, with %q", raw, got, c)
			}
		}
	})
}
