package authjs

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"fmt"
)

// key is what one secret yields for one purpose.
type key struct {
	gcm []byte // 32 bytes, for A256GCM
	cbc []byte // 64 bytes, for A256CBC-HS512; nil in V4

	// V5: the RFC 7638 thumbprints by which a token names its key.
	gcmID, cbcID string

	// The reader of tokens that carry the very header we write.
	exact opener
}

// opener opens tokens that begin with one exact protected header.
type opener interface {
	// prefix is the header, the empty encrypted key and their dots: what such a token begins with.
	prefix() string
	// open verifies what follows the prefix and appends the plaintext to dst.
	open(dst []byte, rest string) ([]byte, bool)
}

// deriveKey stretches a secret with HKDF-SHA-256 (RFC 5869). Tokens of different purposes never open each other,
// because the purpose is in salt and info.
func deriveKey(f Format, salt, secret string) (*key, error) {
	if secret == "" {
		return nil, errors.New("authjs: a secret is empty")
	}
	info, size := "NextAuth.js Generated Encryption Key", 32
	if f == V5 {
		info, size = "Auth.js Generated Encryption Key", 64
	}
	if salt != "" || f == V5 {
		info += " (" + salt + ")"
	}
	material, err := hkdf.Key(sha256.New, []byte(secret), []byte(salt), info, size)
	if err != nil {
		return nil, fmt.Errorf("authjs: deriving a key: %w", err)
	}
	// HKDF's output of 32 bytes is the beginning of its output of 64, so one derivation serves both encryptions.
	k := &key{gcm: material[:32]}
	if f == V4 {
		k.exact, err = newGCMOpener(k.gcm)
		return k, err
	}
	k.cbc = material
	gcmID, cbcID := sha256.Sum256(thumbprintInput(k.gcm)), sha512.Sum512(thumbprintInput(k.cbc))
	k.gcmID = base64.RawURLEncoding.EncodeToString(gcmID[:])
	k.cbcID = base64.RawURLEncoding.EncodeToString(cbcID[:])
	k.exact, err = newCBCOpener(k.cbc, k.cbcID)
	return k, err
}

// thumbprintInput is the JSON that is hashed for the thumbprint of a symmetric key, RFC 7638 section 3.2.
func thumbprintInput(raw []byte) []byte {
	return []byte(`{"k":"` + base64.RawURLEncoding.EncodeToString(raw) + `","kty":"oct"}`)
}
