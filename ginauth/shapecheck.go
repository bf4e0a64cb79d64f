package ginauth

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// check refuses types with which a sign-in would seem to work and not last: a
// field of the application that takes the place of one of ours.
func (s *Shape) check() error {
	for _, t := range []struct {
		typ, embedded reflect.Type
		names         []string
	}{
		{s.Token, reflect.TypeFor[Token](), append([]string{"name", "email", "picture", "sub"}, owned[:]...)},
		{s.Session, reflect.TypeFor[Session](), []string{"user", "expires"}},
		{s.User, reflect.TypeFor[User](), nil},
	} {
		if t.typ == t.embedded {
			continue
		}
		if err := checkEmbedding(t.typ, t.embedded, t.names); err != nil {
			return err
		}
	}
	if s.Token != reflect.TypeFor[Token]() && encodesItself(s.Token) {
		return fmt.Errorf("%v encodes or decodes itself (MarshalJSON, UnmarshalJSON, MarshalText or UnmarshalText), which hides the claims of ginauth.Token; drop the method", s.Token)
	}
	return nil
}

// maxEmbedding is how deep structs may embed each other; by pointers they may
// do so in a circle.
const maxEmbedding = 16

// checkEmbedding walks over a struct and over those that it embeds. embedded is
// one of ours, which outer must hold as it is; names are the ones that it has
// in JSON.
func checkEmbedding(outer, embedded reflect.Type, names []string) error {
	if !holds(outer, embedded, maxEmbedding) {
		return fmt.Errorf("%v must embed %v", outer, embedded)
	}
	return checkFields(outer, outer, embedded, names, maxEmbedding)
}

func checkFields(outer, t, embedded reflect.Type, names []string, depth int) error {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		around := f.Anonymous && (inner == embedded || holds(inner, embedded, depth))
		switch {
		case around && inner != f.Type:
			return fmt.Errorf("%v embeds *%v; embed %v, without the star", outer, inner, inner)
		case around && name != "":
			return fmt.Errorf("%v embeds %v with a json tag; drop the tag, so that its fields stand beside yours", outer, inner)
		case around && inner == embedded:
		case f.Anonymous && inner.Kind() == reflect.Struct && name == "" && depth > 0:
			if err := checkFields(outer, inner, embedded, names, depth-1); err != nil {
				return err
			}
		default:
			if err := checkField(outer, t, embedded, f, name, names); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkField(outer, t, embedded reflect.Type, f reflect.StructField, name string, names []string) error {
	if _, hides := embedded.FieldByName(f.Name); hides && holds(t, embedded, maxEmbedding) {
		return fmt.Errorf("%v.%s hides the field %s of %v; drop it and use the embedded one", t, f.Name, f.Name, embedded)
	}
	if name == "" {
		name = f.Name
	}
	if f.IsExported() && slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
		return fmt.Errorf("%v has a field %s with the name %q in JSON, which %v has already; drop it, or give it another name", outer, f.Name, name, embedded)
	}
	return nil
}

// holds tells whether a struct embeds another, down to a depth.
func holds(t, embedded reflect.Type, depth int) bool {
	if t.Kind() != reflect.Struct || depth == 0 {
		return false
	}
	for f := range t.Fields() {
		inner := f.Type
		if inner.Kind() == reflect.Pointer {
			inner = inner.Elem()
		}
		if f.Anonymous && (inner == embedded || holds(inner, embedded, depth-1)) {
			return true
		}
	}
	return false
}

func encodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return slices.ContainsFunc([]reflect.Type{
		reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](),
		reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
	}, p.Implements)
}
