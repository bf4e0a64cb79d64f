package jsonplan_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/jsonplan"
)

func TestDecodeToken(t *testing.T) {
	plan := compile(t, reflect.TypeFor[token](), reflect.TypeFor[registered]())
	full := token{UID: "1", Role: "admin", JWT: "s"}
	for _, c := range []struct {
		doc  string
		want token
	}{
		{`{}`, token{}},
		{`null`, token{}},
		{`{"id":"1","role":"admin","jwt":"s"}`, full},
		{" {\n\"id\" : \"1\" ,\t\"role\":\"admin\",\"jwt\":\"s\" } ", full},
		{`{"ID":"1","Role":"admin","jWt":"s"}`, full},
		{`{"i\u0064":"1","role":"\u0061dmin","jwt":"s"}`, full},
		{`{"id":"0","id":"1","role":"admin","jwt":"s","id":null}`, full},
		// Registered claims stay untouched, whatever they hold.
		{`{"sub":"x","iat":1,"id":"1","role":"admin","jwt":"s"}`, full},
		{`{"sub":7,"iat":1.5,"exp":"soon","name":{},"id":"1","role":"admin","jwt":"s"}`, full},
		{`{"SUB":7,"i\u0061t":1.5,"i\u0064":"1","exp":"soon","role":"admin","jwt":"s","name":[]}`, full},
		{`{"i\u0061t":1.5}`, token{}},
		{`{"unknown":{"deep":[1,{"er":null}]},"id":"1","role":"admin","jwt":"s"}`, full},
	} {
		var got token
		if err := plan.Decode(c.doc, reflect.ValueOf(&got).Elem()); err != nil || got != c.want {
			t.Errorf("%s: %+v, %v", c.doc, got, err)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	plan := compile(t, reflect.TypeFor[token](), reflect.TypeFor[registered]())
	deep := func(n int) string {
		return `{"id":"1","x":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + `}`
	}
	for _, c := range []struct {
		doc  string
		want error
	}{
		{``, jsonplan.ErrSyntax},
		{`{`, jsonplan.ErrSyntax},
		{`{"id":"1"`, jsonplan.ErrSyntax},
		{`{"id":"1"}x`, jsonplan.ErrSyntax},
		{`{"id":"1"}{}`, jsonplan.ErrSyntax},
		{`{"id":"1",}`, jsonplan.ErrSyntax},
		{`{"id":"1","sub":tru}`, jsonplan.ErrSyntax},
		{`{"id":"1","sub":"` + "\n" + `"}`, jsonplan.ErrSyntax},
		{`{"id":"1","iat":01}`, jsonplan.ErrSyntax},
		{deep(jsonplan.MaxDepth + 1), jsonplan.ErrDepth},
		{deep(100000), jsonplan.ErrDepth},
	} {
		var got token
		err := plan.Decode(c.doc, reflect.ValueOf(&got).Elem())
		if !errors.Is(err, c.want) || got != (token{}) {
			t.Errorf("%.60s: %+v, %v", c.doc, got, err)
		}
	}
	var got token
	if err := plan.Decode(deep(jsonplan.MaxDepth), reflect.ValueOf(&got).Elem()); err != nil || got.UID != "1" {
		t.Errorf("at MaxDepth: %+v, %v", got, err)
	}
	var wrong *json.UnmarshalTypeError
	err := plan.Decode(`{"id":"1","role":5}`, reflect.ValueOf(&got).Elem())
	if !errors.As(err, &wrong) || wrong.Field != "role" || got != (token{}) {
		t.Errorf("type error: %+v, %v", got, err)
	}
}

func TestDecodeTarget(t *testing.T) {
	plan := compile(t, reflect.TypeFor[token](), nil)
	for _, dst := range []reflect.Value{
		{},
		reflect.ValueOf(token{}),
		reflect.ValueOf(&token{}),
		reflect.ValueOf(&upper{}).Elem(),
	} {
		if err := plan.Decode(`{}`, dst); !errors.Is(err, jsonplan.ErrTarget) {
			t.Errorf("%v: %v", dst, err)
		}
	}
}

// The skipped struct may sit deeper, be shadowed, be embedded by pointer, or be
// a plain field after all.
func TestSkip(t *testing.T) {
	type Base struct{ registered }
	type deeper struct {
		Base
		Role string `json:"role"`
	}
	type shadowing struct {
		registered
		Subject int `json:"sub"`
	}
	type pointer struct {
		*registered
		Role string `json:"role"`
	}
	type plain struct {
		registered `json:"role"`
	}
	skip := reflect.TypeFor[registered]()
	const doc = `{"sub":7,"iat":1.5,"role":"admin"}`
	for _, want := range []any{
		deeper{Role: "admin"},
		shadowing{Subject: 7},
		pointer{Role: "admin"},
		registered{},
	} {
		for _, doc := range []string{doc, strings.Replace(doc, "r", `\u0072`, 1)} {
			got := reflect.New(reflect.TypeOf(want))
			if err := compile(t, got.Elem().Type(), skip).Decode(doc, got.Elem()); err != nil {
				t.Errorf("%T: %v", want, err)
			} else if !reflect.DeepEqual(got.Elem().Interface(), want) {
				t.Errorf("%s: got %+v, want %+v", doc, got.Elem(), want)
			}
		}
	}
	var got plain
	err := compile(t, reflect.TypeOf(got), skip).Decode(`{"role":{"sub":"x"}}`, reflect.ValueOf(&got).Elem())
	if err != nil || got.Subject != "x" {
		t.Errorf("plain: %+v, %v", got, err)
	}
	// A type that decodes itself gets the registered claims too.
	var self selfToken
	if err := compile(t, reflect.TypeOf(self), skip).Decode(doc, reflect.ValueOf(&self).Elem()); err != nil || self.Got != doc {
		t.Errorf("self: %+v, %v", self, err)
	}
}

func TestDecodeAllocations(t *testing.T) {
	for _, c := range benchCases {
		plan := compile(t, reflect.TypeFor[token](), reflect.TypeFor[registered]())
		var got token
		if n := testing.AllocsPerRun(100, func() {
			got = token{}
			if err := plan.Decode(c.doc, reflect.ValueOf(&got).Elem()); err != nil {
				t.Fatal(err)
			}
		}); n > 0 {
			t.Errorf("%s: %v allocations", c.name, n)
		}
	}
}

func ExamplePlan_Decode() {
	type Base struct {
		Subject string `json:"sub"`
	}
	type Token struct {
		Base
		Role string `json:"role"`
	}
	plan, err := jsonplan.Compile(reflect.TypeFor[Token](), reflect.TypeFor[Base]())
	if err != nil {
		fmt.Println(err)
		return
	}
	var tok Token
	err = plan.Decode(`{"sub":"42","role":"admin"}`, reflect.ValueOf(&tok).Elem())
	fmt.Printf("%+v %v %q\n", tok, err, plan.Names())
	// Output: {Base:{Subject:} Role:admin} <nil> ["sub" "role"]
}
