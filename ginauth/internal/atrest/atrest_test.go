package atrest_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/atrest"
)

func ring(t *testing.T, purpose string, secrets ...string) *atrest.Keyring {
	t.Helper()
	k, err := atrest.New(purpose, secrets...)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func TestSealedOpensInItsPlaceOnly(t *testing.T) {
	k := ring(t, "sessions", "new secret", "old secret")
	sealed, err := k.Seal(rand.Reader, []byte("content"), "row", "user")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := k.Open(sealed, "row", "user"); err != nil || got != "content" {
		t.Fatalf("%q %v", got, err)
	}
	for name, place := range map[string][]string{
		"another row": {"wor", "user"}, "another user": {"row", "resu"}, "none": nil, "joined": {"rowuser"}, "moved": {"ro", "wuser"},
	} {
		if got, err := k.Open(sealed, place...); !errors.Is(err, atrest.ErrSealed) || got != "" {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
	for name, other := range map[string]*atrest.Keyring{
		"another purpose": ring(t, "tokens", "new secret"), "another secret": ring(t, "sessions", "third secret"),
	} {
		if _, err := other.Open(sealed, "row", "user"); !errors.Is(err, atrest.ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, err := k.Open(changed, "row", "user"); !errors.Is(err, atrest.ErrSealed) {
			t.Errorf("byte %d changed: %v", i, err)
		}
		if _, err := k.Open(sealed[:i], "row", "user"); !errors.Is(err, atrest.ErrSealed) {
			t.Errorf("cut to %d bytes: %v", i, err)
		}
	}
}

func TestOldSecretsOpen(t *testing.T) {
	sealed, err := ring(t, "p", "old").Seal(rand.Reader, nil, "row")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ring(t, "p", "new", "old").Open(sealed, "row"); err != nil || got != "" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := ring(t, "p", "new").Open(sealed, "row"); !errors.Is(err, atrest.ErrSealed) {
		t.Errorf("without the old secret: %v", err)
	}
}

func TestText(t *testing.T) {
	k := ring(t, "p", "secret")
	for _, plain := range []string{"", "a token", strings.Repeat("x", 5000)} {
		sealed, err := k.SealText(rand.Reader, plain, "column")
		if err != nil || (plain != "" && strings.Contains(sealed, plain)) {
			t.Fatalf("%q %v", sealed, err)
		}
		if got, err := k.OpenText(sealed, "column"); err != nil || got != plain {
			t.Errorf("%q %v", got, err)
		}
		if got, err := k.OpenText(sealed, "other"); plain != "" && (!errors.Is(err, atrest.ErrSealed) || got != "") {
			t.Errorf("another column: %q %v", got, err)
		}
	}
	if got, err := k.OpenText("of Auth.js, in the clear", "column"); err != nil || got != "of Auth.js, in the clear" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := k.OpenText("ginauth.v1.%%%", "column"); !errors.Is(err, atrest.ErrSealed) {
		t.Errorf("not base64: %v", err)
	}
}

// What was opened stays as it is while the memory behind it is used again.
func TestOpenedIsNotOverwritten(t *testing.T) {
	k := ring(t, "p", "secret")
	first, err := k.Seal(rand.Reader, []byte("first"), "1")
	if err != nil {
		t.Fatal(err)
	}
	second, err := k.Seal(rand.Reader, []byte("again"), "2")
	if err != nil {
		t.Fatal(err)
	}
	got, err := k.Open(first, "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := k.Open(second, "2"); err != nil || got != "first" {
		t.Errorf("%q %v", got, err)
	}
}
