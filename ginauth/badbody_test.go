package ginauth_test

import (
	"net/http"
	"strings"
	"testing"
)

// Bodies that are too large, of another type, or broken, on every route that
// reads one. None of them gets as far as authorize.
func TestBadBodies(t *testing.T) {
	const formType, jsonType = "application/x-www-form-urlencoded", "application/json"
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		token := a.csrf()
		for what, tc := range map[string]struct {
			kind, body string
			status     int
		}{
			"65 KiB form":         {formType, "csrfToken=" + token + "&x=" + strings.Repeat("x", 64<<10), 413},
			"65 KiB JSON":         {jsonType, `{"csrfToken":"` + token + `","x":"` + strings.Repeat("x", 64<<10) + `"}`, 413},
			"10 MiB":              {jsonType, strings.Repeat("[", 10<<20), 413},
			"text":                {"text/plain", "csrfToken=" + token, 415},
			"JSON as text":        {"text/plain", `{"csrfToken":"` + token + `"}`, 415},
			"multipart":           {"multipart/form-data; boundary=x", "--x--", 415},
			"no type":             {"", "csrfToken=" + token, 415},
			"odd type":            {"application/json; charset", "{}", 415},
			"XML":                 {"application/xml", "<x/>", 415},
			"JSON of a kind":      {"application/vnd.api+json", "{}", 415},
			"51 fields":           {formType, "csrfToken=" + token + strings.Repeat("&a=b", 50), 400},
			"51 members":          {jsonType, `{"csrfToken":"` + token + `"` + members(50) + `}`, 400},
			"33 deep":             {jsonType, `{"a":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + "}", 400},
			"30000 deep":          {jsonType, strings.Repeat("[", 30000), 400},
			"half of JSON":        {jsonType, `{"csrfToken":"` + token, 400},
			"two of JSON":         {jsonType, `{}{}`, 400},
			"a list":              {jsonType, `[]`, 400},
			"null":                {jsonType, `null`, 400},
			"a number":            {jsonType, `1`, 400},
			"a text":              {jsonType, `"x"`, 400},
			"blank":               {jsonType, ` `, 400},
			"NUL in JSON":         {jsonType, `{"a":"\u0000"}`, 400},
			"NUL itself in JSON":  {jsonType, "{\"a\":\"\x00\"}", 400},
			"JSON not UTF-8":      {jsonType, "{\"a\":\"\xff\"}", 400},
			"NUL in a form":       {formType, "a=%00", 400},
			"NUL in a name":       {formType, "%00=a", 400},
			"NUL itself":          {formType, "a=\x00", 400},
			"form not UTF-8":      {formType, "a=%ff", 400},
			"name not UTF-8":      {formType, "%ff=a", 400},
			"broken escape":       {formType, "a=%zz", 400},
			"semicolon":           {formType, "a=b;c=d", 400},
			"50 fields":           {formType, "csrfToken=" + token + strings.Repeat("&a=b", 49), 0},
			"empty":               {"", "", 0},
			"empty form":          {formType, "", 0},
			"type in upper case":  {"APPLICATION/JSON; Charset=UTF-8", "{}", 0},
			"32 deep":             {jsonType, `{"a":` + strings.Repeat("[", 31) + strings.Repeat("]", 31) + "}", 0},
			"a token of numbers":  {jsonType, `{"csrfToken":123,"json":1,"callbackUrl":{"a":1}}`, 0},
			"the same name twice": {jsonType, `{"csrfToken":"x","csrfToken":"` + token + `","a":1}`, 0},
		} {
			for _, path := range []string{"/callback/credentials", "/signin/credentials", "/signout", "/session"} {
				res := a.do(http.MethodPost, "/api/auth"+path, tc.kind, tc.body)
				body := text(t, res)
				switch {
				case tc.status == 0:
					if res.StatusCode >= 401 {
						t.Errorf("%s to %s: %d %.80s", what, path, res.StatusCode, body)
					}
				case res.StatusCode != tc.status || len(res.Cookies()) != 0:
					t.Errorf("%s to %s: %d %.80s", what, path, res.StatusCode, body)
				case path == "/session" && body != d.none:
					t.Errorf("%s to %s: %s", what, path, body)
				case path != "/session" && !strings.HasPrefix(body, `{"message":"the body `):
					t.Errorf("%s to %s: %s", what, path, body)
				}
			}
		}
	})
}

func members(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(`,"m` + string(rune('a'+i%26)) + string(rune('a'+i/26)) + `":1`)
	}
	return b.String()
}

// A body that breaks off is the client's fault.
func TestBrokenBody(t *testing.T) {
	a := start(t)
	for _, path := range []string{"/callback/credentials", "/session"} {
		r := odd("POST", "/api/auth"+path, "")
		r.Header.Set("Content-Type", "application/json")
		r.Body = http.NoBody
		r.ContentLength = 10
		if res := serve(a.router, r); res.StatusCode >= 500 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
		r.Body = brokenBody{}
		status(t, serve(a.router, r), http.StatusBadRequest)
	}
}

type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, http.ErrBodyReadAfterClose }
func (brokenBody) Close() error             { return nil }
