package authjs

import (
	"net/http"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

// maxBare is how many different cookies of one name are tried. Browsers send several when they were set for different
// paths or domains.
const maxBare = 3

// Cookies is what a request carries under the name of a session cookie: the cookie itself, or its chunks name.0,
// name.1, and so on. It is made by FindCookies and does not change.
type Cookies struct {
	name   string
	bare   [maxBare]string
	chunks *[MaxChunks]string // rare, so that Cookies stays small
	nBare  int

	hasBare   bool   // a cookie of the bare name came in, be it empty
	hasChunk  uint16 // bit i: name.i came in
	filled    uint16 // bit i: name.i came in with a value
	clash     bool   // one chunk came in with different values
	tooLarge  bool
	candidate bool // the chunks make up a whole
}

// FindCookies collects what the Cookie headers hold under name. Only name itself and name.0 to name.9 count: Auth.js
// takes every cookie whose name merely begins so, and thereby those that others have planted. It allocates nothing
// unless a value is percent-encoded, however many cookies there are.
//
// A gap in the chunks, or one chunk with two values, makes them unusable; so does a total beyond MaxToken for all. The
// names are remembered all the same, see Names.
func FindCookies(header http.Header, name string) Cookies {
	c := Cookies{name: name}
	lines := header["Cookie"]
	if len(lines) == 0 {
		return c
	}
	total := 0
	s := cookies.Scan(lines, name)
	for s.Next() {
		index := -1
		switch suffix := s.Name[len(name):]; {
		case suffix == "":
			c.hasBare = true
		case len(suffix) == 2 && suffix[0] == '.' && '0' <= suffix[1] && suffix[1] <= '9':
			index = int(suffix[1] - '0')
			c.hasChunk |= 1 << index
		default:
			continue
		}
		if total += len(s.Value); total > MaxToken {
			c.tooLarge = true
			continue
		}
		value := cookies.Decode(s.Value)
		switch {
		case value == "":
		case index < 0:
			c.addBare(value)
		case c.filled&(1<<index) == 0:
			if c.chunks == nil {
				c.chunks = new([MaxChunks]string)
			}
			c.filled |= 1 << index
			c.chunks[index] = value
		case c.chunks[index] != value:
			c.clash = true
		}
	}
	// Bits 0 to n without a gap, and one more is a power of two.
	c.candidate = c.filled != 0 && c.filled&(c.filled+1) == 0 && !c.clash
	return c
}

func (c *Cookies) addBare(value string) {
	if c.nBare < maxBare && !slices.Contains(c.bare[:c.nBare], value) {
		c.bare[c.nBare] = value
		c.nBare++
	}
}

// Present reports whether there is any cookie of these names, though it may be empty or unusable.
func (c *Cookies) Present() bool { return c.hasBare || c.hasChunk != 0 }

// Len is the number of tokens to try.
func (c *Cookies) Len() int {
	switch {
	case c.tooLarge:
		return 0
	case c.candidate:
		return c.nBare + 1
	}
	return c.nBare
}

// At returns the text of token i, from 0 to Len()-1: first the bare cookies as they came, then the joined chunks.
func (c *Cookies) At(i int) string {
	if i < c.nBare {
		return c.bare[i]
	}
	return strings.Join(c.chunks[:], "") // those not filled are empty
}

// Names returns the names that came in, each once: the cookies to clear when the session ends.
func (c *Cookies) Names() []string {
	var names []string
	if c.hasBare {
		names = append(names, c.name)
	}
	for i := range MaxChunks {
		if c.hasChunk&(1<<i) != 0 {
			names = append(names, chunkName(c.name, i))
		}
	}
	return names
}

// absent is the error for a request that has no token to try.
func (c *Cookies) absent() error {
	switch {
	case c.tooLarge:
		return ErrTooLarge
	case c.filled != 0:
		return ErrInvalidToken
	}
	return ErrNoToken
}
