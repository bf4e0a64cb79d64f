package jsonplan

import "math/bits"

// The scanners take the document and the place where something starts, and
// return the place behind it, or one of these.
const (
	malformed = -1
	tooDeep   = -2
)

// skipSpace returns the place of the first byte from i on that is no white space.
func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// content says what else than plain ASCII a string literal holds.
type content uint8

const (
	hasEscape content = 1 << iota
	hasWide           // bytes outside ASCII, well-formed or not
)

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// scanString scans a string literal; i is behind the opening quote, the result
// behind the closing one. Eight bytes are looked at together: the high bits of
// stop mark a quote, a backslash, a control character, or a byte outside ASCII.
// A mark may be wrong only above a right one, so the lowest is always right.
func scanString(s string, i int) (int, content) {
	var c content
	for {
		for i+8 <= len(s) {
			b := s[i : i+8]
			w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
				uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
			quote, slash := w^ones*'"', w^ones*'\\'
			stop := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w | w) & highs
			if stop != 0 {
				i += bits.TrailingZeros64(stop) / 8
				break
			}
			i += 8
		}
		// Here is a byte to look at, or fewer than eight are left.
		if i >= len(s) {
			return malformed, c
		}
		switch b := s[i]; {
		case b == '"':
			return i + 1, c
		case b == '\\':
			c |= hasEscape
			if i = skipEscape(s, i+1); i < 0 {
				return malformed, c
			}
		case b < ' ':
			return malformed, c
		case b >= 0x80:
			c |= hasWide
			for i++; i < len(s) && s[i] >= 0x80; i++ {
			}
		default:
			i++
		}
	}
}

// skipEscape scans what follows a backslash.
func skipEscape(s string, i int) int {
	if i >= len(s) {
		return malformed
	}
	switch s[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		if i+5 > len(s) {
			return malformed
		}
		for _, c := range []byte(s[i+1 : i+5]) {
			if !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'f') {
				return malformed
			}
		}
		return i + 5
	}
	return malformed
}

func isDigit(c byte) bool { return c-'0' <= 9 }

// skipDigits scans one digit or more.
func skipDigits(s string, i int) int {
	start := i
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == start {
		return malformed
	}
	return i
}

// skipNumber scans a number.
func skipNumber(s string, i int) int {
	if i < len(s) && s[i] == '-' {
		i++
	}
	if i < len(s) && s[i] == '0' {
		i++ // no digit may follow: then the caller finds no comma or bracket
	} else if i = skipDigits(s, i); i < 0 {
		return malformed
	}
	if i < len(s) && s[i] == '.' {
		if i = skipDigits(s, i+1); i < 0 {
			return malformed
		}
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		return skipDigits(s, i)
	}
	return i
}

// skipWord scans the given word.
func skipWord(s string, i int, word string) int {
	if len(s)-i < len(word) || s[i:i+len(word)] != word {
		return malformed
	}
	return i + len(word)
}

// skipValue scans any value; depth objects and arrays are open around it.
func skipValue(s string, i, depth int) int {
	if i >= len(s) {
		return malformed
	}
	switch s[i] {
	case '"':
		i, _ = scanString(s, i+1)
		return i
	case '{', '[':
		if depth >= MaxDepth {
			return tooDeep
		}
		return skipItems(s, i, depth+1)
	case 't':
		return skipWord(s, i, "true")
	case 'f':
		return skipWord(s, i, "false")
	case 'n':
		return skipWord(s, i, "null")
	}
	return skipNumber(s, i)
}

// skipItems scans the object or array that opens at i.
func skipItems(s string, i, depth int) int {
	object, end := s[i] == '{', s[i]+2 // in ASCII, brackets and braces are two apart
	i = skipSpace(s, i+1)
	if i < len(s) && s[i] == end {
		return i + 1
	}
	for {
		if object {
			if i = skipKey(s, i); i < 0 {
				return i
			}
		}
		if i = skipValue(s, i, depth); i < 0 {
			return i
		}
		i = skipSpace(s, i)
		if i >= len(s) {
			return malformed
		}
		if s[i] == end {
			return i + 1
		}
		if s[i] != ',' {
			return malformed
		}
		i = skipSpace(s, i+1)
	}
}

// skipKey scans a key and its colon, up to the value.
func skipKey(s string, i int) int {
	if i >= len(s) || s[i] != '"' {
		return malformed
	}
	if i, _ = scanString(s, i+1); i < 0 {
		return i
	}
	if i = skipSpace(s, i); i >= len(s) || s[i] != ':' {
		return malformed
	}
	return skipSpace(s, i+1)
}
