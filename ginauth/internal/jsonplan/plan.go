// Package jsonplan decodes the claims of a session token into the
// application's own struct. What the struct looks like is worked out once, by
// Compile; each Decode then follows that plan. The outcome is always that of
// encoding/json: the plan handles the plain case by itself and hands everything
// else to encoding/json, so the two can differ in speed only.
//
// There are three deliberate differences, all on the strict side of use:
//
//   - values nested more than MaxDepth deep are refused (encoding/json: 10000);
//   - after an error the struct is zero, never half filled;
//   - claims that belong to the skipped embedded struct are checked for syntax
//     and otherwise not looked at, so their types cannot fail the decode.
package jsonplan

import (
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

// MaxDepth is how many objects and arrays may enclose one another; the token's
// own object is the first.
const MaxDepth = 32

var (
	// ErrType is returned by Compile for a type that no JSON object can be
	// decoded into, or that encoding/json could not encode again.
	ErrType = errors.New("jsonplan: unusable type")
	// ErrSyntax is returned by Decode for a document that is not valid JSON.
	ErrSyntax = errors.New("jsonplan: malformed JSON")
	// ErrDepth is returned by Decode for a document nested deeper than MaxDepth.
	ErrDepth = errors.New("jsonplan: nested too deep")
	// ErrTarget is returned by Decode when dst is not a settable value of the
	// type that was compiled.
	ErrTarget = errors.New("jsonplan: wrong target")
)

// Plan is a compiled struct type. It is immutable: any number of goroutines may
// decode with one Plan.
type Plan struct {
	typ    reflect.Type
	fields []field // in the order of declaration, as encoding/json numbers them
	keys   keyTable
	slow   bool // whole documents go through encoding/json
	custom bool // the type has an unmarshaler of its own
	skips  bool // some fields are skipped
	copies bool // see Copies
}

// Compile plans decoding into the struct type t, by the field rules of
// encoding/json (tags, embedding, promotion, `,string`); names that
// encoding/json drops as ambiguous are dropped here too.
//
// Fields promoted from the embedded struct type skip (nil: none), or from what
// it embeds, are left untouched by Decode: the caller fills them, after Decode.
// A skip that is embedded by pointer stays nil. If skip is t, every field is
// skipped.
//
// The error wraps ErrType: t is not a struct, or encoding/json could not decode
// or not encode one of its visible fields (channels, functions, complex
// numbers, maps with such keys, a named embedded pointer to an unexported struct).
func Compile(t, skip reflect.Type) (*Plan, error) {
	if t == nil || t.Kind() != reflect.Struct {
		return nil, fmt.Errorf("%w: %v is not a struct", ErrType, t)
	}
	p := &Plan{
		typ:    t,
		fields: visibleFields(t, skip),
		custom: decodesItself(t),
		copies: !decodesItself(t) && !encodesItself(t),
	}
	p.slow = p.custom
	for i := range p.fields {
		f := &p.fields[i]
		if !p.custom {
			if err := checkField(f); err != nil {
				return nil, fmt.Errorf("%w: %v: field %q: %w", ErrType, t, f.name, err)
			}
		}
		f.shares = sharingOf(f.typ)
		if f.viaPtr || f.unsetable || f.shares == sharesMore {
			p.copies = false
		}
		if f.skip {
			p.skips = true
		} else if f.slow() {
			p.slow = true
		}
	}
	p.keys = newKeyTable(p.fields)
	return p, nil
}

// Names returns the JSON names that the type owns, those of the skipped struct
// included, in the order of declaration.
func (p *Plan) Names() []string {
	names := make([]string, len(p.fields))
	for i := range p.fields {
		names[i] = p.fields[i].name
	}
	return names
}

// Owns reports whether encoding/json would decode the key name into a field of
// the type: it is one of Names, or differs from one only in case.
func (p *Plan) Owns(name string) bool { return p.match(name) != nil }

var (
	jsonUnmarshaler = reflect.TypeFor[json.Unmarshaler]()
	textUnmarshaler = reflect.TypeFor[encoding.TextUnmarshaler]()
	jsonMarshaler   = reflect.TypeFor[json.Marshaler]()
	textMarshaler   = reflect.TypeFor[encoding.TextMarshaler]()
)

// decodesItself reports whether an addressable t has a decoder of its own.
func decodesItself(t reflect.Type) bool {
	pt := reflect.PointerTo(t)
	return pt.Implements(jsonUnmarshaler) || pt.Implements(textUnmarshaler)
}

// encodesItself reports whether an addressable t has an encoder of its own.
func encodesItself(t reflect.Type) bool {
	pt := reflect.PointerTo(t)
	return pt.Implements(jsonMarshaler) || pt.Implements(textMarshaler)
}
