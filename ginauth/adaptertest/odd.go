package adaptertest

import (
	"slices"
	"strings"
	"unicode"
)

// odd are names that no store has given, in every shape in which somebody might
// ask for one.
func odd() []string {
	return []string{
		"", " ", "0", "1", "01", "-1", "+1", "1.0", "1e0", "0x1", "9223372036854775807", "9223372036854775808",
		strings.Repeat("9", 40), "-9223372036854775809", "NaN", "null", "true", "{}", "[]",
		"f47ac10b-58cc-4372-a567-0e02b2c3d479", "F47AC10B-58CC-4372-A567-0E02B2C3D479", "{f47ac10b-58cc-4372-a567-0e02b2c3d479}",
		"00000000-0000-0000-0000-000000000000", "507f1f77bcf86cd799439011",
		"' OR '1'='1", `" OR ""="`, "1; --", `\`, `\'`, "%", "_", "*", "?", "[a-z]*", "{x}", "a:b:c", "a|b", "../..",
		"\x00", "1\x00", "a\x00b", "\xff\xfe", "\xed\xa0\x80", "\r\n", "\t1",
		"\u00e9", "e\u0301", "\u0416\u0437", "\U0001f511", "\u202e1", "\u0661", "\uff11",
		strings.Repeat("x", 255), strings.Repeat("x", 256), strings.Repeat("\u00e9", 150), strings.Repeat("y", 100_000),
	}
}

// near are names that are almost a given one: what a database takes for equal
// by its collation, by padding, or by making a number of it.
func near(name string) []string {
	list := []string{
		name + " ", " " + name, name + "\n", name + "\t", name + "\x00", "\x00" + name, name + "\u00ad", name + "\u200d",
		"0" + name, "+" + name, name + ".0", name + "abc", name + "e0", "{" + name + "}", name + "%", name + "_",
		upper(name), lower(name), swapped(name), strings.ReplaceAll(name, "-", ""), wide(name),
	}
	if len(name) > 1 {
		list = append(list, name[:len(name)-1], name[:len(name)-1]+"_", name[:len(name)-1]+"%")
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == name })
}

// variants are names that are not one another, and all of which a store can
// keep; a database with a collation for people might take them for the same.
func variants() []string {
	return []string{
		"j\u00fcrgen-stra\u00dfe", "J\u00fcrgen-Stra\u00dfe", "J\u00dcRGEN-STRA\u00dfE", "ju\u0308rgen-stra\u00dfe", "jurgen-stra\u00dfe", "j\u00fcrgen-strasse",
		"j\u00fcrgen-stra\u00dfe ", " j\u00fcrgen-stra\u00dfe", "j\u00fcrgen-stra\u00dfe\t", "j\u00fcrgen\u00ad-stra\u00dfe", "j\u00fcrgen\u200d-stra\u00dfe",
		"j\u00fcrgen_stra\u00dfe", "j\u00fcrgenstra\u00dfe", "j\u00fcrgen%", "j_rgen-stra\u00dfe", "\uff4a\u00fcrgen-stra\u00dfe",
		"1", "01", "1.0", "+1", "1e0", " 1", "1 ", "\u0661", "\u00b9", "0x1", "true",
		"title", "t\u0131tle", "T\u0130TLE", "TITLE", "\U0001f511", "\U0001f512", "\u03c3\u03c2", "\u03c3\u03c3", "\u0438", "\u0439",
		"a'b", `a"b`, `a\b`, `a\\b`, "a`b", "a;b", "$1", "?", ":name", "@x", "{a}", "NULL", "null",
	}
}

// pairs are pairs of names that are not one another, though some become so
// when they are written behind one another.
func pairs() [][2]string {
	var list [][2]string
	for _, sep := range []string{":", "|", "/", ",", " ", "-", "_", "\x1f", "\n", "\\", "{", "}", "."} {
		list = append(list, [2]string{"a" + sep + "b", "c"}, [2]string{"a", "b" + sep + "c"},
			[2]string{"a" + sep, "b"}, [2]string{"a", sep + "b"})
	}
	return append(list, [2]string{"ab", "c"}, [2]string{"a", "bc"}, [2]string{"b", "a"})
}

func upper(s string) string { return strings.ToUpper(s) }
func lower(s string) string { return strings.ToLower(s) }

// swapped turns the case of the first letter.
func swapped(s string) string {
	done := false
	return strings.Map(func(r rune) rune {
		if done || !unicode.IsLetter(r) {
			return r
		}
		done = true
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}, s)
}

// wide writes ASCII in the wide letters of East Asian scripts.
func wide(s string) string {
	return strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f {
			return r + 0xfee0
		}
		return r
	}, s)
}
