package ginauth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/authjs"
)

const sessionCookie = "next-auth.session-token"

// withAges sets the ages of sessions.
func withAges(s ginauth.SessionConfig) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) { cfg.Session = s }
}

func withCallbacks(c ginauth.Callbacks) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) { cfg.Callbacks = c }
}

// protocols are both protocols, by name.
var protocols = map[string]ginauth.Protocol{"NextAuth": ginauth.NextAuth, "AuthJS": ginauth.AuthJS}

// tokenCodec opens and seals what the program under test does, by a road of its own.
func (a *app) tokenCodec() *authjs.Codec {
	a.t.Helper()
	format, salt := authjs.V4, ""
	if a.cfg.Protocol == ginauth.AuthJS {
		format, salt = authjs.V5, authjs.V5.SessionCookie(strings.HasPrefix(a.cfg.BaseURL, "https:"))
	}
	codec, err := authjs.NewCodec(format, salt, string(a.cfg.Secret))
	if err != nil {
		a.t.Fatal(err)
	}
	return codec
}

// sessionToken is the session token in the browser, its chunks joined.
func (a *app) sessionToken() string {
	a.t.Helper()
	r := a.browserRequest(http.MethodGet, "/")
	for name := range a.sessionCookies() {
		if prefix, _, ok := strings.Cut(name, "session-token"); ok {
			found := authjs.FindCookies(r.Header, prefix+"session-token")
			if found.Len() != 1 {
				a.t.Fatalf("the browser holds %d session tokens", found.Len())
			}
			return found.At(0)
		}
	}
	a.t.Fatal("the browser holds no session token")
	return ""
}

// sessionClaims are those of the session in the browser.
func (a *app) sessionClaims() map[string]any {
	a.t.Helper()
	raw, err := a.tokenCodec().Open(nil, a.sessionToken())
	if err != nil {
		a.t.Fatalf("opening the session token: %v", err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		a.t.Fatal(err)
	}
	return out
}

// sessionClaim is a number among the claims.
func (a *app) sessionClaim(name string) int64 {
	a.t.Helper()
	n, ok := a.sessionClaims()[name].(float64)
	if !ok {
		a.t.Fatalf("the claim %q is %v", name, a.sessionClaims()[name])
	}
	return int64(n)
}

// plantClaims seals claims as they are and puts them into an empty browser.
func (a *app) plantClaims(claims map[string]any) {
	a.t.Helper()
	a.newBrowser()
	raw, err := json.Marshal(claims)
	if err != nil {
		a.t.Fatal(err)
	}
	token, err := a.tokenCodec().Seal(raw)
	if err != nil {
		a.t.Fatal(err)
	}
	name := sessionCookie
	if a.cfg.Protocol == ginauth.AuthJS {
		name = "authjs.session-token"
	}
	a.setCookie(name, token)
}

// browserRequest is a request with the browser's cookies.
func (a *app) browserRequest(method, path string) *http.Request {
	r := httptest.NewRequest(method, path, nil)
	r.Host = a.base.Host
	for _, c := range a.browser.Cookies(a.base) {
		r.AddCookie(c)
	}
	return r
}

// deliver answers a request as it is; the browser does not see the answer.
func (a *app) deliver(r *http.Request) *http.Response {
	w := httptest.NewRecorder()
	a.router.ServeHTTP(w, r)
	return w.Result()
}

// isSignedIn asks /me as whom the program sees the browser.
func (a *app) isSignedIn() bool { a.t.Helper(); return text(a.t, a.get("/me")) != "null" }

// setsSession tells whether an answer gives the browser a session, clears
// whether it takes one away.
func setsSession(res *http.Response) bool {
	for _, c := range res.Cookies() {
		if strings.Contains(c.Name, "session-token") && c.Value != "" {
			return true
		}
	}
	return false
}

func clearsSession(res *http.Response) bool {
	for _, c := range res.Cookies() {
		if strings.Contains(c.Name, "session-token") && c.Value == "" && c.MaxAge < 0 {
			return true
		}
	}
	return false
}

// handle registers a GET route whose handler can fail the test.
func (a *app) handle(path string, handler func(c *gin.Context)) { a.router.GET(path, handler) }

// expect compares what a test got with what it wants.
func expect[T comparable](t *testing.T, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, want %v", what, got, wanted)
	}
}

const (
	minute = time.Minute
	hour   = time.Hour
	day    = 24 * time.Hour
)

func withMemstore(cfg *ginauth.Config) {
	cfg.Session.Store = memstore.NewStore([]byte("a key for tests of 32 bytes or so"))
}
