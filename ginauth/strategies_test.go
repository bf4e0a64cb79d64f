package ginauth_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/memstore"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// withDatabase gives a program an Adapter of its own.
func withDatabase(cfg *ginauth.Config) {
	cfg.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
}

// strategies are the ways to keep sessions that somebody else can end.
var strategies = map[string]func(*ginauth.Config){
	"database": withDatabase,
	"jwt": func(cfg *ginauth.Config) {
		withDatabase(cfg)
		cfg.Session.Strategy = ginauth.StrategyJWT
	},
	"store": func(cfg *ginauth.Config) {
		withDatabase(cfg)
		cfg.Session.Store = memstore.NewStore(storeKey)
	},
}

// eachStrategy runs a test for every strategy, in both protocols.
func eachStrategy(t *testing.T, test func(t *testing.T, a *app)) {
	t.Helper()
	for name, strategy := range strategies {
		for protocol, dialect := range protocols {
			t.Run(name+"/"+protocol, func(t *testing.T) {
				test(t, start(t, strategy, func(cfg *ginauth.Config) { cfg.Protocol = dialect }))
			})
		}
	}
}

// me is what the program sees of a session; nil if there is none.
func (a *app) me() *Session {
	a.t.Helper()
	var out *Session
	decode(a.t, a.get("/me"), &out)
	return out
}

// stolen is a second browser with the cookies of the first.
func (a *app) stolen() map[string]string { return a.sessionCookies() }

// replay asks in a browser that has nothing but these cookies.
func (a *app) replay(cookies map[string]string) *Session {
	a.t.Helper()
	mine := a.browser
	defer func() { a.browser = mine }()
	a.newBrowser()
	for name, value := range cookies {
		a.setCookie(name, value)
	}
	return a.me()
}

func TestSignInSignOutInEveryStrategy(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn()
		session := a.me()
		if session == nil || session.Role != "admin" || session.User.Name != "J Smith" || session.UID == "" || session.UID == "1" {
			t.Fatalf("signed in as %+v", session)
		}
		captured := a.stolen()
		if res := a.post("/api/auth/signout", "json", "true"); res.StatusCode != http.StatusOK {
			t.Fatalf("sign-out: %d", res.StatusCode)
		}
		if a.me() != nil {
			t.Error("signed in after the sign-out")
		}
		if got := a.replay(captured); got != nil {
			t.Errorf("a cookie that was captured works after the sign-out: %+v", got)
		}
	})
}

func TestCredentialsFindTheirUserAgain(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn()
		first := a.me().UID
		a.newBrowser()
		a.signIn()
		if second := a.me().UID; second != first {
			t.Errorf("the same credentials are user %q and then %q", first, second)
		}
	})
}

func TestPlantedSessionDiesWithTheSignIn(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn() // the attacker, who leaves the cookie in the victim's browser
		planted := a.stolen()
		a.signIn()
		if now := a.stolen(); len(now) == 0 || sameCookies(now, planted) {
			t.Fatalf("the session was not renewed: %v", now)
		}
		if a.replay(planted) != nil {
			t.Error("the planted session is alive")
		}
		if a.me() == nil {
			t.Error("the fresh session is not")
		}
	})
}

func sameCookies(a, b map[string]string) bool {
	for name, value := range a {
		if b[name] != value {
			return false
		}
	}
	return len(a) == len(b)
}

func TestUnknownIDsAreNotAdopted(t *testing.T) {
	for _, value := range []string{
		"deadbeef", strings.Repeat("a", 47), strings.Repeat("x", 300), "0000." + strings.Repeat("0", 64),
		"f81d4fae-7dec-41d0-a765-00a0c91e6bf6", "%00", "",
	} {
		a := start(t, withDatabase)
		a.setCookie(sessionCookie, value)
		if a.me() != nil {
			t.Fatalf("%q is a session", value)
		}
		a.signIn()
		if a.sessionCookies()[sessionCookie] == value {
			t.Errorf("%q was adopted", value)
		}
	}
}

func TestSignOutEverywhere(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn()
		here, uid := a.stolen(), a.me().UID
		a.newBrowser()
		a.signIn()
		there := a.stolen()
		if err := a.auth.EndSessions(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		if a.replay(here) != nil || a.replay(there) != nil {
			t.Error("a session is left")
		}
		a.newBrowser()
		a.signIn() // in the same second
		if a.me() == nil {
			t.Error("nobody can sign in after that")
		}
		fresh := a.stolen()
		if err := a.auth.EndSessions(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		if a.replay(fresh) != nil {
			t.Error("a session of the same second is left")
		}
	})
}

func TestDisabledUsersAreOut(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn()
		uid, captured := a.me().UID, a.stolen()
		if err := a.auth.DisableUser(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		if a.replay(captured) != nil {
			t.Error("a disabled user has a session")
		}
		a.newBrowser()
		res := a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "hunter2")
		if to := res.Header.Get("Location"); !strings.Contains(to, "error=AccessDenied") || len(a.sessionCookies()) > 0 {
			t.Errorf("a disabled user signs in: %d %s", res.StatusCode, to)
		}
		if err := a.auth.EnableUser(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		if a.replay(captured) != nil {
			t.Error("enabling the user has brought an old session back")
		}
		a.signIn()
		if a.me() == nil {
			t.Error("an enabled user cannot sign in")
		}
	})
}

func TestDeletedUsersAreOut(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn()
		uid := a.me().UID
		if err := a.auth.DeleteUser(t.Context(), uid); err != nil {
			t.Fatal(err)
		}
		if a.me() != nil {
			t.Error("a deleted user has a session")
		}
	})
}

// Fifty sign-outs beside a hundred polls that would write the session again:
// afterwards nothing opens.
func TestSignOutAgainstPolls(t *testing.T) {
	eachStrategy(t, func(t *testing.T, a *app) {
		a.signIn()
		a.clock.Advance(25 * time.Hour) // each poll wants to extend the session
		captured := a.stolen()
		csrf := a.csrf()
		var later sync.Mutex
		var written []*http.Cookie
		var all sync.WaitGroup
		for i := range 150 {
			method, path := http.MethodGet, "/api/auth/session"
			if i%3 == 0 {
				method, path = http.MethodPost, "/api/auth/signout"
			}
			r := a.browserRequest(method, path)
			if method == http.MethodPost {
				r = a.formRequest(path, csrf, "")
			}
			all.Go(func() {
				res := a.deliver(r)
				later.Lock()
				defer later.Unlock()
				for _, c := range res.Cookies() {
					if strings.Contains(c.Name, "session-token") && c.MaxAge >= 0 && c.Value != "" {
						written = append(written, c)
					}
				}
			})
		}
		all.Wait()
		if a.replay(captured) != nil {
			t.Error("the session is alive")
		}
		for _, c := range written {
			if a.replay(map[string]string{c.Name: c.Value}) != nil {
				t.Fatal("a poll has brought the session back")
			}
		}
	})
}

func TestTouchRunsTheCallbackOnEveryDevice(t *testing.T) {
	for name, strategy := range strategies {
		t.Run(name, func(t *testing.T) {
			var touched atomic.Int32
			role := "user"
			a := start(t, strategy, withCallbacks(roleOf(&role, &touched)))
			a.signIn()
			uid, first := a.me().UID, a.browser
			a.newBrowser()
			a.signIn()
			second := a.browser
			role = "admin"
			if a.me().Role != "user" {
				t.Fatal("the callback read the role without being told to")
			}
			for round := int32(1); round <= 2; round++ { // twice within a second
				if err := a.auth.Touch(t.Context(), uid); err != nil {
					t.Fatal(err)
				}
				for _, browser := range []http.CookieJar{first, second} {
					a.browser = browser
					for range 3 {
						if got := a.me().Role; got != "admin" {
							t.Errorf("the role is %q", got)
						}
					}
				}
				if got := touched.Load(); got != 2*round {
					t.Errorf("the callback ran %d times with TriggerTouch in round %d; it should once on each device", got, round)
				}
			}
		})
	}
}

func TestUnsupportedWithoutAdapter(t *testing.T) {
	a := start(t)
	for name, err := range map[string]error{
		"EndSessions": a.auth.EndSessions(t.Context(), "1"), "EndSession": a.auth.EndSession(t.Context(), "1", "x"),
		"Touch": a.auth.Touch(t.Context(), "1"), "DisableUser": a.auth.DisableUser(t.Context(), "1"),
		"DeleteUser": a.auth.DeleteUser(t.Context(), "1"),
	} {
		if !isUnsupported(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := a.auth.Sessions(t.Context(), "1"); !isUnsupported(err) {
		t.Errorf("Sessions: %v", err)
	}
	if _, err := a.auth.Accounts(t.Context(), "1"); !isUnsupported(err) {
		t.Errorf("Accounts: %v", err)
	}
}
