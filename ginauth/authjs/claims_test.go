package authjs_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

func TestParseClaims(t *testing.T) {
	for _, tc := range []struct {
		raw  string
		want authjs.Claims // but Raw
	}{
		{`{}`, authjs.Claims{}},
		{" \t\r\n{ } ", authjs.Claims{}},
		{`{"name":"N","email":"e@x","picture":"p","sub":"s","jti":"j","sid":"i","iat":1,"exp":2,"nbf":3,"auth_time":4}`,
			authjs.Claims{Name: "N", Email: "e@x", Picture: "p", Subject: "s", ID: "j", SessionID: "i", IssuedAt: 1, ExpiresAt: 2, NotBefore: 3, AuthTime: 4}},
		{`{"name":null,"email":"","sub":1,"picture":{"a":"b"},"jti":[],"sid":true,"auth_time":"x"}`, authjs.Claims{}},
		{`{"Name":"N","NAME":"N","nam":"e","names":"x"}`, authjs.Claims{}},
		{`{"sub":"a","sub":"b"}`, authjs.Claims{Subject: "b"}},
		{`{"exp":"x","exp":7}`, authjs.Claims{ExpiresAt: 7}},
		{`{"\u0073ub":"\u00fc\ud83d\ude00\"\\\/\b\f\n\r\t"}`, authjs.Claims{Subject: "ü😀\"\\/\b\f\n\r\t"}},
		{`{"sub":"\ud83d"}`, authjs.Claims{Subject: "\uFFFD"}},
		{`{"sub":"你好 ✓"}`, authjs.Claims{Subject: "你好 ✓"}},
		{`{"exp":1.9,"iat":-1.9,"nbf":1.7e9,"auth_time":17E+8}`, authjs.Claims{ExpiresAt: 1, IssuedAt: -1, NotBefore: 1_700_000_000, AuthTime: 1_700_000_000}},
		{`{"exp":1e300,"iat":-1e300,"nbf":-0}`, authjs.Claims{ExpiresAt: math.MaxInt64, IssuedAt: math.MinInt64}},
		{`{"exp":9223372036854775807,"iat":9223372036854775808}`, authjs.Claims{ExpiresAt: math.MaxInt64, IssuedAt: math.MaxInt64}},
		{`{"a":{"sub":"inner","b":[1,2.5,{"c":null},[],{}," ]}"]},"sub":"outer"}`, authjs.Claims{Subject: "outer"}},
		{`{"a":` + strings.Repeat("[", 31) + strings.Repeat("]", 31) + `}`, authjs.Claims{}},
	} {
		got, err := authjs.ParseClaims(tc.raw)
		tc.want.Raw = tc.raw
		if err != nil || got != tc.want {
			t.Errorf("%s:\n got %+v, %v\nwant %+v", tc.raw, got, err, tc.want)
		}
	}
	for _, raw := range []string{
		"", " ", "null", "1", `"x"`, "[]", "{", "}", "{}}", "{}{}", "{},", "{} x", "{,}", `{"a"}`, `{"a":}`, `{"a":1,}`, `{"a" 1}`,
		`{a:1}`, `{'a':1}`, `{"a":01}`, `{"a":1.}`, `{"a":.5}`, `{"a":-}`, `{"a":+1}`, `{"a":1e}`, `{"a":1e+}`, `{"a":0x1}`, `{"a":NaN}`,
		`{"a":tru}`, `{"a":nul`, `{"a":True}`, `{"a":"x}`, `{"a":"\x"}`, `{"a":"\u12"}`, `{"a":"\u12g4"}`, "{\"a\":\"\n\"}", "{\"a\":\"\x00\"}",
		"{\"a\":\"\xff\"}", "{\"\xc0\x80\":1}", "\xef\xbb\xbf{}", `{"a":[1,]}`, `{"a":[,1]}`, `{"a":[1 2]}`, `{"a":{"b"}}`, `{"a":{b:1}}`,
		`{"a":{"b":1,}}`, `{"a":[1}}`, `{"a":{"b":1]}`, `{"a":/**/1}`, `{"a":1}//`,
		`{"a":` + strings.Repeat("[", 32) + strings.Repeat("]", 32) + `}`,
		strings.Repeat(`{"a":`, 10_000), `{"a":` + strings.Repeat("[", 30_000),
	} {
		if got, err := authjs.ParseClaims(raw); !errors.Is(err, authjs.ErrInvalidToken) || got != (authjs.Claims{}) {
			t.Errorf("%.80q: %+v, %v", raw, got, err)
		}
	}
}

func TestValid(t *testing.T) {
	at := time.Unix(1_800_000_000, 999_999_999)
	for raw, want := range map[string]error{
		`{"exp":1800000001}`:                  nil,
		`{"exp":1799999986}`:                  nil,
		`{"exp":1799999985}`:                  authjs.ErrExpired,
		`{"exp":1}`:                           authjs.ErrExpired,
		`{"exp":-1}`:                          authjs.ErrExpired,
		`{"exp":1e18}`:                        nil,
		`{"exp":9e999}`:                       authjs.ErrInvalidToken,
		`{}`:                                  authjs.ErrInvalidToken,
		`{"exp":null}`:                        authjs.ErrInvalidToken,
		`{"exp":"1900000000"}`:                authjs.ErrInvalidToken,
		`{"exp":[1900000000]}`:                authjs.ErrInvalidToken,
		`{"exp":1900000000,"exp":true}`:       authjs.ErrInvalidToken,
		`{"exp":1900000000,"nbf":1800000015}`: nil,
		`{"exp":1900000000,"nbf":1800000016}`: authjs.ErrNotYetValid,
		`{"exp":1900000000,"nbf":1e300}`:      authjs.ErrNotYetValid,
		`{"exp":1900000000,"nbf":"0"}`:        authjs.ErrInvalidToken,
		`{"exp":1900000000,"nbf":null}`:       authjs.ErrInvalidToken,
		`{"exp":1900000000,"iat":"1"}`:        authjs.ErrInvalidToken,
		`{"exp":1900000000,"iat":null}`:       authjs.ErrInvalidToken,
		`{"exp":1900000000,"iat":1900000000}`: nil, // Auth.js does not look at iat either
	} {
		c, err := authjs.ParseClaims(raw)
		if err != nil {
			t.Errorf("%s: %v", raw, err)
		}
		if err := c.Valid(at); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", raw, err, want)
		}
	}
	// The year 2106, where 32 bits end, is an ordinary one.
	c := authjs.Claims{ExpiresAt: 5_000_000_000}
	if err := c.Valid(time.Unix(4_999_999_999, 0)); err != nil {
		t.Error(err)
	}
	if err := c.Valid(time.Unix(5_000_000_016, 0)); !errors.Is(err, authjs.ErrExpired) {
		t.Error(err)
	}
}

func TestUnmarshal(t *testing.T) {
	c, err := authjs.ParseClaims(`{"sub":"1","role":"admin"}`)
	if err != nil {
		t.Fatal(err)
	}
	var v struct{ Role string }
	if err := c.Unmarshal(&v); err != nil || v.Role != "admin" {
		t.Errorf("%+v, %v", v, err)
	}
	var wrong struct{ Role int }
	if err := c.Unmarshal(&wrong); err == nil {
		t.Error("text was read as a number")
	}
}
