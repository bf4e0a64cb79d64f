package jsonplan_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/jsonplan"
)

func compile(t testing.TB, typ, skip reflect.Type) *jsonplan.Plan {
	t.Helper()
	p, err := jsonplan.Compile(typ, skip)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// keysOf lists the keys that encoding/json writes for v, in its order.
func keysOf(t *testing.T, v any) []string {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(doc))
	keys := []string{}
	for depth, key := 0, true; ; {
		tok, err := dec.Token()
		if err != nil {
			return keys
		}
		switch tok {
		case json.Delim('{'), json.Delim('['):
			depth++
			key = true
			continue
		case json.Delim('}'), json.Delim(']'):
			depth--
			key = true
			continue
		}
		if depth == 1 {
			if key {
				keys = append(keys, tok.(string))
			}
			key = !key
		}
	}
}

func TestNamesAreThoseOfEncodingJSON(t *testing.T) {
	for _, v := range []any{
		token{},
		scalars{MS: "x", I64: 1},
		tags{Options: "x"},
		embedded{},
		ambiguous{},
		twin{},
		oneTag{},
		reflect.Zero(twoTags).Interface(),
		nonTypes{},
		pointers{},
		specials{N: "1", R: json.RawMessage("1")},
		quoted{},
		viaPointer{Lower: &Lower{}},
		viaLowerPointer{upper: &upper{}},
		struct{}{},
		struct {
			registered `json:"inner"`
			A          string
		}{},
	} {
		want := keysOf(t, v)
		if got := compile(t, reflect.TypeOf(v), nil).Names(); !slices.Equal(got, want) {
			t.Errorf("%T:\n got %q\nwant %q", v, got, want)
		}
		for _, skip := range []reflect.Type{reflect.TypeFor[registered](), reflect.TypeOf(v)} {
			if got := compile(t, reflect.TypeOf(v), skip).Names(); !slices.Equal(got, want) {
				t.Errorf("%T, skipping %v:\n got %q\nwant %q", v, skip, got, want)
			}
		}
	}
}

func TestOwns(t *testing.T) {
	p := compile(t, reflect.TypeFor[tags](), nil)
	for name, want := range map[string]bool{
		"-": true, "Dash": false, "Bad": true, "BAD": true, "Quote": true, "a b/c:d": true,
		"näme": true, "NÄME": true, "\u212a": true, "k": true, "K": true, "\u212ak": true,
		"hidden": false, "": false, "case": true, "cAsE": true, "cases": false, "ca\u017fe": true,
	} {
		if got := p.Owns(name); got != want {
			t.Errorf("Owns(%q) = %v", name, got)
		}
	}
	if p := compile(t, reflect.TypeFor[token](), reflect.TypeFor[registered]()); !p.Owns("SUB") || !p.Owns("role") {
		t.Error("Owns must know skipped and own names")
	}
}

type keyless struct{ A int }

func TestCompileRefuses(t *testing.T) {
	for _, typ := range []reflect.Type{
		nil,
		reflect.TypeFor[string](),
		reflect.TypeFor[*token](),
		reflect.TypeFor[map[string]any](),
		reflect.TypeFor[struct{ C chan int }](),
		reflect.TypeFor[struct{ F func() }](),
		reflect.TypeFor[struct{ Z complex128 }](),
		reflect.TypeFor[struct{ S struct{ F func() } }](),
		reflect.TypeFor[struct{ A [1]func() }](),
		reflect.TypeFor[struct{ M map[keyless]int }](),
		reflect.TypeFor[struct {
			*upper `json:"up"` // encoding/json panics on this one
		}](),
	} {
		if _, err := jsonplan.Compile(typ, nil); !errors.Is(err, jsonplan.ErrType) {
			t.Errorf("%v: %v", typ, err)
		}
	}
}

func TestCompileAccepts(t *testing.T) {
	type base struct {
		F func()
		A string
	}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[struct{ *base }](),
		reflect.TypeFor[struct {
			F func() `json:"-"`
			c chan int
		}](),
		reflect.TypeFor[struct{ A [0]func() }](),
		reflect.TypeFor[struct{ M map[int8]string }](),
		reflect.TypeFor[struct{ M map[Text]string }](),
		reflect.TypeFor[struct{ M map[time.Time]string }](),
		reflect.TypeFor[struct{ P *keyless }](),
		reflect.TypeFor[struct{ T time.Time }](),
		reflect.TypeFor[struct {
			base // its F is hidden
			F    string
		}](),
	} {
		if _, err := jsonplan.Compile(typ, nil); err != nil {
			t.Errorf("%v: %v", typ, err)
		}
	}
	// What the framework embeds is its own affair.
	if _, err := jsonplan.Compile(reflect.TypeFor[struct{ base }](), reflect.TypeFor[base]()); err != nil {
		t.Error(err)
	}
}
