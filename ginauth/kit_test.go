package ginauth_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/ginauthtest"
)

// The seed's types.
type User struct {
	ginauth.User
	Role, AccessToken string
}

type Token struct {
	ginauth.Token
	UID  string `json:"id"`
	Role string `json:"role"`
	JWT  string `json:"jwt"`
}

type Session struct {
	ginauth.Session
	Role string `json:"role"`
	UID  string `json:"uid"`
}

var jsmith = User{ginauth.User{ID: "1", Name: "J Smith", Email: "jsmith@example.com"}, "admin", "123456890"}

const jwtSecretClaim = "123456890"

// form is a credentials provider made by hand, so that these tests show what
// the root package does by itself.
type form struct {
	id        string
	authorize func(ctx context.Context, username, password string) (ginauth.UserLike, error)
	user      reflect.Type
}

func (f form) Describe() (ginauth.ProviderInfo, error) {
	info := ginauth.ProviderInfo{ID: f.id, Name: "Credentials", Type: ginauth.TypeCredentials, User: f.user}
	if info.ID == "" {
		info.ID = "credentials"
	}
	if info.User == nil {
		info.User = reflect.TypeFor[*User]()
	}
	return info, nil
}

func (f form) Form() []ginauth.Field {
	message := func(rule string) string { return "Field rule " + map[bool]string{true: "required"}[rule == "required"] }
	return []ginauth.Field{
		{Name: "username", Label: "Username", Type: "text", Required: true, Message: message},
		{Name: "password", Label: "Password", Type: "password", Required: true, Message: message},
	}
}

func (f form) Authorize(ctx context.Context, in ginauth.Credentials) (ginauth.UserLike, error) {
	get := func(name string) string {
		if in.Form != nil {
			return in.Form.Get(name)
		}
		var s string
		_ = json.Unmarshal(in.JSON[name], &s)
		return s
	}
	if f.authorize != nil {
		return f.authorize(ctx, get("username"), get("password"))
	}
	if get("username") == "" {
		return nil, ginauth.FieldErrors{{Field: "username", Rule: "required", Message: "Username is required."}}
	}
	if get("username") != "jsmith" || get("password") != "hunter2" {
		return nil, nil
	}
	u := jsmith
	return &u, nil
}

func seed() ginauth.Callbacks {
	return callbacks.Shape(
		func(_ context.Context, t *Token, in callbacks.JWT[*User]) error {
			if in.User != nil {
				t.UID, t.Role, t.JWT = in.User.ID, in.User.Role, in.User.AccessToken
			}
			if in.Trigger == ginauth.TriggerUpdate {
				var data struct{ Name string }
				if json.Unmarshal(in.Session, &data) == nil && data.Name != "" {
					t.Name = data.Name
				}
			}
			return nil
		},
		func(_ context.Context, s *Session, t *Token) error {
			s.UID, s.Role = t.UID, t.Role
			return nil
		},
	)
}

// app is a program under test with one browser.
type app struct {
	t       *testing.T
	router  *gin.Engine
	auth    *ginauth.Auth
	cfg     ginauth.Config
	base    *url.URL
	browser http.CookieJar
	clock   *ginauthtest.Clock
	logs    *logBuffer
}

// start makes a program with the seed's callbacks and a form, changed by each
// of the options.
func start(t *testing.T, options ...func(*ginauth.Config)) *app {
	t.Helper()
	a := &app{t: t, clock: ginauthtest.NewClock(time.Now().Truncate(time.Second)), logs: newLogBuffer()}
	a.cfg = ginauthtest.Config(ginauth.Config{
		Providers: []ginauth.Provider{form{}}, Callbacks: seed(), Now: a.clock.Now, Logger: a.logs.Logger(),
	})
	for _, option := range options {
		option(&a.cfg)
	}
	var err error
	if a.auth, err = ginauth.NewAuth(a.cfg); err != nil {
		t.Fatal(err)
	}
	if a.base, err = url.Parse(a.cfg.BaseURL); err != nil {
		t.Fatal(err)
	}
	a.newBrowser()
	a.router = gin.New()
	a.router.Use(a.auth.Middleware())
	a.router.GET("/me", func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
	return a
}

func (a *app) newBrowser() {
	jar, err := cookiejar.New(nil)
	if err != nil {
		a.t.Fatal(err)
	}
	a.browser = jar
}

// do sends a request with the browser's cookies, and keeps those of the answer.
func (a *app) do(method, path, contentType, body string, header ...string) *http.Response {
	a.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Host = a.base.Host
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	for _, c := range a.browser.Cookies(a.base) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	a.router.ServeHTTP(w, r)
	res := w.Result()
	a.browser.SetCookies(a.base, res.Cookies())
	return res
}

func (a *app) get(path string, header ...string) *http.Response {
	a.t.Helper()
	return a.do(http.MethodGet, path, "", "", header...)
}

// post sends a form with the CSRF token.
func (a *app) post(path string, fields ...string) *http.Response {
	a.t.Helper()
	values := url.Values{"csrfToken": {a.csrf()}}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return a.do(http.MethodPost, path, "application/x-www-form-urlencoded", values.Encode())
}

func (a *app) csrf() string {
	a.t.Helper()
	var out struct{ CSRFToken string }
	decode(a.t, a.get("/api/auth/csrf"), &out)
	return out.CSRFToken
}

func (a *app) signIn() *http.Response {
	a.t.Helper()
	res := a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2", "json", "true")
	if res.StatusCode != http.StatusOK {
		a.t.Fatalf("signing in: %d %s\n%s", res.StatusCode, text(a.t, res), a.logs)
	}
	return res
}

// sessionCookies are the browser's cookies of the session, by name.
func (a *app) sessionCookies() map[string]string {
	out := map[string]string{}
	for _, c := range a.browser.Cookies(a.base) {
		if strings.Contains(c.Name, "session-token") {
			out[c.Name] = c.Value
		}
	}
	return out
}

// setCookie puts a cookie into the browser.
func (a *app) setCookie(name, value string) {
	a.browser.SetCookies(a.base, []*http.Cookie{{Name: name, Value: value, Path: "/"}})
}

func decode(t *testing.T, res *http.Response, into any) {
	t.Helper()
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		t.Fatalf("status %d: %v", res.StatusCode, err)
	}
}

func text(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func cookieNames(res *http.Response) []string {
	var names []string
	for _, c := range res.Cookies() {
		names = append(names, c.Name)
	}
	return names
}
