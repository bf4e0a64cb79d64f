package cookies_test

import (
	"encoding/json"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/cookies"
)

type vectors struct {
	SetCookieWire []struct{ Name, Cookie, Value, Wire string } `json:"set_cookie_wire"`
	CookieParse   []struct {
		Header string
		Parsed map[string]string
	} `json:"cookie_parse"`
}

func load(t *testing.T) vectors {
	t.Helper()
	data, err := os.ReadFile("../../authjs/testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vectors
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.SetCookieWire) == 0 || len(v.CookieParse) == 0 {
		t.Fatal("vectors are missing")
	}
	return v
}

func TestWireVectors(t *testing.T) {
	expires := time.Date(2026, 11, 23, 10, 16, 23, 0, time.UTC)
	base := cookies.Cookie{Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode}
	shape := map[string]func(*cookies.Cookie){
		"csrf http":          func(*cookies.Cookie) {},
		"csrf https":         func(c *cookies.Cookie) { c.Secure = true },
		"callback-url":       func(*cookies.Cookie) {},
		"state":              func(c *cookies.Cookie) { c.MaxAge, c.Expires = 900, expires },
		"nonce (no Max-Age)": func(c *cookies.Cookie) { c.Expires = expires },
		"session":            func(c *cookies.Cookie) { c.Secure, c.Expires = true, expires },
		"cleared":            func(c *cookies.Cookie) { c.Value, c.Expires = "old", expires; *c = c.Cleared() },
		"custom domain": func(c *cookies.Cookie) {
			c.Domain, c.Secure, c.SameSite = ".example.com", true, http.SameSiteNoneMode
		},
	}
	for _, v := range load(t).SetCookieWire {
		set, ok := shape[v.Name]
		if !ok {
			t.Errorf("%s: no such case here", v.Name)
			continue
		}
		c := base
		c.Name, c.Value = v.Cookie, v.Value
		set(&c)
		if got := c.String(); got != v.Wire {
			t.Errorf("%s:\n got %s\nwant %s", v.Name, got, v.Wire)
		}
	}
}

func TestParseVectors(t *testing.T) {
	for _, v := range load(t).CookieParse {
		got := map[string]string{}
		s := cookies.Scan([]string{v.Header}, "")
		for s.Next() {
			if _, seen := got[s.Name]; !seen {
				got[s.Name] = cookies.Decode(s.Value)
			}
		}
		if len(got) != len(v.Parsed) {
			t.Errorf("%q: got %q, want %q", v.Header, got, v.Parsed)
		}
		for name, want := range v.Parsed {
			if value, n := cookies.Get([]string{v.Header}, name); n == 0 || value != want || got[name] != want {
				t.Errorf("%q: %s = %q (%d), want %q", v.Header, name, value, n, want)
			}
		}
	}
}

func TestEncodeDecode(t *testing.T) {
	for in, want := range map[string]string{
		"":                   "",
		"abcXYZ019-_.!~*'()": "abcXYZ019-_.!~*'()",
		"a b+c;d,e\"f\\":     "a%20b%2Bc%3Bd%2Ce%22f%5C",
		"ü✓😀":                "%C3%BC%E2%9C%93%F0%9F%98%80",
		"\r\n\x00\x7f":       "%0D%0A%00%7F",
		"\xff":               "%EF%BF%BD",
	} {
		if got := cookies.Encode(in); got != want {
			t.Errorf("Encode(%q) = %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]string{
		`"q"`: "q", `"`: `"`, `""`: "", `"%41"`: "A", "a+b": "a+b",
		"%": "%", "%4": "%4", "%4g": "%4g", "%C3": "%C3", "%C3\xbc": "%C3\xbc", "\xc3%BC": "\xc3%BC", "%c3%bc": "ü",
		"%ED%A0%80": "%ED%A0%80", "%C0%80": "%C0%80", "ok%20%zz": "ok%20%zz", "%22x%22": `"x"`,
	} {
		if got := cookies.Decode(in); got != want {
			t.Errorf("Decode(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestStringRefusesInjection(t *testing.T) {
	for name, c := range map[string]cookies.Cookie{
		"empty name":   {Name: ""},
		"name space":   {Name: "a b"},
		"name newline": {Name: "a\r\nSet-Cookie: x"},
		"name equals":  {Name: "a=b"},
		"name unicode": {Name: "ü"},
		"path attr":    {Name: "a", Path: "/; Domain=evil.example"},
		"path newline": {Name: "a", Path: "/\r\nX: y"},
		"domain attr":  {Name: "a", Domain: "x; Secure"},
		"domain NUL":   {Name: "a", Domain: "x\x00"},
	} {
		if got := c.String(); got != "" {
			t.Errorf("%s: wrote %q", name, got)
		}
	}
	if got := (cookies.Cookie{Name: "a", Value: "x\r\nSet-Cookie: b=c; d"}).String(); strings.ContainsAny(got, "\r\n;") {
		t.Errorf("value escaped its cookie: %q", got)
	}
	full := cookies.Cookie{Name: "a", MaxAge: 1, Path: "/", Secure: true, SameSite: http.SameSiteStrictMode, Partitioned: true}
	if got, want := full.String(), "a=; Max-Age=1; Path=/; Secure; SameSite=Strict; Partitioned"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGet(t *testing.T) {
	lines := []string{"a=1;b=2;; ;=x", "\t a \t=\t2 ; A=3", "", "ab=4"}
	for name, want := range map[string]struct {
		value string
		n     int
	}{
		"a": {"1", 2}, "b": {"2", 1}, "A": {"3", 1}, "ab": {"4", 1}, "c": {"", 0},
	} {
		if value, n := cookies.Get(lines, name); value != want.value || n != want.n {
			t.Errorf("Get(%q) = %q, %d; want %q, %d", name, value, n, want.value, want.n)
		}
	}
}

func TestThousandsOfCookies(t *testing.T) {
	line := strings.Repeat("junk=0; ", 5000) + "wanted=1"
	if value, n := cookies.Get([]string{line}, "wanted"); value != "1" || n != 1 {
		t.Errorf("got %q, %d", value, n)
	}
	lines := []string{line}
	if n := testing.AllocsPerRun(10, func() { cookies.Get(lines, "wanted") }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// FuzzScan: never a panic, and every cookie found stands in the header under a name that has the prefix.
func FuzzScan(f *testing.F) {
	f.Add("a=1; b=%7Cx; c=\"q\"; a=2", "a")
	f.Add(" sp = v ;flag; e=", "")
	f.Add("a\x00=\xff%E0%A4%A; =;=", "=")
	f.Fuzz(func(t *testing.T, line, prefix string) {
		s := cookies.Scan([]string{line, line}, prefix)
		found := 0
		for s.Next() {
			found++
			if !strings.HasPrefix(s.Name, prefix) || strings.ContainsAny(s.Name, "=;") || strings.Contains(s.Value, ";") {
				t.Fatalf("%q: %q = %q", line, s.Name, s.Value)
			}
			cookies.Decode(s.Value)
		}
		if found%2 != 0 || found > 2*(strings.Count(line, ";")+1) {
			t.Fatalf("%q: %d cookies", line, found)
		}
	})
}

// FuzzEncode: what is written is read back, and never leaves its place.
func FuzzEncode(f *testing.F) {
	f.Add("a b|c\r\n;")
	f.Add("\"%41\"")
	f.Fuzz(func(t *testing.T, value string) {
		line := (cookies.Cookie{Name: "n", Value: value}).String()
		if strings.ContainsAny(line, ";\r\n\x00 \"") {
			t.Fatalf("%q", line)
		}
		got, n := cookies.Get([]string{line}, "n")
		if want := strings.ToValidUTF8(value, "\uFFFD"); n != 1 || got != want && len(want) == len(value) {
			t.Fatalf("%q came back as %q", value, got)
		}
	})
}
