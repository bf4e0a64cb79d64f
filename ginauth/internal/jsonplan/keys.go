package jsonplan

import (
	"strings"
	"unicode/utf8"
)

// keyTable finds a field by its key: chains of fields whose names have the same
// length and, but for case, the same first and last byte.
type keyTable struct {
	heads [64]int16
	next  []int16 // next[i] follows field i in its chain; -1 ends it
	wide  []int16 // fields whose names are not ASCII; these are in no chain
}

func newKeyTable(fields []field) keyTable {
	k := keyTable{next: make([]int16, len(fields))}
	for i := range k.heads {
		k.heads[i] = -1
	}
	// Backwards, so that each chain is in the order of the fields.
	for i := len(fields) - 1; i >= 0; i-- {
		k.next[i] = -1
		name := fields[i].name
		if !isASCII(name) {
			k.wide = append(k.wide, int16(i))
			continue
		}
		h := keyHash(name)
		k.next[i], k.heads[h] = k.heads[h], int16(i)
	}
	return k
}

// keyHash is the chain of a key that is not empty. Setting 0x20 makes the cases
// of a letter equal; that it also mixes up other bytes does no harm.
func keyHash(key string) byte {
	n := len(key)
	return (byte(n) ^ (key[0]|0x20)<<1 ^ (key[n-1] | 0x20)) & 63
}

// find returns the field that encoding/json would decode key into, or nil. The
// key must be ASCII: match takes any.
func (p *Plan) find(key string) *field {
	if key == "" {
		return nil
	}
	head := p.keys.heads[keyHash(key)]
	for i := head; i >= 0; i = p.keys.next[i] {
		if f := &p.fields[i]; f.name == key {
			return f
		}
	}
	// No name is exactly the key: the first that differs only in case.
	best := int16(-1)
	for i := head; i >= 0 && best < 0; i = p.keys.next[i] {
		if name := p.fields[i].name; len(name) == len(key) && strings.EqualFold(name, key) {
			best = i
		}
	}
	// Two letters outside ASCII fold to ASCII ones: K (Kelvin) and long s.
	for _, i := range p.keys.wide {
		if (best < 0 || i < best) && strings.EqualFold(p.fields[i].name, key) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return &p.fields[best]
}

// match is find for any key, by the definition.
func (p *Plan) match(key string) *field {
	for i := range p.fields {
		if p.fields[i].name == key {
			return &p.fields[i]
		}
	}
	for i := range p.fields {
		if strings.EqualFold(p.fields[i].name, key) {
			return &p.fields[i]
		}
	}
	return nil
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
