// Package atrest seals what a database keeps for the program and must not be
// able to read: the content of sessions, and the tokens of accounts.
package atrest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// ErrSealed says that something cannot be opened: made with another secret or
// for another place, or changed.
var ErrSealed = errors.New("what the database keeps cannot be opened: another secret, another row, or changed")

const (
	version   = 1
	idSize    = 4
	nonceSize = 12
	overhead  = 1 + idSize + nonceSize
	// textPrefix tells sealed text from what Auth.js wrote in the clear.
	textPrefix = "ginauth.v1."
)

// Keyring seals with its first key and opens with all of them, by AES-256-GCM.
type Keyring struct {
	keys    []key
	scratch sync.Pool
}

type key struct {
	id   [idSize]byte
	aead cipher.AEAD
}

// New derives a key for a purpose from each secret (HKDF with SHA-256, RFC
// 5869). What is sealed for one purpose does not open for another.
func New(purpose string, secrets ...string) (*Keyring, error) {
	k := &Keyring{}
	for _, secret := range secrets {
		derived, err := hkdf.Key(sha256.New, []byte(secret), nil, purpose, 32+idSize)
		if err != nil {
			return nil, fmt.Errorf("deriving a key: %w", err)
		}
		block, err := aes.NewCipher(derived[:32])
		if err != nil {
			return nil, err
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return nil, err
		}
		k.keys = append(k.keys, key{[idSize]byte(derived[32:]), aead})
	}
	if len(k.keys) == 0 {
		return nil, errors.New("there is no secret")
	}
	return k, nil
}

// Seal encrypts plain for one place, which its names tell from all others. No
// name but the last may contain a NUL byte.
func (k *Keyring) Seal(random io.Reader, plain []byte, place ...string) ([]byte, error) {
	newest := k.keys[0]
	out := make([]byte, overhead, overhead+len(plain)+newest.aead.Overhead())
	out[0] = version
	copy(out[1:], newest.id[:])
	nonce := out[1+idSize : overhead]
	if _, err := io.ReadFull(random, nonce); err != nil {
		return nil, fmt.Errorf("making a nonce: %w", err)
	}
	return newest.aead.Seal(out, nonce, plain, appendPlace(nil, place)), nil
}

// Open decrypts what Seal made for the same place, or returns [ErrSealed].
func (k *Keyring) Open(sealed []byte, place ...string) (string, error) {
	if len(sealed) < overhead || sealed[0] != version {
		return "", ErrSealed
	}
	for i := range k.keys {
		if key := &k.keys[i]; key.id == [idSize]byte(sealed[1:]) {
			return k.open(key, sealed, place)
		}
	}
	return "", ErrSealed
}

// open works in memory that is used again, since every request opens a
// session; the one copy of it is what is returned.
func (k *Keyring) open(key *key, sealed []byte, place []string) (string, error) {
	scratch, _ := k.scratch.Get().(*[]byte)
	if scratch == nil {
		scratch = new([]byte)
	}
	bound := appendPlace((*scratch)[:0], place)
	bound = slices.Grow(bound, len(sealed))
	room := bound[len(bound):]
	plain, err := key.aead.Open(room, sealed[1+idSize:overhead], sealed[overhead:], bound)
	out := string(plain)
	clear(plain)
	*scratch = bound
	k.scratch.Put(scratch)
	if err != nil {
		return "", ErrSealed
	}
	return out, nil
}

// appendPlace writes the names one after the other, divided by NUL bytes.
func appendPlace(b []byte, place []string) []byte {
	for i, name := range place {
		if i > 0 {
			b = append(b, 0)
		}
		b = append(b, name...)
	}
	return b
}

// SealText is Seal for a column of text. "" stays "".
func (k *Keyring) SealText(random io.Reader, plain string, place ...string) (string, error) {
	if plain == "" {
		return "", nil
	}
	sealed, err := k.Seal(random, []byte(plain), place...)
	if err != nil {
		return "", err
	}
	return textPrefix + base64.RawURLEncoding.EncodeToString(sealed), nil
}

// OpenText opens what SealText made. Text that nobody has sealed (Auth.js
// keeps its tokens so) is returned as it is.
func (k *Keyring) OpenText(text string, place ...string) (string, error) {
	encoded, ok := strings.CutPrefix(text, textPrefix)
	if !ok {
		return text, nil
	}
	sealed, err := base64.RawURLEncoding.DecodeString(encoded)
	if err != nil {
		return "", ErrSealed
	}
	return k.Open(sealed, place...)
}
