package ginauth_test

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// signedOutPage is what a template makes of the session.
var signedOutPage = template.Must(template.New("").Parse(`{{with .session}}hello {{.User.Name}}{{else}}nobody{{end}}`))

func TestTypedNilSignedOut(t *testing.T) {
	a := start(t)
	a.router.SetHTMLTemplate(signedOutPage)
	a.handle("/page", func(c *gin.Context) { c.HTML(http.StatusOK, "", gin.H{"session": c.MustGet("session")}) })
	a.handle("/typed", func(c *gin.Context) {
		session := c.MustGet("session").(*Session)
		if session != nil {
			t.Errorf("the session is %v, want nil", session)
		}
		if got, ok := ginauth.SessionFrom[*Session](c); ok || got != nil {
			t.Errorf("SessionFrom returns %v, %v", got, ok)
		}
		if err := ginauth.SessionErr(c); err != nil {
			t.Error(err)
		}
		c.JSON(http.StatusOK, session)
	})
	expect(t, "JSON", text(t, a.get("/typed")), "null")
	expect(t, "template", text(t, a.get("/page")), "nobody")
	a.plantClaims(map[string]any{"sub": "1"}) // a session that does not count
	expect(t, "JSON", text(t, a.get("/typed")), "null")
	a.signIn()
	expect(t, "template", text(t, a.get("/page")), "hello J Smith")
}

func TestBuiltInSession(t *testing.T) {
	for name, protocol := range protocols {
		a := start(t, withCallbacks(ginauth.Callbacks{}), func(cfg *ginauth.Config) { cfg.Protocol = protocol })
		a.handle("/typed", func(c *gin.Context) {
			if s, ok := ginauth.SessionFrom[*Session](c); ok || s != nil {
				t.Error("SessionFrom returns a session of a type that the program does not make")
			}
			s := c.MustGet("session").(*ginauth.Session)
			if s != nil && s.User.ID != "" {
				t.Error("the session has an ID that nobody has put there")
			}
			c.JSON(http.StatusOK, s)
		})
		expect(t, name, text(t, a.get("/typed")), "null")
		a.signIn()
		wanted := `{"user":{"name":"J Smith","email":"jsmith@example.com"},"expires":"` +
			a.clock.Now().Add(30*day).UTC().Format("2006-01-02T15:04:05.000Z") + `"}`
		expect(t, name, text(t, a.get("/typed")), wanted)
		expect(t, name, text(t, a.get("/api/auth/session")), wanted)
	}
}

// The seed's example: what the browser sees, and what it does not.
func TestSessionKeepsTheTokenPrivate(t *testing.T) {
	a := start(t)
	a.signIn()
	body := text(t, a.get("/api/auth/session"))
	var session map[string]any
	if err := json.Unmarshal([]byte(body), &session); err != nil {
		t.Fatal(err)
	}
	if session["role"] != "admin" || session["uid"] != "1" || len(session) != 4 {
		t.Errorf("the session is %s", body)
	}
	if strings.Contains(body, jwtSecretClaim) {
		t.Error("the access token has reached the browser")
	}
	expect(t, "the token's jwt", a.sessionClaims()["jwt"], any(jwtSecretClaim))
}

func TestSessionIDAndAuthTime(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}))
	a.handle("/update", func(c *gin.Context) {
		if err := ginauth.Update(c, gin.H{"name": "New"}); err != nil {
			t.Error(err)
		}
	})
	a.signIn()
	first := a.sessionClaims()
	if sid, _ := first["sid"].(string); len(sid) < 43 {
		t.Errorf("the session id %q has less than 256 bits", sid)
	}
	expect(t, "auth_time", a.sessionClaim("auth_time"), a.clock.Now().Unix())
	for what, read := range map[string]func(){
		"re-issue": func() { a.get("/me") },
		"update":   func() { a.get("/update") },
		"POST /session": func() {
			a.do(http.MethodPost, "/api/auth/session", "application/json", `{"csrfToken":"`+a.csrf()+`","data":{"name":"X"}}`)
		},
	} {
		before := a.sessionToken()
		a.clock.Advance(2 * minute)
		read()
		now := a.sessionClaims()
		if a.sessionToken() == before {
			t.Errorf("%s wrote nothing", what)
		}
		if now["sid"] != first["sid"] || now["auth_time"] != first["auth_time"] {
			t.Errorf("%s: sid or auth_time has changed", what)
		}
		if now["jti"] == first["jti"] || now["iat"] == first["iat"] {
			t.Errorf("%s: jti or iat is the old one", what)
		}
	}
	a.signIn()
	if again := a.sessionClaims(); again["sid"] == first["sid"] || again["auth_time"] == first["auth_time"] {
		t.Error("a new sign-in has the sid or auth_time of the old session")
	}
}

// NextAuth before 4.24 sealed its state and PKCE values with the session's key.
func TestTokensThatNameNobody(t *testing.T) {
	a := start(t)
	now := a.clock.Now().Unix()
	for _, claims := range []map[string]any{
		{"state": "x"}, {"code_verifier": "x"}, {}, {"sub": ""}, {"sub": 7}, {"name": "", "email": ""},
	} {
		claims["iat"], claims["exp"] = now, now+60
		a.plantClaims(claims)
		res := a.get("/me")
		if text(t, res) != "null" || !clearsSession(res) {
			t.Errorf("%v signs somebody in", claims)
		}
	}
}

// A poll that is not due sets no session cookie: were it answered after a
// sign-out, it would sign the user in again.
func TestPollInFlightAfterSignOut(t *testing.T) {
	a := start(t)
	a.signIn()
	poll := a.browserRequest(http.MethodGet, "/api/auth/session")
	page := a.browserRequest(http.MethodGet, "/me")
	a.post("/api/auth/signout")
	if a.isSignedIn() {
		t.Fatal("not signed out")
	}
	for _, r := range []*http.Request{poll, page} {
		res := a.deliver(r)
		if setsSession(res) {
			t.Errorf("%s brings the session back", r.URL.Path)
		}
		a.browser.SetCookies(a.base, res.Cookies())
	}
	if a.isSignedIn() {
		t.Error("signed in again")
	}
}
