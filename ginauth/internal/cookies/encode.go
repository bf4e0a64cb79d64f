package cookies

import (
	"strings"
	"unicode/utf8"
)

const upperHex = "0123456789ABCDEF"

// Encode is JavaScript's encodeURIComponent, which Auth.js applies to every cookie value: all but
// A–Z a–z 0–9 - _ . ! ~ * ' ( ) is written as %XX of its UTF-8 bytes. Bytes that are not UTF-8 become
// U+FFFD, as JavaScript's own strings would have it.
func Encode(value string) string {
	i := 0
	for i < len(value) && unreserved(value[i]) {
		i++
	}
	if i == len(value) {
		return value
	}
	value = strings.ToValidUTF8(value, "\uFFFD")
	var b strings.Builder
	b.Grow(len(value) + 16)
	for i := range len(value) {
		if c := value[i]; unreserved(c) {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(upperHex[c>>4])
			b.WriteByte(upperHex[c&15])
		}
	}
	return b.String()
}

func unreserved(c byte) bool {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9':
		return true
	}
	return strings.IndexByte("-_.!~*'()", c) >= 0
}

// Decode gives the value of a cookie as it stood in the request, with the rules of the parser that Auth.js uses:
// one pair of double quotes is taken off, and if there is a % the rest is percent-decoded; what cannot be decoded is
// left as it is. A + stays a +. It does not allocate when there is nothing to decode.
func Decode(raw string) string {
	if len(raw) >= 2 && raw[0] == '"' && raw[len(raw)-1] == '"' {
		raw = raw[1 : len(raw)-1]
	}
	if value, ok := Unescape(raw); ok {
		return value
	}
	return raw
}

// Unescape is JavaScript's decodeURIComponent. It reports false where that throws: an incomplete %XX, or bytes that
// are not UTF-8. Unlike url.PathUnescape it checks the encoding.
func Unescape(s string) (string, bool) {
	first := strings.IndexByte(s, '%')
	if first < 0 {
		return s, true
	}
	out := make([]byte, first, len(s))
	copy(out, s)
	for i := first; i < len(s); {
		if s[i] != '%' {
			out = append(out, s[i])
			i++
			continue
		}
		// Each run of %XX must be UTF-8 by itself: a sequence cannot be finished by a raw byte.
		run := len(out)
		for i < len(s) && s[i] == '%' {
			if i+2 >= len(s) {
				return "", false
			}
			hi, lo := unhex(s[i+1]), unhex(s[i+2])
			if hi > 15 || lo > 15 {
				return "", false
			}
			out = append(out, hi<<4|lo)
			i += 3
		}
		if !utf8.Valid(out[run:]) {
			return "", false
		}
	}
	return string(out), true
}

func unhex(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	case 'A' <= c && c <= 'F':
		return c - 'A' + 10
	}
	return 0xFF
}
