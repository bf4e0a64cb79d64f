package authjs

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha512"
	"crypto/subtle"
	"encoding"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"slices"
	"sync"
)

// The lengths that A256CBC-HS512 has (RFC 7518 section 5.2.5), and their length in base64url.
const (
	cbcIV, cbcIVText   = 16, 22
	cbcTag, cbcTagText = 32, 43
)

// cbcOpener opens the tokens of V5 that one secret has sealed.
//
// The cost of such a token is SHA-512, so the blocks that never change are hashed once: HMAC (RFC 2104) is
// H(opad ‖ H(ipad ‖ header ‖ IV ‖ ciphertext ‖ length)), and the states after ipad ‖ header and after opad are kept.
type cbcOpener struct {
	begin        string
	inner, outer []byte  // saved states of SHA-512
	bits         [8]byte // length of the header in bits, big-endian
	block        cipher.Block
	scratch      sync.Pool // of *cbcScratch
}

// cbcScratch is what one opening works with.
type cbcScratch struct {
	hash    hash.Hash
	restore encoding.BinaryUnmarshaler // hash
	sum     [sha512.Size]byte
	cbc     cipher.BlockMode
	setIV   interface{ SetIV([]byte) } // cbc, or nil where it has no such method
}

func newCBCOpener(raw []byte, id string) (*cbcOpener, error) {
	macKey, encKey := raw[:32], raw[32:]
	block, err := aes.NewCipher(encKey)
	if err != nil {
		return nil, fmt.Errorf("authjs: AES: %w", err)
	}
	header := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"dir","enc":"A256CBC-HS512","kid":"` + id + `"}`))
	o := &cbcOpener{begin: header + "..", block: block}
	binary.BigEndian.PutUint64(o.bits[:], uint64(len(header))*8)
	if o.inner, err = hmacState(macKey, 0x36, header); err != nil {
		return nil, err
	}
	if o.outer, err = hmacState(macKey, 0x5C, ""); err != nil {
		return nil, err
	}
	return o, nil
}

// hmacState is the state of SHA-512 after the key, padded and mixed with pad, and then text.
func hmacState(macKey []byte, pad byte, text string) ([]byte, error) {
	var first [sha512.BlockSize]byte
	copy(first[:], macKey)
	for i := range first {
		first[i] ^= pad
	}
	h := sha512.New()
	h.Write(first[:])
	h.Write([]byte(text))
	m, ok := h.(encoding.BinaryMarshaler)
	if !ok {
		return nil, errors.New("authjs: this SHA-512 cannot save its state")
	}
	return m.MarshalBinary()
}

func (o *cbcOpener) prefix() string { return o.begin }

func (o *cbcOpener) open(dst []byte, rest string) ([]byte, bool) {
	iv, text, tag, ok := cut(rest, cbcIVText, cbcTagText)
	if !ok {
		return nil, false
	}
	start, n := len(dst), decodedLen(len(text))
	if n == 0 || n%aes.BlockSize != 0 {
		return nil, false
	}
	dst = slices.Grow(dst, n+cbcTag+cbcIV)
	room := dst[start : start+n+cbcTag+cbcIV]
	sealed, mac, nonce := room[:n], room[n:n+cbcTag], room[n+cbcTag:]
	if !decode(sealed, text) || !decode(mac, tag) || !decode(nonce, iv) {
		return nil, false
	}

	s, ok := o.scratch.Get().(*cbcScratch)
	if !ok {
		s = o.newScratch()
	}
	defer o.scratch.Put(s)

	// Nothing is decrypted before the tag is known to be right: else the padding would be an oracle.
	if !o.verify(s, nonce, sealed, mac) {
		return nil, false
	}
	if s.setIV != nil {
		s.setIV.SetIV(nonce)
	} else {
		s.cbc = cipher.NewCBCDecrypter(o.block, nonce)
	}
	s.cbc.CryptBlocks(sealed, sealed)
	n, ok = unpad(sealed)
	return dst[:start+n], ok
}

func (o *cbcOpener) newScratch() *cbcScratch {
	h := sha512.New()
	s := &cbcScratch{hash: h, cbc: cipher.NewCBCDecrypter(o.block, make([]byte, cbcIV))}
	s.restore, _ = h.(encoding.BinaryUnmarshaler)
	s.setIV, _ = s.cbc.(interface{ SetIV([]byte) })
	return s
}

// verify computes the tag and compares it in constant time.
func (o *cbcOpener) verify(s *cbcScratch, nonce, sealed, mac []byte) bool {
	if s.restore == nil || s.restore.UnmarshalBinary(o.inner) != nil {
		return false
	}
	s.hash.Write(nonce)
	s.hash.Write(sealed)
	s.hash.Write(o.bits[:])
	inner := s.hash.Sum(s.sum[:0])
	if s.restore.UnmarshalBinary(o.outer) != nil {
		return false
	}
	s.hash.Write(inner)
	return subtle.ConstantTimeCompare(s.hash.Sum(s.sum[:0])[:cbcTag], mac) == 1
}

// unpad returns the length of data without its PKCS #7 padding.
func unpad(data []byte) (int, bool) {
	last := data[len(data)-1]
	if last == 0 || last > aes.BlockSize {
		return 0, false
	}
	n := len(data) - int(last)
	for _, b := range data[n:] {
		if b != last {
			return 0, false
		}
	}
	return n, true
}
