package ginauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// witness stands before a program and keeps what it answers.
type witness struct {
	inner   http.Handler
	answers strings.Builder
	cookies map[string]bool // every secret cookie value, as it is and decoded
}

func (w *witness) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	rec := httptest.NewRecorder()
	w.inner.ServeHTTP(rec, r)
	w.answers.WriteString(rec.Body.String() + "\n" + rec.Header().Get("Location") + "\n")
	for _, c := range rec.Result().Cookies() {
		if len(c.Value) > 20 && !strings.Contains(c.Name, "callback-url") {
			w.cookies[c.Value] = true
			if plain, err := url.PathUnescape(c.Value); err == nil {
				w.cookies[plain] = true
			}
		}
	}
	maps.Copy(rw.Header(), rec.Header())
	rw.WriteHeader(rec.Code)
	_, _ = rw.Write(rec.Body.Bytes())
}

// A full run, errors included: no secret, password, token or cookie is in any
// log at debug level, and no claim that only the token holds is in any answer.
func TestNothingLeaks(t *testing.T) {
	const password, wrong = "canary-password-hunter2", "canary-wrong-password"
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		f := &callbackFault{}
		mode := ""
		a := startIn(f.shape, func(cfg *ginauth.Config) {
			cfg.OldSecrets = []ginauth.Secret{oldSecret}
			f.shape(cfg)
			fill := cfg.Callbacks.Shape.JWT
			cfg.Callbacks.Shape.JWT = func(ctx context.Context, tok ginauth.TokenLike, in ginauth.JWTParams) error {
				tok.(*Token).JWT = "canary-access-token"
				return fill(ctx, tok, in)
			}
			cfg.Providers = []ginauth.Provider{form{authorize: func(_ context.Context, _, given string) (ginauth.UserLike, error) {
				switch {
				case mode == "error":
					return nil, errors.New("the database is gone")
				case mode == "panic":
					panic("the database is gone")
				case given != password:
					return nil, nil
				}
				u := jsmith
				return &u, nil
			}}}
		})
		slog.New(a.logs.Logger().Handler()).Debug("begin", "config", a.cfg.Secret, "old", a.cfg.OldSecrets)
		w := &witness{inner: a.router, cookies: map[string]bool{}}
		a.router = gin.New()
		a.router.Use(func(c *gin.Context) { w.ServeHTTP(c.Writer, c.Request); c.Abort() })
		fullRun(a, f, &mode, password, wrong)

		logs := a.logs.String()
		if !strings.Contains(logs, "SIGNIN_ERROR") || !strings.Contains(logs, "JWT_SESSION_ERROR") || !strings.Contains(logs, "SERVER_ERROR") && !strings.Contains(logs, "SESSION_ERROR") {
			t.Fatalf("the run was no full run: %s", logs)
		}
		for _, secret := range []string{string(ginauthtest.Secret), oldSecret, password, wrong, "canary-access-token", "canary-data", "canary-bearer"} {
			if strings.Contains(logs, secret) {
				t.Errorf("%q is in the logs", secret)
			}
			if strings.Contains(w.answers.String(), secret) {
				t.Errorf("%q is in an answer", secret)
			}
		}
		if len(w.cookies) < 6 {
			t.Fatalf("only %d cookies went by", len(w.cookies))
		}
		for value := range w.cookies {
			quiet(t, "a cookie", logs, value)
			if token, _, csrf := strings.Cut(value, "|"); !csrf && len(token) > 200 && strings.Contains(w.answers.String(), value) {
				t.Error("a session cookie is in an answer's body")
			}
		}
	})
}

// fullRun does everything once, right and wrong.
func fullRun(a *app, f *callbackFault, mode *string, password, wrong string) {
	const path = "/api/auth/callback/credentials"
	for _, given := range []string{wrong, password} {
		for _, *mode = range []string{"error", "panic", ""} {
			for _, m := range modes {
				m.post(a, path, "username", "jsmith", "password", given)
			}
		}
	}
	for _, fail := range failures {
		for range 2 {
			f.jwt, f.session = fail, nil
			a.get("/api/auth/session")
			a.get("/me")
			a.post("/api/auth/session", "data", "canary-data")
			a.post(path, "username", "jsmith", "password", password)
			f.jwt, f.session = nil, fail
			a.get("/api/auth/session")
			a.post(path, "username", "jsmith", "password", password)
		}
		f.jwt, f.session = nil, nil
	}
	a.do("POST", path, "text/plain", "password="+password)
	a.do("POST", path, "application/json", `{"password":"`+password)
	a.send(path, fields("csrfToken", "wrong", "password", password))
	for _, p := range []string{"/csrf", "/providers", "/session", "/signin", "/signout", "/error", "/verify-request", "/nonsense"} {
		a.get("/api/auth"+p, "Authorization", "Bearer canary-bearer", "Origin", "https://evil.test")
	}
	a.post("/api/auth/session", "data", "canary-data")
	a.clock.Advance(25 * time.Hour)
	a.get("/me")
	for name, value := range a.sessionCookies() {
		a.setCookie(name, value[:len(value)-3])
	}
	a.get("/me")
	a.post(path, "username", "jsmith", "password", password)
	a.post("/api/auth/signout")
	a.get("/me", "Authorization", "Bearer canary-bearer-of-nobody")
}

// Printing a configuration, by whichever verb or encoding, shows no secret.
func TestPrintingHidesSecrets(t *testing.T) {
	key := []byte("canary-signing-key-of-32-bytes!!")
	cfg := ginauth.Config{Secret: "canary-secret", OldSecrets: []ginauth.Secret{"canary-old"}}
	cfg.Session.Signed = &ginauth.SignedTokens{Method: "HS256", Key: key, OldKeys: []any{key}}
	credentials := ginauth.Credentials{
		Form: url.Values{"password": {"canary-password"}}, JSON: map[string]json.RawMessage{"password": json.RawMessage(`"canary-password"`)},
	}
	in := ginauth.SignInParams{Credentials: credentials}
	for name, v := range map[string]any{
		"Config": cfg, "*Config": &cfg, "Secret": cfg.Secret, "OldSecrets": cfg.OldSecrets, "Session": cfg.Session,
		"SignedTokens": *cfg.Session.Signed, "*SignedTokens": cfg.Session.Signed,
		"Credentials": credentials, "*Credentials": &credentials, "SignInParams": in,
	} {
		logs := newLogBuffer()
		logs.Logger().Error("x", "v", v)
		slog.New(slog.NewJSONHandler(logs, nil)).Error("x", "v", v)
		var all strings.Builder
		all.WriteString(logs.String())
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d"} {
			fmt.Fprintf(&all, verb, v)
		}
		if text, err := json.Marshal(v); err == nil {
			all.Write(text)
		}
		out := all.String()
		for _, secret := range []string{"canary", "63616e617279", "63616E617279", "99 97 110 97 114 121", "Y2FuYXJ5"} {
			if i := strings.Index(out, secret); i >= 0 {
				t.Errorf("%s shows %.120s", name, out[max(0, i-60):])
			}
		}
	}
}
