package authjs

// Base64url as RFC 7515 has it, without padding, and strictly canonical: every byte string has one text only, so that a
// token cannot be written in two ways. The standard library's decoder skips newlines even when strict, and wants a
// byte slice; this one reads the string as it is.

// bad marks what is not in the alphabet; no character's value has this bit.
const bad = 0x80

var sextets = func() (table [256]byte) {
	for i := range table {
		table[i] = bad
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for i := range len(alphabet) {
		table[alphabet[i]] = byte(i)
	}
	return table
}()

// decodedLen is the number of bytes that n characters stand for.
func decodedLen(n int) int { return n/4*3 + n%4*3/4 }

// decode writes the bytes that s stands for to the beginning of dst, which must have room for decodedLen(len(s)), and
// reports whether s is canonical base64url.
func decode(dst []byte, s string) bool {
	var seen byte
	for len(s) >= 8 && len(dst) >= 6 {
		a, b, c, d := sextets[s[0]], sextets[s[1]], sextets[s[2]], sextets[s[3]]
		e, f, g, h := sextets[s[4]], sextets[s[5]], sextets[s[6]], sextets[s[7]]
		seen |= a | b | c | d | e | f | g | h
		dst[0], dst[1], dst[2] = a<<2|b>>4, b<<4|c>>2, c<<6|d
		dst[3], dst[4], dst[5] = e<<2|f>>4, f<<4|g>>2, g<<6|h
		s, dst = s[8:], dst[6:]
	}
	for len(s) >= 4 {
		a, b, c, d := sextets[s[0]], sextets[s[1]], sextets[s[2]], sextets[s[3]]
		seen |= a | b | c | d
		dst[0], dst[1], dst[2] = a<<2|b>>4, b<<4|c>>2, c<<6|d
		s, dst = s[4:], dst[3:]
	}
	// What the last, partial group does not use must be zero.
	var unused byte
	switch len(s) {
	case 1:
		return false
	case 2:
		a, b := sextets[s[0]], sextets[s[1]]
		seen |= a | b
		dst[0], unused = a<<2|b>>4, b&0x0F
	case 3:
		a, b, c := sextets[s[0]], sextets[s[1]], sextets[s[2]]
		seen |= a | b | c
		dst[0], dst[1], unused = a<<2|b>>4, b<<4|c>>2, c&0x03
	}
	return seen&bad == 0 && unused == 0
}
