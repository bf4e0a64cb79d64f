package providers_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

// kept makes a provider that accepts everything and keeps what authorize got.
func kept[In any](t *testing.T, options ...providers.CredentialsOption) (ginauth.CredentialsProvider, *In) {
	t.Helper()
	got := new(In)
	p := providers.Credentials(func(_ context.Context, in In) (*ginauth.User, error) {
		*got = in
		return &ginauth.User{ID: "1"}, nil
	}, options...)
	if _, err := p.Describe(); err != nil {
		t.Fatal(err)
	}
	return p.(ginauth.CredentialsProvider), got
}

func fieldOf[In any](t *testing.T, name string) ginauth.Field {
	t.Helper()
	p, _ := kept[In](t)
	for _, f := range p.Form() {
		if f.Name == name {
			return f
		}
	}
	t.Fatalf("no field %q", name)
	return ginauth.Field{}
}

func formBody(t *testing.T, query string) ginauth.Credentials {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	return ginauth.Credentials{Form: values}
}

func jsonBody(t *testing.T, text string) ginauth.Credentials {
	t.Helper()
	var members map[string]json.RawMessage
	if err := json.Unmarshal([]byte(text), &members); err != nil {
		t.Fatal(err)
	}
	return ginauth.Credentials{JSON: members}
}

// broken lists "field.rule" of an error, or nil.
func broken(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var invalid ginauth.FieldErrors
	if !errors.As(err, &invalid) {
		t.Fatalf("error %v, want FieldErrors", err)
	}
	var out []string
	for _, f := range invalid {
		if f.Message == "" {
			t.Errorf("%s.%s has no message", f.Field, f.Rule)
		}
		out = append(out, f.Field+"."+f.Rule)
	}
	return out
}
