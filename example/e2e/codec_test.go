package e2e_test

import (
	"maps"
	"reflect"
	"strings"
	"testing"
)

var (
	adminClaims = map[string]any{
		"name": "J Smith", "email": "jsmith@example.com", "sub": "1",
		"id": "1", "role": "admin", "jwt": "123456890",
	}
	adminSession = map[string]any{
		"user": map[string]any{"name": "J Smith", "email": "jsmith@example.com"},
		"role": "admin", "uid": "1",
	}
)

func salt(dialect string) string {
	if dialect == "authjs" {
		return sessionCookie(dialect)
	}
	return ""
}

func decode(c *codec, dialect, token string, secret any) answer {
	c.t.Helper()
	return c.ask(order{Op: "decode", Dialect: dialect, Secret: secret, Salt: salt(dialect), JWE: token})
}

func encode(c *codec, dialect string, claims map[string]any, secret any, maxAge int) string {
	c.t.Helper()
	a := c.ask(order{Op: "encode", Dialect: dialect, Secret: secret, Salt: salt(dialect), Token: claims, MaxAge: maxAge})
	if a.Error != "" {
		c.t.Fatal(a.Error)
	}
	return a.JWE
}

// holds checks that the claims are there with these values.
func holds(t *testing.T, got, want map[string]any) {
	t.Helper()
	for name, value := range want {
		if !reflect.DeepEqual(got[name], value) {
			t.Errorf("claim %s is %v, want %v", name, got[name], value)
		}
	}
}

func each(t *testing.T, f func(t *testing.T, dialect string)) {
	needNode(t)
	for _, dialect := range dialects {
		t.Run(dialect, func(t *testing.T) { f(t, dialect) })
	}
}

// TestTheyDecodeOurs opens our session cookies with the real library: small,
// in chunks, and small again.
func TestTheyDecodeOurs(t *testing.T) {
	each(t, func(t *testing.T, dialect string) {
		c := startCodec(t)
		v := newVisitor(t, startScenario(t, dialect))
		v.signIn("jsmith", "hunter2")
		token, chunks := v.token(dialect)
		if chunks != 0 {
			t.Errorf("a small token is in %d chunks", chunks)
		}
		small := decode(c, dialect, token, secret)
		if small.Error != "" {
			t.Fatal(small.Error)
		}
		holds(t, small.Token, adminClaims)
		if life := small.Token["exp"].(float64) - small.Token["iat"].(float64); life != 30*24*3600 {
			t.Errorf("the token lives %v s", life)
		}

		long := strings.Repeat("Long Näme ", 700)
		v.update(map[string]any{"name": long})
		token, chunks = v.token(dialect)
		if want := (len(token) + chunkSize[dialect] - 1) / chunkSize[dialect]; chunks != want || chunks < 2 {
			t.Errorf("a token of %d characters is in %d chunks, want %d", len(token), chunks, want)
		}
		big := decode(c, dialect, token, secret)
		if big.Error != "" {
			t.Fatal(big.Error)
		}
		want := maps.Clone(adminClaims)
		want["name"] = long
		holds(t, big.Token, want)

		v.update(map[string]any{"name": "J Smith"})
		token, chunks = v.token(dialect)
		if chunks != 0 {
			t.Errorf("%d chunks are left over", chunks)
		}
		holds(t, decode(c, dialect, token, secret).Token, adminClaims)
	})
}

// TestWeDecodeTheirs gives us session cookies made by the real library.
func TestWeDecodeTheirs(t *testing.T) {
	each(t, func(t *testing.T, dialect string) {
		c := startCodec(t)
		origin := startScenario(t, dialect)
		const day = 24 * 3600
		long := maps.Clone(adminClaims)
		long["padding"] = strings.Repeat("päd", 2000)
		good := encode(c, dialect, adminClaims, secret, day)
		cases := map[string]struct {
			token string
			want  map[string]any
		}{
			"as signed in":         {good, adminSession},
			"in chunks":            {encode(c, dialect, long, secret, day), adminSession},
			"expired":              {encode(c, dialect, adminClaims, secret, -60), nil},
			"of another secret":    {encode(c, dialect, adminClaims, "another secret, also longer than 32 bytes", day), nil},
			"of the other dialect": {encode(c, other(dialect), adminClaims, secret, day), nil},
			"cut short":            {good[:len(good)-2], nil},
			"with a changed byte":  {flip(good), nil},
		}
		for name, test := range cases {
			t.Run(name, func(t *testing.T) {
				v := newVisitor(t, origin)
				v.carry(dialect, test.token)
				if got := v.session(); !reflect.DeepEqual(got, test.want) {
					t.Errorf("session %v, want %v", got, test.want)
				}
				if left, _ := v.token(dialect); test.want == nil && left != "" {
					t.Error("the useless cookie was not cleared")
				}
			})
		}
	})
}

// TestUnknownClaimsSurvive lets another service's claim go through an update.
func TestUnknownClaimsSurvive(t *testing.T) {
	each(t, func(t *testing.T, dialect string) {
		c := startCodec(t)
		v := newVisitor(t, startScenario(t, dialect))
		claims := maps.Clone(adminClaims)
		claims["of_another_service"] = map[string]any{"list": []any{1.0, "two", nil}, "text": "<&>\u2028"}
		v.carry(dialect, encode(c, dialect, claims, secret, 3600))
		v.update(map[string]any{"name": "New Name"})
		token, _ := v.token(dialect)
		claims["name"] = "New Name"
		holds(t, decode(c, dialect, token, secret).Token, claims)
	})
}

// TestSessionsAreInterchangeable carries a session from the real server to
// ours and back.
func TestSessionsAreInterchangeable(t *testing.T) {
	each(t, func(t *testing.T, dialect string) {
		theirs, ours := startReference(t, dialect), startScenario(t, dialect)
		for name, way := range map[string][2]string{"theirs to ours": {theirs, ours}, "ours to theirs": {ours, theirs}} {
			t.Run(name, func(t *testing.T) {
				v := newVisitor(t, way[0])
				v.signIn("jsmith", "hunter2")
				csrf := v.csrf()
				v.origin = way[1]
				if got := v.session(); !reflect.DeepEqual(got, adminSession) {
					t.Errorf("session %v, want %v", got, adminSession)
				}
				if v.csrf() != csrf {
					t.Error("the csrf cookie was not accepted")
				}
				v.update(map[string]any{"name": "New Name"})
				v.origin = way[0]
				if user, _ := v.session()["user"].(map[string]any); user["name"] != "New Name" {
					t.Errorf("after the update on the other side the user is %v", user)
				}
			})
		}
	})
}

// TestSecretsRotate reads tokens of the old secret and writes with the new.
func TestSecretsRotate(t *testing.T) {
	needNode(t)
	const dialect, fresh = "authjs", "the new secret, longer than 32 bytes too"
	c := startCodec(t)
	v := newVisitor(t, startScenario(t, dialect, "AUTH_SECRET_1="+fresh))
	v.carry(dialect, encode(c, dialect, adminClaims, []string{secret}, 3600))
	if got := v.session(); !reflect.DeepEqual(got, adminSession) {
		t.Errorf("with the old secret: %v", got)
	}
	v.update(map[string]any{"name": "New Name"})
	token, _ := v.token(dialect)
	if a := decode(c, dialect, token, []string{fresh, secret}); a.Error != "" {
		t.Error(a.Error)
	}
	if a := decode(c, dialect, token, []string{secret}); a.Error == "" {
		t.Error("the new token is of the old secret")
	}
}

func other(dialect string) string {
	if dialect == "authjs" {
		return "nextauth"
	}
	return "authjs"
}

// flip changes one character in the middle of the token, inside the cipher
// text.
func flip(token string) string {
	i := len(token) / 2
	to := byte('A')
	if token[i] == 'A' {
		to = 'B'
	}
	return token[:i] + string(to) + token[i+1:]
}
