package ginauth_test

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

const verification = "error=Verification"

func TestEmailSignIn(t *testing.T) {
	eachMode(t, func(t *testing.T, d dialectFacts, m mode, _ starter) {
		var events []string
		a := startMail(t, ginauth.EmailOptions{}, func(cfg *ginauth.Config) {
			cfg.Protocol = d.protocol
			cfg.Events = eventNames(&events)
		})
		res := m.post(a.app, "/api/auth/signin/email", "email", " Jane@Example.com", "callbackUrl", "/after?a=1&b=2")
		m.check(t, d, res, 200, base+"/verify-request?provider=email&type=email")
		mail := a.box.Next(t)
		same(t, "the recipient", mail.Identifier, jane)
		same(t, "the host", mail.Host, "localhost:3000")
		if want := a.clock.Now().Add(24 * time.Hour); !mail.Expires.Equal(want) || mail.Code != "" {
			t.Errorf("expires %v, want %v; code %q", mail.Expires, want, mail.Code)
		}
		link := regexp.MustCompile(`^http://localhost:3000/api/auth/callback/email\?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fafter%3Fa%3D1%26b%3D2&token=[0-9a-f]{64}&email=jane%40example\.com&from=[\w-]+$`)
		if !link.MatchString(mail.URL) {
			t.Errorf("link %s", mail.URL)
		}

		res, page, form := a.follow(mail.URL)
		status(t, res, 200)
		noStoreHeaders(t, res)
		if !strings.Contains(page, "<strong>localhost:3000</strong> as <strong>jane@example.com</strong>") || strings.Contains(page, "notice\"") || strings.Contains(page, "<script") {
			t.Errorf("page %s", page)
		}
		var pairs []string
		form.Del("csrfToken") // m.post takes the browser's
		for name := range form {
			pairs = append(pairs, name, form.Get(name))
		}
		res = m.post(a.app, "/api/auth/callback/email", pairs...)
		m.check(t, d, res, 200, home+"/after?a=1&b=2")
		same(t, "who is signed in", a.who(), jane)
		same(t, "events", strings.Join(events, " "), "createUser signIn")

		res = m.post(a.app, "/api/auth/callback/email", pairs...)
		m.check(t, d, res, 403, base+"/error?"+verification)
	})
}

// A link is in the database as Auth.js would put it there, so that either can
// use the other's.
func TestEmailTokenIsThatOfAuthJS(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	u, err := url.Parse(a.asked(jane).URL)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(u.Query().Get("token") + string(a.cfg.Secret)))
	if _, err := a.store.Adapter.UseVerificationToken(t.Context(), jane, hex.EncodeToString(sum[:])); err != nil {
		t.Error(err)
	}
	const token = "a-token-of-nodemailer"
	sum = sha256.Sum256([]byte(token + string(a.cfg.Secret)))
	err = a.store.Adapter.CreateVerificationTokens(t.Context(), adapter.VerificationToken{
		Identifier: jane, Token: hex.EncodeToString(sum[:]), Expires: a.clock.Now().Add(time.Hour),
	})
	if err != nil {
		t.Fatal(err)
	}
	res := a.confirm(base + "/callback/email?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2F&token=" + token + "&email=jane%40example.com")
	same(t, "Location", res.Header.Get("Location"), home+"/")
	same(t, "who is signed in", a.who(), jane)
}

// Mail scanners, previews and prefetches follow links: none uses one up.
func TestEmailLinkSurvivesScanners(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	u, err := url.Parse(a.asked(jane).URL)
	if err != nil {
		t.Fatal(err)
	}
	a.store.called()
	for i := range 100 {
		method := []string{http.MethodGet, http.MethodHead}[i%2]
		r := odd(method, u.Path, "")
		r.URL.RawQuery = u.RawQuery
		status(t, serve(a.router, r), 200)
	}
	if calls := a.store.called(); len(calls) != 0 {
		t.Errorf("a GET asks the store: %v", calls)
	}
	same(t, "Location", a.confirm(u.String()).Header.Get("Location"), home+"/after")
}

// Of 50 who use a link at once, one signs in.
func TestEmailLinkHasOneWinner(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	_, _, form := a.follow(a.asked(jane).URL)
	in, refused := atOnce(t, 50, func() *http.Response { return serve(a.router, a.formRequest("/api/auth/callback/email", form)) })
	if in != 1 || refused != 49 {
		t.Errorf("%d signed in, %d were refused", in, refused)
	}
}

// atOnce sends requests at once, and counts sessions and refusals.
func atOnce(t *testing.T, n int, send func() *http.Response) (in, refused int) {
	t.Helper()
	var all sync.WaitGroup
	results := make(chan *http.Response, n)
	begin := make(chan struct{})
	for range n {
		all.Go(func() { <-begin; results <- send() })
	}
	close(begin)
	all.Wait()
	close(results)
	for res := range results {
		switch {
		case hasSession(res):
			in++
		case strings.Contains(res.Header.Get("Location"), verification):
			refused++
		}
	}
	return in, refused
}

func TestEmailLinkRefused(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*mailApp, url.Values)
		spent  bool // the right form is refused, too, afterwards
	}{
		"another address":   {func(_ *mailApp, f url.Values) { f.Set("email", "joe@example.com") }, false},
		"another case":      {func(_ *mailApp, f url.Values) { f.Set("email", "JANE@example.com") }, false},
		"no address":        {func(_ *mailApp, f url.Values) { f.Del("email") }, false},
		"another token":     {func(_ *mailApp, f url.Values) { f.Set("token", strings.Repeat("0", 64)) }, false},
		"no token":          {func(_ *mailApp, f url.Values) { f.Del("token") }, false},
		"its hash as token": {func(m *mailApp, f url.Values) { f.Set("token", m.hashed(f.Get("token"))) }, false},
		"a huge token":      {func(_ *mailApp, f url.Values) { f.Set("token", strings.Repeat("0", 5000)) }, false},
		"a code's row":      {func(_ *mailApp, f url.Values) { f.Set("email", "try:"+strings.Repeat("0", 64)) }, false},
		"too late":          {func(m *mailApp, _ url.Values) { m.clock.Advance(24 * time.Hour) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			a := startMail(t, ginauth.EmailOptions{})
			_, _, form := a.follow(a.asked(jane).URL)
			right := url.Values{}
			for k := range form {
				right.Set(k, form.Get(k))
			}
			test.change(a, form)
			res := a.submit(form)
			same(t, "Location", res.Header.Get("Location"), base+"/error?"+verification)
			if hasSession(res) || a.who() != "" {
				t.Error("signed in")
			}
			if in := hasSession(a.submit(right)); in == test.spent {
				t.Errorf("the right one signs in: %v", in)
			}
		})
	}
}

func TestEmailLinkNeedsCSRF(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	_, _, form := a.follow(a.asked(jane).URL)
	form.Del("csrfToken")
	same(t, "Location", a.submit(form).Header.Get("Location"), base+"/signin?csrf=true")
	same(t, "who is signed in", a.who(), "")
}

func TestEmailLinkWithoutToken(t *testing.T) {
	for protocol, want := range map[ginauth.Protocol]string{ginauth.NextAuth: "configuration", ginauth.AuthJS: "Configuration"} {
		a := startMail(t, ginauth.EmailOptions{}, func(cfg *ginauth.Config) { cfg.Protocol = protocol })
		same(t, "Location", a.get("/api/auth/callback/email?email=jane%40example.com").Header.Get("Location"), base+"/error?error="+want)
		same(t, "Location", a.get("/api/auth/callback/email?token=1").Header.Get("Location"), base+"/error?"+verification)
	}
}

// A link leads where it was asked for, whatever its query says, but not away.
func TestEmailLinkGoesNowhereElse(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	link := strings.Replace(a.asked(jane).URL, "callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fafter", "callbackUrl=https%3A%2F%2Fevil.example", 1)
	same(t, "Location", a.confirm(link).Header.Get("Location"), home)
}

// A session that was there before the link is dead after it.
func TestEmailLinkEndsTheFormerSession(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{}, func(cfg *ginauth.Config) { cfg.Session.Strategy = ginauth.StrategyDatabase })
	a.confirm(a.asked("joe@example.com").URL)
	same(t, "who is signed in", a.who(), "joe@example.com")
	former := a.sessionCookies()
	a.confirm(a.asked(jane).URL)
	same(t, "who is signed in", a.who(), jane)
	a.newBrowser()
	for name, value := range former {
		a.setCookie(name, value)
	}
	same(t, "who has the former session", a.who(), "")
}

// Links live through a change of the secret.
func TestEmailLinkAndOldSecrets(t *testing.T) {
	old := startMail(t, ginauth.EmailOptions{Code: true})
	mail := old.asked(jane)
	a := startMail(t, ginauth.EmailOptions{Code: true}, func(cfg *ginauth.Config) {
		cfg.OldSecrets, cfg.Secret = []ginauth.Secret{cfg.Secret}, "another-secret-0123456789-abcdefghijklm"
		cfg.Adapter = old.store
		cfg.Now = old.clock.Now
	})
	a.browser = old.browser
	_, page, form := a.follow(mail.URL)
	if strings.Contains(page, "not asked for") {
		t.Error("where it was asked for is not known")
	}
	same(t, "Location", a.submit(form).Header.Get("Location"), home+"/after")
	mail = old.asked(jane)
	same(t, "Location", a.typeCode(mail.Code).Header.Get("Location"), home+"/after")
}

func TestEmailNewUserPage(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{}, func(cfg *ginauth.Config) { cfg.Pages.NewUser = "/welcome" })
	for _, want := range []string{home + "/welcome?callbackUrl=http%3A%2F%2Flocalhost%3A3000%2Fafter", home + "/after"} {
		same(t, "Location", a.confirm(a.asked(jane).URL).Header.Get("Location"), want)
	}
	user, err := a.store.Adapter.GetUserByEmail(t.Context(), jane)
	if err != nil || user.EmailVerified.IsZero() {
		t.Errorf("%+v, %v", user, err)
	}
}
