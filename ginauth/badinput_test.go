package ginauth_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
	"time"

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
