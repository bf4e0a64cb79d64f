package callbacks_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// What a callback's maker cannot use fails New, by itself and combined.
func TestCallbackErrorsFailNew(t *testing.T) {
	shape := callbacks.Shape(func(context.Context, *ginauth.Token, callbacks.JWT[*ginauth.User]) error { return nil },
		func(context.Context, *ginauth.Session, *ginauth.Token) error { return nil })
	fine := ginauth.Callbacks{SignIn: func(context.Context, ginauth.SignInParams) error { return nil }}
	noDomain := callbacks.AllowEmailDomains()
	noOrigin := callbacks.AllowRedirectOrigins("app.example.com")
	for name, tc := range map[string]struct {
		callbacks ginauth.Callbacks
		says      []string // none for what is good
	}{
		"nothing":            {callbacks.Combine(), nil},
		"domains":            {callbacks.AllowEmailDomains("example.com", "@example.org"), nil},
		"origins":            {callbacks.AllowRedirectOrigins("https://app.example.com", "http://localhost:3000/"), nil},
		"no origins":         {callbacks.AllowRedirectOrigins(), nil},
		"good ones combined": {callbacks.Combine(fine, shape, callbacks.AllowEmailDomains("example.com")), nil},

		"no domain":            {noDomain, []string{"AllowEmailDomains"}},
		"empty domain":         {callbacks.AllowEmailDomains("example.com", ""), []string{"AllowEmailDomains"}},
		"domain @":             {callbacks.AllowEmailDomains("@"), []string{"AllowEmailDomains"}},
		"no scheme":            {noOrigin, []string{"AllowRedirectOrigins", `"app.example.com"`}},
		"a path":               {callbacks.AllowRedirectOrigins("https://app.example.com/x"), []string{"not an origin"}},
		"a query":              {callbacks.AllowRedirectOrigins("https://app.example.com?x"), []string{"not an origin"}},
		"a fragment":           {callbacks.AllowRedirectOrigins("https://app.example.com#x"), []string{"not an origin"}},
		"a user":               {callbacks.AllowRedirectOrigins("https://me@app.example.com"), []string{"not an origin"}},
		"another scheme":       {callbacks.AllowRedirectOrigins("myapp://app"), []string{"not an origin"}},
		"a wildcard":           {callbacks.AllowRedirectOrigins("*"), []string{`"*"`}},
		"empty origin":         {callbacks.AllowRedirectOrigins(""), []string{"not an origin"}},
		"one good, two bad":    {callbacks.AllowRedirectOrigins("https://a.test", "b.test", "c.test"), []string{`"b.test"`, `"c.test"`}},
		"combined, first":      {callbacks.Combine(noDomain, fine), []string{"AllowEmailDomains"}},
		"combined, last":       {callbacks.Combine(fine, shape, noOrigin), []string{"AllowRedirectOrigins"}},
		"combined, both":       {callbacks.Combine(noDomain, noOrigin), []string{"AllowEmailDomains", "AllowRedirectOrigins"}},
		"combined twice":       {callbacks.Combine(callbacks.Combine(noDomain), fine), []string{"AllowEmailDomains"}},
		"two shapes":           {callbacks.Combine(shape, shape), []string{"two Shapes"}},
		"two shapes and error": {callbacks.Combine(shape, noDomain, shape), []string{"two Shapes", "AllowEmailDomains"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ginauth.NewAuth(ginauthtest.Config(ginauth.Config{Callbacks: tc.callbacks}))
			if (err != nil) != (len(tc.says) > 0) || (err != nil && !errors.Is(err, ginauth.ErrConfig)) {
				t.Fatalf("error %v", err)
			}
			for _, part := range tc.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
		})
	}
}
