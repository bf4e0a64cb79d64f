package ginauth_test

import (
	"testing"

	gojwt "github.com/golang-jwt/jwt/v5"

	"github.com/ginauth/gin-auth/ginauth"
)

// Another token that is signed with the same key is no session.
func TestSignedType(t *testing.T) {
	for method, c := range signingCases(t) {
		a := start(t, withSigned(ginauth.SignedTokens{Method: method, Key: c.keys[0]}))
		a.signIn()
		ours, _, err := gojwt.NewParser().ParseUnverified(a.sessionToken(), gojwt.MapClaims{})
		if err != nil {
			t.Fatal(err)
		}
		expect(t, method+": the typ of our own", ours.Header["typ"], any("session+jwt"))
		for name, tc := range map[string]struct {
			typ   any // nil: none
			taken bool
		}{
			"ours":             {"session+jwt", true},
			"upper case":       {"SESSION+JWT", true},
			"missing":          {nil, false},
			"JWT":              {"JWT", false},
			"empty":            {"", false},
			"access token":     {"at+jwt", false},
			"media type":       {"application/at+jwt", false},
			"longer":           {"session+jwt2", false},
			"a blank":          {"session+jwt ", false},
			"a number":         {1, false},
			"a list with ours": {[]string{"session+jwt"}, false},
		} {
			now := a.clock.Now()
			unsigned := gojwt.NewWithClaims(c.method, gojwt.MapClaims{"sub": "1", "iat": now.Unix(), "exp": now.Add(hour).Unix()})
			delete(unsigned.Header, "typ")
			if tc.typ != nil {
				unsigned.Header["typ"] = tc.typ
			}
			token, err := unsigned.SignedString(c.keys[0])
			if err != nil {
				t.Fatal(err)
			}
			expect(t, method+", typ "+name+": taken", a.accepts(token), tc.taken)
		}
	}
}
