package authjs

import "math/bits"

// The grammar of JSON, RFC 8259: each skip function returns the index after what begins at i, or -1 if that is no JSON.

// maxDepth is how deep arrays and objects may be nested, the outermost object counted.
const maxDepth = 32

func skipSpace(s string, i int) int {
	for i < len(s) && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

// skipValue returns the index after the value that begins at i, or -1. Objects and arrays there are at the given depth.
func skipValue(s string, i, depth int) int {
	if i >= len(s) {
		return -1
	}
	switch c := s[i]; {
	case c == '"':
		end, _ := skipString(s, i)
		return end
	case c == '-' || '0' <= c && c <= '9':
		return skipNumber(s, i)
	case c == '{':
		return skipNested(s, i, depth, true)
	case c == '[':
		return skipNested(s, i, depth, false)
	case c == 't':
		return skipWord(s, i, "true")
	case c == 'f':
		return skipWord(s, i, "false")
	case c == 'n':
		return skipWord(s, i, "null")
	}
	return -1
}

func skipWord(s string, i int, word string) int {
	if len(s)-i < len(word) || s[i:i+len(word)] != word {
		return -1
	}
	return i + len(word)
}

// skipNested skips an object or an array.
func skipNested(s string, i, depth int, object bool) int {
	if depth > maxDepth {
		return -1
	}
	closing := byte(']')
	if object {
		closing = '}'
	}
	i = skipSpace(s, i+1)
	if i < len(s) && s[i] == closing {
		return i + 1
	}
	for {
		if object {
			if i >= len(s) || s[i] != '"' {
				return -1
			}
			if i, _ = skipString(s, i); i < 0 {
				return -1
			}
			if i = skipSpace(s, i); i >= len(s) || s[i] != ':' {
				return -1
			}
			i = skipSpace(s, i+1)
		}
		if i = skipValue(s, i, depth+1); i < 0 {
			return -1
		}
		if i = skipSpace(s, i); i >= len(s) {
			return -1
		}
		switch s[i] {
		case ',':
			i = skipSpace(s, i+1)
		case closing:
			return i + 1
		default:
			return -1
		}
	}
}

// skipNumber follows the grammar of RFC 8259 section 6.
func skipNumber(s string, i int) int {
	if s[i] == '-' {
		i++
	}
	switch {
	case i >= len(s):
		return -1
	case s[i] == '0':
		i++
	default:
		if i = skipDigits(s, i); i < 0 {
			return -1
		}
	}
	if i < len(s) && s[i] == '.' {
		if i = skipDigits(s, i+1); i < 0 {
			return -1
		}
	}
	if i < len(s) && s[i]|0x20 == 'e' {
		if i++; i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		return skipDigits(s, i)
	}
	return i
}

// skipDigits skips one or more digits.
func skipDigits(s string, i int) int {
	start := i
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	if i == start {
		return -1
	}
	return i
}

// skipString returns the index after the string whose opening quote is at i, or -1, and whether it holds a backslash.
func skipString(s string, i int) (end int, escaped bool) {
	i++
	for {
		// Eight characters at a time up to the first that means something.
		for len(s)-i >= 8 {
			if found := special(load(s[i : i+8])); found != 0 {
				i += bits.TrailingZeros64(found) / 8
				break
			}
			i += 8
		}
		if i >= len(s) {
			return -1, false
		}
		switch c := s[i]; {
		case c == '"':
			return i + 1, escaped
		case c < ' ':
			return -1, false
		case c != '\\':
			i++ // among the last eight
		default:
			if escaped, i = true, skipEscape(s, i+1); i < 0 {
				return -1, false
			}
		}
	}
}

// skipEscape is called after the backslash.
func skipEscape(s string, i int) int {
	if i >= len(s) {
		return -1
	}
	switch s[i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 1
	case 'u':
		if len(s)-i < 5 {
			return -1
		}
		for _, c := range []byte(s[i+1 : i+5]) {
			if !('0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f') {
				return -1
			}
		}
		return i + 5
	}
	return -1
}

// load reads eight characters, the first into the lowest byte; it compiles to one instruction.
func load(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// special sets the top bit of every byte of x that is a quote, a backslash or a control character. Bytes above the
// first of these may be set wrongly.
func special(x uint64) uint64 {
	const each, top = 0x0101010101010101, 0x8080808080808080
	quote, slash := x^('"'*each), x^('\\'*each)
	return ((quote-each)&^quote | (slash-each)&^slash | (x-' '*each)&^x) & top
}
