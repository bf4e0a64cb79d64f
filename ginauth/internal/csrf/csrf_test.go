package csrf_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ginauth/gin-auth/ginauth/internal/csrf"
)

const token = "433b2698c96ee2246c33843c27deb7949933096e64c7ff1cfebd84926590d24e"

// The example of the protocol: what Auth.js itself makes of this token.
func TestCookieOfAuthJS(t *testing.T) {
	s := csrf.NewSigner(false, "test-secret")
	const want = token + "|03ed289ddc3a50049b2607352c536a2ab0704abed52001e25d382156cf69877d"
	if got := s.Cookie(token); got != want {
		t.Errorf("%s", got)
	}
	if got, ok := s.Verify(want); !ok || got != token {
		t.Errorf("%q %v", got, ok)
	}
}

func TestVerify(t *testing.T) {
	s := csrf.NewSigner(false, "secret one", "secret two")
	good := s.Cookie(token)
	for _, secret := range []string{"secret one", "secret two"} {
		if _, ok := s.Verify(csrf.NewSigner(false, secret).Cookie(token)); !ok {
			t.Errorf("%s does not count", secret)
		}
	}
	for what, cookie := range map[string]string{
		"empty": "", "token alone": token, "no hash": token + "|", "no token": "|" + good[65:], "other secret": csrf.NewSigner(false, "x").Cookie(token),
		"joined": csrf.NewSigner(true, "secret one", "secret two").Cookie(token), "changed token": "0" + good[1:], "changed hash": good[:len(good)-1] + "g",
		"longer": good + "0", "third part": good + "|x", "two bars": token + "||" + good[65:], "short": s.Cookie("ab"), "upper case": strings.ToUpper(good),
	} {
		if _, ok := s.Verify(cookie); ok {
			t.Errorf("%s counts", what)
		}
	}
}

// Auth.js v5 signs with all secrets joined; each alone is accepted, too.
func TestJoined(t *testing.T) {
	s := csrf.NewSigner(true, "a", "b")
	if s.Cookie(token) != csrf.NewSigner(false, "a,b").Cookie(token) {
		t.Error("not signed with the joined secrets")
	}
	for _, secret := range []string{"a,b", "a", "b"} {
		if _, ok := s.Verify(csrf.NewSigner(false, secret).Cookie(token)); !ok {
			t.Errorf("%s does not count", secret)
		}
	}
	if csrf.NewSigner(true, "a").Cookie(token) != csrf.NewSigner(false, "a").Cookie(token) {
		t.Error("one secret is not itself")
	}
}

func TestToken(t *testing.T) {
	s := csrf.NewSigner(false, "x")
	got, err := s.Token(bytes.NewReader(bytes.Repeat([]byte{0xab}, 32)))
	if err != nil || got != strings.Repeat("ab", 32) {
		t.Errorf("%q %v", got, err)
	}
	gone := errors.New("no randomness")
	for _, r := range []io.Reader{iotest.ErrReader(gone), io.LimitReader(bytes.NewReader(make([]byte, 31)), 31)} {
		if got, err := s.Token(r); err == nil || got != "" {
			t.Errorf("%q %v", got, err)
		}
	}
	if _, err := s.Token(iotest.ErrReader(gone)); !errors.Is(err, gone) {
		t.Errorf("error %v", err)
	}
}

func TestMatch(t *testing.T) {
	if !csrf.Match(token, token) {
		t.Error("a token is not itself")
	}
	for _, pair := range [][2]string{{"", ""}, {"", token}, {token, ""}, {token[:63], token}, {token + "0", token}, {strings.ToUpper(token), token}, {"ab", "ab"}} {
		if csrf.Match(pair[0], pair[1]) {
			t.Errorf("%q is %q", pair[0], pair[1])
		}
	}
}

func FuzzVerify(f *testing.F) {
	s := csrf.NewSigner(false, "secret")
	f.Add(s.Cookie(token))
	f.Add("|")
	f.Add(token + "|" + token)
	f.Fuzz(func(t *testing.T, cookie string) {
		got, ok := s.Verify(cookie)
		if ok != (len(got) == 64 && s.Cookie(got) == cookie) {
			t.Fatalf("%q: %q %v", cookie, got, ok)
		}
	})
}
