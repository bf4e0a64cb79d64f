package cookies

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Cookie is a cookie to be set. Its String is the value of one Set-Cookie header.
type Cookie struct {
	Name  string
	Value string // as the program sees it; String encodes it

	// MaxAge is the lifetime in seconds, as in net/http: 0 writes no Max-Age, below 0 writes Max-Age=0, which deletes.
	MaxAge  int
	Domain  string    // empty: none is written, and the cookie stays with this host
	Path    string    // empty: none is written
	Expires time.Time // zero: none is written

	HttpOnly    bool
	Secure      bool
	SameSite    http.SameSite // Lax, Strict or None; anything else writes none
	Partitioned bool
}

// Cleared returns the cookie that deletes c: no value, Max-Age=0, no Expires, and the same attributes, without which
// the browser would take it for another cookie.
func (c Cookie) Cleared() Cookie {
	c.Value, c.MaxAge, c.Expires = "", -1, time.Time{}
	return c
}

// String writes c with the attributes in the order of Auth.js: Max-Age, Domain, Path, Expires, HttpOnly, Secure,
// SameSite, Partitioned. It returns "" when the name is not a token of RFC 9110, or Domain or Path hold anything that
// could end the attribute or the header.
func (c Cookie) String() string {
	if !validName(c.Name) || !validAttribute(c.Domain) || !validAttribute(c.Path) {
		return ""
	}
	value := Encode(c.Value)
	var b strings.Builder
	b.Grow(len(c.Name) + len(value) + len(c.Domain) + len(c.Path) + 128)
	b.WriteString(c.Name)
	b.WriteByte('=')
	b.WriteString(value)
	if c.MaxAge != 0 {
		b.WriteString("; Max-Age=")
		b.WriteString(strconv.Itoa(max(c.MaxAge, 0)))
	}
	if c.Domain != "" {
		b.WriteString("; Domain=")
		b.WriteString(c.Domain)
	}
	if c.Path != "" {
		b.WriteString("; Path=")
		b.WriteString(c.Path)
	}
	if !c.Expires.IsZero() {
		b.WriteString("; Expires=")
		b.WriteString(c.Expires.UTC().Format(http.TimeFormat))
	}
	if c.HttpOnly {
		b.WriteString("; HttpOnly")
	}
	if c.Secure {
		b.WriteString("; Secure")
	}
	switch c.SameSite {
	case http.SameSiteLaxMode:
		b.WriteString("; SameSite=Lax")
	case http.SameSiteStrictMode:
		b.WriteString("; SameSite=Strict")
	case http.SameSiteNoneMode:
		b.WriteString("; SameSite=None")
	}
	if c.Partitioned {
		b.WriteString("; Partitioned")
	}
	return b.String()
}

// validName tells whether name is a token, RFC 9110 section 5.6.2.
func validName(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c <= ' ' || c >= 0x7F || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return name != ""
}

// validAttribute tells whether value can stand as an attribute: visible ASCII or space, and no semicolon.
func validAttribute(value string) bool {
	for i := range len(value) {
		if c := value[i]; c < ' ' || c >= 0x7F || c == ';' {
			return false
		}
	}
	return true
}
