package providers_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

type fuzzed struct {
	Text  string   `json:"text" validate:"required,min=2,max=40"`
	Mail  string   `json:"mail" validate:"omitempty,email|e164"`
	Again string   `json:"again" validate:"eqfield=Text" input:"password"`
	Yes   bool     `json:"yes"`
	Int   int8     `json:"int" validate:"omitempty,min=3"`
	Uint  *uint32  `json:"uint" validate:"omitempty,max=9"`
	Float *float32 `json:"float" validate:"omitempty,gt=1"`
}

// canary cannot be part of a message or a field's name.
const canary = "zqXcanaryXqz"

func fuzzProvider() ginauth.CredentialsProvider {
	return providers.Credentials(func(_ context.Context, in fuzzed) (*ginauth.User, error) {
		if len(in.Text) > 4096 || len(in.Again) > 1024 || in.Text != in.Again {
			return nil, errors.New("authorize got what the rules forbid")
		}
		return &ginauth.User{ID: "1"}, nil
	}).(ginauth.CredentialsProvider)
}

func authorizeFuzzed(t *testing.T, p ginauth.CredentialsProvider, body ginauth.Credentials) {
	t.Helper()
	user, err := p.Authorize(t.Context(), body)
	if (user == nil) == (err == nil) {
		t.Fatalf("user %v, error %v", user, err)
	}
	if err == nil {
		return
	}
	invalid, ok := errors.AsType[ginauth.FieldErrors](err)
	if !ok || len(invalid) == 0 {
		t.Fatalf("%T %v", err, err)
	}
	for _, f := range p.Form() {
		for _, wrong := range invalid {
			if wrong.Field == f.Name && f.Message(wrong.Rule) != wrong.Message {
				t.Fatalf("%s.%s: the page says %q, JSON %q", f.Name, wrong.Rule, f.Message(wrong.Rule), wrong.Message)
			}
		}
	}
	if s := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(s, canary) {
		t.Fatalf("the error has a value: %s", s)
	}
}

func FuzzForm(f *testing.F) {
	for _, seed := range []string{
		"text=" + canary + "&again=" + canary, "text=a&again=" + canary, "int=" + canary + "&uint=" + canary,
		"float=1e999&int=300&yes=" + canary, "text=%00&text=b", "mail=" + canary + "&float=.", "uint=-1&float=--1&int=+", "",
	} {
		f.Add(seed)
	}
	p := fuzzProvider()
	f.Fuzz(func(t *testing.T, query string) {
		values, err := url.ParseQuery(query)
		if err != nil {
			return
		}
		authorizeFuzzed(t, p, ginauth.Credentials{Form: values})
		for name := range values { // the same, with a value that must not come back
			values[name] = append(values[name], canary)
		}
		authorizeFuzzed(t, p, ginauth.Credentials{Form: values})
	})
}

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`"` + canary + `"`, `1`, `-`, `true`, `tru`, `null`, `nul`, `{`, `["` + canary + `"]`, `"\ud800"`, `"`, ` "a" `, `1e400`, `-0`, `""`, "\xff", ``,
	} {
		f.Add(seed, seed)
	}
	p := fuzzProvider()
	f.Fuzz(func(t *testing.T, one, two string) {
		members := map[string]json.RawMessage{"text": json.RawMessage(one), "again": json.RawMessage(one)}
		for _, name := range []string{"mail", "yes", "int", "uint", "float"} {
			members[name] = json.RawMessage(two)
		}
		authorizeFuzzed(t, p, ginauth.Credentials{JSON: members})
		members["text"] = json.RawMessage(`"` + canary + `"`)
		members["int"] = json.RawMessage(`"` + canary + `"`)
		authorizeFuzzed(t, p, ginauth.Credentials{JSON: members})
	})
}
