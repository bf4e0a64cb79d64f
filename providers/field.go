package providers

import (
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/ginauth/gin-auth/ginauth"
)

// The limits of a value in bytes, unless the rule maxbytes sets another.
const (
	passwordLimit = 1024
	valueLimit    = 4096
)

// field is one field of a form.
type field struct {
	view ginauth.Field
	// path is made of the Go names that lead to the field, index of their
	// numbers; owner is the struct that declares it, under goName.
	path, goName string
	index        []int
	owner        reflect.Type
	// typ is the type of the value, behind a pointer if there is one.
	typ reflect.Type
	// limit is the most bytes of a value.
	limit int
	rules []rule
	// other is the label of the field that eqfield or nefield compares with.
	other string
	// message replaces every sentence, if it is not empty.
	message string
}

var (
	// fieldName leaves out what separates the parts of a query or a selector.
	fieldName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*$`)
	// reserved are the members of a sign-in body that belong to the protocol.
	reserved = []string{"csrfToken", "callbackUrl", "json", "redirect"}
)

// fieldsOf reads a struct, with embedded structs flattened.
func fieldsOf(t reflect.Type) ([]*field, error) {
	fields, err := walk(t, "", nil)
	errs := []error{err}
	seen := make(map[string]string, len(fields))
	identified := false
	for _, f := range fields {
		if first, taken := seen[f.view.Name]; taken {
			errs = append(errs, fmt.Errorf("%v: %s and %s are both %q in JSON", t, first, f.path, f.view.Name))
		}
		seen[f.view.Name] = f.path
		if f.view.Autocomplete == "" {
			f.view.Autocomplete = autocompleteOf(f, identified)
		}
		identified = identified || f.view.Autocomplete == "username"
		for _, g := range fields {
			if g.owner == f.owner && (g.goName == f.param("eqfield") || g.goName == f.param("nefield")) {
				f.other = g.view.Label
			}
		}
	}
	return fields, errors.Join(errs...)
}

func walk(t reflect.Type, path string, index []int) ([]*field, error) {
	var fields []*field
	var errs []error
	for i := range t.NumField() {
		sf := t.Field(i)
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		at := append(slices.Clone(index), i)
		if sf.Anonymous && sf.Type.Kind() == reflect.Struct && name == "" {
			if _, ok := sf.Tag.Lookup("validate"); ok {
				errs = append(errs, fmt.Errorf("%v.%s is embedded: its validate tag belongs on the fields", t, sf.Name))
			}
			inner, err := walk(sf.Type, path+sf.Name+".", at)
			fields, errs = append(fields, inner...), append(errs, err)
			continue
		}
		if !sf.IsExported() || sf.Tag.Get("json") == "-" {
			continue
		}
		f := &field{path: path + sf.Name, goName: sf.Name, index: at, owner: t, typ: sf.Type}
		if err := f.read(sf, cmp.Or(name, sf.Name)); err != nil {
			errs = append(errs, fmt.Errorf("%v.%s: %w", t, sf.Name, err))
			continue
		}
		fields = append(fields, f)
	}
	return fields, errors.Join(errs...)
}

// read fills in a field from its type and its tags.
func (f *field) read(sf reflect.StructField, name string) error {
	if f.typ.Kind() == reflect.Pointer {
		f.typ = f.typ.Elem()
	}
	switch {
	case kindOf(f.typ) == 0:
		return fmt.Errorf("fields of type %v are not supported: use a string, a bool, a number or a pointer to one", sf.Type)
	case unmarshals(f.typ):
		return fmt.Errorf("%v has an UnmarshalJSON or UnmarshalText method, which forms do not call: use a plain type and convert it in authorize", f.typ)
	case !fieldName.MatchString(name):
		return fmt.Errorf("the JSON name %q may have only letters, digits, - and _, and begins with a letter", name)
	case slices.Contains(reserved, name):
		return fmt.Errorf("the JSON name %q belongs to the protocol: use another", name)
	}
	f.rules = parseRules(sf.Tag.Get("validate"))
	f.message = sf.Tag.Get("message")
	f.view = ginauth.Field{
		Name: name, Label: cmp.Or(sf.Tag.Get("label"), labelOf(sf.Name)),
		Placeholder: sf.Tag.Get("placeholder"), Help: sf.Tag.Get("help"),
		Autocomplete: sf.Tag.Get("autocomplete"),
	}
	var err error
	if f.view.Type, err = f.inputType(sf.Tag.Get("input")); err != nil {
		return err
	}
	return f.constrain()
}

// constrain takes from the rules what HTML can check, and the limit.
func (f *field) constrain() error {
	f.limit = valueLimit
	if f.view.Type == "password" {
		f.limit = passwordLimit
	}
	f.view.Required = f.required()
	for _, r := range f.rules {
		n, ok := r.count()
		switch {
		case r.name == maxBytes && (!ok || n == 0 || kindOf(f.typ) != text):
			return fmt.Errorf("maxbytes=%s: it takes a number of bytes, and is for strings", r.param)
		case r.name == maxBytes:
			f.limit = n
		case !ok || kindOf(f.typ) != text:
			continue
		}
		switch r.name {
		case "len":
			f.view.MinLength, f.view.MaxLength = n, n
		case "min", "gte":
			f.view.MinLength = n
		case "max", "lte", maxBytes:
			if f.view.MaxLength == 0 || n < f.view.MaxLength {
				f.view.MaxLength = n
			}
		}
	}
	if f.view.Type == "password" {
		f.view.MaxLength = 0 // browsers cut a pasted value there, silently
	}
	return nil
}

// kind is how a value is read.
type kind int

const (
	text kind = 1 + iota
	truth
	integer
	natural
	decimal
)

// kindOf returns 0 for types that are not supported.
func kindOf(t reflect.Type) kind {
	switch t.Kind() {
	case reflect.String:
		return text
	case reflect.Bool:
		return truth
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return integer
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return natural
	case reflect.Float32, reflect.Float64:
		return decimal
	}
	return 0
}

func unmarshals(t reflect.Type) bool {
	p := reflect.PointerTo(t)
	return p.Implements(reflect.TypeFor[json.Unmarshaler]()) || p.Implements(reflect.TypeFor[encoding.TextUnmarshaler]())
}
