package jsonplan_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"
)

func TestCopies(t *testing.T) {
	for _, c := range []struct {
		typ  reflect.Type
		want bool
	}{
		{reflect.TypeFor[token](), true},
		{reflect.TypeFor[scalars](), true},
		{reflect.TypeFor[embedded](), true},
		{reflect.TypeFor[struct{ A [2]upper }](), true},
		{reflect.TypeFor[struct{ A []string }](), true},
		{reflect.TypeFor[struct{ A map[string]int }](), true},
		{reflect.TypeFor[struct{ a []*int }](), true}, // JSON does not see it
		{reflect.TypeFor[struct {
			A *int `json:"-"`
		}](), true},
		{reflect.TypeFor[struct{ A *int }](), false},
		{reflect.TypeFor[struct{ A any }](), false},
		{reflect.TypeFor[struct{ A [][]int }](), false},
		{reflect.TypeFor[struct{ A map[string][]int }](), false},
		{reflect.TypeFor[struct{ T time.Time }](), false},
		{reflect.TypeFor[viaPointer](), false},
	} {
		if got := compile(t, c.typ, nil).Copies(); got != c.want {
			t.Errorf("%v: Copies = %v", c.typ, got)
		}
	}
}

type copied struct {
	S      string
	List   []string
	Counts map[string]int
	Pair   [2]int
	Inner  struct{ A, B string }
	hidden []string
	Skip   []string `json:"-"`
}

func TestCopyAndEqual(t *testing.T) {
	fresh := func() *copied {
		c := &copied{S: "s", List: []string{"a", "b"}, Counts: map[string]int{"x": 1}, hidden: []string{"h"}, Skip: []string{"k"}}
		c.Inner.A = "in"
		return c
	}
	plan := compile(t, reflect.TypeFor[copied](), nil)
	for name, c := range map[string]struct {
		change func(*copied)
		equal  bool
	}{
		"nothing":          {func(*copied) {}, true},
		"a string":         {func(c *copied) { c.S = "t" }, false},
		"an element":       {func(c *copied) { c.List[1] = "z" }, false},
		"appended":         {func(c *copied) { c.List = append(c.List, "c") }, false},
		"the list emptied": {func(c *copied) { c.List = c.List[:0] }, false},
		"the list removed": {func(c *copied) { c.List = nil }, false},
		"the same list":    {func(c *copied) { c.List = []string{"a", "b"} }, true},
		"a map's value":    {func(c *copied) { c.Counts["x"] = 2 }, false},
		"a map's key":      {func(c *copied) { c.Counts["y"] = 0 }, false},
		"another key":      {func(c *copied) { delete(c.Counts, "x"); c.Counts["y"] = 1 }, false},
		"a map removed":    {func(c *copied) { c.Counts = nil }, false},
		"an array":         {func(c *copied) { c.Pair[1] = 3 }, false},
		"an inner struct":  {func(c *copied) { c.Inner.B = "b" }, false},
		"what is unseen":   {func(c *copied) { c.hidden[0], c.Skip = "i", nil }, true},
	} {
		value, kept := fresh(), new(copied)
		plan.Copy(reflect.ValueOf(kept).Elem(), reflect.ValueOf(value).Elem())
		c.change(value)
		if got := plan.Equal(reflect.ValueOf(kept).Elem(), reflect.ValueOf(value).Elem()); got != c.equal {
			t.Errorf("%s: Equal = %v, want %v", name, got, c.equal)
		}
		was, errWas := json.Marshal(fresh())
		is, errIs := json.Marshal(kept)
		if errWas != nil || errIs != nil || string(is) != string(was) {
			t.Errorf("%s: the copy has become %s (%v, %v)", name, is, errWas, errIs)
		}
	}
}

func TestStringLists(t *testing.T) {
	type names []string
	type lists struct {
		A []string
		B names
		C []upper
	}
	plan := compile(t, reflect.TypeFor[lists](), nil)
	for _, doc := range []string{
		`{"A":["x","y"],"B":["z"]}`, `{"A":[]}`, `{"A":[ ]}`, `{"A":null}`, `{"A":[null]}`, `{"A":["a",null]}`, `{"A":[1]}`,
		`{"A":["a\n","é","\ud800"]}`, "{\"A\":[\"\xff\"]}", `{"A":["a,b",",",""]}`, `{"A":[ "a" , "b" ]}`, `{"A":["a",]}`,
		`{"A":[,]}`, `{"A":["a" "b"]}`, `{"A":["a"`, `{"A":[["a"]]}`, `{"A":{"a":1}}`, `{"A":"a"}`, `{"A":["a","b"],"A":["c"]}`,
		`{"A":["a"],"A":null}`, `{"A":["a"],"a":[null,"b"]}`, `{"C":[{"X":"a"}]}`, `{"B":["a"],"A":[[[[1]]]]}`,
	} {
		subject{reflect.TypeFor[lists](), plan}.compare(t, doc)
	}
}
