package ginauth_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/authjs"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// codec seals tokens as another server with the secret would.
func codec(t *testing.T, d dialectFacts, secret, salt string) *authjs.Codec {
	t.Helper()
	format := authjs.V4
	if !d.v4 {
		format = authjs.V5
		if salt == "" {
			salt = d.prefix + ".session-token"
		}
	}
	c, err := authjs.NewCodec(format, salt, secret)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// badTokens are tokens that must not count, made from a good one.
func badTokens(t *testing.T, d dialectFacts, now time.Time, good string) map[string]string {
	t.Helper()
	own := codec(t, d, string(ginauthtest.Secret), "")
	seal := func(c *authjs.Codec, claims string, at time.Time, age time.Duration) string {
		t.Helper()
		token, err := c.Encode(rawJSON(claims), at, age)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	raw := func(claims string) string {
		t.Helper()
		token, err := own.Seal([]byte(claims))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	parts := strings.Split(good, ".")
	header := func(h string) string {
		return strings.Join(append([]string{base64.RawURLEncoding.EncodeToString([]byte(h))}, parts[1:]...), ".")
	}
	part := func(i int, f func(string) string) string {
		changed := append([]string(nil), parts...)
		changed[i] = f(changed[i])
		return strings.Join(changed, ".")
	}
	const me = `{"sub":"1","name":"J"}`
	hour := time.Hour
	return map[string]string{
		"a word":             "garbage",
		"dots":               "....",
		"one dot":            ".",
		"six parts":          good + ".x",
		"cut in half":        good[:len(good)/2],
		"last byte cut":      good[:len(good)-1],
		"first byte cut":     good[1:],
		"one bit":            part(3, func(s string) string { return flip(s, len(s)/2) }),
		"tag":                part(4, func(s string) string { return flip(s, 3) }),
		"tag cut":            part(4, func(s string) string { return s[:len(s)-4] }),
		"no tag":             part(4, func(string) string { return "" }),
		"iv":                 part(2, func(s string) string { return flip(s, 1) }),
		"no iv":              part(2, func(string) string { return "" }),
		"a key":              part(1, func(string) string { return "AAAA" }),
		"padded":             good + "==",
		"standard base64":    strings.NewReplacer("-", "+", "_", "/").Replace(part(3, func(string) string { return "-_-_" })),
		"upper case":         strings.ToUpper(good),
		"twice":              good + good,
		"with a blank":       good[:20] + "%20" + good[20:],
		"alg none":           header(`{"alg":"none","enc":"A256GCM"}`),
		"alg RSA":            header(`{"alg":"RSA-OAEP","enc":"A256GCM"}`),
		"alg of a password":  header(`{"alg":"PBES2-HS256+A128KW","enc":"A256GCM","p2c":2147483647,"p2s":"AA"}`),
		"enc changed":        header(`{"alg":"dir","enc":"A128GCM"}`),
		"compressed":         header(`{"alg":"dir","enc":"A256GCM","zip":"DEF"}`),
		"kid changed":        header(`{"alg":"dir","enc":"A256CBC-HS512","kid":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}`),
		"critical":           header(`{"alg":"dir","enc":"A256GCM","crit":["x"],"x":1}`),
		"header not JSON":    header(`hello`),
		"deep header":        header(strings.Repeat("[", 10000)),
		"unsigned JWT":       "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
		"expired":            seal(own, me, now.Add(-2*hour), hour),
		"from the future":    seal(own, me, now.Add(hour), hour),
		"too long":           strings.Repeat("A", 40000),
		"another secret":     seal(codec(t, d, "another-secret/3n7Zq0W2xV9rT5yL8", ""), me, now, hour),
		"sealed state":       seal(codec(t, d, string(ginauthtest.Secret), d.prefix+".state"), me, now, hour),
		"nobody":             seal(own, `{"role":"admin"}`, now, hour),
		"state as a session": seal(own, `{"state":"x","code_verifier":"y"}`, now, hour),
		"no exp":             raw(`{"sub":"1","iat":1}`),
		"no iat":             raw(`{"sub":"1","exp":99999999999}`),
		"exp as text":        raw(`{"sub":"1","exp":"99999999999"}`),
		"claim of a type":    seal(own, `{"sub":"1","name":"J","role":{"not":"text"}}`, now, hour),
	}
}

type rawJSON string

func (r rawJSON) MarshalJSON() ([]byte, error) { return []byte(r), nil }

func flip(s string, i int) string {
	c := byte('A')
	if s[i] == 'A' {
		c = 'B'
	}
	return s[:i] + string(c) + s[i+1:]
}

// A token that does not count: signed out, cookie cleared, one line in the log
// without the token, and never a fault of the server.
func TestBadTokens(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		name := d.prefix + ".session-token"
		a.signIn()
		good := a.cookie(name)
		for what, token := range badTokens(t, d, a.clock.Now(), good) {
			for _, path := range []string{"/me", "/api/auth/session"} {
				a.newBrowser()
				a.logs.reset()
				r := odd("GET", path, "")
				r.Header.Set("Cookie", name+"="+token)
				res := serve(a.router, r)
				status(t, res, http.StatusOK)
				if body := text(t, res); body != "null" && body != "{}" {
					t.Errorf("%s: %s: %s", what, path, body)
				}
				c := setCookies(t, res)
				if c[name] == nil || c[name].MaxAge >= 0 || len(c) > 2 {
					t.Errorf("%s: %s: cookies %v", what, path, cookieNames(res))
				}
				if a.logs.lines() != 1 || !strings.Contains(a.logs.String(), "JWT_SESSION_ERROR") {
					t.Errorf("%s: %s: logs %s", what, path, a.logs)
				}
				quiet(t, what, a.logs.String(), token)
			}
		}
	})
}

// quiet fails if a log holds a piece of a token.
func quiet(t *testing.T, what, logs, token string) {
	t.Helper()
	for i := 0; i+16 <= len(token); i += 16 {
		if strings.Contains(logs, token[i:i+16]) {
			t.Errorf("%s: the log holds the token: %.300s", what, logs)
			return
		}
	}
}

// The same in an Authorization header: nobody, and no cookie to clear.
func TestBadBearer(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		a.signIn()
		good := a.cookie(d.prefix + ".session-token")
		values := badTokens(t, d, a.clock.Now(), good)
		for _, v := range []string{"%E0%A4%A", "%00", "\x00", "", " ", "x y z", strings.Repeat("x", 1<<16), "ü", "\xff"} {
			values["raw "+v[:min(3, len(v))]] = v
		}
		for what, token := range values {
			r := odd("GET", "/me", "")
			r.Header["Authorization"] = []string{"Bearer " + token}
			res := serve(a.router, r)
			status(t, res, http.StatusOK)
			if body := text(t, res); body != "null" || len(res.Cookies()) != 0 {
				t.Errorf("%s: %s, cookies %v", what, body, cookieNames(res))
			}
			quiet(t, what, a.logs.String(), token)
		}
	})
}

// Cookies in quantities and of kinds that no browser sends.
func TestOddCookies(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		a.signIn()
		name := d.prefix + ".session-token"
		good := a.cookie(name)
		for what, tc := range map[string]struct {
			cookies string
			in      bool
		}{
			"3000 others":               {strings.Repeat("a=b; ", 3000), false},
			"3000 others and a session": {strings.Repeat("a=b; ", 3000) + name + "=" + good, true},
			"3000 of ours":              {strings.Repeat(name+"=x; ", 3000), false},
			"3000 chunks":               {strings.Repeat(name+".1=x; ", 3000), false},
			"3000 CSRF cookies":         {strings.Repeat(d.prefix+".csrf-token=x; ", 3000), false},
			"3000 targets":              {strings.Repeat(d.prefix+".callback-url=x; ", 3000), false},
			"NUL":                       {name + "=\x00", false},
			"NUL in the name":           {name + "\x00=" + good, false},
			"not UTF-8":                 {name + "=\xff\xfe", false},
			"separators":                {";;;=;==; ;" + strings.Repeat(";", 5000), false},
			"a chunk alone":             {name + ".1=" + good, false},
			"chunk of minus one":        {name + ".-1=" + good, false},
			"chunk 99999999999999":      {name + ".99999999999999=" + good, false},
			"chunk without a number":    {name + ".=" + good, false},
			"a gap":                     {name + ".0=" + good[:50] + "; " + name + ".2=" + good[50:], false},
			"sister name":               {name + "x=" + good, false},
			"prefix of https":           {"__Secure-" + name + "=" + good, false},
			"whole and garbage chunks":  {name + ".0=x; " + name + ".1=y; " + name + "=" + good, true},
			"chunked by hand":           {name + ".0=" + good[:50] + "; " + name + ".1=" + good[50:], true},
			"quoted":                    {name + `="` + good + `"`, true},
		} {
			for _, path := range []string{"/me", "/api/auth/session", "/api/auth/csrf", "/api/auth/signin", "/api/auth/signout"} {
				a.logs.reset()
				r := odd("GET", path, "")
				r.Header.Set("Cookie", tc.cookies)
				res := serve(a.router, r)
				body := text(t, res)
				status(t, res, http.StatusOK)
				if path == "/me" && (body != "null") != tc.in {
					t.Errorf("%s: %s", what, body)
				}
				if a.logs.lines() > 1 {
					t.Errorf("%s: logs %s", what, a.logs)
				}
				if size := len(strings.Join(res.Header["Set-Cookie"], "")); size > 8<<10 {
					t.Errorf("%s: %s: %d bytes of cookies in the answer", what, path, size)
				}
			}
		}
	})
}

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

// Headers and queries that no client sends.
func TestOddRequests(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) { cfg.Events.Session = nil })
		for _, query := range []string{"%zz", "a=%ff", "a;b", strings.Repeat("a=b&", 5000), "error=%00", "error=" + strings.Repeat("x", 1e5), "callbackUrl=%ff", "&&&==="} {
			for _, path := range []string{"/signin", "/error", "/session", "/signout", "/csrf", "/verify-request", "/callback/credentials"} {
				r := odd("GET", "/api/auth"+path, "")
				r.URL.RawQuery = query
				for name, value := range map[string]string{
					"Accept": ";;;q=q,\xff", "Content-Type": "\xff", "Origin": "\x00", "Sec-Fetch-Site": "\xff", "X-Forwarded-Host": "\x00",
				} {
					r.Header[name] = []string{value, value}
				}
				if res := serve(a.router, r); res.StatusCode >= 500 {
					t.Errorf("%s?%.30s: %d", path, query, res.StatusCode)
				}
			}
		}
	})
}
