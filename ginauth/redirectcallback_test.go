package ginauth_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

func TestRedirectCallback(t *testing.T) {
	var seen []ginauth.RedirectParams
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Callbacks.Redirect = func(ctx context.Context, in ginauth.RedirectParams) (string, error) {
			seen = append(seen, in)
			if _, ok := ginauth.RequestFrom(ctx); !ok {
				t.Error("no request in the context")
			}
			switch in.URL {
			case "/default":
				return "", nil
			case "/error":
				return "", errors.New("canary-redirect")
			case "/panic":
				panic("canary-redirect")
			case "/path":
				return "/chosen", nil
			}
			return in.URL, nil
		}
	})
	for in, want := range map[string]string{
		"/default":                          home + "/default",
		"/error":                            home,
		"/panic":                            home,
		"/path":                             home + "/chosen",
		"https://front.example.com/x":       "https://front.example.com/x",
		"https://user@front.example.com/":   home,
		"javascript:alert(1)":               home,
		"//evil.test":                       home,
		`/\evil.test`:                       home,
		"https://front.example.com\\@evil/": home,
		"mailto:a@b":                        home,
		"somewhere":                         home,
	} {
		seen = nil
		res := a.post("/api/auth/signout", "callbackUrl", in)
		same(t, in, res.Header.Get("Location"), want)
		if len(seen) == 0 || seen[len(seen)-1] != (ginauth.RedirectParams{URL: in, BaseURL: home}) {
			t.Errorf("%s: the callback saw %v", in, seen)
		}
		if strings.Contains(text(t, res), "canary") {
			t.Error("the error went to the client")
		}
	}
	if !strings.Contains(a.logs.String(), "canary-redirect") {
		t.Error("the error is in no log")
	}
	// The page that leads there may do so by its policy.
	csp := a.get("/api/auth/signin?callbackUrl=https%3A%2F%2Ffront.example.com%2Fx").Header.Get("Content-Security-Policy")
	if !strings.HasSuffix(csp, "form-action 'self' https://front.example.com") {
		t.Errorf("CSP %s", csp)
	}
}

func TestAllowedRedirectOrigins(t *testing.T) {
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Callbacks = callbacks.Combine(cfg.Callbacks, callbacks.AllowRedirectOrigins("https://front.example.com"))
	})
	for in, want := range map[string]string{
		"https://front.example.com/x":          "https://front.example.com/x",
		"https://front.example.com.evil.test/": home,
		"http://front.example.com/":            home,
		"/after":                               home + "/after",
	} {
		same(t, in, a.post("/api/auth/signout", "callbackUrl", in).Header.Get("Location"), want)
	}
}
