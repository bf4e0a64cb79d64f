package providers_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/go-playground/validator/v10"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

func provider[In any](options ...providers.CredentialsOption) ginauth.Provider {
	return providers.Credentials(func(context.Context, In) (*ginauth.User, error) { return nil, nil }, options...)
}

type shout string

func (s *shout) UnmarshalText(b []byte) error { *s = shout(strings.ToUpper(string(b))); return nil }

type Inner struct {
	Name string `json:"name"`
}

func TestDescribeReportsWhatCannotWork(t *testing.T) {
	var none func(context.Context, Login) (*User, error)
	always := func(validator.FieldLevel) bool { return true }
	tests := []struct {
		name     string
		provider ginauth.Provider
		want     []string // parts of the error
	}{
		{"authorize is nil", providers.Credentials(none), []string{"authorize is nil", `"credentials"`}},
		{"not a struct", provider[string](), []string{"string", "must take a struct"}},
		{"pointer", provider[*Login](), []string{"*providers_test.Login", "must take a struct"}},
		{"map", provider[map[string]string](), []string{"must take a struct"}},
		{"slice", provider[struct{ Tags []string }](), []string{"Tags", "[]string"}},
		{"struct", provider[struct{ When time.Time }](), []string{"When", "time.Time"}},
		{"interface", provider[struct{ Any any }](), []string{"Any"}},
		{"pointer to pointer", provider[struct{ P **string }](), []string{"P", "**string"}},
		{"embedded pointer", provider[struct{ *Inner }](), []string{"Inner"}},
		{"embedded with a name", provider[struct {
			Inner `json:"inner"`
		}](), []string{"Inner"}},
		{"embedded with rules", provider[struct {
			Inner `validate:"required"`
		}](), []string{"Inner", "embedded"}},
		{"own decoding", provider[struct{ S shout }](), []string{"S", "UnmarshalText"}},
		{"one name twice", provider[struct {
			A string
			B string `json:"A"`
		}](), []string{"A and B", `"A"`}},
		{"one name twice by embedding", provider[struct {
			Inner
			Name string `json:"name"`
		}](), []string{"Inner.Name and Name"}},
		{"csrfToken", provider[struct {
			A string `json:"csrfToken"`
		}](), []string{"csrfToken", "protocol"}},
		{"callbackUrl", provider[struct {
			A string `json:"callbackUrl"`
		}](), []string{"callbackUrl", "protocol"}},
		{"json", provider[struct {
			A string `json:"json"`
		}](), []string{`"json"`, "protocol"}},
		{"redirect", provider[struct {
			A bool `json:"redirect"`
		}](), []string{"redirect", "protocol"}},
		{"name with a dot", provider[struct {
			A string `json:"a.b"`
		}](), []string{`"a.b"`, "letters"}},
		{"name with a space", provider[struct {
			A string `json:"a b"`
		}](), []string{`"a b"`}},
		{"unknown input", provider[struct {
			A string `input:"passwort"`
		}](), []string{`"passwort"`, "datetime-local"}},
		{"file input", provider[struct {
			A string `input:"file"`
		}](), []string{`"file"`}},
		{"checkbox of text", provider[struct {
			A string `input:"checkbox"`
		}](), []string{"checkbox"}},
		{"text of bool", provider[struct {
			A bool `input:"text"`
		}](), []string{"checkbox"}},
		{"unknown rule", provider[struct {
			A string `validate:"requird"`
		}](), []string{"A", "requird"}},
		{"unknown rule among alternatives", provider[struct {
			A string `validate:"email|fone"`
		}](), []string{"A", "fone"}},
		{"bad parameter", provider[struct {
			A string `validate:"min=eight"`
		}](), []string{"A", "min=eight"}},
		{"bad parameter behind required", provider[struct {
			A string `validate:"required,min=eight"`
		}](), []string{"A", "min=eight"}},
		{"bad parameter behind omitempty", provider[struct {
			A string `validate:"omitempty,max=8.5"`
		}](), []string{"A", "max=8.5"}},
		{"bad parameter of a pointer", provider[struct {
			A *int `validate:"required,min=x"`
		}](), []string{"A", "min=x"}},
		{"rule of another type", provider[struct {
			A bool `validate:"datetime=2006"`
		}](), []string{"A", "datetime"}},
		{"dive", provider[struct {
			A string `validate:"omitempty,dive"`
		}](), []string{"A", "dive"}},
		{"empty rule", provider[struct {
			A string `validate:"required,,min=1"`
		}](), []string{"A", "empty"}},
		{"rule in an embedded struct", provider[struct {
			Second
			Deep
		}](), []string{"Deep.Code", "nosuch"}},
		{"cross-field of nobody", provider[struct {
			A string `validate:"eqfield=Missing"`
		}](), []string{"A", "Missing"}},
		{"rule on what is never filled in", provider[struct {
			Tenant string `json:"-" validate:"required"`
		}](), []string{"Tenant", "not in the form"}},
		{"maxbytes of a number", provider[struct {
			A int `validate:"maxbytes=3"`
		}](), []string{"A", "maxbytes=3"}},
		{"maxbytes of nothing", provider[struct {
			A string `validate:"maxbytes"`
		}](), []string{"A", "maxbytes"}},
		{"nil option", provider[Login](nil), []string{"option 0 is nil"}},
		{"nil function", provider[Login](providers.Validation("own", nil)), []string{"own"}},
		{"unusable rule name", provider[Login](providers.Validation("a|b", always)), []string{"a|b"}},
		{"rule of the package", provider[Login](providers.Validation("maxbytes", always)), []string{"maxbytes"}},
		{"function that panics", provider[struct {
			A string `validate:"own"`
		}](providers.Validation("own", func(validator.FieldLevel) bool { panic("no luck") })), []string{"no luck"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.provider.Describe()
			if err == nil {
				t.Fatal("no error")
			}
			for _, part := range append(tt.want, "providers: ") {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("error %q does not have %q", err, part)
				}
			}
			p := tt.provider.(ginauth.CredentialsProvider)
			if p.Form() != nil {
				t.Error("a provider that cannot work has a form")
			}
			if user, authErr := p.Authorize(t.Context(), ginauth.Credentials{}); user != nil || !errors.Is(authErr, err) {
				t.Errorf("Authorize: %v, %v", user, authErr)
			}
			if _, err := ginauth.NewAuth(config(tt.provider)); !errors.Is(err, ginauth.ErrConfig) {
				t.Errorf("NewAuth: %v, want ErrConfig", err)
			}
		})
	}
}

// Deep has a rule that does not exist, two levels down.
type Deep struct {
	Code string `json:"code" validate:"required,nosuch"`
}

func TestDescribeNamesEveryProblem(t *testing.T) {
	_, err := provider[struct {
		A string `validate:"required,min=x"`
		B string `validate:"nosuch"`
		C string `validate:"required,min=8"`
	}]().Describe()
	if err == nil || !strings.Contains(err.Error(), ".A: ") || !strings.Contains(err.Error(), ".B: ") || strings.Contains(err.Error(), ".C: ") {
		t.Errorf("error %v", err)
	}
}

func TestDescribeAccepts(t *testing.T) {
	type generic[T any] struct {
		Value T `json:"value" validate:"required"`
	}
	for name, p := range map[string]ginauth.Provider{
		"no fields":         provider[struct{}](),
		"unnamed struct":    provider[struct{ A string }](),
		"generic struct":    provider[generic[string]](),
		"generic of a type": provider[generic[pin]](),
		"cross-field": provider[struct {
			A string
			B string `validate:"eqfield=A"`
			C string `validate:"eqcsfield=A"`
			D string `validate:"required_with=A B"`
		}](),
		"alternatives": provider[struct {
			A string `validate:"omitempty,email|e164"`
		}](),
		"alias": provider[struct {
			A string `validate:"omitempty,iscolor"`
		}](),
		"tag that is switched off": provider[struct {
			A string `validate:"-"`
		}](),
	} {
		if _, err := p.Describe(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOptions(t *testing.T) {
	info, err := provider[Login]().Describe()
	if err != nil || info.ID != "credentials" || info.Name != "Credentials" || info.Type != ginauth.TypeCredentials {
		t.Errorf("defaults: %+v, %v", info, err)
	}
	info, err = provider[Login](providers.ID("ldap"), providers.Name("LDAP")).Describe()
	if err != nil || info.ID != "ldap" || info.Name != "LDAP" {
		t.Errorf("options: %+v, %v", info, err)
	}
	if got := info.User.String(); got != "*ginauth.User" {
		t.Errorf("user type %s", got)
	}
}
