package providers

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// person is one case of testdata/catalogue: what the provider says of somebody,
// and what has to become of it.
type person struct {
	Profile, Token json.RawMessage
	Params         map[string]string
	Issuer         string
	Want           identity
}

type identity struct {
	ID, Name, Email, Image string
	EmailVerified          bool
}

// settings are a provider's, as it was made, before the environment counts.
func settings(build func(...OAuthOption) ginauth.Provider) oauthConfig {
	var got oauthConfig
	// It fails, since there is no client id; the option has run by then.
	_, _ = build(oauthOption(func(c *oauthConfig) { got = *c })).Describe()
	return got
}

// sealed hides the developer's own settings from the test.
func sealed(t *testing.T) {
	t.Helper()
	for _, entry := range os.Environ() {
		if name, _, _ := strings.Cut(entry, "="); strings.HasPrefix(name, "AUTH_") {
			t.Setenv(name, "")
		}
	}
}

func people(t *testing.T, id string) []person {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "catalogue", id+".json"))
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	var out []person
	if err := dec.Decode(&out); err != nil {
		t.Fatal(err)
	}
	return out
}

// mapped is what the provider's mapping makes of the documents.
func mapped(t *testing.T, c oauthConfig, p person) identity {
	t.Helper()
	a := Answer{Issuer: trimIssuer(p.Issuer), Params: p.Params}
	for into, data := range map[*Document]json.RawMessage{&a.Document: p.Profile, &a.Token: p.Token} {
		if data == nil {
			continue
		}
		var err error
		if *into, err = ParseDocument(data); err != nil {
			t.Fatal(err)
		}
	}
	user, verified, err := c.userOf(a)
	if err != nil {
		t.Fatal(err)
	}
	u := ginauth.UserOf(user)
	return identity{u.ID, u.Name, u.Email, u.Image, verified}
}

func TestCatalogue(t *testing.T) {
	sealed(t)
	for _, id := range slices.Sorted(maps.Keys(catalogue)) {
		t.Run(id, func(t *testing.T) {
			c := settings(catalogue[id])
			cases := people(t, id)
			if len(cases) < 2 {
				t.Fatal("there have to be two people")
			}
			ids := map[string]bool{}
			for i, p := range cases {
				if got := mapped(t, c, p); got != p.Want {
					t.Errorf("person %d:\n got %+v\nwant %+v", i, got, p.Want)
				}
				if p.Want.ID == "" || ids[p.Want.ID] {
					t.Errorf("person %d has the id %q, which is none or another's", i, p.Want.ID)
				}
				ids[p.Want.ID] = true
				checkID(t, c, p)
			}
		})
	}
}

// checkID changes what the id is made of: without it there is nobody (the rule
// for A33 and A83), and a number is the same as text.
func checkID(t *testing.T, c oauthConfig, p person) {
	t.Helper()
	if n := leaves(t, p.Profile, p.Want.ID); n == 0 {
		t.Errorf("the id %q does not stand in the profile", p.Want.ID)
	}
	for name, change := range map[string]func(any) (any, bool){
		"removed": func(any) (any, bool) { return nil, false },
		"null":    func(any) (any, bool) { return nil, true },
		"empty":   func(any) (any, bool) { return "", true },
		"0":       func(any) (any, bool) { return json.Number("0"), true },
		"false":   func(any) (any, bool) { return false, true },
		"object":  func(any) (any, bool) { return map[string]any{}, true },
	} {
		if got := mapped(t, c, changed(t, p, change)); got.ID != "" && got.ID != "0" {
			t.Errorf("with the id %s, the id is %q", name, got.ID)
		}
	}
	other := changed(t, p, func(v any) (any, bool) {
		if n, ok := v.(json.Number); ok {
			return n.String(), true
		}
		if s, ok := v.(string); ok && s[0] != '0' && strings.Trim(s, "0123456789") == "" {
			return json.Number(s), true
		}
		return v, true
	})
	if got := mapped(t, c, other); got.ID != p.Want.ID {
		t.Errorf("with the id as a number instead of text, or the other way about, it is %q, not %q", got.ID, p.Want.ID)
	}
}

// changed replaces the values that are a person's id.
func changed(t *testing.T, p person, change func(any) (any, bool)) person {
	t.Helper()
	p.Profile, _ = rewrite(t, p.Profile, p.Want.ID, change)
	p.Token, _ = rewrite(t, p.Token, p.Want.ID, change)
	return p
}

func leaves(t *testing.T, data json.RawMessage, id string) int {
	t.Helper()
	_, n := rewrite(t, data, id, func(v any) (any, bool) { return v, true })
	return n
}

// rewrite changes the values of a document that are equal to one text, and
// counts them. What is not to be kept is left out.
func rewrite(t *testing.T, data json.RawMessage, text string, change func(any) (any, bool)) (json.RawMessage, int) {
	t.Helper()
	if data == nil {
		return nil, 0
	}
	d, err := ParseDocument(data)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	var walk func(any) (any, bool)
	walk = func(v any) (any, bool) {
		switch v := v.(type) {
		case map[string]any:
			for name, in := range v {
				if out, keep := walk(in); keep {
					v[name] = out
				} else {
					delete(v, name)
				}
			}
		case []any:
			for i, in := range v {
				v[i], _ = walk(in)
			}
		case string, json.Number:
			if reflect.ValueOf(v).String() == text {
				count++
				return change(v)
			}
		}
		return v, true
	}
	root, _ := walk(d.root)
	return Document{root}.JSON(), count
}
