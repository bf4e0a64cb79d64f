package jsonplan

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// field is one JSON name of a struct.
type field struct {
	name      string
	index     []int // path from the outer struct, one embedded struct a step
	typ       reflect.Type
	verb      verb
	bits      int // size of a number
	shares    sharing
	skip      bool // promoted from the skipped struct
	tagged    bool // the name stands in a tag
	quoted    bool // `,string`
	viaPtr    bool // the path passes through an embedded pointer
	unsetable bool // the field itself is an embedded struct with a lower-case name
}

// verb says how the value of a field is stored.
type verb uint8

const (
	verbOther verb = iota // by encoding/json, value by value
	verbString
	verbBool
	verbInt
	verbUint
	verbFloat
	verbStrings // []string
)

// embedded is a struct whose fields are promoted.
type embedded struct {
	typ    reflect.Type
	index  []int
	skip   bool
	viaPtr bool
	twice  bool // met more than once at its depth: its fields hide each other
}

// visibleFields lists the fields that encoding/json would see in t. It walks
// the embedded structs level by level, since a name at a lesser depth wins.
func visibleFields(t, skip reflect.Type) []field {
	var fields []field
	decided := map[string]bool{}
	seen := map[reflect.Type]bool{}
	for level := []*embedded{{typ: t, skip: t == skip}}; len(level) > 0; {
		found := map[string][]field{}
		queued := map[reflect.Type]*embedded{}
		var next []*embedded
		for _, e := range level {
			if seen[e.typ] {
				continue
			}
			seen[e.typ] = true
			for i := range e.typ.NumField() {
				f, inner, ok := inspect(e, i)
				switch {
				case !ok:
				case inner == nil && e.twice:
					found[f.name] = append(found[f.name], f, f)
				case inner == nil:
					found[f.name] = append(found[f.name], f)
				case queued[inner.typ] != nil:
					queued[inner.typ].twice = true
				default:
					inner.skip = inner.skip || inner.typ == skip
					queued[inner.typ] = inner
					next = append(next, inner)
				}
			}
		}
		for name, rivals := range found {
			if decided[name] {
				continue
			}
			decided[name] = true // also if nobody wins: the name is then lost
			if f, ok := dominant(rivals); ok {
				fields = append(fields, f)
			}
		}
		level = next
	}
	slices.SortFunc(fields, func(a, b field) int { return slices.Compare(a.index, b.index) })
	return fields
}

// inspect reads field i of e. It is a field with a name, or a further embedded
// struct to walk (inner), or nothing that JSON can see (!ok).
func inspect(e *embedded, i int) (f field, inner *embedded, ok bool) {
	sf := e.typ.Field(i)
	if !sf.IsExported() {
		// A lower-case embedded struct may still promote exported fields.
		if t := sf.Type; !sf.Anonymous ||
			t.Kind() != reflect.Struct && (t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct) {
			return f, nil, false
		}
	}
	tag := sf.Tag.Get("json")
	if tag == "-" {
		return f, nil, false
	}
	name, options, _ := strings.Cut(tag, ",")
	if !validName(name) {
		name = ""
	}
	base := sf.Type
	if base.Kind() == reflect.Pointer && base.Name() == "" {
		base = base.Elem()
	}
	index := append(slices.Clone(e.index), i)
	if sf.Anonymous && name == "" && base.Kind() == reflect.Struct {
		return f, &embedded{
			typ:    base,
			index:  index,
			skip:   e.skip,
			viaPtr: e.viaPtr || base != sf.Type,
		}, true
	}
	f = field{
		name:      name,
		index:     index,
		typ:       sf.Type,
		skip:      e.skip,
		tagged:    name != "",
		quoted:    isScalar(base.Kind()) && slices.Contains(strings.Split(options, ","), "string"),
		viaPtr:    e.viaPtr,
		unsetable: !sf.IsExported(),
	}
	if f.name == "" {
		f.name = sf.Name
	}
	f.verb, f.bits = verbOf(sf.Type)
	return f, nil, true
}

// dominant picks from fields of one name and depth: the only one whose name
// stands in a tag, else the only one.
func dominant(rivals []field) (field, bool) {
	if len(rivals) == 1 {
		return rivals[0], true
	}
	var winner field
	n := 0
	for _, f := range rivals {
		if f.tagged {
			winner = f
			n++
		}
	}
	return winner, n == 1
}

// validName reports whether encoding/json takes s from a tag as a name: letters,
// digits, the space and ASCII punctuation, but no quotes, commas, backslashes.
func validName(s string) bool {
	for _, c := range s {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
		case c < ' ' || c > '~' || strings.ContainsRune("\"'`,\\", c):
			return false
		}
	}
	return s != ""
}

func isScalar(k reflect.Kind) bool {
	return reflect.Bool <= k && k <= reflect.Float64 || k == reflect.String
}

// verbOf says how a field of type t is stored, and the bits of a number.
func verbOf(t reflect.Type) (verb, int) {
	if t == numberType || decodesItself(t) {
		return verbOther, 0
	}
	switch k := t.Kind(); {
	case k == reflect.String:
		return verbString, 0
	case k == reflect.Bool:
		return verbBool, 0
	case reflect.Int <= k && k <= reflect.Int64:
		return verbInt, t.Bits()
	case reflect.Uint <= k && k <= reflect.Uintptr:
		return verbUint, t.Bits()
	case k == reflect.Float32 || k == reflect.Float64:
		return verbFloat, t.Bits()
	}
	if t.Kind() == reflect.Slice && t.Elem() == stringType {
		return verbStrings, 0
	}
	return verbOther, 0
}

var stringType = reflect.TypeFor[string]()

// slow reports whether the field cannot be decoded on its own.
func (f *field) slow() bool {
	// As a field, an unnamed struct type that got its decoder by embedding is
	// decoded field by field; on its own, encoding/json would use the decoder.
	unnamed := f.typ.Name() == "" && f.typ.Kind() != reflect.Pointer && decodesItself(f.typ)
	return f.quoted || f.viaPtr || f.unsetable || unnamed
}
