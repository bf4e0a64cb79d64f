package ginauth_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// person is who comes back from a provider.
type person struct {
	id, email  string
	unverified bool
}

// linker is a program with a database and two providers.
type linker struct {
	*app
	db     *memoryadapter.Adapter
	who    map[string]*person
	events *[]string
}

func startLinking(t *testing.T, options ...func(*ginauth.Config)) *linker {
	t.Helper()
	l := &linker{who: map[string]*person{"one": {id: "11"}, "two": {id: "22"}}, events: &[]string{}}
	note := func(event, user string) { *l.events = append(*l.events, event+" "+user) }
	l.app = start(t, func(cfg *ginauth.Config) {
		l.db = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
		cfg.Adapter = l.db
		for _, id := range []string{"one", "two"} {
			cfg.Providers = append(cfg.Providers, &remote{id: id, exchange: l.exchange(id)})
		}
		cfg.Events = ginauth.Events{
			CreateUser:    func(_ context.Context, e ginauth.UserEvent) { note("create", e.User.Email) },
			UpdateUser:    func(_ context.Context, e ginauth.UserEvent) { note("update", e.User.Email) },
			LinkAccount:   func(_ context.Context, e ginauth.AccountEvent) { note("link", e.Account.Provider) },
			UnlinkAccount: func(_ context.Context, e ginauth.AccountEvent) { note("unlink", e.Account.Provider) },
		}
		for _, option := range options {
			option(cfg)
		}
	})
	return l
}

func (l *linker) exchange(provider string) func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
	return func(context.Context, ginauth.AuthorizationResponse) (ginauth.OAuthIdentity, error) {
		who := l.who[provider]
		return ginauth.OAuthIdentity{
			User:          &ginauth.User{ID: who.id, Name: "From " + provider, Email: who.email},
			EmailVerified: who.email != "" && !who.unverified,
			Account:       ginauth.Account{AccessToken: "canary-access-" + provider, RefreshToken: "canary-refresh", IDToken: "canary-id-token"},
		}, nil
	}
}

// through signs in at a provider and returns the error code, or "".
func (l *linker) through(provider string) string {
	l.t.Helper()
	state, _ := l.leave(provider)
	return l.finish(provider, state)
}

func (l *linker) finish(provider, state string) string {
	l.t.Helper()
	to := l.back(provider, "code", "c", "state", state).Header.Get("Location")
	_, code, _ := strings.Cut(to, "error=")
	code, _, _ = strings.Cut(code, "&")
	return code
}

// users are those behind the accounts, as "provider:user".
func (l *linker) owner(provider string) string {
	u, err := l.db.GetUserByAccount(l.t.Context(), provider, l.who[provider].id)
	if err != nil {
		return err.Error()
	}
	return u.ID
}

func (l *linker) uid() string {
	l.t.Helper()
	if me := l.me(); me != nil {
		return me.UID
	}
	return ""
}

func trusting(ids ...string) func(*ginauth.Config) {
	return func(cfg *ginauth.Config) {
		cfg.Linking = ginauth.Linking{Policy: ginauth.LinkVerifiedEmail, TrustEmailFrom: ids}
	}
}

func TestFirstSignInMakesUserAndAccount(t *testing.T) {
	l := startLinking(t)
	l.who["one"].email = "Ann@Example.com"
	if code := l.through("one"); code != "" {
		t.Fatal(code)
	}
	first := l.uid()
	if first == "" || first != l.owner("one") {
		t.Fatalf("signed in as %q; the account is %q's", first, l.owner("one"))
	}
	if want := []string{"create ann@example.com", "link one"}; !slices.Equal(*l.events, want) {
		t.Errorf("events %v, want %v", *l.events, want)
	}
	l.newBrowser()
	if code := l.through("one"); code != "" || l.uid() != first {
		t.Errorf("the second sign-in: %q, user %q, want %q", code, l.uid(), first)
	}
	if len(*l.events) != 2 {
		t.Errorf("the second sign-in raised events: %v", *l.events)
	}
	u, err := l.db.GetUser(t.Context(), first)
	if err != nil || !u.EmailVerified.IsZero() {
		t.Errorf("an address that nobody here trusts is verified: %+v %v", u, err)
	}
}

func TestLinkingWhileSignedIn(t *testing.T) {
	l := startLinking(t)
	l.who["two"].email = "other@example.com"
	l.through("one")
	uid := l.uid()
	before := l.stolen()
	if code := l.through("two"); code != "" {
		t.Fatal(code)
	}
	if l.owner("two") != uid || l.uid() != uid {
		t.Errorf("linked to %q, signed in as %q, want %q", l.owner("two"), l.uid(), uid)
	}
	if l.replay(before) != nil {
		t.Error("the session kept its token although it has another way in now")
	}
	accounts, err := l.auth.Accounts(t.Context(), uid)
	if err != nil || len(accounts) != 2 || accounts[1].AccessToken != "canary-access-two" {
		t.Errorf("accounts: %v %v", accounts, err)
	}
	l.newBrowser()
	if l.through("two"); l.uid() != uid {
		t.Error("the linked account is somebody else")
	}
}

func TestLinkingNeedsTheSessionThatBegan(t *testing.T) {
	t.Run("signed out meanwhile", func(t *testing.T) {
		l := startLinking(t)
		l.through("one")
		uid := l.uid()
		state, _ := l.leave("two")
		l.post("/api/auth/signout")
		if code := l.finish("two", state); code != "" || l.owner("two") == uid {
			t.Errorf("%q; linked to a user who had signed out: %v", code, l.owner("two") == uid)
		}
	})
	t.Run("begun signed out, planted session", func(t *testing.T) {
		l := startLinking(t)
		state, _ := l.leave("two")
		l.signIn() // the attacker's session, planted into the victim's browser
		uid := l.uid()
		if code := l.finish("two", state); code != "" || l.owner("two") == uid {
			t.Errorf("%q; the victim's account was linked to the attacker: %v", code, l.owner("two") == uid)
		}
	})
	t.Run("another user by now", func(t *testing.T) {
		l := startLinking(t)
		l.through("one")
		state, _ := l.leave("two")
		l.signIn()
		uid := l.uid()
		if l.finish("two", state); l.owner("two") == uid {
			t.Error("linked to whoever is signed in now")
		}
	})
	t.Run("signed in long ago", func(t *testing.T) {
		l := startLinking(t)
		l.through("one")
		l.clock.Advance(61 * time.Minute)
		if code := l.through("two"); code != "SessionRequired" {
			t.Errorf("%q, want SessionRequired", code)
		}
		if owner := l.owner("two"); owner != adapter.ErrNotFound.Error() {
			t.Errorf("linked: %s", owner)
		}
	})
}

func TestAccountOfAnotherUser(t *testing.T) {
	l := startLinking(t)
	l.through("two")
	other := l.uid()
	l.newBrowser()
	l.through("one")
	uid := l.uid()
	if code := l.through("two"); code != "OAuthAccountNotLinked" {
		t.Errorf("%q, want OAuthAccountNotLinked", code)
	}
	if l.uid() != uid || l.owner("two") != other {
		t.Error("something has changed")
	}
}

func TestNeverLink(t *testing.T) {
	l := startLinking(t, func(cfg *ginauth.Config) { cfg.Linking.Policy = ginauth.LinkNever })
	l.through("one")
	uid := l.uid()
	if code := l.through("two"); code != "" || l.uid() == uid {
		t.Errorf("%q; the account was linked", code)
	}
}

func TestKnownAddressIsNotLinked(t *testing.T) {
	for name, options := range map[string][]func(*ginauth.Config){
		"by default": nil, "untrusted provider": {trusting("one")},
		"never": {func(cfg *ginauth.Config) { cfg.Linking.Policy = ginauth.LinkNever }},
	} {
		t.Run(name, func(t *testing.T) {
			l := startLinking(t, options...)
			l.who["one"].email, l.who["two"].email = "ann@example.com", "ann@example.com"
			l.through("one")
			l.newBrowser()
			if code := l.through("two"); code != "OAuthAccountNotLinked" || l.uid() != "" {
				t.Errorf("%q, user %q", code, l.uid())
			}
		})
	}
}

func TestVerifiedAddressIsLinked(t *testing.T) {
	l := startLinking(t, trusting("one", "two"))
	l.who["one"].email, l.who["two"].email = "ann@example.com", "ann@example.com"
	l.through("one")
	uid := l.uid()
	l.newBrowser()
	if code := l.through("two"); code != "" || l.uid() != uid {
		t.Fatalf("%q, user %q, want %q", code, l.uid(), uid)
	}
	l.newBrowser()
	l.who["two"] = &person{id: "33", email: "ann@example.com", unverified: true}
	if code := l.through("two"); code != "OAuthAccountNotLinked" {
		t.Errorf("an address that the provider does not vouch for: %q", code)
	}
}

func TestSquatterLosesTheAddress(t *testing.T) {
	l := startLinking(t, trusting("two"))
	l.who["one"].email, l.who["two"].email = "ann@example.com", "ann@example.com"
	l.through("one") // the squatter: that provider lets anybody name any address
	uid, squatter := l.uid(), l.stolen()
	l.newBrowser()
	if code := l.through("two"); code != "" || l.uid() != uid {
		t.Fatalf("%q, user %q", code, l.uid())
	}
	if l.replay(squatter) != nil {
		t.Error("the squatter's session is alive")
	}
	if owner := l.owner("one"); owner != adapter.ErrNotFound.Error() {
		t.Errorf("the squatter's account is still linked: %s", owner)
	}
}

func TestDangerousEmailAccountLinking(t *testing.T) {
	l := startLinking(t, func(cfg *ginauth.Config) {
		for _, p := range cfg.Providers {
			if r, ok := p.(*remote); ok && r.id == "two" {
				r.info = func(info *ginauth.ProviderInfo) { info.DangerousEmailAccountLinking = true }
			}
		}
	})
	if !strings.Contains(l.logs.String(), "DANGEROUS_EMAIL_ACCOUNT_LINKING") {
		t.Error("the start does not warn")
	}
	l.who["one"].email = "ann@example.com"
	l.who["two"] = &person{id: "22", email: "ann@example.com", unverified: true}
	l.through("one")
	uid := l.uid()
	l.newBrowser()
	if code := l.through("two"); code != "" || l.uid() != uid {
		t.Errorf("%q, user %q, want %q", code, l.uid(), uid)
	}
	if want := []string{"create ann@example.com", "link one", "link two"}; !slices.Equal(*l.events, want) {
		t.Errorf("events %v, want %v", *l.events, want)
	}
}

func TestNewUserPage(t *testing.T) {
	l := startLinking(t, func(cfg *ginauth.Config) { cfg.Pages.NewUser = "/welcome" })
	state, _ := l.leave("one", "callbackUrl", "/back")
	to := l.back("one", "code", "c", "state", state).Header.Get("Location")
	if want := l.cfg.BaseURL + "/welcome?callbackUrl="; !strings.HasPrefix(to, want) || !strings.HasSuffix(to, "%2Fback") {
		t.Errorf("a new user goes to %s", to)
	}
	l.newBrowser()
	state, _ = l.leave("one", "callbackUrl", "/back")
	if to := l.back("one", "code", "c", "state", state).Header.Get("Location"); strings.Contains(to, "welcome") {
		t.Errorf("an old one goes to %s", to)
	}
}

func TestStateCountsOnceForAllProcesses(t *testing.T) {
	l := startLinking(t)
	state, _ := l.leave("one")
	jar := l.browser
	other, err := ginauth.NewAuth(l.cfg) // another process with the same database
	if err != nil {
		t.Fatal(err)
	}
	r := l.browserRequest(http.MethodGet, "/api/auth/callback/one?code=c&state="+state)
	if code := l.finish("one", state); code != "" {
		t.Fatal(code)
	}
	l.browser = jar
	mine := l.router
	l.router = routerOf(other)
	defer func() { l.router = mine }()
	if res := l.deliver(r); !strings.Contains(res.Header.Get("Location"), "error=OAuthCallback") {
		t.Errorf("the answer counted in another process, too: %s", res.Header.Get("Location"))
	}
}
