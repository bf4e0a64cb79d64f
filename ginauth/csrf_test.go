package ginauth_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// csrfPair is a token and its cookie, as any server with the secret makes them.
func csrfPair(secret, seed string) (token, cookie string) {
	sum := sha256.Sum256([]byte(seed))
	token = hex.EncodeToString(sum[:])
	sum = sha256.Sum256([]byte(token + secret))
	return token, token + "|" + hex.EncodeToString(sum[:])
}

// attempt posts right credentials with a cookie header and a token.
func (a *app) attempt(cookies, token string, header ...string) bool {
	body := fields("csrfToken", token, "username", "jsmith", "password", "hunter2").Encode()
	r := httptest.NewRequest(http.MethodPost, "http://localhost:3000/api/auth/callback/credentials", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Cookie", cookies)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return hasSession(serve(a.router, r))
}

func TestCSRFCookie(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		name := d.prefix + ".csrf-token="
		token, cookie := csrfPair(string(ginauthtest.Secret), "one")
		_, foreign := csrfPair("another-secret/3n7Zq0W2xV9rT5yL8", "one")
		other, otherCookie := csrfPair(string(ginauthtest.Secret), "two")
		escaped := strings.Replace(cookie, "|", "%7C", 1)
		for what, tc := range map[string]struct {
			cookies, token string
			ok             bool
		}{
			"raw separator":            {name + cookie, token, true},
			"escaped":                  {name + escaped, token, true},
			"escaped, lower case":      {name + strings.Replace(cookie, "|", "%7c", 1), token, true},
			"quoted":                   {name + `"` + cookie + `"`, token, true},
			"no cookie":                {"", token, false},
			"no token":                 {name + escaped, "", false},
			"another token":            {name + escaped, other, false},
			"half a token":             {name + escaped, token[:32], false},
			"token in upper case":      {name + escaped, strings.ToUpper(token), false},
			"token and hash":           {name + escaped, cookie, false},
			"planted first":            {name + otherCookie + "; " + name + escaped, other, false},
			"planted last":             {name + escaped + "; " + name + otherCookie, token, false},
			"planted, the same twice":  {name + escaped + "; " + name + escaped, token, false},
			"planted in a second line": {name + escaped + "; x=y; " + name + "z", token, false},
			"of another secret":        {name + foreign, token, false},
			"hash cut off":             {name + token, token, false},
			"hash empty":               {name + token + "|", token, false},
			"hash in upper case":       {name + token + "|" + strings.ToUpper(cookie[65:]), token, false},
			"hash of something else":   {name + token + "|" + otherCookie[65:], token, false},
			"empty token, its hash":    {name + "|" + hashOf(string(ginauthtest.Secret)), "", false},
			"short token, its hash":    {name + "ab|" + hashOf("ab"+string(ginauthtest.Secret)), "ab", false},
			"third part":               {name + cookie + "|x", token, false},
			"another cookie's name":    {name[:len(name)-1] + "x=" + cookie, token, false},
			"invalid escape":           {name + cookie + "%zz", token, false},
		} {
			if got := a.attempt(tc.cookies, tc.token); got != tc.ok {
				t.Errorf("%s: signed in %v", what, got)
			}
		}
	})
}

func hashOf(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// A browser that says that the request comes from elsewhere is refused although
// cookie and token are right; a program without such headers is not.
func TestCSRFOrigin(t *testing.T) {
	token, cookie := csrfPair(string(ginauthtest.Secret), "one")
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		for _, proxied := range []bool{false, true} {
			a := startIn(func(cfg *ginauth.Config) {
				if proxied { // the proxy calls us by another name
					cfg.BaseURL = "https://app.example.com"
				}
			})
			name, own := d.prefix+".csrf-token=", home
			if proxied {
				name, own = "__Host-"+name, "https://app.example.com"
			}
			for _, tc := range []struct {
				header []string
				ok     bool
			}{
				{nil, true},
				{[]string{"Origin", own}, true},
				{[]string{"Sec-Fetch-Site", "same-origin"}, true},
				{[]string{"Sec-Fetch-Site", "none"}, true},
				{[]string{"Origin", own, "Sec-Fetch-Site", "same-origin"}, true},
				{[]string{"Sec-Fetch-Site", "cross-site"}, false},
				{[]string{"Sec-Fetch-Site", "same-site"}, false},
				{[]string{"Sec-Fetch-Site", "nonsense"}, false},
				{[]string{"Origin", "https://evil.test"}, false},
				{[]string{"Origin", "https://evil.test", "Sec-Fetch-Site", "cross-site"}, false},
				{[]string{"Origin", "https://sub.app.example.com"}, false},
				{[]string{"Origin", "http://localhost:3001"}, false},
				{[]string{"Origin", "null"}, false},
			} {
				if got := a.attempt(name+cookie, token, tc.header...); got != tc.ok {
					t.Errorf("proxied %v, %v: signed in %v", proxied, tc.header, got)
				}
			}
		}
	})
}

// The other protected routes refuse as the sign-in does.
func TestCSRFOnEveryProtectedRoute(t *testing.T) {
	a := start(t)
	for name, header := range map[string][]string{
		"cross-site": {"Sec-Fetch-Site", "cross-site"}, "same-site": {"Sec-Fetch-Site", "same-site"}, "origin": {"Origin", "https://evil.test"},
	} {
		a.signIn()
		token := a.csrf()
		a.send("/api/auth/signout", fields("csrfToken", token), header...)
		res := a.send("/api/auth/session", fields("csrfToken", token, "data", "{}"), header...)
		status(t, res, http.StatusBadRequest)
		if !a.signedIn() || hasSession(res) {
			t.Errorf("%s: the request took effect", name)
		}
		res = a.send("/api/auth/signin/credentials", fields("csrfToken", token, "callbackUrl", "/x"), header...)
		same(t, name, res.Header.Get("Location"), base+"/signin?csrf=true")
	}
}

// A CSRF token counts in the body only, and its pair is a new one after a
// sign-in: what somebody planted before is worth nothing.
func TestCSRFRotation(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn()
		token, cookie := csrfPair(string(ginauthtest.Secret), "planted")
		a.setCookie(d.prefix+".csrf-token", cookie)
		same(t, "the planted token", a.csrf(), token)
		res := a.do("POST", "/api/auth/callback/credentials?csrfToken="+token, "application/x-www-form-urlencoded", "username=jsmith&password=hunter2", "X-CSRF-Token", token)
		if hasSession(res) {
			t.Error("the token was taken from the query or a header")
		}
		a.signIn()
		if a.csrf() == token {
			t.Error("the token outlived the sign-in")
		}
	})
}

// After the secret has changed, forms that are open still work.
func TestCSRFWithOldSecrets(t *testing.T) {
	eachDialect(t, func(t *testing.T, d dialectFacts, startIn starter) {
		a := startIn(func(cfg *ginauth.Config) {
			cfg.OldSecrets = []ginauth.Secret{"another-secret/3n7Zq0W2xV9rT5yL8"}
		})
		for _, secret := range []string{string(ginauthtest.Secret), "another-secret/3n7Zq0W2xV9rT5yL8"} {
			token, cookie := csrfPair(secret, "x")
			if !a.attempt(d.prefix+".csrf-token="+cookie, token) {
				t.Errorf("refused for %.10s…", secret)
			}
		}
		// Auth.js v5 with two secrets signs with both, joined by a comma.
		token, cookie := csrfPair(string(ginauthtest.Secret)+",another-secret/3n7Zq0W2xV9rT5yL8", "x")
		if a.attempt(d.prefix+".csrf-token="+cookie, token) == d.v4 {
			t.Error("joined secrets")
		}
		// And the program's own tokens are what the other side expects.
		a.csrf()
		parts := strings.Split(strings.Replace(a.cookie(d.prefix+".csrf-token"), "%7C", "|", 1), "|")
		want := hashOf(parts[0] + d.pick(string(ginauthtest.Secret), string(ginauthtest.Secret)+",another-secret/3n7Zq0W2xV9rT5yL8"))
		same(t, "hash", parts[1], want)
	})
}
