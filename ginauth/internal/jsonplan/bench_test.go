package jsonplan_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

const smallDoc = `{"name":"Ada Lovelace","email":"ada@example.com","picture":"https://cdn.example.com/avatars/ada-lovelace.png",` +
	`"sub":"0b5c1f5e-94d5-4a5e-8c3b-1f0f6c1d2e3a","id":"user_8231","role":"admin","jwt":"eyJhbGciOiJIUzI1NiJ9.e30.Zm9vYmFy",` +
	`"iat":1767225600,"exp":1769817600,"jti":"7c9e6679-7425-40de-944b-e07fc1f90ae7"}`

// benchCases are payloads as tokens hold them, of about 320 bytes and 4 KB.
var benchCases = []struct{ name, doc string }{
	{"small", smallDoc},
	{"long", strings.Replace(smallDoc, "eyJhbGciOiJIUzI1NiJ9", strings.Repeat("eyJhbGciOiJIUzI1NiJ9", 190), 1)},
	{"many", manyDoc()},
}

func manyDoc() string {
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(smallDoc, "}"))
	for i := range 40 {
		fmt.Fprintf(&b, `,"https://example.com/claim/%d":"%s"`, i, strings.Repeat("medium ", 8))
	}
	b.WriteByte('}')
	return b.String()
}

func BenchmarkDecode(b *testing.B) {
	plan := compile(b, reflect.TypeFor[token](), reflect.TypeFor[registered]())
	for _, c := range benchCases {
		b.Run(c.name+"/plan", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.doc)))
			for b.Loop() {
				var tok token
				if err := plan.Decode(c.doc, reflect.ValueOf(&tok).Elem()); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/encoding-json", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(c.doc)))
			for b.Loop() {
				var tok token
				if err := json.Unmarshal([]byte(c.doc), &tok); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		compile(b, reflect.TypeFor[token](), reflect.TypeFor[registered]())
	}
}
