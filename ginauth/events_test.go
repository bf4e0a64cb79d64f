package ginauth_test

import (
	"context"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

func TestEvents(t *testing.T) {
	eachDialect(t, func(t *testing.T, _ dialectFacts, startIn starter) {
		var seen []string
		var in ginauth.SignInEvent
		var out ginauth.SignOutEvent
		var read ginauth.SessionEvent
		request := func(ctx context.Context, name string) {
			if _, ok := ginauth.RequestFrom(ctx); !ok {
				t.Errorf("%s: no request in the context", name)
			}
			seen = append(seen, name)
		}
		a := startIn(func(cfg *ginauth.Config) {
			cfg.Events = ginauth.Events{
				SignIn:  func(ctx context.Context, e ginauth.SignInEvent) { request(ctx, "in"); in = e },
				SignOut: func(ctx context.Context, e ginauth.SignOutEvent) { request(ctx, "out"); out = e },
				Session: func(ctx context.Context, e ginauth.SessionEvent) { request(ctx, "read"); read = e },
			}
		})
		expect := func(what, want string) {
			t.Helper()
			same(t, what, strings.Join(seen, " "), want)
			seen = nil
		}
		a.get("/api/auth/session")
		a.post("/api/auth/signout")
		a.post("/api/auth/callback/credentials", "username", "jsmith", "password", "wrong")
		a.get("/me")
		expect("nothing happened", "")
		a.signIn()
		expect("sign-in", "in")
		if u := in.User.(*User); u.AccessToken != jwtSecretClaim || in.Account.ProviderAccountID != "1" || in.Account.Provider != "credentials" || in.IsNewUser {
			t.Errorf("%+v", in)
		}
		a.get("/me")
		expect("an application's route", "")
		a.get("/api/auth/session")
		expect("a read", "read")
		if read.Session.(*Session).UID != "1" || read.Token.(*Token).JWT != jwtSecretClaim {
			t.Errorf("%+v", read)
		}
		a.post("/api/auth/session", "data", "x")
		expect("an update", "read")
		a.post("/api/auth/signout")
		expect("sign-out", "out")
		if tok := out.Token.(*Token); tok.UID != "1" || tok.SessionID == "" || tok.Subject != "1" {
			t.Errorf("%+v", tok)
		}
	})
}

// What an event does cannot change the outcome.
func TestEventsThatPanic(t *testing.T) {
	a := start(t, func(cfg *ginauth.Config) {
		cfg.Events = ginauth.Events{
			SignIn:  func(context.Context, ginauth.SignInEvent) { panic("canary-in") },
			SignOut: func(context.Context, ginauth.SignOutEvent) { panic("canary-out") },
			Session: func(context.Context, ginauth.SessionEvent) { panic("canary-read") },
		}
	})
	a.signIn()
	if !a.signedIn() {
		t.Error("not signed in")
	}
	a.post("/api/auth/signout")
	if a.signedIn() {
		t.Error("not signed out")
	}
	for _, canary := range []string{"canary-in", "canary-out", "canary-read", "EVENT_ERROR", "stack="} {
		if !strings.Contains(a.logs.String(), canary) {
			t.Errorf("%s is in no log", canary)
		}
	}
}
