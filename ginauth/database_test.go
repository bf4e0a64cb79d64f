package ginauth_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gin-contrib/sessions/cookie"
	"github.com/gin-gonic/gin"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// atRest is a store whose content leaves the process, as far as ginauth knows.
type atRest struct{ *memoryadapter.Adapter }

func (atRest) InProcess() bool { return false }

// startDatabase is a program with sessions in a database that the test can read.
func startDatabase(t *testing.T, options ...func(*ginauth.Config)) (*app, *memoryadapter.Adapter) {
	t.Helper()
	var db *memoryadapter.Adapter
	a := start(t, append([]func(*ginauth.Config){func(cfg *ginauth.Config) {
		db = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
		cfg.Adapter = atRest{db}
	}}, options...)...)
	return a, db
}

// row is the session of the browser as the database has it.
func (a *app) row(db adapter.Sessions) adapter.Session {
	a.t.Helper()
	row, err := db.GetSession(a.t.Context(), adapter.SessionToken(a.sessionCookies()[sessionCookie]))
	if err != nil {
		a.t.Fatal(err)
	}
	return row
}

func TestDatabaseHoldsNothingReadable(t *testing.T) {
	a, db := startDatabase(t)
	a.signIn()
	cookie, row := a.sessionCookies()[sessionCookie], a.row(db)
	if strings.Contains(row.SessionToken, cookie) || row.ID == cookie {
		t.Error("the database holds the cookie")
	}
	for _, canary := range []string{jwtSecretClaim, "jsmith", "admin"} {
		if bytes.Contains(row.Data, []byte(canary)) {
			t.Errorf("the database holds %q in the clear", canary)
		}
	}
	if !row.Expires.After(a.clock.Now()) || row.CreatedAt.IsZero() || row.UserID != a.me().UID {
		t.Errorf("row %+v", row)
	}
}

func TestAccountTokensAreSealed(t *testing.T) {
	l := startLinking(t)
	l.through("one")
	uid := l.uid()
	rows, err := l.db.ListAccounts(t.Context(), uid)
	if err != nil || len(rows) != 1 {
		t.Fatal(rows, err)
	}
	for column, token := range map[string]string{"access": rows[0].AccessToken, "refresh": rows[0].RefreshToken, "id": rows[0].IDToken} {
		if token == "" || strings.Contains(token, "canary") {
			t.Errorf("the %s token is %q at rest", column, token)
		}
	}
	// Sealed text is bound to its column: who can write the database cannot have
	// a refresh token sent where access tokens go.
	swapped := rows[0]
	swapped.AccessToken = rows[0].RefreshToken
	if err := l.db.LinkAccount(t.Context(), swapped); err != nil {
		t.Fatal(err)
	}
	if list, err := l.auth.Accounts(t.Context(), uid); err != nil || list[0].AccessToken != "" || list[0].IDToken != "canary-id-token" {
		t.Errorf("with a token in the wrong column: %q %v", list[0].AccessToken, err)
	}
	// What Auth.js wrote in the clear is taken as it is.
	swapped.AccessToken = "plain of Auth.js"
	if err := l.db.LinkAccount(t.Context(), swapped); err != nil {
		t.Fatal(err)
	}
	list, err := l.auth.Accounts(t.Context(), uid)
	if err != nil || list[0].AccessToken != "plain of Auth.js" || list[0].RefreshToken != "canary-refresh" {
		t.Errorf("%v %v", list, err)
	}
}

func TestSealedDataIsBoundToItsRow(t *testing.T) {
	a, db := startDatabase(t)
	a.signIn()
	admin := a.row(db)
	a.newBrowser()
	a.signIn()
	mine := a.row(db)
	mine.Data = admin.Data
	if err := db.UpdateSession(t.Context(), mine.SessionToken, mine); err != nil {
		t.Fatal(err)
	}
	if got := a.me(); got != nil {
		t.Errorf("data of another row opens: %+v", got)
	}
}

func TestSecretRotationKeepsDatabaseSessions(t *testing.T) {
	a, _ := startDatabase(t)
	a.signIn()
	old := a.cfg.Secret
	a.cfg.Secret, a.cfg.OldSecrets = "another secret for tests, 8d1f0c37b2a94e65", []ginauth.Secret{old}
	rotated, err := ginauth.NewAuth(a.cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.router = routerOf(rotated)
	a.router.GET("/me", func(c *gin.Context) { c.JSON(http.StatusOK, c.MustGet("session")) })
	if a.me() == nil {
		t.Error("changing the secret has signed a user out")
	}
}

func TestListAndEndSessions(t *testing.T) {
	a, db := startDatabase(t)
	a.router.GET("/sessions", func(c *gin.Context) {
		list, err := ginauth.Sessions(c)
		if err != nil {
			c.Status(http.StatusInternalServerError)
			return
		}
		c.JSON(http.StatusOK, list)
	})
	end := func(c *gin.Context) error { return ginauth.EndSession(c, c.Query("id")) }
	a.router.POST("/end", statusOf(end))
	a.router.POST("/others", statusOf(ginauth.EndOtherSessions))
	const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"

	a.do(http.MethodPost, "/api/auth/callback/credentials", "application/x-www-form-urlencoded",
		"username=jsmith&password=hunter2&csrfToken="+a.csrf(), "User-Agent", firefox)
	first := a.browser
	a.clock.Advance(time.Minute)
	a.newBrowser()
	a.signIn()
	var list []ginauth.SessionInfo
	decode(t, a.get("/sessions"), &list)
	if len(list) != 2 || !list[0].Current || list[1].Current || list[1].Device != "Firefox on Windows" || list[1].IP != "192.0.2.1" {
		t.Fatalf("the list is %+v", list)
	}
	if row := a.row(db); strings.Contains(row.SessionToken, list[0].ID) {
		t.Error("the list shows the token")
	}

	if res := a.do(http.MethodPost, "/end?id=unknown", "", ""); res.StatusCode != http.StatusNotFound {
		t.Errorf("an unknown session: %d", res.StatusCode)
	}
	if res := a.do(http.MethodPost, "/end?id="+list[1].ID, "", ""); res.StatusCode != http.StatusOK {
		t.Errorf("ending the other session: %d", res.StatusCode)
	}
	second := a.browser
	if a.browser = first; a.me() != nil {
		t.Error("the session that was ended is alive")
	}
	a.signIn()
	first = a.browser
	if a.browser = second; a.do(http.MethodPost, "/others", "", "").StatusCode != http.StatusOK || a.me() == nil {
		t.Error("ending the others has ended this one")
	}
	if a.browser = first; a.me() != nil {
		t.Error("the other session is alive")
	}
	a.browser = second
	decode(t, a.get("/sessions"), &list)
	if a.do(http.MethodPost, "/end?id="+list[0].ID, "", ""); a.me() != nil || len(a.sessionCookies()) != 0 {
		t.Error("ending the own session is no sign-out")
	}
}

// statusOf answers with what an error comes to.
func statusOf(f func(*gin.Context) error) gin.HandlerFunc {
	return func(c *gin.Context) {
		switch err := f(c); {
		case err == nil:
			c.Status(http.StatusOK)
		case errors.Is(err, adapter.ErrNotFound):
			c.Status(http.StatusNotFound)
		case errors.Is(err, adapter.ErrLastAccount):
			c.Status(http.StatusConflict)
		case errors.Is(err, errors.ErrUnsupported):
			c.Status(http.StatusNotImplemented)
		default:
			c.Status(http.StatusInternalServerError)
		}
	}
}

func TestEndOtherSessionsInACookie(t *testing.T) {
	for _, name := range []string{"jwt", "store"} {
		t.Run(name, func(t *testing.T) {
			a := start(t, strategies[name])
			a.router.POST("/others", statusOf(ginauth.EndOtherSessions))
			a.router.POST("/end", statusOf(func(c *gin.Context) error { return ginauth.EndSession(c, "of somebody") }))
			a.signIn()
			other := a.stolen()
			a.newBrowser()
			a.signIn()
			if res := a.do(http.MethodPost, "/others", "", ""); res.StatusCode != http.StatusOK {
				t.Fatalf("%d", res.StatusCode)
			}
			if a.me() == nil || a.replay(other) != nil {
				t.Errorf("this one: %v, the other: %v", a.me(), a.replay(other))
			}
			if res := a.do(http.MethodPost, "/end", "", ""); res.StatusCode != http.StatusNotImplemented {
				t.Errorf("a user can end what nobody knows to be theirs: %d", res.StatusCode)
			}
		})
	}
}

func TestLastSeen(t *testing.T) {
	a, db := startDatabase(t)
	a.signIn()
	signedIn := a.row(db).LastSeen
	a.clock.Advance(4 * time.Minute)
	a.me()
	if got := a.row(db).LastSeen; !got.Equal(signedIn) {
		t.Error("a request after four minutes wrote to the database")
	}
	a.clock.Advance(2 * time.Minute)
	a.me()
	if got := a.row(db); !got.LastSeen.Equal(a.clock.Now()) || got.Version != 0 {
		t.Errorf("last seen %v, version %d", got.LastSeen, got.Version)
	}
}

func TestDatabaseSessionExpires(t *testing.T) {
	a, _ := startDatabase(t, withAges(ginauth.SessionConfig{MaxAge: time.Hour}))
	a.signIn()
	captured := a.stolen()
	a.clock.Advance(59 * time.Minute)
	if a.me() == nil {
		t.Fatal("it ended too early")
	}
	a.clock.Advance(61 * time.Minute)
	if a.replay(captured) != nil {
		t.Error("it lasts for ever")
	}
}

func TestUnlinkAccount(t *testing.T) {
	l := startLinking(t)
	l.router.POST("/unlink", statusOf(func(c *gin.Context) error {
		return ginauth.UnlinkAccount(c, c.Query("provider"), c.Query("id"))
	}))
	l.through("one")
	l.through("two")
	for _, step := range []struct {
		query string
		want  int
	}{
		{"provider=two&id=11", http.StatusNotFound}, {"provider=two&id=22", http.StatusOK},
		{"provider=two&id=22", http.StatusNotFound}, {"provider=one&id=11", http.StatusConflict},
	} {
		if res := l.do(http.MethodPost, "/unlink?"+step.query, "", ""); res.StatusCode != step.want {
			t.Errorf("%s: %d, want %d", step.query, res.StatusCode, step.want)
		}
	}
	if events := *l.events; events[len(events)-1] != "unlink two" {
		t.Errorf("events %v", events)
	}
}

func TestTheLastWayInIsOneThatLeadsIn(t *testing.T) {
	l := startLinking(t)
	l.router.POST("/unlink", statusOf(func(c *gin.Context) error {
		return ginauth.UnlinkAccount(c, c.Query("provider"), c.Query("id"))
	}))
	l.through("one")
	gone := adapter.Account{UserID: l.uid(), Type: "oauth", Provider: "gone", ProviderAccountID: "33"}
	if err := l.db.LinkAccount(t.Context(), gone); err != nil {
		t.Fatal(err)
	}
	if res := l.do(http.MethodPost, "/unlink?provider=one&id=11", "", ""); res.StatusCode != http.StatusConflict {
		t.Errorf("what is left is an account at a provider that there is no more: %d", res.StatusCode)
	}
	if res := l.do(http.MethodPost, "/unlink?provider=gone&id=33", "", ""); res.StatusCode != http.StatusOK {
		t.Errorf("that account: %d", res.StatusCode)
	}
}

func TestRevocationCache(t *testing.T) {
	a := start(t, strategies["jwt"], func(cfg *ginauth.Config) { cfg.Session.RevocationCache = 5 * time.Second })
	elsewhere, err := ginauth.NewAuth(a.cfg)
	if err != nil {
		t.Fatal(err)
	}
	a.signIn()
	captured, uid := a.stolen(), a.me().UID
	if err := elsewhere.EndSessions(t.Context(), uid); err != nil {
		t.Fatal(err)
	}
	a.clock.Advance(4 * time.Second)
	if a.replay(captured) == nil {
		t.Error("the cache is not used")
	}
	a.clock.Advance(time.Second)
	if a.replay(captured) != nil {
		t.Error("a revoked session lives longer than the window")
	}
	a.newBrowser()
	a.signIn()
	captured = a.stolen()
	a.me()
	if err := a.auth.EndSessions(t.Context(), uid); err != nil {
		t.Fatal(err)
	}
	if a.replay(captured) != nil {
		t.Error("what this process has revoked lives on in its own cache")
	}
}

func TestRevocationAlsoForTokensOfAuthJS(t *testing.T) {
	a := start(t, strategies["jwt"])
	a.signIn()
	uid := a.me().UID
	now := a.clock.Now().Unix()
	foreign := map[string]any{"sub": uid, "name": "J Smith", "iat": now, "exp": now + 3600, "jti": "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"}
	a.plantClaims(foreign)
	captured := a.stolen()
	a.post("/api/auth/session", "data", "{}") // ours from here on, with a sid
	a.post("/api/auth/signout")
	if a.replay(captured) != nil {
		t.Error("NextAuth's own token works after the sign-out")
	}
}

func TestDatabaseConfigErrors(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*ginauth.Config)
		want   string
	}{
		"cookie store": {func(cfg *ginauth.Config) { withDatabase(cfg); cfg.Session.Store = cookie.NewStore(storeKey) }, "cookie store"},
		"no adapter":   {func(cfg *ginauth.Config) { cfg.Session.Strategy = ginauth.StrategyDatabase }, "Config.Adapter"},
		"cache": {func(cfg *ginauth.Config) {
			strategies["jwt"](cfg)
			cfg.Session.RevocationCache = 6 * time.Second
		}, "a second and 5s"},
		"short cache": {func(cfg *ginauth.Config) {
			strategies["jwt"](cfg)
			cfg.Session.RevocationCache = time.Second / 2
		}, "between a second"},
		"cache of what": {func(cfg *ginauth.Config) { cfg.Session.RevocationCache = time.Second }, "no Adapter"},
		"nil pointer":   {func(cfg *ginauth.Config) { cfg.Adapter = (*memoryadapter.Adapter)(nil) }, "nil"},
		"link what":     {func(cfg *ginauth.Config) { cfg.Linking.Policy = ginauth.LinkNever }, "Config.Adapter"},
		"trust whom":    {func(cfg *ginauth.Config) { withDatabase(cfg); cfg.Linking.Policy = ginauth.LinkVerifiedEmail }, "TrustEmailFrom"},
		"unknown":       {func(cfg *ginauth.Config) { withDatabase(cfg); cfg.Linking.TrustEmailFrom = []string{"nobody"} }, "nobody"},
		"policy":        {func(cfg *ginauth.Config) { cfg.Linking.Policy = 9 }, "Linking.Policy"},
		"store and rows": {func(cfg *ginauth.Config) {
			withDatabase(cfg)
			cfg.Session.Strategy = "database"
			cfg.Session.Store = cookie.NewStore(storeKey)
		}, "drop one"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := start(t).cfg
			test.change(&cfg)
			_, err := ginauth.NewAuth(cfg)
			if !errors.Is(err, ginauth.ErrConfig) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %q", err, test.want)
			}
		})
	}
	cfg := start(t).cfg
	withDatabase(&cfg)
	cfg.Session = ginauth.SessionConfig{Store: cookie.NewStore(storeKey), DangerousNoRevocation: true}
	if _, err := ginauth.NewAuth(cfg); err != nil {
		t.Errorf("with DangerousNoRevocation: %v", err)
	}
}
