package ginauth_test

import (
	"context"
	"encoding/json"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/callbacks"
	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/authjs"
)

type sized struct {
	ginauth.Token
	Blob string `json:"blob,omitempty"`
}

type sizedSession struct {
	ginauth.Session
	Blob int `json:"blob"`
}

// withSize makes sessions of any size: an update sets it, and every read sets
// it to *atRead unless that is negative.
func withSize(atRead *int) func(*ginauth.Config) {
	return withCallbacks(callbacks.Shape(
		func(_ context.Context, token *sized, in callbacks.JWT[*User]) error {
			n := *atRead
			if in.Trigger == ginauth.TriggerUpdate {
				if err := json.Unmarshal(in.Session, &n); err != nil {
					return err
				}
			}
			if n >= 0 {
				token.Blob = blob(n)
			}
			return nil
		},
		func(_ context.Context, s *sizedSession, token *sized) error { s.Blob = len(token.Blob); return nil },
	))
}

func blob(n int) string {
	rng := rand.New(rand.NewPCG(1, uint64(n)))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('a' + rng.IntN(26))
	}
	return string(b)
}

func (a *app) cookieSet() []string {
	var names []string
	for name, value := range a.sessionCookies() {
		if len(name)+len(value) > 4096 {
			a.t.Errorf("the cookie %s has %d bytes", name, len(value))
		}
		names = append(names, strings.TrimPrefix(name, sessionCookie))
	}
	slices.Sort(names)
	return names
}

func chunkNames(n int) []string {
	if n == 1 {
		return []string{""}
	}
	return []string{".0", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"}[:n]
}

// A session grows and shrinks over its updates: never do chunks of an earlier
// size stay behind.
func TestChunksFollowTheSize(t *testing.T) {
	none := -1
	a := start(t, withSize(&none))
	a.router.GET("/size/:n", func(c *gin.Context) {
		if err := ginauth.Update(c, json.RawMessage(c.Param("n"))); err != nil {
			t.Error(err)
		}
	})
	a.signIn()
	for _, step := range []struct {
		size   string
		chunks int
	}{{"10", 1}, {"6000", 3}, {"20000", 7}, {"3000", 2}, {"1", 1}, {"12000", 5}, {"0", 1}} {
		a.get("/size/" + step.size)
		if got := a.cookieSet(); !slices.Equal(got, chunkNames(step.chunks)) {
			t.Errorf("size %s: the browser holds %q", step.size, got)
		}
		var session struct{ Blob json.Number }
		decode(t, a.get("/me"), &session)
		expect(t, "size", session.Blob.String(), step.size)
	}
	a.get("/size/12000")
	a.post("/api/auth/signout")
	if got := a.cookieSet(); len(got) != 0 {
		t.Errorf("after signing out, the browser holds %q", got)
	}
}

func TestSessionThatDoesNotFit(t *testing.T) {
	none := -1
	a := start(t, withSize(&none))
	var updated error
	a.handle("/huge", func(c *gin.Context) { updated = ginauth.Update(c, 40000) })
	a.signIn()
	a.do(http.MethodPost, "/api/auth/session", "application/json", `{"csrfToken":"`+a.csrf()+`","data":6000}`)
	before := a.sessionToken()
	if res := a.get("/huge"); updated == nil || len(res.Cookies()) != 0 {
		t.Errorf("Update to 40000 bytes returns %v", updated)
	}
	res := a.do(http.MethodPost, "/api/auth/session", "application/json", `{"csrfToken":"`+a.csrf()+`","data":40000}`)
	if body := text(t, res); res.StatusCode != http.StatusInternalServerError || body != "{}" || setsSession(res) {
		t.Errorf("POST /session: %d %s", res.StatusCode, body)
	}
	if a.sessionToken() != before || !a.isSignedIn() {
		t.Error("the old session is lost")
	}

	huge := 40000
	b := start(t, withSize(&huge))
	res = b.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2", "json", "true")
	if body := text(t, res); res.StatusCode != http.StatusInternalServerError || !strings.Contains(body, "error=Configuration") {
		t.Errorf("signing in: %d %s", res.StatusCode, body)
	}
	if setsSession(res) || clearsSession(res) {
		t.Error("a session of 40000 bytes has sent cookies")
	}
}

// When the middleware has issued the session again and the handler writes it
// once more, or ends it, only the last word reaches the browser.
func TestOneAnswerHoldsOneSession(t *testing.T) {
	for name, c := range map[string]struct {
		first, read, update int
	}{
		"grows, shrinks": {10, 6000, 20}, "shrinks, grows": {6000, 10, 7000}, "grows twice": {10, 6000, 12000},
		"shrinks twice": {12000, 6000, 10}, "grows, ends": {10, 6000, -1}, "shrinks, ends": {6000, 10, -1},
	} {
		t.Run(name, func(t *testing.T) {
			size := c.first
			a := start(t, withSize(&size))
			a.handle("/", func(gc *gin.Context) {
				var err error
				if c.update < 0 {
					err = ginauth.SignOut(gc)
				} else {
					err = ginauth.Update(gc, c.update)
				}
				if err != nil {
					t.Error(err)
				}
			})
			a.signIn()
			size = c.read
			a.get("/")
			size = -1
			if c.update < 0 {
				if got := a.cookieSet(); len(got) != 0 {
					t.Errorf("after signing out, the browser holds %q", got)
				}
				return
			}
			found := authjs.FindCookies(a.browserRequest(http.MethodGet, "/").Header, sessionCookie)
			expect(t, "tokens in the browser", found.Len(), 1)
			var session struct{ Blob int }
			decode(t, a.get("/me"), &session)
			expect(t, "size", session.Blob, c.update)
		})
	}
}

// Chunks that are missing, foreign or mixed sign nobody in.
func TestBrokenChunks(t *testing.T) {
	size := 8000
	a := start(t, withSize(&size))
	a.signIn()
	size = -1
	whole := a.sessionCookies()
	if len(whole) != 3 {
		t.Fatalf("%d chunks", len(whole))
	}
	b := start(t, withSize(&[]int{8000}[0]))
	b.signIn()
	for name, change := range map[string]func(map[string]string){
		"first missing":  func(m map[string]string) { delete(m, sessionCookie+".0") },
		"middle missing": func(m map[string]string) { delete(m, sessionCookie+".1") },
		"last missing":   func(m map[string]string) { delete(m, sessionCookie+".2") },
		"swapped": func(m map[string]string) {
			m[sessionCookie+".0"], m[sessionCookie+".1"] = m[sessionCookie+".1"], m[sessionCookie+".0"]
		},
		"of another session": func(m map[string]string) { m[sessionCookie+".1"] = b.sessionCookies()[sessionCookie+".1"] },
		"empty":              func(m map[string]string) { m[sessionCookie+".1"] = "" },
		"one too many":       func(m map[string]string) { m[sessionCookie+".3"] = "x" },
	} {
		t.Run(name, func(t *testing.T) {
			a.newBrowser()
			cookies := maps.Clone(whole)
			change(cookies)
			for k, v := range cookies {
				a.setCookie(k, v)
			}
			res := a.get("/me")
			if text(t, res) != "null" || res.StatusCode != http.StatusOK {
				t.Errorf("%d, signed in", res.StatusCode)
			}
			if len(a.sessionCookies()) != 0 {
				t.Errorf("not cleared: %v", a.cookieSet())
			}
		})
	}
}
