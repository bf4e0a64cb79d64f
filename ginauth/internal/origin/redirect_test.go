package origin_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/origin"
)

var app = origin.Base{Origin: "https://app.example.com", Host: "app.example.com", Path: "/api/auth", Secure: true}

func TestResolve(t *testing.T) {
	for in, want := range map[string]string{
		"/":                                 "https://app.example.com/",
		"/a?b=c#d":                          "https://app.example.com/a?b=c#d",
		"/ü":                                "https://app.example.com/%C3%BC",
		"/a?q=ü":                            "https://app.example.com/a?q=%C3%BC",
		"/a#ü":                              "https://app.example.com/a#%C3%BC",
		"https://app.example.com":           "https://app.example.com",
		"https://APP.example.com:443/a":     "https://app.example.com/a",
		"HTTPS://app.example.com/":          "https://app.example.com/",
		"https://app.example.com/{a}|^`":    "https://app.example.com/%7Ba%7D%7C%5E%60",
		"https://app.example.com?a=<b>":     "https://app.example.com?a=%3Cb%3E",
		"/a?next=//evil.test":               "https://app.example.com/a?next=//evil.test",
		"/a//b":                             "https://app.example.com/a//b",
		"/@evil.test":                       "https://app.example.com/@evil.test",
		"https://app.example.com/a/../../b": "https://app.example.com/a/../../b",
	} {
		if got, ok := app.Resolve(in); !ok || got != want {
			t.Errorf("%q: %q %v", in, got, ok)
		}
	}
	for _, in := range []string{
		"", "a", "undefined", "//evil.test", `/\evil.test`, "/\t/evil.test", "https://evil.test", "http://app.example.com/",
		"https://app.example.com.evil.test", "https://app.example.com@evil.test", "https://u@app.example.com", "https://app.example.com:444/",
		"https:app.example.com", "https:/app.example.com", "javascript:alert(1)", "//app.example.com/", "/%", "https://app.example.com/%",
		strings.Repeat("/a", 1025), "https://app.example.com./",
	} {
		if got, ok := app.Resolve(in); ok {
			t.Errorf("%q leads to %q", in, got)
		}
	}
}

func TestAbsoluteAndOf(t *testing.T) {
	for in, want := range map[string]string{
		"https://Other.example:443/a": "https://other.example/a", "/a": "https://app.example.com/a", "http://x:1/?b": "http://x:1/?b",
	} {
		if got, ok := app.Absolute(in); !ok || got != want {
			t.Errorf("%q: %q %v", in, got, ok)
		}
	}
	for _, in := range []string{"", "a", "//x", "javascript:a", "ftp://x", "https://u@x", "https:x", "https://", `https://x\y`, "mailto:a@b", "https://ä.example/"} {
		if got, ok := app.Absolute(in); ok {
			t.Errorf("%q leads to %q", in, got)
		}
		if got, ok := origin.Of(in); ok {
			t.Errorf("%q has the origin %q", in, got)
		}
	}
	for in, want := range map[string]string{"https://X:443/a?b#c": "https://x", "http://x:8080": "http://x:8080", "/a": ""} {
		if got, ok := origin.Of(in); got != want || ok != (want != "") {
			t.Errorf("%q: %q %v", in, got, ok)
		}
	}
}

// whatwgOrigin reads an absolute URL as browsers do (WHATWG URL, special
// schemes): it drops tabs and newlines, takes \ for /, and any number of
// slashes after the scheme.
func whatwgOrigin(raw string) string {
	raw = strings.Trim(raw, "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f ")
	raw = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(raw)
	scheme, rest, _ := strings.Cut(raw, ":")
	rest = strings.TrimLeft(rest, `/\`)
	if i := strings.IndexAny(rest, `/\?#`); i >= 0 {
		rest = rest[:i]
	}
	if i := strings.LastIndexByte(rest, '@'); i >= 0 {
		rest = rest[i+1:]
	}
	host, err := url.PathUnescape(rest)
	if err != nil {
		return "invalid"
	}
	host = strings.ToLower(host)
	scheme = strings.ToLower(scheme)
	return scheme + "://" + strings.TrimSuffix(strings.TrimSuffix(host, map[string]string{"http": ":80", "https": ":443"}[scheme]), ":")
}

// Whatever comes in, what comes out is on the own origin, for Go and for a
// browser, and can stand in a header.
func FuzzResolve(f *testing.F) {
	for _, seed := range []string{
		"/", "/a?b#c", "//evil", `/\evil`, "https:evil", "https://good@evil", "http://good.evil", "/\t/evil", "https://app.example.com:444",
		"https://app.example.com\\@evil", "https://app.example.com%2eevil", "HTTPS://APP.EXAMPLE.COM", "https://app.example.com#@evil", "https:///evil", "/%2f/evil", "/.//evil", "ⓗttps://x",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, in string) {
		out, ok := app.Resolve(in)
		if !ok {
			if out != "" {
				t.Fatalf("%q: %q and not ok", in, out)
			}
			return
		}
		u, err := url.Parse(out)
		if err != nil || u.Scheme+"://"+u.Host != app.Origin || u.User != nil {
			t.Fatalf("%q leads to %q (%v)", in, out, err)
		}
		if got := whatwgOrigin(out); got != app.Origin {
			t.Fatalf("%q leads a browser to %q by %q", in, got, out)
		}
		for i := range len(out) {
			if c := out[i]; c <= ' ' || c >= 0x7f || c == '\\' || c == '"' || c == '<' || c == '>' {
				t.Fatalf("%q leads to %q", in, out)
			}
		}
		if again, ok := app.Resolve(out); !ok && len(out) <= 2048 || ok && again != out {
			t.Fatalf("%q is %q the second time", out, again)
		}
	})
}
