package jsonplan_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/jsonplan"
)

// subject is one struct type under comparison with encoding/json.
type subject struct {
	typ  reflect.Type
	plan *jsonplan.Plan
}

func subjects(t testing.TB) []subject {
	out := make([]subject, len(shapes))
	for i, typ := range shapes {
		out[i] = subject{typ, compile(t, typ, nil)}
	}
	return out
}

// nesting is the depth of a valid document, counted the slow way.
func nesting(doc string) int {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(doc); i++ {
		switch c := doc[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}

// compare decodes doc both ways: same struct, or both an error.
func (s subject) compare(t testing.TB, doc string) {
	t.Helper()
	got, want := reflect.New(s.typ), reflect.New(s.typ)
	err := s.plan.Decode(doc, got.Elem())
	wantErr := json.Unmarshal([]byte(doc), want.Interface())
	if json.Valid([]byte(doc)) && nesting(doc) > jsonplan.MaxDepth {
		if !errors.Is(err, jsonplan.ErrDepth) {
			t.Errorf("%v: %q: got %v, want ErrDepth", s.typ, doc, err)
		}
		wantErr = err
	}
	switch {
	case (err == nil) != (wantErr == nil):
		t.Errorf("%v: %q\n got error %v\nwant error %v", s.typ, doc, err, wantErr)
	case err != nil:
		if !got.Elem().IsZero() {
			t.Errorf("%v: %q: half filled after %v", s.typ, doc, err)
		}
		if mine, its := new(json.UnmarshalTypeError), new(json.UnmarshalTypeError); errors.As(wantErr, &its) &&
			(!errors.As(err, &mine) || mine.Error() != its.Error()) {
			t.Errorf("%v: %q\n got error %v\nwant error %v", s.typ, doc, err, wantErr)
		}
	case !reflect.DeepEqual(got.Interface(), want.Interface()):
		t.Errorf("%v: %q\n got %+v\nwant %+v", s.typ, doc, got.Elem(), want.Elem())
	}
}

// compareSkipping decodes doc into a token without its registered part, and
// compares with a struct that takes anything for those claims.
func compareSkipping(t testing.TB, plan *jsonplan.Plan, doc string) {
	t.Helper()
	var got token
	var want tokenRef
	err := plan.Decode(doc, reflect.ValueOf(&got).Elem())
	wantErr := json.Unmarshal([]byte(doc), &want)
	if errors.Is(err, jsonplan.ErrDepth) && nesting(doc) > jsonplan.MaxDepth {
		wantErr = err
	}
	if (err == nil) != (wantErr == nil) {
		t.Errorf("skipping: %q\n got error %v\nwant error %v", doc, err, wantErr)
	}
	if wantErr != nil {
		want = tokenRef{}
	}
	if (got != token{UID: want.UID, Role: want.Role, JWT: want.JWT}) {
		t.Errorf("skipping: %q\n got %+v\nwant %+v", doc, got, want)
	}
}

// literals are values that a claim may have.
var literals = strings.Split(`""~"x"~"12"~"true"~"null"~"refuse"~"-7.5"~"a\u0041\n"~"\ud83d\ude00"~"\ud83d"~"Zoë"~"日本語テキスト"~"`+
	"\xff\xfe~\xed\xa0\x80"+`"~"2026-01-02T03:04:05.678+02:00"~"2026-13-02"~"aGVsbG8="~"a longer text, with \"escapes\" \\ and \/ in it"~`+
	`"plain text that is longer than eight bytes and ends here"~"\u00zz"~"\x"~"`+"ctl\x01~\n~\x7f"+`"~"open~`+
	`0~-0~1~-1~12~127~128~255~256~32767~32768~-32769~2147483648~4294967296~9223372036854775807~9223372036854775808~`+
	`18446744073709551615~18446744073709551616~1.5~1.0~1e3~1E+2~1e-7~3.5e38~1e308~1e999~-1e999~01~-~1.~.5~+1~1e~0x1~--1~1_0~NaN~Infinity~`+
	`true~false~null~tru~True~nulll~falsee~[]~[1,2,3]~["a","b"]~[1,"a",null]~[[[]]]~[1,]~[,1]~[1 2]~{}~{"a":1}~{"X":"x","y":1}~`+
	`{"Y":2,"X":null}~{"b":{"c":[true]}}~{"1":"one","-2":"two"}~{"E":"e","F":[1]}~{"G":3}~{"N":4,"L":5}~[{"X":"a"},{"y":2}]~{"a":1,}~{a:1}~{"a"1}~`+
	`{"a":1 "b":2}~{`, "~")

// keys are what a claim may be called, beside the names of the type.
var keys = strings.Split(`a~A~other~x~X~KK~k~K~sub~Sub~ſub~ROLE~role~jwt~ID~i\u0064~näme~NÄME~Bad~\u212a~`+"\xff~"+`~case~Case~"~bad\q`, "~")

// generate writes a document: mostly an object of the type's claims.
func generate(r *rand.Rand, names []string) string {
	var b strings.Builder
	space := func() {
		if r.IntN(12) == 0 {
			b.WriteString([]string{" ", "\n", "\t", "\r", "  \n", "\r\n ", " \t ", "\v"}[r.IntN(8)])
		}
	}
	space()
	b.WriteByte('{')
	for i, n := 0, r.IntN(7); i < n; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		space()
		key := keys[r.IntN(len(keys))]
		if len(names) > 0 && r.IntN(4) > 0 {
			if key = names[r.IntN(len(names))]; r.IntN(5) == 0 {
				key = []func(string) string{strings.ToUpper, strings.ToLower, strings.ToTitle}[r.IntN(3)](key)
			}
		}
		b.WriteString(`"` + key + `"`)
		space()
		b.WriteByte(':')
		space()
		if r.IntN(60) == 0 {
			n := 25 + r.IntN(10)
			b.WriteString(strings.Repeat("[", n) + strings.Repeat("]", n))
		} else {
			b.WriteString(literals[r.IntN(len(literals))])
		}
		space()
	}
	b.WriteByte('}')
	space()
	doc := b.String()
	switch i := r.IntN(len(doc)); r.IntN(12) {
	case 0:
		doc = doc[:i]
	case 1:
		doc = doc[:i] + doc[i+1:]
	case 2:
		const bytes = "{}[]\",:\\ 0-.eEnt\x00\x1f\x80"
		k := r.IntN(len(bytes))
		doc = doc[:i] + bytes[k:k+1] + doc[i:]
	case 3:
		doc += []string{"x", "{}", ",", "null", "\x00"}[r.IntN(5)]
	}
	return doc
}

func TestSameAsEncodingJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	rounds := 4000
	if testing.Short() {
		rounds = 500
	}
	for _, s := range subjects(t) {
		names := s.plan.Names()
		for range rounds {
			s.compare(t, generate(r, names))
		}
		// Each name with each literal: alone, and twice.
		for _, name := range names {
			for i, l := range literals {
				s.compare(t, fmt.Sprintf(`{"%s":%s}`, name, l))
				other := literals[(i*7+3)%len(literals)]
				s.compare(t, fmt.Sprintf(`{"%s":%s,"%s":%s,"z":0}`, name, other, name, l))
			}
		}
	}
}

func TestSkippingIsAsIfAnythingFits(t *testing.T) {
	plan := compile(t, reflect.TypeFor[token](), reflect.TypeFor[registered]())
	r := rand.New(rand.NewPCG(3, 4))
	for range 20000 {
		compareSkipping(t, plan, generate(r, plan.Names()))
	}
}

// FuzzDecode holds Decode against encoding/json, for every shape.
func FuzzDecode(f *testing.F) {
	all := subjects(f)
	plan := compile(f, reflect.TypeFor[token](), reflect.TypeFor[registered]())
	r := rand.New(rand.NewPCG(5, 6))
	for i := range 200 {
		f.Add(generate(r, all[i%len(all)].plan.Names()))
	}
	for _, l := range literals {
		f.Add(l)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		for _, s := range all {
			s.compare(t, doc)
		}
		compareSkipping(t, plan, doc)
	})
}
