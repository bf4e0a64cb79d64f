package ginauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// credentialsURL posts good credentials and returns the answer with its URL.
func (a *app) credentialsURL(fields ...string) (*http.Response, string) {
	a.t.Helper()
	res := a.post("/api/auth/callback/credentials", append([]string{"username", "jsmith", "password", "hunter2", "json", "true"}, fields...)...)
	var out struct{ URL string }
	decode(a.t, res, &out)
	return res, out.URL
}

func withAuthorize(user ginauth.UserLike, err error) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) {
		cfg.Providers = []ginauth.Provider{form{authorize: func(context.Context, string, string) (ginauth.UserLike, error) { return user, err }}}
	}
}

// What a provider may do wrong, and what the client learns of it.
func TestSignInAnswers(t *testing.T) {
	for protocolName, protocol := range protocols {
		for name, tc := range map[string]struct {
			user ginauth.UserLike
			err  error
			says string
			logs bool
		}{
			"another type":      {&otherUser{ginauth.User{ID: "1"}}, nil, "error=Configuration", true},
			"reject, no words":  {nil, ginauth.Reject(http.StatusForbidden, ""), "error=CredentialsSignin", false},
			"reject in another": {nil, errors.Join(errors.New("why"), ginauth.Reject(http.StatusForbidden, "")), "error=CredentialsSignin", false},
		} {
			t.Run(protocolName+"/"+name, func(t *testing.T) {
				a := start(t, withAuthorize(tc.user, tc.err), func(cfg *ginauth.Config) { cfg.Protocol = protocol })
				a.csrf()
				a.logs.reset()
				res, url := a.credentialsURL()
				if !strings.Contains(url, tc.says) || strings.Contains(url, "error=&") || setsSession(res) || len(a.sessionCookies()) != 0 {
					t.Errorf("%d, url %q, cookies %v", res.StatusCode, url, cookieNames(res))
				}
				expect(t, "logged as an error", strings.Contains(a.logs.String(), "level=ERROR"), tc.logs)
			})
		}
	}
}

// touchy panics when a read decodes it.
type touchy string

func (*touchy) UnmarshalJSON([]byte) error { panic("a decoder of the application") }

type touchyToken struct {
	ginauth.Token
	Field touchy `json:"field"`
}

// A panic of the application's decoder stays in the middleware.
func TestDecoderPanics(t *testing.T) {
	for name, option := range map[string]func(*ginauth.Config){"cookie": func(*ginauth.Config) {}, "memstore": withMemstore} {
		t.Run(name, func(t *testing.T) {
			shape := callbacks.Shape(
				func(_ context.Context, token *touchyToken, in callbacks.JWT[*User]) error {
					if in.User != nil {
						token.Field = "x"
					}
					return nil
				}, func(context.Context, *ginauth.Session, *touchyToken) error { return nil })
			a := start(t, option, withCallbacks(shape))
			a.router.GET("/guarded", ginauth.Require(), func(*gin.Context) { t.Error("let through") })
			a.signIn()
			res := a.get("/guarded")
			expect(t, "guard", res.StatusCode, http.StatusInternalServerError)
			expect(t, "body", text(t, res), `{"error":"server_error"}`)
			expect(t, "/me", text(t, a.get("/me")), "null")
			expect(t, "/session", text(t, a.get("/api/auth/session")), "{}")
			if len(a.sessionCookies()) == 0 {
				t.Error("the cookie is gone")
			}
			expect(t, "signing out", a.post("/api/auth/signout", "json", "true").StatusCode, http.StatusOK)
		})
	}
}

// A target that no browser would keep in a cookie is still gone to.
func TestLongCallbackURL(t *testing.T) {
	for name, tc := range map[string]struct {
		path string
		kept bool
	}{
		"short":           {"/x?q=" + strings.Repeat("a", 2000), true},
		"long when coded": {"/x?q=" + strings.Repeat("/", 1500), false}, // each takes three
		"mixed":           {"/x?q=" + strings.Repeat("?&=/", 400), false},
	} {
		t.Run(name, func(t *testing.T) {
			a := start(t)
			res, url := a.credentialsURL("callbackUrl", tc.path)
			if url != a.cfg.BaseURL+tc.path {
				t.Errorf("the url is %.60q", url)
			}
			if !setsSession(res) {
				t.Error("not signed in")
			}
			kept := false
			for _, c := range res.Cookies() {
				if len(c.Name)+len(c.Value) > 4000 {
					t.Errorf("%s has %d bytes", c.Name, len(c.Value))
				}
				kept = kept || strings.Contains(c.Name, "callback-url")
			}
			expect(t, "in the cookie", kept, tc.kept)
			res = a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2", "callbackUrl", tc.path)
			if location := res.Header.Get("Location"); location != a.cfg.BaseURL+tc.path {
				t.Errorf("Location is %.60q", location)
			}
		})
	}
}

// A condition for another type of session is a mistake of the program, and it
// hears of it.
func TestConditionOfAnotherSession(t *testing.T) {
	a := start(t)
	var found []string
	a.router.GET("/guarded", func(c *gin.Context) {
		c.Next()
		found = c.Errors.Errors()
	}, ginauth.Require(ginauth.Role(func(*ginauth.Session) string { return "admin" }, "admin")), func(*gin.Context) { t.Error("let through") })
	a.signIn()
	expect(t, "status", a.get("/guarded").StatusCode, http.StatusForbidden)
	if len(found) != 1 || !strings.Contains(found[0], "*ginauth.Session") || !strings.Contains(found[0], "*ginauth_test.Session") {
		t.Errorf("c.Errors: %q", found)
	}
}

// No time at all is never recent enough, and not forbidden either.
func TestSignedInWithinNoTime(t *testing.T) {
	for _, d := range []time.Duration{0, -1, -hour} {
		a := start(t)
		a.router.GET("/recent", ginauth.Require(ginauth.SignedInWithin(d)), func(*gin.Context) {})
		a.signIn()
		a.clock.Advance(time.Second)
		res := a.get("/recent")
		expect(t, d.String(), res.StatusCode, http.StatusUnauthorized)
		expect(t, d.String(), text(t, res), `{"error":"login_required"}`)
	}
}

// A POST without its token is told of once, and without the token.
func TestMissingCSRFIsLogged(t *testing.T) {
	for name, protocol := range protocols {
		for _, path := range []string{"/api/auth/callback/credentials", "/api/auth/signout", "/api/auth/session", "/api/auth/signin/credentials"} {
			a := start(t, func(cfg *ginauth.Config) { cfg.Protocol = protocol })
			token := a.csrf()
			a.logs.reset()
			wrong := strings.Repeat("0123456789abcdef", 4)
			body, err := json.Marshal(map[string]string{"csrfToken": wrong})
			if err != nil {
				t.Fatal(err)
			}
			a.do(http.MethodPost, path, "application/json", string(body))
			logs := a.logs.String()
			expect(t, name+" "+path+": lines", a.logs.lines(), 1)
			if !strings.Contains(logs, "level=INFO") || strings.Count(logs, "code=MISSING_CSRF") != 1 ||
				strings.Contains(logs, token) || strings.Contains(logs, wrong) {
				t.Errorf("%s %s: %s", name, path, logs)
			}
		}
	}
}
