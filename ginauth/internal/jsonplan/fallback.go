package jsonplan

import (
	"encoding/json"
	"reflect"
)

// fallback decodes src with encoding/json.
func (p *Plan) fallback(src string, dst reflect.Value) error {
	if err := check(src); err != nil {
		return err
	}
	doc := []byte(src)
	// A type that decodes itself sees all: what it reads is its own affair.
	if p.skips && !p.custom {
		doc = p.withoutSkipped(src)
	}
	return json.Unmarshal(doc, dst.Addr().Interface())
}

// check reports whether src is one JSON value, nested no deeper than MaxDepth.
func check(src string) error {
	end := skipValue(src, skipSpace(src, 0), 0)
	switch {
	case end == tooDeep:
		return ErrDepth
	case end < 0 || skipSpace(src, end) != len(src):
		return ErrSyntax
	}
	return nil
}

// withoutSkipped returns src, which is valid JSON, without the members that
// encoding/json would decode into skipped fields. A claim such as "iat": 1.5
// can then not fail a decode that does not ask for it.
func (p *Plan) withoutSkipped(src string) []byte {
	i := skipSpace(src, 0)
	if src[i] != '{' {
		return []byte(src)
	}
	doc := make([]byte, 1, len(src))
	doc[0] = '{'
	for i = skipSpace(src, i+1); src[i] != '}'; i = skipSpace(src, i) {
		if src[i] == ',' {
			i = skipSpace(src, i+1)
		}
		start := i
		value := skipKey(src, i)
		i = skipValue(src, value, 1)
		if f := p.match(keyAt(src, start)); f != nil && f.skip {
			continue
		}
		if len(doc) > 1 {
			doc = append(doc, ',')
		}
		doc = append(doc, src[start:i]...)
	}
	return append(doc, '}')
}

// keyAt returns the key whose literal starts at i, decoded.
func keyAt(src string, i int) string {
	end, c := scanString(src, i+1)
	if c != 0 {
		return unquote(src[i:end])
	}
	return src[i+1 : end-1]
}

// unquote decodes a string literal that scanString accepted.
func unquote(literal string) (text string) {
	// No error is possible: every such literal is valid.
	_ = json.Unmarshal([]byte(literal), &text)
	return text
}
