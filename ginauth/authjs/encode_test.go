package authjs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/authjs"
)

func TestNewCodecRefuses(t *testing.T) {
	for what, err := range map[string]error{
		"no secret":    second(authjs.NewCodec(authjs.V4, "")),
		"empty secret": second(authjs.NewCodec(authjs.V5, "s", "a", "")),
		"format":       second(authjs.NewCodec(7, "", secret)),
	} {
		if err == nil {
			t.Errorf("%s was taken", what)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestSealRefuses(t *testing.T) {
	c, _ := minted(t, authjs.V4)
	for _, bad := range []string{"", "null", "[]", `"x"`, "{", "{}{}", "{\"a\":\"\xff\"}", "{\"a\":\"\x01\"}"} {
		if token, err := c.Seal([]byte(bad)); err == nil || token != "" {
			t.Errorf("%q was sealed", bad)
		}
	}
	for _, n := range []int{24_550, 25_000, 1 << 20} {
		long := `{"a":"` + strings.Repeat("a", n) + `"}`
		if token, err := c.Seal([]byte(long)); !errors.Is(err, authjs.ErrTooLarge) || token != "" {
			t.Errorf("%d bytes: %d bytes, %v", n, len(token), err)
		}
	}
	longest := `{"a":"` + strings.Repeat("a", 24_400) + `"}`
	token, err := c.Seal([]byte(longest))
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := c.Open(nil, token); err != nil || string(plain) != longest {
		t.Errorf("the longest token: %v", err)
	}
}

func TestEncode(t *testing.T) {
	type embedded struct {
		Role string `json:"role"`
		Exp  int    `json:"exp"`
	}
	for _, tc := range []struct {
		claims any
		want   string // what stands before iat
	}{
		{nil, `{`},
		{map[string]any(nil), `{`},
		{struct{}{}, `{`},
		{map[string]any{"exp": 1, "iat": "x", "jti": nil, "sub": "1", "a": []int{1}}, `{"a":[1],"sub":"1",`},
		{embedded{"admin", 5}, `{"role":"admin",`},
		{json.RawMessage(`{ "z" : "<&>\u00fc" , "\u0065xp":1, "b":{"exp":2} }`), `{"z":"<&>\u00fc","b":{"exp":2},`},
	} {
		c := newCodec(t, authjs.V4, "", secret)
		token, err := c.Encode(tc.claims, now, 90*time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		claims, err := c.Decode(token, now)
		if err != nil {
			t.Fatal(err)
		}
		rest, ok := strings.CutPrefix(claims.Raw, tc.want)
		want := fmt.Sprintf(`"iat":%d,"exp":%d,"jti":"%s"}`, now.Unix(), now.Unix()+5400, claims.ID)
		if !ok || rest != want {
			t.Errorf("%s, want %s%s", claims.Raw, tc.want, want)
		}
		if id := claims.ID; len(id) != 36 || id[14] != '4' || !strings.ContainsRune("89ab", rune(id[19])) {
			t.Errorf("jti %s is no UUID of version 4", id)
		}
	}
	c := newCodec(t, authjs.V4, "", secret)
	for _, bad := range []any{1, "x", []byte("{}"), []int{1}, func() {}, json.RawMessage("{")} {
		if token, err := c.Encode(bad, now, time.Hour); err == nil || token != "" {
			t.Errorf("%v was encoded", bad)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	for _, f := range []authjs.Format{authjs.V4, authjs.V5} {
		c := newCodec(t, f, "", secret, oldSecret)
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for j := range 50 {
					sub := fmt.Sprint(i, "-", j)
					token, err := c.Encode(map[string]string{"sub": sub}, now, time.Hour)
					if err != nil {
						t.Error(err)
						return
					}
					if claims, err := c.Decode(token, now); err != nil || claims.Subject != sub {
						t.Errorf("%s: %+v, %v", sub, claims, err)
					}
				}
			})
		}
		wg.Wait()
	}
}
