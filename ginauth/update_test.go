package ginauth_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
)

// kinds are the programs that tests of both strategies run over.
var kinds = map[string]func(*ginauth.Config){"jwt": func(*ginauth.Config) {}, "store": withMemstore}

func TestUpdateInAHandler(t *testing.T) {
	for kind, option := range kinds {
		t.Run(kind, func(t *testing.T) {
			a := start(t, option)
			a.handle("/rename", func(c *gin.Context) {
				before := c.MustGet("session").(*Session)
				if err := ginauth.Update(c, gin.H{"name": "New Name"}); err != nil {
					t.Error(err)
				}
				expect(t, "the session that a goroutine may hold", before.User.Name, "J Smith")
				expect(t, "MustGet after Update", c.MustGet("session").(*Session).User.Name, "New Name")
				c.Status(http.StatusNoContent)
			})
			a.signIn()
			before := a.sessionCookies()
			res := a.get("/rename")
			if kind == "jwt" && (!setsSession(res) || a.sessionCookies()[sessionCookie] == before[sessionCookie]) {
				t.Error("the cookie did not go out with the response")
			}
			if body := text(t, a.get("/me")); !strings.Contains(body, "New Name") || !strings.Contains(body, `"role":"admin"`) {
				t.Errorf("the session is %s", body)
			}
		})
	}
}

func TestUpdateRefused(t *testing.T) {
	a := start(t)
	var got error
	a.handle("/late", func(c *gin.Context) {
		c.String(http.StatusOK, "begun")
		got = ginauth.Update(c, nil)
	})
	a.handle("/update", func(c *gin.Context) { got = ginauth.Update(c, nil) })
	a.handle("/broken", func(c *gin.Context) { got = ginauth.Update(c, func() {}) })
	other := gin.New()
	other.GET("/update", func(c *gin.Context) { got = ginauth.Update(c, nil) })

	a.get("/update")
	if !errors.Is(got, ginauth.ErrNotSignedIn) {
		t.Errorf("signed out: %v", got)
	}
	a.signIn()
	if a.get("/late"); !errors.Is(got, ginauth.ErrResponseStarted) {
		t.Errorf("after the body began: %v", got)
	}
	if res := a.get("/broken"); got == nil || setsSession(res) {
		t.Errorf("data that is no JSON: %v", got)
	}
	serveOther := a.browserRequest(http.MethodGet, "/update")
	a.router = other
	if a.deliver(serveOther); !errors.Is(got, ginauth.ErrNoMiddleware) {
		t.Errorf("without the middleware: %v", got)
	}
}

var errCallback = errors.New("the callback's error")

// failing makes the seed's callbacks fail at an update: in the jwt callback,
// in the session callback, by a panic, or by ending the session.
func failing(how string) ginauth.Callbacks {
	updating := false
	return callbacks.Shape(
		func(_ context.Context, token *Token, in callbacks.JWT[*User]) error {
			if in.Trigger != ginauth.TriggerUpdate {
				return nil
			}
			updating, token.Role = true, "changed"
			switch how {
			case "jwt":
				return errCallback
			case "panic":
				panic(errCallback)
			case "end":
				return ginauth.ErrEndSession
			}
			return nil
		},
		func(_ context.Context, s *Session, token *Token) error {
			s.Role = token.Role
			if how == "session" && updating {
				updating = false
				return errCallback
			}
			return nil
		},
	)
}

// A callback that fails at an update leaves the session as it was.
func TestUpdateThatFailsChangesNothing(t *testing.T) {
	for kind, option := range kinds {
		for _, how := range []string{"jwt", "session", "panic", "end"} {
			t.Run(kind+"/"+how, func(t *testing.T) {
				a := start(t, withCallbacks(failing(how)), option)
				a.handle("/update", func(c *gin.Context) {
					err := ginauth.Update(c, nil)
					if (how == "end") != (err == nil) {
						t.Errorf("Update returns %v", err)
					}
					if signedOut := c.MustGet("session").(*Session) == nil; signedOut != (how == "end") {
						t.Errorf("signed out: %v", signedOut)
					}
				})
				a.signIn()
				before := a.sessionCookies()[sessionCookie]
				res := a.get("/update")
				if how == "end" {
					if !clearsSession(res) || a.isSignedIn() {
						t.Error("the session has not ended")
					}
					return
				}
				if len(res.Cookies()) != 0 || a.sessionCookies()[sessionCookie] != before {
					t.Errorf("cookies were sent: %v", cookieNames(res))
				}
				post := a.do(http.MethodPost, "/api/auth/session", "application/json", `{"csrfToken":"`+a.csrf()+`"}`)
				if body := text(t, post); post.StatusCode != http.StatusInternalServerError || body != "{}" {
					t.Errorf("POST /session: %d %s", post.StatusCode, body)
				}
				if a.sessionCookies()[sessionCookie] != before || strings.Contains(text(t, a.get("/me")), "changed") {
					t.Error("POST /session has changed the session")
				}
			})
		}
	}
}

func TestPostSession(t *testing.T) {
	for kind, option := range kinds {
		t.Run(kind, func(t *testing.T) {
			a := start(t, option)
			body := func(data string) string { return `{"csrfToken":"` + a.csrf() + `","data":` + data + `}` }
			post := func(body string) (int, string) {
				res := a.do(http.MethodPost, "/api/auth/session", "application/json", body)
				return res.StatusCode, text(t, res)
			}
			if code, text := post(body(`{"name":"X"}`)); code != http.StatusOK || text != "{}" {
				t.Errorf("signed out: %d %s", code, text)
			}
			a.signIn()
			code, text := post(body(`{"name":"New","role":"root"}`))
			var session struct {
				User ginauth.User
				Role string
			}
			if err := json.Unmarshal([]byte(text), &session); err != nil || code != http.StatusOK {
				t.Fatalf("%d %s: %v", code, text, err)
			}
			if session.User.Name != "New" || session.Role != "admin" {
				t.Errorf("the updated session is %s", text)
			}
			if code, text := post(`{"csrfToken":"wrong","data":{"name":"Evil"}}`); code != http.StatusBadRequest || text != "{}" {
				t.Errorf("wrong CSRF token: %d %s", code, text)
			}
			for _, data := range []string{`null`, `1`, `"text"`, `[]`, `{}`} {
				if code, _ := post(body(data)); code != http.StatusOK {
					t.Errorf("data %s: %d", data, code)
				}
			}
			if !a.isSignedIn() {
				t.Fatal("signed out by an update")
			}
			var now struct{ User ginauth.User }
			decode(t, a.get("/me"), &now)
			expect(t, "name", now.User.Name, "New")
		})
	}
}
