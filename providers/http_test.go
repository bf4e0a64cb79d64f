package providers_test

import (
	"context"
	"encoding/json"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/providers"
)

func config(list ...ginauth.Provider) ginauth.Config {
	return ginauth.Config{
		Secret: "0123456789abcdef0123456789abcdef", BaseURL: "http://app.test", Providers: list,
		Logger: slog.New(slog.DiscardHandler),
	}
}

func engine(t *testing.T, cfg ginauth.Config) http.Handler {
	t.Helper()
	gin.SetMode(gin.TestMode)
	auth, err := ginauth.NewAuth(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r := gin.New()
	r.Use(auth.Middleware())
	return r
}

// browser keeps cookies and the CSRF token.
type browser struct {
	t       *testing.T
	app     http.Handler
	cookies map[string]string
	token   string
}

func open(t *testing.T, app http.Handler) *browser {
	b := &browser{t: t, app: app, cookies: map[string]string{}}
	var answer struct{ CSRFToken string }
	if err := json.Unmarshal(b.do(http.MethodGet, "/api/auth/csrf", "", "").Body.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	b.token = answer.CSRFToken
	return b
}

func (b *browser) do(method, path, contentType, body string) *httptest.ResponseRecorder {
	req := httptest.NewRequestWithContext(b.t.Context(), method, path, io.Reader(strings.NewReader(body)))
	req.Host = "app.test"
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	for name, value := range b.cookies {
		req.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.app.ServeHTTP(w, req)
	for _, c := range w.Result().Cookies() {
		b.cookies[c.Name] = c.Value
	}
	return w
}

func (b *browser) form(provider string, fields url.Values) *httptest.ResponseRecorder {
	fields.Set("csrfToken", b.token)
	return b.do(http.MethodPost, "/api/auth/callback/"+provider, "application/x-www-form-urlencoded", fields.Encode())
}

func (b *browser) json(provider string, fields map[string]any) *httptest.ResponseRecorder {
	fields["csrfToken"], fields["json"] = b.token, true
	body, err := json.Marshal(fields)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(http.MethodPost, "/api/auth/callback/"+provider, "application/json", string(body))
}

func (b *browser) session() string {
	return b.do(http.MethodGet, "/api/auth/session", "", "").Body.String()
}

func TestSignInByFormAndByJSON(t *testing.T) {
	app := engine(t, config(providers.Credentials(authorize)))
	for name, send := range map[string]func(*browser) *httptest.ResponseRecorder{
		"form": func(b *browser) *httptest.ResponseRecorder {
			return b.form("credentials", url.Values{"username": {"jsmith"}, "password": {"hunter2"}, "json": {"true"}})
		},
		"JSON": func(b *browser) *httptest.ResponseRecorder {
			return b.json("credentials", map[string]any{"username": "jsmith", "password": "hunter2"})
		},
	} {
		b := open(t, app)
		if w := send(b); w.Code != http.StatusOK {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
		if got := b.session(); !strings.Contains(got, "J Smith") {
			t.Errorf("%s: session %s", name, got)
		}
	}
}

func TestFieldErrorsOverHTTP(t *testing.T) {
	type answer struct {
		URL    string            `json:"url"`
		Errors map[string]string `json:"errors"`
	}
	const secret = "hunter2-canary"
	tests := []struct {
		name string
		send func(*browser) *httptest.ResponseRecorder
		want map[string]string
	}{
		{"form, one missing", func(b *browser) *httptest.ResponseRecorder {
			return b.form("credentials", url.Values{"username": {secret}, "json": {"true"}})
		}, map[string]string{"password": "Password is required."}},
		{"form, both missing", func(b *browser) *httptest.ResponseRecorder {
			return b.form("credentials", url.Values{"json": {"true"}})
		}, map[string]string{"username": "Username is required.", "password": "Password is required."}},
		{"JSON, wrong type", func(b *browser) *httptest.ResponseRecorder {
			return b.json("credentials", map[string]any{"username": 4711, "password": secret})
		}, map[string]string{"username": "Username must be text."}},
		{"JSON, list", func(b *browser) *httptest.ResponseRecorder {
			return b.json("credentials", map[string]any{"username": []string{"jsmith"}, "password": []string{secret}})
		}, map[string]string{"username": "Username must be text.", "password": "Password must be text."}},
		{"form, twice", func(b *browser) *httptest.ResponseRecorder {
			return b.form("credentials", url.Values{"username": {"jsmith"}, "password": {secret, "b"}, "json": {"true"}})
		}, map[string]string{"password": "Password was sent more than once."}},
		{"form, too long", func(b *browser) *httptest.ResponseRecorder {
			return b.form("credentials", url.Values{"username": {"jsmith"}, "password": {strings.Repeat(secret, 100)}, "json": {"true"}})
		}, map[string]string{"password": "Password is too long (at most 1024 bytes)."}},
	}
	for _, protocol := range []ginauth.Protocol{ginauth.NextAuth, ginauth.AuthJS} {
		var logged strings.Builder
		cfg := config(providers.Credentials(authorize))
		cfg.Protocol, cfg.Logger = protocol, slog.New(slog.NewTextHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
		app := engine(t, cfg)
		for _, tt := range tests {
			b := open(t, app)
			w := tt.send(b)
			var got answer
			if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
				t.Fatalf("%s: %d %s", tt.name, w.Code, w.Body)
			}
			if len(got.Errors) != len(tt.want) {
				t.Errorf("%s: errors %v, want %v", tt.name, got.Errors, tt.want)
			}
			for field, message := range tt.want {
				if got.Errors[field] != message {
					t.Errorf("%s: %s: %q, want %q", tt.name, field, got.Errors[field], message)
				}
			}
			if protocol == ginauth.NextAuth && w.Code != http.StatusUnprocessableEntity {
				t.Errorf("%s: status %d", tt.name, w.Code)
			}
			page := follow(b, got.URL)
			for _, message := range tt.want {
				if !strings.Contains(html.UnescapeString(page), message) {
					t.Errorf("%s: the page does not say %q", tt.name, message)
				}
			}
			if all := w.Body.String() + got.URL + page + logged.String(); strings.Contains(all, "canary") || strings.Contains(all, "4711") {
				t.Errorf("%s: a value comes back", tt.name)
			}
			if s := b.session(); strings.Contains(s, "user") {
				t.Errorf("%s: session %s", tt.name, s)
			}
		}
	}
}

// follow loads a page and the pages that it redirects to.
func follow(b *browser, target string) string {
	for range 5 {
		u, err := url.Parse(target)
		if err != nil {
			b.t.Fatal(err)
		}
		w := b.do(http.MethodGet, u.RequestURI(), "", "")
		if w.Code/100 != 3 {
			return w.Body.String()
		}
		target = w.Header().Get("Location")
	}
	b.t.Fatal("too many redirects")
	return ""
}

func TestWrongCredentialsOverHTTP(t *testing.T) {
	b := open(t, engine(t, config(providers.Credentials(authorize))))
	w := b.json("credentials", map[string]any{"username": "jsmith", "password": "wrong"})
	if w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), "CredentialsSignin") {
		t.Errorf("wrong: %d %s", w.Code, w.Body)
	}
	w = b.json("credentials", map[string]any{"username": "mallory", "password": "x"})
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "Credentials+not+working") && !strings.Contains(w.Body.String(), "Credentials%20not%20working") {
		t.Errorf("rejected: %d %s", w.Code, w.Body)
	}
}

func TestSeveralProviders(t *testing.T) {
	type Card struct {
		Number int `json:"number" validate:"required,min=1000"`
	}
	app := engine(t, config(
		providers.Credentials(authorize),
		providers.Credentials(func(_ context.Context, in Card) (*ginauth.User, error) {
			return &ginauth.User{ID: "card", Name: "Card holder"}, nil
		}, providers.ID("card"), providers.Name("Staff card")),
	))
	b := open(t, app)
	if w := b.json("card", map[string]any{"username": "jsmith", "password": "hunter2"}); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("the other provider's fields: %d %s", w.Code, w.Body)
	}
	if w := b.json("card", map[string]any{"number": "4711"}); w.Code != http.StatusOK {
		t.Errorf("card: %d %s", w.Code, w.Body)
	}
	if got := b.session(); !strings.Contains(got, "Card holder") {
		t.Errorf("session %s", got)
	}
	page := follow(b, "/api/auth/signin")
	for _, part := range []string{
		`name="username"`, `placeholder="jsmith"`, `autocomplete="current-password"`, `name="number"`, `type="number"`, "Sign in with Staff card",
	} {
		if !strings.Contains(page, part) {
			t.Errorf("the page has no %s", part)
		}
	}
}

func TestNewAuthReportsProviders(t *testing.T) {
	bad := provider[struct {
		A string `validate:"requird"`
	}]()
	if _, err := ginauth.NewAuth(config(bad)); err == nil || !strings.Contains(err.Error(), "requird") {
		t.Errorf("bad tag: %v", err)
	}
	if _, err := ginauth.NewAuth(config(provider[Login](), provider[Login]())); err == nil || !strings.Contains(err.Error(), "credentials") {
		t.Errorf("one id twice: %v", err)
	}
	if _, err := ginauth.NewAuth(config(provider[Login](providers.ID("A B")))); err == nil {
		t.Error("an id with a space is accepted")
	}
}
