package providers_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/go-playground/validator/v10"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

func TestAuthorizeOutcomes(t *testing.T) {
	down := errors.New("down")
	tests := []struct {
		name    string
		user    *User
		err     error
		wantNil bool
	}{
		{"user", &User{Role: "admin"}, nil, false},
		{"nil and nil", nil, nil, true},
		{"error", nil, down, true},
		{"user and error", &User{}, down, true},
		{"reject", nil, ginauth.Reject(403, "no"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := providers.Credentials(func(context.Context, Login) (*User, error) { return tt.user, tt.err })
			user, err := p.(ginauth.CredentialsProvider).Authorize(t.Context(), formBody(t, "username=a&password=b"))
			if (user == nil) != tt.wantNil || !errors.Is(err, tt.err) {
				t.Errorf("got %v, %v", user, err)
			}
			if !tt.wantNil && user.(*User) != tt.user {
				t.Error("another user came out")
			}
		})
	}
}

func TestAuthorizeIsNotCalledWithWhatDoesNotValidate(t *testing.T) {
	called := false
	p := providers.Credentials(func(context.Context, Login) (*User, error) { called = true; return nil, nil })
	if _, err := p.(ginauth.CredentialsProvider).Authorize(t.Context(), formBody(t, "username=a")); err == nil || called {
		t.Errorf("error %v, called %v", err, called)
	}
}

func TestAuthorizeGetsTheContext(t *testing.T) {
	type key struct{}
	var got any
	p := providers.Credentials(func(ctx context.Context, _ struct{}) (*User, error) { got = ctx.Value(key{}); return nil, nil })
	if _, err := p.(ginauth.CredentialsProvider).Authorize(context.WithValue(t.Context(), key{}, "v"), ginauth.Credentials{}); err != nil || got != "v" {
		t.Errorf("got %v, %v", got, err)
	}
}

// What validator returns holds the rejected password.
func TestErrorsHaveNoValues(t *testing.T) {
	const canary = "correct-horse-battery"
	type form struct {
		Password string `json:"password" validate:"max=3"`
		Email    string `json:"email" validate:"email|e164"`
		PIN      int    `json:"pin" validate:"lt=5"`
		Small    int8   `json:"small"`
		Yes      bool   `json:"yes"`
		Own      string `json:"own" validate:"eqfield=Password"`
	}
	p, _ := kept[form](t)
	for _, body := range []ginauth.Credentials{
		formBody(t, "password="+canary+"&email="+canary+"&pin=424242&small=424242&yes="+canary+"&own=x"+canary),
		formBody(t, "password="+canary+"&password="+canary+"&pin="+canary),
		jsonBody(t, `{"password":"`+canary+`","email":["`+canary+`"],"pin":424242,"small":"424242","yes":"`+canary+`","own":{"`+canary+`":1}}`),
		jsonBody(t, `{"password":424242,"email":424242,"pin":"`+canary+`","own":"`+strings.Repeat(canary, 500)+`"}`),
	} {
		_, err := p.Authorize(t.Context(), body)
		if err == nil {
			t.Fatal("no error")
		}
		noCanary(t, err, canary, "424242")
	}
}

// A rule on a field that is not in the form, and fails for some forms only.
func TestRuleOutsideTheForm(t *testing.T) {
	p, _ := kept[struct {
		A string `json:"a"`
		B string `json:"-" validate:"required_with=A"`
	}](t)
	user, err := p.Authorize(t.Context(), formBody(t, "a=correct-horse"))
	if user != nil || err == nil {
		t.Fatalf("got %v, %v", user, err)
	}
	noCanary(t, err, "correct-horse")
}

func noCanary(t *testing.T, err error, canaries ...string) {
	t.Helper()
	if _, ok := errors.AsType[validator.ValidationErrors](err); ok {
		t.Error("the error wraps validator's, which hold the values")
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
			for _, canary := range canaries {
				if s := fmt.Sprintf(format, e); strings.Contains(s, canary) {
					t.Errorf("%s shows the value: %s", format, s)
				}
			}
		}
	}
}

func TestConcurrentSignIns(t *testing.T) {
	p := providers.Credentials(authorize).(ginauth.CredentialsProvider)
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			body := ginauth.Credentials{Form: map[string][]string{"username": {"jsmith"}, "password": {"hunter2"}}}
			if i%2 == 1 {
				body.Form.Del("password")
			}
			user, err := p.Authorize(t.Context(), body)
			if (user == nil) != (i%2 == 1) || (err == nil) != (i%2 == 0) {
				t.Errorf("%d: %v, %v", i, user, err)
			}
			p.Form()
		})
	}
	wg.Wait()
}
