package authjs

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Encode seals claims, adding iat (now), exp (now plus maxAge) and a fresh jti, a random UUID: what Auth.js calls
// encode. Members of these names in claims are replaced.
//
// Claims is anything that encoding/json turns into an object: a struct, a map, a json.RawMessage; nil is the empty
// object. Times are whole seconds. It fails for anything else, and with ErrTooLarge when the token would exceed
// MaxToken.
func (c *Codec) Encode(claims any, now time.Time, maxAge time.Duration) (string, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false) // JSON.stringify does not either
	if err := enc.Encode(claims); err != nil {
		return "", fmt.Errorf("authjs: encoding the claims: %w", err)
	}
	given := buf.String()
	if given == "null\n" {
		given = "{}"
	}
	out := make([]byte, 0, len(given)+128)
	out = append(out, '{')
	w := walk(given)
	for w.next() {
		switch w.name() {
		case "iat", "exp", "jti":
			continue
		}
		out = append(out, w.key...)
		out = append(out, ':')
		out = append(out, w.value...)
		out = append(out, ',')
	}
	if w.failed() {
		return "", errors.New("authjs: the claims are not a JSON object")
	}
	out = append(out, `"iat":`...)
	out = strconv.AppendInt(out, now.Unix(), 10)
	out = append(out, `,"exp":`...)
	out = strconv.AppendInt(out, now.Unix()+int64(maxAge/time.Second), 10)
	out = append(out, `,"jti":"`...)
	out = appendUUID(out)
	out = append(out, `"}`...)
	return c.Seal(out)
}

// appendUUID appends a random UUID, version 4 of RFC 9562.
func appendUUID(dst []byte) []byte {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails: it would end the program
	id[6] = id[6]&0x0F | 0x40
	id[8] = id[8]&0x3F | 0x80
	return fmt.Appendf(dst, "%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}
