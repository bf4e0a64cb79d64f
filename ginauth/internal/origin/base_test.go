package origin_test

import (
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
)

func TestParseBase(t *testing.T) {
	for in, want := range map[string]origin.Base{
		"https://app.example.com":           {Origin: "https://app.example.com", Host: "app.example.com", Secure: true},
		"app.example.com":                   {Origin: "https://app.example.com", Host: "app.example.com", Secure: true},
		"localhost:3000":                    {Origin: "http://localhost:3000", Host: "localhost:3000"},
		"127.0.0.1":                         {Origin: "http://127.0.0.1", Host: "127.0.0.1"},
		"[::1]:8080":                        {Origin: "http://[::1]:8080", Host: "[::1]:8080"},
		"http://localhost:3000/":            {Origin: "http://localhost:3000", Host: "localhost:3000"},
		"HTTPS://App.Example.com:443/auth/": {Origin: "https://app.example.com", Host: "app.example.com", Path: "/auth", Secure: true},
		"http://h:80/a/b":                   {Origin: "http://h", Host: "h", Path: "/a/b"},
		"http://h:443":                      {Origin: "http://h:443", Host: "h:443"},
		"https://[::1]:8443":                {Origin: "https://[::1]:8443", Host: "[::1]:8443", Secure: true},
		"https://xn--bcher-kva.example":     {Origin: "https://xn--bcher-kva.example", Host: "xn--bcher-kva.example", Secure: true},
	} {
		got, err := origin.ParseBase(in)
		if err != nil || got != want {
			t.Errorf("%s: %+v %v, want %+v", in, got, err, want)
		}
		if got.URL() != want.Origin+want.Path {
			t.Errorf("%s: URL %s", in, got.URL())
		}
	}
	for _, in := range []string{
		"", "https://", "ftp://h", "javascript://h", "https://u@h", "https://u:p@h", "https://h/?a", "https://h/?", "https://h/#a",
		"https://h/a//b", "https://h/../a", "https://h/a/.", "https://bücher.example", "https://h h", "https://h\\evil", "https://:80",
		"https://.h", "https://h:x", "https://h/:a", "https://h/*a", "https://h/%2f", "https://h/a b", "https://h/é", "https://[::1", "://h",
	} {
		if got, err := origin.ParseBase(in); err == nil {
			t.Errorf("%q was taken: %+v", in, got)
		}
	}
}

func TestCleanPath(t *testing.T) {
	for in, want := range map[string]string{"": "", "/": "", "/api/auth": "/api/auth", "/api/auth/": "/api/auth", "/a-b_c.d~e": "/a-b_c.d~e"} {
		if got, err := origin.CleanPath(in); err != nil || got != want {
			t.Errorf("%q: %q %v", in, got, err)
		}
	}
	for _, in := range []string{"a", "//", "/a//b", "/a//", "/.", "/..", "/a/../b", "/a?b", "/a#b", "/a%b", `/a\b`, "/:a", "/*a", "/a b", "/a\x00", "/ä", `/"`, "/<a>"} {
		if got, err := origin.CleanPath(in); err == nil {
			t.Errorf("%q was taken: %q", in, got)
		}
	}
}

func TestNormalHost(t *testing.T) {
	for _, tc := range []struct {
		host, scheme, want string
		ok                 bool
	}{
		{"App.Example.COM", "https", "app.example.com", true},
		{"a:443", "https", "a", true}, {"a:443", "http", "a:443", true},
		{"a:80", "http", "a", true}, {"a:80", "https", "a:80", true},
		{"a_b.example", "http", "a_b.example", true},
		{"[::1]:3000", "http", "[::1]:3000", true}, {"[2001:DB8::1]", "http", "[2001:db8::1]", true},
		{"127.0.0.1:1", "http", "127.0.0.1:1", true},
		{"", "http", "", false}, {":80", "http", "", false}, {".a", "http", "", false}, {"a/b", "http", "", false},
		{"a@b", "http", "", false}, {"a?b", "http", "", false}, {"a#b", "http", "", false}, {`a\b`, "http", "", false}, {"a b", "http", "", false},
		{"a,b", "http", "", false}, {"a%2eb", "http", "", false}, {"ä", "http", "", false}, {"a\n", "http", "", false}, {"a:b", "http", "", false},
		{"a:1:2", "http", "", false}, {"[", "http", "", false}, {"[]", "http", "", false}, {"::1", "http", "", false},
	} {
		if got, ok := origin.NormalHost(tc.host, tc.scheme); got != tc.want || ok != tc.ok {
			t.Errorf("%q %s: %q %v", tc.host, tc.scheme, got, ok)
		}
	}
}
