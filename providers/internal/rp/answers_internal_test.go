package rp

import (
	"encoding/json"
	"maps"
	"net/url"
	"testing"
	"time"
)

// An address, and whether it is verified, come from one document.
func TestVerifiedOfTheSameDocument(t *testing.T) {
	for name, tc := range map[string]struct {
		claims   map[string]any
		info     string
		address  string
		verified any
	}{
		"both in the ID token":         {map[string]any{}, `{"sub":"7","email":"evil@x.test","email_verified":false}`, "ann@example.com", true},
		"address in the ID token":      {map[string]any{"email_verified": nil}, `{"sub":"7","email":"evil@x.test","email_verified":true}`, "ann@example.com", nil},
		"verified in the ID token":     {map[string]any{"email": nil}, `{"sub":"7","email":"evil@x.test"}`, "evil@x.test", nil},
		"both in the userinfo":         {map[string]any{"email": nil, "email_verified": nil}, `{"sub":"7","email":"b@x.test","email_verified":true}`, "b@x.test", true},
		"verified alone, with another": {map[string]any{"email": nil}, `{"sub":"7","email":"b@x.test","email_verified":false}`, "b@x.test", false},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.info = tc.info
			maps.Copy(p.claims, tc.claims)
			c := p.client(t, nil)
			tokens, err := c.Exchange(t.Context(), goodAnswer())
			if err != nil {
				t.Fatal(err)
			}
			raw, err := c.Profile(t.Context(), tokens, Always, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			var got map[string]any
			if err := json.Unmarshal(raw, &got); err != nil || got["email"] != tc.address || got["email_verified"] != tc.verified {
				t.Errorf("%s (%v)", raw, err)
			}
		})
	}
}

// The program's own max_age counts, and a client cannot change it.
func TestOwnMaxAge(t *testing.T) {
	p := newOP()
	c := p.client(t, func(c *Config) { c.Params = map[string]string{"max_age": "300", "prompt": "login"} })
	to, err := c.AuthorizationURL(t.Context(), Request{Params: url.Values{"max_age": {"999999"}, "prompt": {"none"}, "login_hint": {"ann"}}})
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(to)
	if q := u.Query(); err != nil || q.Get("max_age") != "300" || q.Get("prompt") != "login" || q.Get("login_hint") != "ann" {
		t.Errorf("%v %v", u, err)
	}
	for ago, ok := range map[time.Duration]bool{time.Minute: true, 310 * time.Second: true, 320 * time.Second: false, 24 * time.Hour: false, -time.Minute: false} {
		p.claims["auth_time"] = p.now.Add(-ago).Unix()
		in := goodAnswer()
		in.MaxAge = "999999"
		if _, err := c.Exchange(t.Context(), in); (err == nil) != ok {
			t.Errorf("%v ago: %v", ago, err)
		}
	}
}

// What providers write for a number of seconds, and for scopes.
func TestTokenAnswerMembers(t *testing.T) {
	for name, tc := range map[string]struct {
		expires any
		scope   any
		lasts   int64
		want    string
	}{
		"usual":     {3600, "a b", 3600, "a b"},
		"fraction":  {json.Number("3600.0"), "a,b", 3600, "a b"},
		"text":      {"3600", []string{"a", "b"}, 3600, "a b"},
		"empty":     {"", "", 0, ""},
		"never":     {"never", nil, 0, ""},
		"negative":  {-1, 7, 0, ""},
		"extreme":   {json.Number("1e300"), "a  b", 315360000, "a b"},
		"an object": {map[string]int{"a": 1}, map[string]int{"a": 1}, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := newOP()
			p.tokens["expires_in"], p.tokens["scope"] = tc.expires, tc.scope
			got, err := signIn(t, p.client(t, nil))
			if err != nil {
				t.Fatal(err)
			}
			at := int64(0)
			if tc.lasts > 0 {
				at = p.now.Unix() + tc.lasts
			}
			if got.ExpiresIn != tc.lasts || got.ExpiresAt != at || got.Scope != tc.want {
				t.Errorf("lasts %d until %d, scope %q", got.ExpiresIn, got.ExpiresAt, got.Scope)
			}
		})
	}
}
