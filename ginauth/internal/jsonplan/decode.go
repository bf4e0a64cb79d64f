package jsonplan

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Decode decodes the JSON object src into dst: an addressable zero value of the
// compiled type, as in reflect.ValueOf(ptr).Elem(). Strings are cut from src
// where they can be, so dst keeps src alive.
//
// On error dst is zero. The error wraps ErrSyntax, ErrDepth or ErrTarget, or it
// is that of encoding/json (a *json.UnmarshalTypeError, or what an unmarshaler
// of the application returned). As with encoding/json, a JSON null is no error
// and decodes to nothing.
func (p *Plan) Decode(src string, dst reflect.Value) error {
	if !dst.CanSet() || dst.Type() != p.typ {
		return fmt.Errorf("%w: want an addressable %v", ErrTarget, p.typ)
	}
	if !p.slow && p.fast(src, dst) {
		return nil
	}
	dst.SetZero()
	if err := p.fallback(src, dst); err != nil {
		dst.SetZero()
		return fmt.Errorf("jsonplan: decode %v: %w", p.typ, err)
	}
	return nil
}

// fast decodes src if it is plain. If not, it stops anywhere and reports false:
// fallback then starts over, and finds the error if there is one.
func (p *Plan) fast(src string, dst reflect.Value) bool {
	i := skipSpace(src, 0)
	if i >= len(src) || src[i] != '{' {
		return false
	}
	i = skipSpace(src, i+1)
	if i < len(src) && src[i] == '}' {
		return skipSpace(src, i+1) == len(src)
	}
	for {
		if i >= len(src) || src[i] != '"' {
			return false
		}
		start := i + 1
		end, c := scanString(src, start)
		if end < 0 || c != 0 {
			return false
		}
		f := p.find(src[start : end-1])
		i = skipSpace(src, end)
		if i >= len(src) || src[i] != ':' {
			return false
		}
		i = skipSpace(src, i+1)
		if f == nil || f.skip {
			i = skipValue(src, i, 1)
		} else {
			i = f.store(src, i, dst)
		}
		if i < 0 {
			return false
		}
		i = skipSpace(src, i)
		if i >= len(src) {
			return false
		}
		if src[i] == '}' {
			return skipSpace(src, i+1) == len(src)
		}
		if src[i] != ',' {
			return false
		}
		i = skipSpace(src, i+1)
	}
}

// store decodes the value at i into the field. It returns the place behind the
// value, or a negative number if the value is malformed or does not fit.
func (f *field) store(src string, i int, dst reflect.Value) int {
	if i >= len(src) {
		return malformed
	}
	switch f.verb {
	case verbOther:
		return f.storeOther(src, i, dst)
	case verbStrings:
		return f.storeStrings(src, i, dst)
	}
	if src[i] == 'n' {
		return skipWord(src, i, "null") // leaves scalars as they are
	}
	switch f.verb {
	case verbString:
		if src[i] != '"' {
			return malformed
		}
		end, c := scanString(src, i+1)
		if end < 0 {
			return end
		}
		f.in(dst).SetString(literal(src[i:end], c))
		return end
	case verbBool:
		value, end := true, skipWord(src, i, "true")
		if end < 0 {
			value, end = false, skipWord(src, i, "false")
		}
		if end >= 0 {
			f.in(dst).SetBool(value)
		}
		return end
	}
	end := skipNumber(src, i)
	if end < 0 {
		return end
	}
	return f.storeNumber(src[i:end], end, dst)
}

// storeNumber stores a number literal. It returns end, or a negative number if
// the number does not fit.
func (f *field) storeNumber(text string, end int, dst reflect.Value) int {
	switch f.verb {
	case verbInt:
		n, err := strconv.ParseInt(text, 10, f.bits)
		if err != nil {
			return malformed
		}
		f.in(dst).SetInt(n)
	case verbUint:
		n, err := strconv.ParseUint(text, 10, f.bits)
		if err != nil {
			return malformed
		}
		f.in(dst).SetUint(n)
	case verbFloat:
		n, err := strconv.ParseFloat(text, f.bits)
		if err != nil {
			return malformed
		}
		f.in(dst).SetFloat(n)
	}
	return end
}

// literal is the text of a string literal, quotes included, that holds c.
func literal(quoted string, c content) string {
	text := quoted[1 : len(quoted)-1]
	if c&hasEscape != 0 || c&hasWide != 0 && !utf8.ValidString(text) {
		return unquote(quoted)
	}
	return text
}

// storeStrings stores an array of strings. Everything else (a null, an array
// that is merged into a former one) is not plain.
func (f *field) storeStrings(src string, i int, dst reflect.Value) int {
	end := skipValue(src, i, 1)
	if end < 0 || src[i] != '[' || !f.in(dst).IsNil() {
		return malformed
	}
	list := make([]string, 0, strings.Count(src[i:end], ",")+1)
	for i = skipSpace(src, i+1); src[i] != ']'; {
		if src[i] != '"' {
			return malformed
		}
		behind, c := scanString(src, i+1)
		list = append(list, literal(src[i:behind], c))
		if i = skipSpace(src, behind); src[i] == ',' {
			i = skipSpace(src, i+1)
		}
	}
	f.in(dst).Set(reflect.ValueOf(list).Convert(f.typ))
	return end
}

// storeOther has encoding/json decode the value. A key that comes twice is
// decoded twice into the same field, as in a whole document, so maps merge alike.
func (f *field) storeOther(src string, i int, dst reflect.Value) int {
	end := skipValue(src, i, 1)
	if end < 0 {
		return end
	}
	if json.Unmarshal([]byte(src[i:end]), f.in(dst).Addr().Interface()) != nil {
		return malformed
	}
	return end
}

// in returns the field of dst. No pointer lies on the path: see slow.
func (f *field) in(dst reflect.Value) reflect.Value {
	for _, i := range f.index {
		dst = dst.Field(i)
	}
	return dst
}
