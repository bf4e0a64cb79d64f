package ginauth_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	ginsessions "github.com/gin-contrib/sessions"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// A real Redis that goes away and comes back.
func TestRedisDown(t *testing.T) {
	p := newProxy(t, redisAddress(t))
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Session = ginauth.SessionConfig{MaxAge: hour, Store: redisStore(t, p.listener.Addr().String()), StoreTimeout: 5 * time.Second}
	})
	a.router.GET("/guarded", ginauth.Require(), func(c *gin.Context) { c.String(http.StatusOK, "inside") })
	a.signIn()
	csrf := a.csrf()
	for range 2 {
		expect(t, "up", a.get("/guarded").StatusCode, http.StatusOK)
		p.setDown(true)
		a.whileDown(csrf, nil, false)
		planted := a.browserRequest(http.MethodGet, "/guarded")
		planted.Header.Set("Cookie", sessionCookie+"=garbage; "+planted.Header.Get("Cookie"))
		if res := a.deliverSoon(planted); res.StatusCode != http.StatusServiceUnavailable || clearsSession(res) {
			t.Errorf("with a planted cookie beside the session's: %d", res.StatusCode)
		}
		p.setDown(false)
	}
	expect(t, "up again", a.get("/guarded").StatusCode, http.StatusOK)
}

// Redis and the cookie store take 4096 bytes: more is an error that loses
// nothing.
func TestStoreSessionTooLarge(t *testing.T) {
	eachStore(t, func(t *testing.T, name string, store ginsessions.Store) {
		size := 6000
		a := start(t, withSize(&size), withStore(store))
		var updated error
		a.handle("/grow", func(c *gin.Context) { updated = ginauth.Update(c, 6000) })
		fits := name == "memstore"
		res := a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2", "json", "true")
		body := text(t, res)
		expect(t, "signed in with 6000 bytes", setsSession(res), fits)
		if !fits && (!strings.Contains(body, "error=Configuration") || res.StatusCode < 500 || clearsSession(res)) {
			t.Errorf("signing in with 6000 bytes: %d %s", res.StatusCode, body)
		}
		size = -1
		a.signIn()
		res = a.get("/grow")
		expect(t, "updated to 6000 bytes", updated == nil, fits)
		if !fits && len(res.Cookies()) != 0 {
			t.Errorf("cookies: %v", cookieNames(res))
		}
		if !a.isSignedIn() {
			t.Error("the old session is lost")
		}
	})
}
