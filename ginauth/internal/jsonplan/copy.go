package jsonplan

import "reflect"

// sharing says what a shallow copy of a field has in common with the field.
type sharing uint8

const (
	sharesNothing sharing = iota
	sharesSlice           // a slice of values that share nothing
	sharesMap             // a map of values that share nothing
	sharesMore            // pointers, interfaces, slices of slices
)

func sharingOf(t reflect.Type) sharing {
	switch {
	case isFlat(t):
		return sharesNothing
	case t.Kind() == reflect.Slice && isFlat(t.Elem()):
		return sharesSlice
	case t.Kind() == reflect.Map && isFlat(t.Key()) && isFlat(t.Elem()):
		return sharesMap
	}
	return sharesMore
}

// Copies reports whether Copy and Equal can serve the type: its visible fields
// hold values, or slices and maps of values. Otherwise, decode twice and use
// reflect.DeepEqual.
func (p *Plan) Copies() bool { return p.copies }

// Copy sets dst to src, so that writing to the visible fields of src, in place
// or not, leaves dst as it is. Both are of the compiled type; dst is settable.
func (p *Plan) Copy(dst, src reflect.Value) {
	dst.Set(src)
	for i := range p.fields {
		f := &p.fields[i]
		if f.shares == sharesNothing {
			continue
		}
		v := f.in(src)
		if v.IsNil() {
			continue
		}
		if f.shares == sharesSlice {
			cp := reflect.MakeSlice(f.typ, v.Len(), v.Len())
			reflect.Copy(cp, v)
			f.in(dst).Set(cp)
			continue
		}
		cp := reflect.MakeMapWithSize(f.typ, v.Len())
		for key, value := range v.Seq2() {
			cp.SetMapIndex(key, value)
		}
		f.in(dst).Set(cp)
	}
}

// Equal compares the visible fields of two values of the compiled type: what
// JSON does not see does not count. A nil slice or map differs from an empty
// one, as null does from [] and {}.
func (p *Plan) Equal(a, b reflect.Value) bool {
	for i := range p.fields {
		f := &p.fields[i]
		va, vb := f.in(a), f.in(b)
		switch f.shares {
		case sharesNothing:
			if !va.Equal(vb) {
				return false
			}
		case sharesSlice:
			if va.IsNil() != vb.IsNil() || va.Len() != vb.Len() {
				return false
			}
			for j := range va.Len() {
				if !va.Index(j).Equal(vb.Index(j)) {
					return false
				}
			}
		default:
			if !equalMaps(va, vb) {
				return false
			}
		}
	}
	return true
}

func equalMaps(a, b reflect.Value) bool {
	if a.IsNil() != b.IsNil() || a.Len() != b.Len() {
		return false
	}
	for key, value := range a.Seq2() {
		if other := b.MapIndex(key); !other.IsValid() || !value.Equal(other) {
			return false
		}
	}
	return true
}
