package ginauth_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
)

// mint puts a token into the browser as NextAuth makes it: without sid and
// auth_time.
func (a *app) mint(claims map[string]any, maxAge time.Duration) {
	a.t.Helper()
	a.newBrowser()
	token, err := a.tokenCodec().Encode(claims, a.clock.Now(), maxAge)
	if err != nil {
		a.t.Fatal(err)
	}
	name := sessionCookie
	if a.cfg.Protocol == ginauth.AuthJS {
		name = "authjs.session-token"
	}
	a.setCookie(name, token)
}

func TestTokensOfNextAuth(t *testing.T) {
	for name, protocol := range protocols {
		t.Run(name, func(t *testing.T) {
			a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}), func(cfg *ginauth.Config) { cfg.Protocol = protocol })
			a.mint(map[string]any{"sub": "7", "name": "Ann", "email": "ann@example.com", "role": "editor", "id": "7"}, hour)
			res := a.get("/me")
			var session struct {
				User      ginauth.User
				Role, UID string
			}
			decode(t, res, &session)
			if session.User.Name != "Ann" || session.Role != "editor" || session.UID != "7" {
				t.Errorf("the session is %+v", session)
			}
			if setsSession(res) {
				t.Error("issued again before it is due")
			}
			if a.sessionClaims()["sid"] != nil {
				t.Fatal("the test's token has a sid")
			}
			a.clock.Advance(2 * minute)
			if !setsSession(a.get("/me")) {
				t.Fatal("not issued again when due")
			}
			sid, _ := a.sessionClaims()["sid"].(string)
			if len(sid) < 43 {
				t.Errorf("the re-issued token has the sid %q", sid)
			}
			a.clock.Advance(2 * minute)
			a.get("/me")
			expect(t, "sid at the next re-issue", a.sessionClaims()["sid"], any(sid))
		})
	}
}

// A token of NextAuth does not say when the user signed in: NextAuth issues it
// again at every poll. To extend it must not make it a recent sign-in.
func TestNextAuthTokenIsNoRecentSignIn(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: -1}))
	a.router.GET("/password", ginauth.Require(ginauth.SignedInWithin(5*minute)), func(c *gin.Context) {})
	a.mint(map[string]any{"sub": "7", "name": "Ann"}, hour)
	expect(t, "as NextAuth made it", a.get("/password").StatusCode, http.StatusUnauthorized)
	a.clock.Advance(minute)
	if !setsSession(a.get("/me")) {
		t.Fatal("not issued again")
	}
	expect(t, "after a re-issue", a.get("/password").StatusCode, http.StatusUnauthorized)
	a.signIn()
	expect(t, "after a sign-in", a.get("/password").StatusCode, http.StatusOK)
}

// A session that NextAuth began is bounded from when it was first seen.
func TestNextAuthTokenHasAnAbsoluteEnd(t *testing.T) {
	a := start(t, withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute, AbsoluteMaxAge: 3 * hour}))
	a.mint(map[string]any{"sub": "7", "name": "Ann"}, hour)
	for range 5 {
		a.clock.Advance(30 * minute)
		if !a.isSignedIn() {
			t.Fatalf("ended early\n%s", a.logs)
		}
	}
	a.clock.Advance(30 * minute)
	if a.isSignedIn() {
		t.Error("slides past AbsoluteMaxAge")
	}
}

// Claims that the program's Token does not name belong to somebody else, and
// survive; those that it names and has removed stay removed.
func TestUnknownClaimsSurvive(t *testing.T) {
	type token struct {
		ginauth.Token
		Role string `json:"role,omitempty"`
	}
	for name, callbacks := range map[string]ginauth.Callbacks{
		"built-in": {},
		"shape":    shapeOf(func(*token) {}, func(t *token) { t.Role, t.Picture = "", "" }),
	} {
		t.Run(name, func(t *testing.T) {
			a := start(t, withCallbacks(callbacks), withAges(ginauth.SessionConfig{MaxAge: hour, UpdateAge: minute}))
			a.handle("/update", func(c *gin.Context) {
				if err := ginauth.Update(c, nil); err != nil {
					t.Error(err)
				}
			})
			foreign := map[string]any{
				"tenant": "t1", "big": json.Number("9007199254740993"), "nested": map[string]any{"a": []any{json.Number("1"), nil}}, "null": nil,
				"Role": "not ours?", "nbf_": json.Number("1"), "": "empty", "dépôt": "é", "<b>": "</script>",
			}
			claims := map[string]any{"sub": "7", "name": "Ann", "picture": "/p.png", "role": "admin"}
			maps.Copy(claims, foreign)
			a.mint(claims, hour)
			for _, path := range []string{"/me", "/update", "/me"} {
				a.clock.Advance(2 * minute)
				if !setsSession(a.get(path)) {
					t.Fatalf("%s: not issued again", path)
				}
			}
			raw, err := a.tokenCodec().Open(nil, a.sessionToken())
			if err != nil {
				t.Fatal(err)
			}
			var after map[string]json.RawMessage
			if err := json.Unmarshal(raw, &after); err != nil {
				t.Fatal(err)
			}
			for _, k := range []string{"tenant", "big", "nested", "null", "", "dépôt", "<b>", "nbf_"} {
				var got any
				dec := json.NewDecoder(bytes.NewReader(after[k]))
				dec.UseNumber()
				if err := dec.Decode(&got); err != nil || !reflect.DeepEqual(got, foreign[k]) {
					t.Errorf("the claim %q is %s, was %v", k, after[k], foreign[k])
				}
			}
			if _, kept := after["role"]; kept != (name == "built-in") {
				t.Errorf("role kept: %v", kept)
			}
			if _, kept := after["picture"]; kept != (name == "built-in") {
				t.Errorf("picture kept: %v", kept)
			}
		})
	}
}
