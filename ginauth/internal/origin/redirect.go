package origin

import (
	"net/url"
	"strings"
)

const maxTarget = 2048

// Resolve applies the default redirect rule to what a request asked for: a
// path of this origin, or an absolute URL of it. The result is absolute and
// serialised anew, so that nothing the browser reads differently gets through
// ("//evil", "/\evil", tabs, other spellings of the host). ok is false for
// everything else.
func (b Base) Resolve(input string) (target string, ok bool) {
	u, ok := parseTarget(input)
	if !ok {
		return "", false
	}
	if input[0] == '/' {
		if u.IsAbs() || u.Host != "" {
			return "", false
		}
		return b.Origin + serialise(u), true
	}
	host, ok := NormalHost(u.Host, u.Scheme)
	if !ok || u.Scheme+"://"+host != b.Origin {
		return "", false
	}
	u.Host = host
	return serialise(u), true
}

// Absolute checks a target that the application's redirect callback chose: any
// http or https URL, or a path of this origin.
func (b Base) Absolute(input string) (target string, ok bool) {
	if target, ok = b.Resolve(input); ok {
		return target, true
	}
	u, ok := parseTarget(input)
	if !ok || input[0] == '/' {
		return "", false
	}
	host, ok := NormalHost(u.Host, u.Scheme)
	if !ok {
		return "", false
	}
	u.Host = host
	return serialise(u), true
}

// Of returns the normalised origin of an absolute http or https URL.
func Of(raw string) (string, bool) {
	u, ok := parseTarget(raw)
	if !ok || raw[0] == '/' {
		return "", false
	}
	host, ok := NormalHost(u.Host, u.Scheme)
	if !ok {
		return "", false
	}
	return u.Scheme + "://" + host, true
}

// parseTarget parses a path or an absolute http(s) URL, and refuses whatever
// browsers and Go might read differently.
func parseTarget(input string) (*url.URL, bool) {
	if input == "" || len(input) > maxTarget {
		return nil, false
	}
	for i := range len(input) {
		if c := input[i]; c <= ' ' || c == 0x7f || c == '\\' {
			return nil, false
		}
	}
	u, err := url.Parse(input)
	if err != nil || u.User != nil || u.Opaque != "" {
		return nil, false
	}
	if input[0] == '/' {
		return u, len(input) == 1 || input[1] != '/'
	}
	return u, (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}

// serialise writes the URL with nothing but ASCII, as a Location header needs.
func serialise(u *url.URL) string {
	s := u.String()
	n := 0
	for i := range len(s) {
		if needsEscape(s[i]) {
			n++
		}
	}
	if n == 0 {
		return s
	}
	const hex = "0123456789ABCDEF"
	var sb strings.Builder
	sb.Grow(len(s) + 2*n)
	for i := range len(s) {
		if c := s[i]; needsEscape(c) {
			sb.WriteByte('%')
			sb.WriteByte(hex[c>>4])
			sb.WriteByte(hex[c&15])
		} else {
			sb.WriteByte(c)
		}
	}
	return sb.String()
}

func needsEscape(c byte) bool {
	return c >= 0x80 || c == '"' || c == '<' || c == '>' || c == '`' || c == '{' || c == '}' || c == '|' || c == '^'
}
