package authjs

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/go-jose/go-jose/v4"
)

// maxHeader is the length of the longest protected header, encoded, that is looked into. Ours have 40 and 171.
const maxHeader = 1024

// header is a protected header that is none of those we write.
type header struct {
	enc jose.ContentEncryption
	kid *string // nil when absent
}

// openOther opens a token whose header is not, letter for letter, the one that this codec writes: from an older
// library, with its members in another order, or without key id. It is rare, so go-jose does the work.
func (c *Codec) openOther(dst []byte, token string) (_ []byte, ok bool) {
	// go-jose has had panics on crafted input (CVE-2026-34986); another one must not end the program.
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	var parts [5]string
	for i, rest := 0, token; i < len(parts); i++ {
		part, after, more := strings.Cut(rest, ".")
		if more != (i < len(parts)-1) {
			return nil, false
		}
		parts[i], rest = part, after
	}
	if parts[1] != "" || len(parts[0]) > maxHeader || !canonical(parts[0]) || !canonical(parts[3]) {
		return nil, false
	}
	h, ok := c.readHeader(parts[0])
	if !ok {
		return nil, false
	}
	ivText, tagText := gcmIVText, gcmTagText
	if h.enc == jose.A256CBC_HS512 {
		ivText, tagText = cbcIVText, cbcTagText
	}
	if len(parts[2]) != ivText || len(parts[4]) != tagText || !canonical(parts[2]) || !canonical(parts[4]) {
		return nil, false
	}
	parsed, err := jose.ParseEncryptedCompact(token, []jose.KeyAlgorithm{jose.DIRECT}, []jose.ContentEncryption{h.enc})
	if err != nil {
		return nil, false
	}
	for _, raw := range c.candidates(h) {
		if plain, err := parsed.Decrypt(raw); err == nil {
			return append(dst, plain...), true
		}
	}
	return nil, false
}

// readHeader takes a header apart and refuses whatever Auth.js neither writes nor reads: other algorithms, and every
// parameter that would have us inflate (zip), stretch a password (p2s, p2c), fetch or trust a key (jku, jwk, x5u, …),
// or heed an extension (crit, b64).
func (c *Codec) readHeader(text string) (h header, ok bool) {
	raw := make([]byte, decodedLen(len(text)))
	if !decode(raw, text) {
		return h, false
	}
	var members map[string]any
	if json.Unmarshal(raw, &members) != nil || members["alg"] != "dir" {
		return h, false
	}
	for name, value := range members {
		text, isText := value.(string)
		switch name {
		case "alg":
		case "enc":
			h.enc = jose.ContentEncryption(text)
		case "kid":
			h.kid = &text
		case "typ":
			if !strings.EqualFold(text, "JWT") {
				return h, false
			}
		default:
			return h, false
		}
		if !isText {
			return h, false
		}
	}
	return h, h.enc == jose.A256GCM || c.format == V5 && h.enc == jose.A256CBC_HS512
}

// candidates are the keys to try for a token with this header. V4 knows no key ids, so all of them. V5 takes the first
// when the token names none, and else the one that it names.
func (c *Codec) candidates(h header) (keys [][]byte) {
	for _, k := range c.keys {
		raw, id := k.gcm, k.gcmID
		if h.enc == jose.A256CBC_HS512 {
			raw, id = k.cbc, k.cbcID
		}
		switch {
		case c.format == V4:
			keys = append(keys, raw)
		case h.kid == nil, *h.kid == id:
			return [][]byte{raw}
		}
	}
	return keys
}

func canonical(text string) bool {
	return decode(make([]byte, decodedLen(len(text))), text)
}

// newSealer prepares the writer for the codec's first key.
func newSealer(f Format, k *key) (jose.Encrypter, error) {
	enc, rcpt := jose.A256GCM, jose.Recipient{Algorithm: jose.DIRECT, Key: k.gcm}
	if f == V5 {
		enc, rcpt = jose.A256CBC_HS512, jose.Recipient{Algorithm: jose.DIRECT, Key: k.cbc, KeyID: k.cbcID}
	}
	sealer, err := jose.NewEncrypter(enc, rcpt, nil)
	if err != nil {
		return nil, fmt.Errorf("authjs: preparing to seal: %w", err)
	}
	return sealer, nil
}
