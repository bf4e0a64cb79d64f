package providers_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

type flag bool

type every struct {
	Text  string   `json:"text"`
	Yes   flag     `json:"yes"`
	Int   int8     `json:"int"`
	Uint  uint16   `json:"uint"`
	Float float32  `json:"float"`
	PText *string  `json:"ptext"`
	PBool *bool    `json:"pbool"`
	PInt  *int     `json:"pint"`
	PNum  *float64 `json:"pnum"`
	base
	Ignored string `json:"-"`
	secret  string
}

func TestDecode(t *testing.T) {
	ptr := func(s string) *string { return &s }
	yes, no, five, zero := true, false, 5, 0
	half := 0.5
	form, object := formBody, jsonBody
	tests := []struct {
		name string
		body ginauth.Credentials
		want every
	}{
		{"nothing", ginauth.Credentials{}, every{}},
		{"empty form", form(t, ""), every{}},
		{"empty object", object(t, `{}`), every{}},
		{"form", form(t, "text=a&yes=on&int=-5&uint=65535&float=0.5&ptext=b&pbool=true&pint=5&pnum=5e-1&tenant=t"),
			every{Text: "a", Yes: true, Int: -5, Uint: 65535, Float: 0.5, PText: ptr("b"), PBool: &yes, PInt: &five, PNum: &half, base: base{Tenant: "t"}}},
		{"object", object(t, `{"text":"a","yes":true,"int":-5,"uint":65535,"float":0.5,"ptext":"b","pbool":false,"pint":0,"pnum":0.5,"tenant":"t"}`),
			every{Text: "a", Yes: true, Int: -5, Uint: 65535, Float: 0.5, PText: ptr("b"), PBool: &no, PInt: &zero, PNum: &half, base: base{Tenant: "t"}}},
		{"object of strings", object(t, `{"yes":"on","int":"-5","uint":"65535","float":"0.5","pbool":"0","pint":"5"}`),
			every{Yes: true, Int: -5, Uint: 65535, Float: 0.5, PBool: &no, PInt: &five}},
		{"empty inputs", form(t, "text=&yes=&int=&uint=&float=&ptext=&pbool=&pint=&pnum="), every{}},
		{"empty strings", object(t, `{"text":"","yes":"","int":"","ptext":"","pbool":"","pint":""}`), every{PText: ptr("")}},
		{"null", object(t, `{"text":null,"yes":null,"int":null,"ptext":null,"pint":null}`), every{}},
		{"as received", form(t, "text=%20a%09%0D%0A+&ptext=%C3%A9e%CC%81"), every{Text: " a\t\r\n ", PText: ptr("ée\u0301")}},
		{"as received in JSON", object(t, `{"text":" a\t\u00e9 "}`), every{Text: " a\té "}},
		{"names are exact", object(t, `{"Text":"a","TEXT":"b","Ignored":"c","secret":"d","-":"e"}`), every{}},
		{"names are exact in a form", form(t, "Text=a&TEXT=b&Ignored=c&secret=d&-=e"), every{}},
		{"other members", object(t, `{"csrfToken":"x","callbackUrl":[1],"deep":{"text":"y"},"text":"a"}`), every{Text: "a"}},
	}
	_ = every{secret: ""}.secret
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, got := kept[every](t)
			user, err := p.Authorize(t.Context(), tt.body)
			if err != nil || ginauth.UserOf(user).ID != "1" {
				t.Fatalf("Authorize: %v, %v", user, err)
			}
			if !reflect.DeepEqual(*got, tt.want) {
				t.Errorf("got %+v\nwant %+v", *got, tt.want)
			}
		})
	}
}

func TestDecodeRefuses(t *testing.T) {
	form, object := formBody, jsonBody
	tests := []struct {
		body ginauth.Credentials
		want []string
	}{
		{object(t, `{"text":1}`), []string{"text.type"}},
		{object(t, `{"text":true}`), []string{"text.type"}},
		{object(t, `{"text":["a"],"ptext":{"a":1}}`), []string{"text.type", "ptext.type"}},
		{object(t, `{"yes":1,"pbool":"yes"}`), []string{"yes.type", "pbool.type"}},
		{object(t, `{"int":1.0,"uint":-1,"float":"abc"}`), []string{"int.type", "uint.type", "float.type"}},
		{object(t, `{"int":true,"pint":[1]}`), []string{"int.type", "pint.type"}},
		{object(t, `{"int":128,"uint":65536,"float":1e39}`), []string{"int.range", "uint.range", "float.range"}},
		{form(t, "text=a&text=b&yes=off&yes=on"), []string{"text.single", "yes.single"}},
		{form(t, "yes=yes&int=%205&uint=0x10&float=NaN&pnum=Inf&pint=1_000"),
			[]string{"yes.type", "int.type", "uint.type", "float.type", "pint.type", "pnum.type"}},
		{form(t, "float=0x1p4"), []string{"float.type"}},
		{form(t, "int=-129"), []string{"int.range"}},
	}
	for _, tt := range tests {
		p, _ := kept[every](t)
		user, err := p.Authorize(t.Context(), tt.body)
		if user != nil {
			t.Errorf("%v: a user and %v", tt.want, err)
		}
		if got := broken(t, err); !slices.Equal(got, tt.want) {
			t.Errorf("got %v, want %v", got, tt.want)
		}
	}
}

func TestLimits(t *testing.T) {
	type form struct {
		User     string `json:"user"`
		Password string `json:"password"`
		Short    string `json:"short" input:"password" validate:"maxbytes=72"`
		Token    string `json:"token" validate:"maxbytes=9000"`
		Count    int    `json:"count"`
	}
	long := strings.Repeat
	tests := []struct {
		field, value string
		ok           bool
	}{
		{"user", long("x", 4096), true},
		{"user", long("x", 4097), false},
		{"password", long("x", 1024), true},
		{"password", long("x", 1025), false},
		{"password", long("ä", 512), true},
		{"password", long("ä", 513), false},
		{"short", long("x", 72), true},
		{"short", long("ж", 36), true},
		{"short", long("ж", 37), false}, // what bcrypt would cut
		{"token", long("x", 9000), true},
		{"token", long("x", 9001), false},
		{"count", long("0", 4097), false},
	}
	for _, tt := range tests {
		p, got := kept[form](t)
		_, err := p.Authorize(t.Context(), formBody(t, tt.field+"="+tt.value))
		if (err == nil) != tt.ok {
			t.Errorf("%s of %d bytes: %v", tt.field, len(tt.value), err)
			continue
		}
		if err == nil && reflect.ValueOf(*got).FieldByNameFunc(func(n string) bool { return strings.EqualFold(n, tt.field) }).String() != tt.value {
			t.Errorf("%s was changed", tt.field)
		}
		if err != nil && !slices.Equal(broken(t, err), []string{tt.field + ".maxbytes"}) {
			t.Errorf("%s: %v", tt.field, err)
		}
	}
}
