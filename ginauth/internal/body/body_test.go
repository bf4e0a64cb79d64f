package body_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/ginauth/gin-auth/ginauth/internal/body"
)

const formType, jsonType = "application/x-www-form-urlencoded", "application/json"

func read(kind, content string) (body.Body, error) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(content))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	return body.Read(r)
}

func TestRead(t *testing.T) {
	nested := func(n int) string { return `{"a":` + strings.Repeat("[", n-1) + strings.Repeat("]", n-1) + "}" }
	for what, tc := range map[string]struct {
		kind, content string
		err           error
	}{
		"empty":                {"", "", nil},
		"empty, any type":      {"text/plain", "", nil},
		"form":                 {formType, "a=b", nil},
		"JSON":                 {jsonType, `{"a":"b"}`, nil},
		"with a charset":       {"Application/JSON; charset=utf-8", `{}`, nil},
		"64 KiB":               {formType, "a=" + strings.Repeat("b", body.MaxBytes-2), nil},
		"64 KiB and one":       {formType, "a=" + strings.Repeat("b", body.MaxBytes-1), body.ErrTooLarge},
		"50 fields":            {formType, strings.Repeat("a&", 49), nil},
		"51 fields":            {formType, strings.Repeat("a&", 50) + "a", body.ErrMalformed},
		"32 deep":              {jsonType, nested(32), nil},
		"33 deep":              {jsonType, nested(33), body.ErrMalformed},
		"brackets as text":     {jsonType, `{"a":"` + strings.Repeat("[", 100) + `\"[[["}`, nil},
		"backslash at the end": {jsonType, `{"a":"\`, body.ErrMalformed},
		"escaped NUL":          {jsonType, `{"a":"\u0000"}`, body.ErrMalformed},
		"escaped escape":       {jsonType, `{"a":"\\u0000"}`, nil},
		"list":                 {jsonType, `[]`, body.ErrMalformed},
		"null":                 {jsonType, `null`, body.ErrMalformed},
		"trailing":             {jsonType, `{} {}`, body.ErrMalformed},
		"no type":              {"", "a=b", body.ErrType},
		"multipart":            {"multipart/form-data; boundary=x", "a", body.ErrType},
		"broken type":          {"application/json;;", "{}", body.ErrType},
		"broken escape":        {formType, "a=%", body.ErrMalformed},
	} {
		if _, err := read(tc.kind, tc.content); !errors.Is(err, tc.err) || (err == nil) != (tc.err == nil) {
			t.Errorf("%s: %v, want %v", what, err, tc.err)
		}
	}
}

// What Content-Length promises is not waited for, and a body without one is
// read no further than the limit.
func TestReadLimits(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("read")))
	r.ContentLength = body.MaxBytes + 1
	if _, err := body.Read(r); !errors.Is(err, body.ErrTooLarge) {
		t.Errorf("error %v", err)
	}
	endless := strings.NewReader(strings.Repeat("a", 1<<20))
	r = httptest.NewRequest(http.MethodPost, "/", endless)
	r.ContentLength = -1
	if _, err := body.Read(r); !errors.Is(err, body.ErrTooLarge) || endless.Len() < 1<<20-2*body.MaxBytes {
		t.Errorf("error %v, %d left", err, endless.Len())
	}
	r = httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("secret of the network")))
	r.ContentLength = -1
	if _, err := body.Read(r); !errors.Is(err, body.ErrMalformed) || strings.Contains(err.Error(), "secret") {
		t.Errorf("error %v", err)
	}
	r = httptest.NewRequest(http.MethodPost, "/", strings.NewReader("{}"))
	r.Header["Content-Type"] = []string{jsonType, formType}
	if _, err := body.Read(r); !errors.Is(err, body.ErrType) {
		t.Errorf("two types: %v", err)
	}
	if _, err := body.Read(&http.Request{}); err != nil {
		t.Errorf("no body: %v", err)
	}
}

func TestGetAndRaw(t *testing.T) {
	b, err := read(jsonType, `{"s":"text","t":true,"f":false,"n":1,"o":{"a":[1]},"z":null,"e":""}`)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][2]string{
		"s": {"text", `"text"`}, "t": {"true", "true"}, "f": {"", "false"}, "n": {"", "1"}, "o": {"", `{"a":[1]}`}, "z": {"", "null"}, "e": {"", `""`}, "x": {"", ""},
	} {
		if b.Get(name) != want[0] || string(b.Raw(name)) != want[1] {
			t.Errorf("%s: %q %q", name, b.Get(name), b.Raw(name))
		}
	}
	b, err = read(formType, "s=a%22b&s=second&e=")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][2]string{"s": {`a"b`, `"a\"b"`}, "e": {"", `""`}, "x": {"", ""}} {
		if b.Get(name) != want[0] || string(b.Raw(name)) != want[1] {
			t.Errorf("%s: %q %q", name, b.Get(name), b.Raw(name))
		}
	}
	if (body.Body{}).Get("x") != "" || (body.Body{}).Raw("x") != nil {
		t.Error("an empty body has fields")
	}
}

// What is read is clean, and no bigger than the limits.
func FuzzRead(f *testing.F) {
	f.Add(true, "a=b&c=%00")
	f.Add(false, `{"a":"\u0000"}`)
	f.Add(false, `{"a":[[[[{"b":1}]]]]}`)
	f.Add(false, `{"a":"\\u0000\u00e9"}`)
	f.Fuzz(func(t *testing.T, isForm bool, content string) {
		kind := jsonType
		if isForm {
			kind = formType
		}
		b, err := read(kind, content)
		if err != nil {
			if !errors.Is(err, body.ErrMalformed) && !errors.Is(err, body.ErrTooLarge) {
				t.Fatalf("error %v", err)
			}
			return
		}
		if len(b.Form) > 50 || len(b.JSON) > 50 {
			t.Fatal("too many fields")
		}
		for name, values := range b.Form {
			for _, v := range append(values, name, b.Get(name)) {
				if strings.ContainsRune(v, 0) || !utf8.ValidString(v) {
					t.Fatalf("%q", v)
				}
			}
		}
		for name := range b.JSON {
			if v := b.Get(name); strings.ContainsRune(v+name, 0) || !utf8.ValidString(v+name) {
				t.Fatalf("%q", v)
			}
			if !json.Valid(b.Raw(name)) {
				t.Fatalf("%q", b.Raw(name))
			}
		}
	})
}
