package ginauth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// A sender may fail, panic or hang: the answer is the same, and comes at once.
func TestEmailSenderFails(t *testing.T) {
	for name, test := range map[string]struct {
		send func(context.Context, ginauth.VerificationRequest) error
		want string
		took time.Duration
	}{
		"error": {func(_ context.Context, m ginauth.VerificationRequest) error {
			return fmt.Errorf("550 %s %s %s %s", m.Identifier, m.URL, m.Code, url.QueryEscape(m.Identifier))
		}, "550 [redacted] [redacted] [redacted] [redacted]", 12 * time.Second},
		"panic": {func(_ context.Context, m ginauth.VerificationRequest) error { panic(m.URL + m.Code) },
			"panic: [redacted][redacted]", 12 * time.Second},
		"hangs": {func(ctx context.Context, _ ginauth.VerificationRequest) error { <-ctx.Done(); return ctx.Err() },
			"deadline exceeded", 102 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := startMail(t, ginauth.EmailOptions{Code: true})
				var tries atomic.Int32
				var mail ginauth.VerificationRequest
				a.box.Send = func(ctx context.Context, m ginauth.VerificationRequest) error {
					mail = m
					tries.Add(1)
					return test.send(ctx, m)
				}
				began := time.Now()
				res := a.ask(jane)
				same(t, "Location", res.Header.Get("Location"), base+"/verify-request?provider=email&type=email")
				if took := time.Since(began); took != 0 {
					t.Errorf("the answer took %v", took)
				}
				a.settled()
				if took := time.Since(began); took != test.took || tries.Load() != 3 {
					t.Errorf("%d tries in %v, want 3 in %v", tries.Load(), took, test.took)
				}
				logs := a.logs.String()
				if strings.Count(logs, "EMAIL_RETRY") != 2 || strings.Count(logs, "EMAIL_ERROR") != 1 || !strings.Contains(logs, test.want) {
					t.Errorf("log %s", logs)
				}
				token := linkQuery(t, mail.URL).Get("token")
				for _, secret := range []string{jane, url.QueryEscape(jane), token, a.hashed(token), mail.Code} {
					if strings.Contains(logs, secret) {
						t.Errorf("the log has %q:\n%s", secret, logs)
					}
				}
			})
		})
	}
}

// A second try may be the one that works.
func TestEmailSenderRecovers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := startMail(t, ginauth.EmailOptions{})
		tries := 0
		a.box.Send = func(context.Context, ginauth.VerificationRequest) error {
			if tries++; tries < 3 {
				return errors.New("451 try again")
			}
			return nil
		}
		link := a.asked(jane).URL
		a.settled()
		if strings.Contains(a.logs.String(), "EMAIL_ERROR") {
			t.Error(a.logs)
		}
		same(t, "Location", a.confirm(link).Header.Get("Location"), home+"/after")
	})
}

// No mail leaves before its token is kept.
func TestEmailWaitsForTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := startMail(t, ginauth.EmailOptions{})
		a.store.keeping = func() {
			synctest.Wait() // whoever sends has sent
			if n := len(a.box.All()); n != 0 {
				t.Errorf("%d mails are out", n)
			}
		}
		a.asked(jane)
	})
}

// The link works from the moment that its mail is sent, and the sender knows
// the request, though it is over.
func TestEmailIsSentAfterItsTokenIsKept(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	a.box.Send = func(ctx context.Context, m ginauth.VerificationRequest) error {
		_, err := a.store.Adapter.UseVerificationToken(ctx, m.Identifier, a.hashed(linkQuery(t, m.URL).Get("token")))
		r, ok := ginauth.RequestFrom(ctx)
		if err != nil || !ok || r.Header.Get("User-Agent") != "test" || !ginauth.Now(ctx).Equal(a.clock.Now()) || ctx.Err() != nil {
			t.Errorf("%v, request %v, context %v", err, ok, ctx.Err())
		}
		return nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/api/auth/signin/email",
		strings.NewReader(url.Values{"csrfToken": {a.csrf()}, "email": {jane}}.Encode()))
	r.Host = a.base.Host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("User-Agent", "test")
	for _, c := range a.browser.Cookies(a.base) {
		r.AddCookie(c)
	}
	serve(a.router, r)
	cancel() // as net/http does after the answer
	a.box.Next(t)
}

// 64 mails may be under way; the next is dropped, with the same answer.
func TestEmailsUnderWay(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	release := make(chan struct{})
	a.box.Send = func(context.Context, ginauth.VerificationRequest) error { <-release; return nil }
	for i := range 66 {
		if i%25 == 0 {
			a.clock.Advance(time.Hour) // no flood
		}
		res := a.ask(fmt.Sprintf("jane%d@example.com", i))
		same(t, "Location", res.Header.Get("Location"), base+"/verify-request?provider=email&type=email")
	}
	if n := strings.Count(a.logs.String(), "64 are under way"); n != 2 {
		t.Errorf("%d were dropped", n)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.auth.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v", err)
	}
	close(release)
	a.settled()
	if n := len(a.box.All()); n != 64 {
		t.Errorf("%d were sent", n)
	}
	if err := start(t).auth.Shutdown(ctx); err != nil {
		t.Errorf("Shutdown without mails: %v", err)
	}
}
