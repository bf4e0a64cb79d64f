package ginauth_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
	"github.com/ginauth/gin-auth/ginauth/memoryadapter"
)

// A sign-in that is under way while its account is taken away, or its
// unverified address claimed, comes to nothing.
func TestSignInIsOvertaken(t *testing.T) {
	for _, strategy := range []ginauth.SessionStrategy{ginauth.StrategyDatabase, ginauth.StrategyJWT} {
		for name, overtake := range map[string]func(l *linker, uid string) error{
			"claimed": func(l *linker, uid string) error {
				return l.db.ClaimUser(context.Background(), uid, "jane@example.com", l.clock.Now())
			},
			"unlinked": func(l *linker, uid string) error {
				return l.db.UnlinkAccount(context.Background(), uid, "one", "11", 0)
			},
		} {
			t.Run(string(strategy)+"/"+name, func(t *testing.T) {
				var l *linker
				uid, armed := "", false
				l = startLinking(t, func(cfg *ginauth.Config) {
					cfg.Session.Strategy = strategy
					cfg.Callbacks.SignIn = func(context.Context, ginauth.SignInParams) error {
						if armed { // after it was found out who they are
							return overtake(l, uid)
						}
						return nil
					}
				})
				l.who["one"] = &person{id: "11", email: "jane@example.com", unverified: true}
				if code := l.through("one"); code != "" {
					t.Fatal(code)
				}
				uid, armed = l.uid(), true
				l.newBrowser()
				if code := l.through("one"); code != "OAuthAccountNotLinked" || l.me() != nil {
					t.Errorf("%q, signed in as %+v", code, l.me())
				}
				if owner := l.owner("one"); owner != adapter.ErrNotFound.Error() {
					t.Errorf("the account is back, at %s", owner)
				}
				list, err := l.db.ListSessions(t.Context(), uid)
				if left := len(list); err != nil || (name == "claimed" && left != 0) || left > 1 {
					t.Errorf("%d sessions, %v", left, err)
				}
			})
		}
	}
}

// Who signs in for the first time twice at once is one user.
func TestFirstSignInIsOvertaken(t *testing.T) {
	var l *linker
	var first adapter.User
	l = startLinking(t, func(cfg *ginauth.Config) {
		cfg.Callbacks.SignIn = func(ctx context.Context, _ ginauth.SignInParams) (err error) {
			if first.ID == "" { // after nobody was found
				account := adapter.Account{Type: "oauth", Provider: "one", ProviderAccountID: "11"}
				first, err = l.db.CreateUser(ctx, adapter.User{Email: "ann@example.com"}, &account)
			}
			return err
		}
	})
	l.who["one"].email = "ann@example.com"
	if code := l.through("one"); code != "" || l.uid() != first.ID {
		t.Errorf("%q, signed in as %q, want %q", code, l.uid(), first.ID)
	}
}

func TestClaimUserCallback(t *testing.T) {
	var fail error
	claimed := 0
	l := startLinking(t, trusting("two"), func(cfg *ginauth.Config) {
		cfg.Callbacks.ClaimUser = func(_ context.Context, u adapter.User) error {
			claimed++
			return fail
		}
	})
	l.who["one"].email, l.who["two"].email = "ann@example.com", "ann@example.com"
	l.through("one")
	l.newBrowser()
	fail = errors.New("the passwords cannot be reached")
	if code := l.through("two"); code != "Configuration" || claimed != 1 {
		t.Errorf("%q after %d calls", code, claimed)
	}
	if u, err := l.db.GetUserByEmail(t.Context(), "ann@example.com"); err != nil || !u.EmailVerified.IsZero() {
		t.Errorf("it was claimed all the same: %+v %v", u, err)
	}
	fail = nil
	if code := l.through("two"); code != "" || claimed != 2 {
		t.Errorf("%q after %d calls", code, claimed)
	}
}

func TestSignOutWithAPlantedCookieBeside(t *testing.T) {
	for name, strategy := range strategies {
		t.Run(name, func(t *testing.T) {
			l := startLinking(t, strategy)
			l.through("two")
			attacker := l.stolen()
			l.newBrowser()
			l.through("one")
			victim := l.stolen()
			r := l.formRequest("/api/auth/signout", l.csrf(), "")
			for name, value := range attacker {
				r.AddCookie(&http.Cookie{Name: name, Value: value})
			}
			l.deliver(r)
			if l.replay(victim) != nil {
				t.Error("the victim's session works after the sign-out")
			}
			if l.replay(attacker) != nil {
				t.Error("the planted session works after the sign-out")
			}
		})
	}
}

// Ending sessions again and again locks nobody out.
func TestEndSessionsManyTimes(t *testing.T) {
	a := start(t, strategies["jwt"])
	a.signIn()
	uid := a.me().UID
	refused := 0
	for range 100 {
		err := a.auth.EndSessions(t.Context(), uid)
		switch {
		case errors.Is(err, ginauth.ErrUnavailable):
			refused++
		case err != nil:
			t.Fatal(err)
		}
	}
	if refused == 0 {
		t.Error("a hundred times in a second is taken for good")
	}
	a.newBrowser()
	if a.signIn(); a.me() == nil {
		t.Error("the owner cannot sign in")
	}
	a.clock.Advance(10 * time.Second)
	if err := a.auth.EndSessions(t.Context(), uid); err != nil || a.me() != nil {
		t.Errorf("later: %v, %v", err, a.me())
	}
}

// slowPlain has two requests look for a session of Auth.js at once.
type slowPlain struct {
	*plainRows
	both  sync.WaitGroup
	armed atomic.Bool
}

func (s *slowPlain) AdoptSession(ctx context.Context, plain, token, id string) (adapter.Session, error) {
	if s.armed.Load() {
		s.both.Done()
		s.both.Wait()
	}
	return s.plainRows.AdoptSession(ctx, plain, token, id)
}

func TestPlainSessionIsAdoptedByTwoAtOnce(t *testing.T) {
	db := &slowPlain{plainRows: &plainRows{plain: map[string]adapter.Session{}}}
	a := start(t, func(cfg *ginauth.Config) {
		db.Adapter = memoryadapter.New(memoryadapter.Options{Now: cfg.Now})
		cfg.Adapter = db
	})
	user, err := db.CreateUser(t.Context(), adapter.User{Name: "Old Hand"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	const cookie = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6"
	db.plain[cookie] = adapter.Session{UserID: user.ID, Expires: a.clock.Now().Add(time.Hour)}
	a.setCookie(sessionCookie, cookie)
	db.both.Add(2)
	db.armed.Store(true)
	answers := make(chan *http.Response, 2)
	for range 2 {
		r := a.browserRequest(http.MethodGet, "/me")
		go func() { answers <- a.deliver(r) }()
	}
	for range 2 {
		res := <-answers
		for _, c := range res.Cookies() {
			if c.Name == sessionCookie && c.Value == "" {
				t.Error("a good session is cleared")
			}
		}
	}
	db.armed.Store(false)
	if a.me() == nil {
		t.Error("the session is lost")
	}
}
