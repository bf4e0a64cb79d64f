package authjs

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Codec seals and opens tokens of one purpose with one or more secrets. It does not change once made and may be used
// by many goroutines at a time.
type Codec struct {
	format  Format
	keys    []*key
	sealer  jose.Encrypter
	buffers sync.Pool // of *[]byte, to decrypt in
}

// NewCodec derives the keys, once, for tokens of the purpose that salt names: the session token has the empty salt in
// V4, and in V5 the name of its cookie, so that the __Secure- prefix makes another key; all other sealed cookies have
// the cookie's name in both.
//
// The first secret seals; all of them open. To change the secret without signing anybody out, put the new one in front
// and drop the old one when the longest session is over.
//
// It fails when there is no secret or one is empty. How long a secret must be is for the caller to demand: at least
// 32 random bytes.
func NewCodec(f Format, salt string, secrets ...string) (*Codec, error) {
	if f != V4 && f != V5 {
		return nil, errors.New("authjs: unknown format")
	}
	if len(secrets) == 0 {
		return nil, errors.New("authjs: no secret")
	}
	c := &Codec{format: f}
	for _, secret := range secrets {
		k, err := deriveKey(f, salt, secret)
		if err != nil {
			return nil, err
		}
		c.keys = append(c.keys, k)
	}
	var err error
	c.sealer, err = newSealer(f, c.keys[0])
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Format returns the format that the codec was made for.
func (c *Codec) Format() Format { return c.format }

// Seal encrypts claims, a JSON object, as it is, and returns the token. Use Encode to have iat, exp and jti added,
// without which no reader takes the token.
//
// It fails when claims is not a JSON object, and with ErrTooLarge when the token would exceed MaxToken.
func (c *Codec) Seal(claims []byte) (string, error) {
	if _, err := ParseClaims(string(claims)); err != nil {
		return "", errors.New("authjs: the claims to seal are not a JSON object")
	}
	// Base64 makes four characters of three bytes; the exact length is checked below.
	if len(claims) > MaxToken/4*3 {
		return "", fmt.Errorf("%w: %d bytes of claims", ErrTooLarge, len(claims))
	}
	sealed, err := c.sealer.Encrypt(claims)
	if err != nil {
		return "", fmt.Errorf("authjs: sealing: %w", err)
	}
	token, err := sealed.CompactSerialize()
	if err != nil {
		return "", fmt.Errorf("authjs: sealing: %w", err)
	}
	if len(token) > MaxToken {
		return "", fmt.Errorf("%w: %d bytes", ErrTooLarge, len(token))
	}
	return token, nil
}

// Open verifies and decrypts token, appends its content to dst and returns the result. It looks at no claim: the token
// may long have expired. Where dst has room for the token, nothing is allocated.
//
// It fails with ErrNoToken for the empty string, ErrTooLarge beyond MaxToken, and ErrInvalidToken for everything else.
func (c *Codec) Open(dst []byte, token string) ([]byte, error) {
	switch {
	case token == "":
		return nil, ErrNoToken
	case len(token) > MaxToken:
		return nil, ErrTooLarge
	}
	exact := false
	for _, k := range c.keys {
		rest, ok := strings.CutPrefix(token, k.exact.prefix())
		if !ok {
			continue
		}
		exact = true
		if plain, ok := k.exact.open(dst, rest); ok {
			return plain, nil
		}
	}
	if !exact {
		if plain, ok := c.openOther(dst, token); ok {
			return plain, nil
		}
	}
	return nil, ErrInvalidToken
}

// Decode opens token and checks its times against now: what Auth.js calls decode. On any error the claims are empty.
//
// The error is one of Open's, or ErrInvalidToken for content that cannot stand, ErrExpired or ErrNotYetValid.
func (c *Codec) Decode(token string, now time.Time) (Claims, error) {
	buffer, ok := c.buffers.Get().(*[]byte)
	if !ok {
		buffer = new([]byte)
	}
	defer c.buffers.Put(buffer)
	plain, err := c.Open((*buffer)[:0], token)
	if err != nil {
		return Claims{}, err
	}
	*buffer = plain // keep it if it has grown
	// The one copy of the content: all strings of the claims are cut from it.
	claims, err := ParseClaims(string(plain))
	if err != nil {
		return Claims{}, err
	}
	if err := claims.Valid(now); err != nil {
		return Claims{}, err
	}
	return claims, nil
}
