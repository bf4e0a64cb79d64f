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

func checkEmbedding(t, embedded reflect.Type, names []string) error {
	found := false
	for f := range t.Fields() {
		if f.Anonymous && f.Type == reflect.PointerTo(embedded) {
			return fmt.Errorf("%v embeds *%v; embed %v, without the star", t, embedded, embedded)
		}
		if f.Anonymous && f.Type == embedded {
			if _, tagged := f.Tag.Lookup("json"); tagged {
				return fmt.Errorf("%v embeds %v with a json tag; drop the tag, so that its fields stand beside yours", t, embedded)
			}
			found = true
			continue
		}
		if f.Anonymous {
			continue
		}
		if _, hides := embedded.FieldByName(f.Name); hides {
			return fmt.Errorf("%v.%s hides the field %s of %v; drop it and use the embedded one", t, f.Name, f.Name, embedded)
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			name = f.Name
		}
		if f.IsExported() && slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) }) {
			return fmt.Errorf("%v.%s has the name %q in JSON, which %v has already; drop it, or give it another name", t, f.Name, name, embedded)
		}
	}
	if !found && !embedsDeep(t, embedded) {
		return fmt.Errorf("%v must embed %v", t, embedded)
	}
	return nil
}

// embedsDeep finds the embedded struct in another embedded struct.
func embedsDeep(t, embedded reflect.Type) bool {
	f, ok := t.FieldByName(embedded.Name())
	return ok && f.Anonymous && f.Type == embedded
}

func encodesItself(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	for _, i := range []reflect.Type{
		reflect.TypeFor[json.Marshaler](), reflect.TypeFor[json.Unmarshaler](),
		reflect.TypeFor[encoding.TextMarshaler](), reflect.TypeFor[encoding.TextUnmarshaler](),
	} {
		if p.Implements(i) {
			return true
		}
	}
	return false
}
