package ginauth_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// A session token in the Authorization header signs in on the program's own
// routes, as getToken() reads it; no cookie comes of it.
func TestBearer(t *testing.T) {
	for name, protocol := range protocols {
		t.Run(name, func(t *testing.T) {
			a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}), func(cfg *ginauth.Config) { cfg.Protocol = protocol })
			a.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) {})
			var updated error
			a.handle("/update", func(c *gin.Context) { updated = ginauth.Update(c, nil) })
			a.signIn()
			token := a.sessionToken()
			a.newBrowser()
			bearer := []string{"Authorization", "Bearer " + token}
			if body := text(t, a.get("/me", bearer...)); !strings.Contains(body, `"role":"admin"`) {
				t.Errorf("the session is %s", body)
			}
			a.clock.Advance(10 * minute)
			if res := a.get("/guarded", bearer...); res.StatusCode != http.StatusOK || len(res.Cookies()) != 0 {
				t.Errorf("when due: %d, cookies %v", res.StatusCode, cookieNames(res))
			}
			if res := a.get("/update", bearer...); updated == nil || setsSession(res) {
				t.Errorf("Update returns %v", updated)
			}
			none := "{}"
			if protocol == ginauth.AuthJS {
				none = "null"
			}
			expect(t, "GET /session", text(t, a.get("/api/auth/session", bearer...)), none)
			a.clock.Advance(51 * minute)
			expect(t, "expired", a.get("/guarded", bearer...).StatusCode, http.StatusUnauthorized)
		})
	}
}

func TestBearerMalformed(t *testing.T) {
	a := start(t)
	a.signIn()
	token := a.sessionToken()
	a.newBrowser()
	for name, value := range map[string]string{
		"empty": "", "scheme only": "Bearer", "no token": "Bearer ", "lower case": "bearer " + token,
		"no space": "Bearer" + token, "other scheme": "Basic " + token, "two spaces": "Bearer  " + token,
		"tab": "Bearer\t" + token, "truncated": "Bearer " + token[:len(token)-1], "garbage": "Bearer a.b.c",
		"dots": "Bearer " + strings.Repeat(".", 100000), "NUL": "Bearer \x00", "huge": "Bearer " + strings.Repeat("A", 1<<20),
		"comma": "Bearer " + token + ", Bearer x", "two schemes": "Basic x, Bearer " + token,
	} {
		res := a.get("/me", "Authorization", value)
		if body := text(t, res); res.StatusCode != http.StatusOK || body != "null" || len(res.Cookies()) != 0 {
			t.Errorf("%s: %d %.60s, cookies %v", name, res.StatusCode, body, cookieNames(res))
		}
	}
	r := a.browserRequest(http.MethodGet, "/me")
	r.Header["Authorization"] = []string{"Bearer " + token, "Bearer x"}
	expect(t, "two headers", text(t, a.deliver(r)), "null")
}

// A cookie comes before the header, even one that does not count: a header
// cannot be mixed with somebody else's cookie.
func TestBearerBesideACookie(t *testing.T) {
	a := start(t)
	a.signIn()
	token := a.sessionToken()
	a.newBrowser()
	a.setCookie(sessionCookie, "garbage")
	expect(t, "garbage cookie", text(t, a.get("/me", "Authorization", "Bearer "+token)), "null")
	a.mint(map[string]any{"sub": "7", "name": "Ann"}, time.Hour)
	if body := text(t, a.get("/me", "Authorization", "Bearer "+token)); !strings.Contains(body, "Ann") {
		t.Errorf("the session is %s", body)
	}
}

// What names a session in a store is no token: it counts in its cookie only.
func TestNoBearerForAStore(t *testing.T) {
	a := start(t, withMemstore)
	a.signIn()
	value := a.sessionCookies()[sessionCookie]
	a.newBrowser()
	expect(t, "session", text(t, a.get("/me", "Authorization", "Bearer "+value)), "null")
}
