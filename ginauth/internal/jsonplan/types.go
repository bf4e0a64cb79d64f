package jsonplan

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
)

var numberType = reflect.TypeFor[json.Number]()

var errLowerPointer = errors.New("is an embedded pointer to an unexported struct: encoding/json cannot set it")

// checkField refuses a field that encoding/json could never decode or never
// encode. The skipped struct is not checked: it is the caller's own.
func checkField(f *field) error {
	switch {
	case f.skip:
		return nil
	case f.unsetable && f.typ.Kind() == reflect.Pointer:
		return errLowerPointer // encoding/json would panic
	case f.viaPtr:
		return nil // the pointer may stay nil
	}
	return checkType(f.typ)
}

// checkType looks at what every value of type t contains. It does not follow
// pointers, slices and maps: they may be nil, which is fine.
func checkType(t reflect.Type) error {
	in, out := decodesItself(t), encodesItself(t)
	if in && out {
		return nil
	}
	switch t.Kind() {
	case reflect.Chan, reflect.Func, reflect.Complex64, reflect.Complex128, reflect.UnsafePointer:
		return fmt.Errorf("encoding/json cannot handle %v", t)
	case reflect.Map:
		if k := t.Key(); !keyKind(k.Kind()) &&
			!(reflect.PointerTo(k).Implements(textUnmarshaler) && k.Implements(textMarshaler)) {
			return fmt.Errorf("encoding/json cannot handle %v: bad key type", t)
		}
	case reflect.Array:
		if t.Len() > 0 {
			return checkType(t.Elem())
		}
	case reflect.Struct:
		if in || out {
			return nil // its own half is its own affair
		}
		for _, f := range visibleFields(t, nil) {
			if err := checkField(&f); err != nil {
				return fmt.Errorf("field %q: %w", f.name, err)
			}
		}
	}
	return nil
}

// keyKind reports whether encoding/json writes map keys of kind k by itself.
func keyKind(k reflect.Kind) bool {
	return k == reflect.String || reflect.Int <= k && k <= reflect.Uintptr
}

// isFlat reports whether a shallow copy of a t shares nothing with it.
func isFlat(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Interface,
		reflect.Chan, reflect.Func, reflect.UnsafePointer:
		return false
	case reflect.Array:
		return t.Len() == 0 || isFlat(t.Elem())
	case reflect.Struct:
		for f := range t.Fields() {
			if !isFlat(f.Type) {
				return false
			}
		}
	}
	return true
}
