package jsonplan_test

//lint:file-ignore SA5008 odd tags are what the tests are about
//lint:file-ignore U1000 so are fields that nobody can reach

import (
	"encoding/json"
	"errors"
	"net/url"
	"reflect"
	"strings"
	"time"
)

// The struct types that the tests decode into.
type (
	// registered stands for the framework's embedded token.
	registered struct {
		Subject string `json:"sub"`
		Name    string `json:"name"`
		Email   string `json:"email"`
		Picture string `json:"picture"`
		Issued  int64  `json:"iat"`
		Expires int64  `json:"exp"`
		ID      string `json:"jti"`
	}
	token struct {
		registered
		UID  string `json:"id"`
		Role string `json:"role"`
		JWT  string `json:"jwt"`
	}
	// tokenRef has the keys of token, and takes anything for the skipped ones.
	tokenRef struct {
		Subject json.RawMessage `json:"sub"`
		Name    json.RawMessage `json:"name"`
		Email   json.RawMessage `json:"email"`
		Picture json.RawMessage `json:"picture"`
		Issued  json.RawMessage `json:"iat"`
		Expires json.RawMessage `json:"exp"`
		ID      json.RawMessage `json:"jti"`
		UID     string          `json:"id"`
		Role    string          `json:"role"`
		JWT     string          `json:"jwt"`
	}

	myString string
	myInt    int16
	myBool   bool
	scalars  struct {
		S   string
		MS  myString `json:"ms,omitempty"`
		B   bool     `json:"b"`
		MB  myBool
		I   int
		I8  int8
		MI  myInt
		I32 int32
		I64 int64 `json:",omitempty"`
		U   uint
		U8  uint8
		U16 uint16
		U32 uint32
		U64 uint64
		UP  uintptr
		F32 float32
		F64 float64
	}
	lists struct {
		A []string `json:"a"`
		S string   `json:"s"`
	}
	tags struct {
		Dash    string `json:"-"`
		Comma   string `json:"-,"`
		Bad     string `json:"a\"b"`
		Quote   string `json:"it's"`
		Punct   string `json:"a b/c:d"`
		Wide    string `json:"näme"`
		Kelvin  string `json:"\u212a"`
		LowerK  int    `json:"kk"`
		hidden  string
		Options string `json:",omitempty,omitzero"`
		Case    string `json:"case"`
		CASE    string `json:"CASE"`
	}
	kelvinFirst struct {
		Kelvin string `json:"\u212a"`
		Small  string `json:"k"`
	}
	kelvinLast struct {
		Small  string `json:"k"`
		Kelvin string `json:"\u212a"`
	}
	upper struct {
		X string
		Y int `json:"y"`
	}
	Lower struct {
		X string `json:"X"`
		Z string
		W int
	}
	Deep     struct{ Deepest }
	Deepest  struct{ V, X string }
	embedded struct {
		upper
		Lower
		Deep
		Z int `json:"Z"`
	}
	ambiguous struct {
		A1
		A2
		Own string
	}
	A1     struct{ Shared }
	A2     struct{ Shared }
	Shared struct{ Twin string }
	// twin: Twin is met twice at depth one, so it is lost.
	twin struct {
		T1
		T2
	}
	T1 struct{ Twin, One string }
	T2 struct{ Twin, Two string }
	// At one depth, a name in a tag wins over one that is not.
	oneTag struct {
		T3
		T5
	}
	T3 struct {
		A string `json:"N"`
	}
	T4 struct {
		B string `json:"N"`
	}
	T5       struct{ N string }
	nonTypes struct {
		myString
		Text
		any
		Named   `json:"named"`
		lowered `json:"lowered"`
	}
	Text    string
	Named   struct{ N int }
	lowered struct{ L int }

	pointers struct {
		S *string
		I **int
		P *upper
		T *time.Time
	}
	collections struct {
		L []string       `json:"l"`
		B []byte         `json:"b"`
		M map[string]any `json:"m"`
		N map[string]upper
		K map[int]string
		A [2]int
		S []upper
		D struct {
			E string
			F []int
		}
	}
	specials struct {
		T time.Time       `json:"t"`
		R json.RawMessage `json:"r"`
		N json.Number     `json:"n"`
		A any             `json:"a"`
		E error           `json:"e"`
		X shout           `json:"x"`
		Y loud            `json:"y"`
		D time.Duration   `json:"d"`
	}
	quoted struct {
		I int     `json:"i,string"`
		S string  `json:",string"`
		B *bool   `json:"b,string"`
		L []int   `json:"l,string"`
		F float64 `json:"f"`
	}
	viaPointer struct {
		*Lower
		Own string
	}
	viaLowerPointer struct {
		*upper
		Own string
	}
	selfJSON struct{ Got string }
	selfText struct{ Got string }
	// selfToken decodes itself, although it embeds the registered claims.
	selfToken struct {
		registered
		selfJSON
	}
	// promotedJSON decodes itself, since time.Time does.
	promotedJSON struct {
		time.Time
		Own string
	}
	// unnamed has a field whose type is only decoded field by field as a field.
	unnamed struct {
		F struct {
			time.Time
			G int
		}
	}
	cyclic struct {
		*cyclic
		V    string
		Next *cyclic
	}
)

// shout is a string with a JSON decoder of its own, which also sees nulls.
type shout string

func (s *shout) UnmarshalJSON(b []byte) error {
	if strings.Contains(string(b), "refuse") {
		return errors.New("refused")
	}
	*s += shout(strings.ToUpper(string(b)))
	return nil
}

// loud is an int with a text decoder of its own.
type loud int

func (l *loud) UnmarshalText(b []byte) error { *l += loud(len(b)); return nil }

func (s *selfJSON) UnmarshalJSON(b []byte) error { s.Got += string(b); return nil }
func (s *selfText) UnmarshalText(b []byte) error { s.Got += string(b); return nil }

// twoTags embeds T3, T4 and T5: two tags for one name, so that all three are
// lost. It is built at run time because go vet refuses it in source.
var twoTags = reflect.StructOf([]reflect.StructField{
	{Name: "T3", Type: reflect.TypeFor[T3](), Anonymous: true},
	{Name: "T4", Type: reflect.TypeFor[T4](), Anonymous: true},
	{Name: "T5", Type: reflect.TypeFor[T5](), Anonymous: true},
})

// shapes are decoded into without a skipped struct.
var shapes = []reflect.Type{
	reflect.TypeFor[token](),
	reflect.TypeFor[scalars](),
	reflect.TypeFor[tags](),
	reflect.TypeFor[lists](),
	reflect.TypeFor[kelvinFirst](),
	reflect.TypeFor[kelvinLast](),
	reflect.TypeFor[embedded](),
	reflect.TypeFor[ambiguous](),
	reflect.TypeFor[twin](),
	reflect.TypeFor[oneTag](),
	twoTags,
	reflect.TypeFor[nonTypes](),
	reflect.TypeFor[pointers](),
	reflect.TypeFor[collections](),
	reflect.TypeFor[specials](),
	reflect.TypeFor[quoted](),
	reflect.TypeFor[viaPointer](),
	reflect.TypeFor[viaLowerPointer](),
	reflect.TypeFor[selfJSON](),
	reflect.TypeFor[selfText](),
	reflect.TypeFor[promotedJSON](),
	reflect.TypeFor[unnamed](),
	reflect.TypeFor[cyclic](),
	reflect.TypeFor[url.URL](),
	reflect.TypeFor[struct{}](),
	reflect.TypeFor[struct {
		registered `json:"inner"`
		A          string `json:"a"`
	}](),
}
