// Package csrf makes and checks Auth.js's double-submit tokens: a cookie
// "token|hash" and the token in the body.
package csrf

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
)

const tokenLen = 64

// Signer signs tokens with its first secret and accepts those of every one.
// It is immutable and safe for concurrent use.
type Signer struct{ secrets []string }

// NewSigner makes a signer. With joined, it signs as Auth.js v5 does with a
// list of secrets: with all of them, joined by commas.
func NewSigner(joined bool, secrets ...string) *Signer {
	s := &Signer{secrets: secrets}
	if joined && len(secrets) > 1 {
		s.secrets = append([]string{strings.Join(secrets, ",")}, secrets...)
	}
	return s
}

// Token makes a token: 32 bytes of random, in hexadecimal.
func (s *Signer) Token(random io.Reader) (string, error) {
	var b [tokenLen / 2]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("reading random bytes: %w", err)
	}
	return hex.EncodeToString(b[:]), nil
}

// Cookie is the cookie's value for a token.
func (s *Signer) Cookie(token string) string { return token + "|" + sign(token, s.secrets[0]) }

// Verify returns the token of a cookie that this program wrote. The cookie may
// come in with its separator percent-encoded or not; that is the caller's
// decoding.
func (s *Signer) Verify(cookie string) (string, bool) {
	token, hash, found := strings.Cut(cookie, "|")
	if !found || len(token) != tokenLen || len(hash) != tokenLen {
		return "", false
	}
	ok := 0
	for _, secret := range s.secrets {
		ok |= subtle.ConstantTimeCompare([]byte(hash), []byte(sign(token, secret)))
	}
	return token, ok == 1
}

// Match compares a submitted token with the cookie's, in constant time.
func Match(submitted, token string) bool {
	return len(token) == tokenLen && subtle.ConstantTimeCompare([]byte(submitted), []byte(token)) == 1
}

// sign is Auth.js's hash. It is a plain SHA-256 over token and secret, not an
// HMAC: both servers must come to the same value. The fixed length of the
// token and the closed hash (no extension is useful here) keep it safe.
func sign(token, secret string) string {
	sum := sha256.Sum256([]byte(token + secret))
	return hex.EncodeToString(sum[:])
}
