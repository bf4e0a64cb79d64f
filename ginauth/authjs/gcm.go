package authjs

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"fmt"
	"slices"
)

// The lengths that AES-GCM has in JWE (RFC 7518 section 5.3), and their length in base64url. Shorter tags would be
// easier to guess, so nothing else is taken.
const (
	gcmIV, gcmIVText   = 12, 16
	gcmTag, gcmTagText = 16, 22
)

// gcmHeader is the protected header of V4, as NextAuth writes it.
const gcmHeader = `{"alg":"dir","enc":"A256GCM"}`

// gcmOpener opens the tokens of V4.
type gcmOpener struct {
	begin  string
	header []byte // encoded: the additional authenticated data
	aead   cipher.AEAD
}

func newGCMOpener(raw []byte) (*gcmOpener, error) {
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, fmt.Errorf("authjs: AES: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("authjs: AES-GCM: %w", err)
	}
	header := base64.RawURLEncoding.EncodeToString([]byte(gcmHeader))
	return &gcmOpener{begin: header + "..", header: []byte(header), aead: aead}, nil
}

func (o *gcmOpener) prefix() string { return o.begin }

func (o *gcmOpener) open(dst []byte, rest string) ([]byte, bool) {
	iv, text, tag, ok := cut(rest, gcmIVText, gcmTagText)
	if !ok {
		return nil, false
	}
	// Ciphertext and tag are decoded side by side, as the AEAD wants them, and the IV behind them: this way nothing
	// but dst is written to, and the plaintext takes the ciphertext's place.
	start, n := len(dst), decodedLen(len(text))
	dst = slices.Grow(dst, n+gcmTag+gcmIV)
	room := dst[start : start+n+gcmTag+gcmIV]
	if !decode(room[:n], text) || !decode(room[n:n+gcmTag], tag) || !decode(room[n+gcmTag:], iv) {
		return nil, false
	}
	dst, err := o.aead.Open(dst, room[n+gcmTag:], room[:n+gcmTag], o.header)
	return dst, err == nil
}

// cut splits what follows the encrypted key into IV, ciphertext and tag, of which the first and the last have a fixed
// length. Further dots are left to the decoder, which knows none.
func cut(rest string, ivText, tagText int) (iv, text, tag string, ok bool) {
	end := len(rest) - tagText - 1
	if end < ivText+1 || rest[ivText] != '.' || rest[end] != '.' {
		return "", "", "", false
	}
	return rest[:ivText], rest[ivText+1 : end], rest[end+1:], true
}
