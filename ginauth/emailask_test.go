package ginauth_test

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
	"github.com/ginauth/gin-auth/ginauth/adapter"
)

// What is no plain address gets no mail; what is one is written to in its one
// form.
func TestEmailAddress(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"jane@example.com", jane}, {"  Jane@EXAMPLE.com\t", jane}, {"jane.d+x@mail.example.co.uk", "jane.d+x@mail.example.co.uk"},
		{"jane＠example.com", jane}, {"ｊａｎｅ@example．com", jane},
		{"\u212Aate@example.com", "kate@example.com"}, // the Kelvin sign is a K
		{"a@b.cd", "a@b.cd"}, {"a@1.2.3.xn--p1ai", "a@1.2.3.xn--p1ai"},
		{strings.Repeat("a", 64) + "@example.com", strings.Repeat("a", 64) + "@example.com"},

		{"", ""}, {"jane", ""}, {"@example.com", ""}, {"jane@", ""}, {"jane@localhost", ""}, {"jane@example", ""},
		{"jane@example.com, joe@evil.example", ""}, {"jane@example.com;joe@evil.example", ""}, {"jane@example.com joe@evil.example", ""},
		{"jane@evil.example@example.com", ""}, {"jane＠evil.example@example.com", ""}, {"jane@example.com＠evil.example", ""},
		{`"jane"@example.com`, ""}, {`"jane@evil.example, "@example.com`, ""}, {`jane\@example.com`, ""},
		{"Jane <jane@example.com>", ""}, {"<jane@example.com>", ""}, {"jane(x)@example.com", ""},
		{"jane@example.com\r\nBcc: joe@evil.example", ""}, {"jane@example.com\nSubject: x", ""}, {"jane\r@example.com", ""},
		{"jane@example.com%0d%0aBcc:joe@evil.example", ""}, {"jane@example.com\x00", ""}, {"jane\x00@example.com", ""},
		{"jane\u200b@example.com", ""}, {"ja\u00adne@example.com", ""}, {"jane@exam\u2024ple.com\u202e", ""}, {"jane\u2028@example.com", ""},
		{"straße@example.com", ""}, {"jane@straße.de", ""}, {"jаne@example.com", ""}, {"ıvan@example.com", ""}, {"jane@exämple.com", ""},
		{"jane@example..com", ""}, {"jane@.example.com", ""}, {"jane@example.com.", ""}, {"jane..d@example.com", ""}, {".jane@example.com", ""},
		{"jane@-example.com", ""}, {"jane@example-.com", ""}, {"jane@exa_mple.com", ""}, {"jane@exa!mple.com", ""}, {"jane@[192.0.2.1]", ""},
		{"-oQ/tmp@example.com", ""}, {"jane@\ufe52example.com", ""}, {"jane@example.com\uff0cjoe@evil.example", ""},
		{strings.Repeat("a", 65) + "@example.com", ""}, {"a@" + strings.Repeat("a.", 140) + "com", ""}, {"a@" + strings.Repeat("a", 64) + ".com", ""},
	} {
		t.Run(test.in, func(t *testing.T) {
			a := startMail(t, ginauth.EmailOptions{})
			res := a.ask(test.in)
			a.settled()
			got := ""
			if all := a.box.All(); len(all) == 1 {
				got = all[0].Identifier
			}
			if got != test.want {
				t.Errorf("written to %q, want %q", got, test.want)
			}
			if refused := strings.HasSuffix(res.Header.Get("Location"), "error=EmailSignin"); test.want == "" && !refused && res.StatusCode != http.StatusBadRequest {
				t.Errorf("%d, to %s", res.StatusCode, res.Header.Get("Location"))
			}
		})
	}
}

func TestEmailAddressRefused(t *testing.T) {
	eachMode(t, func(t *testing.T, d dialectFacts, m mode, _ starter) {
		a := startMail(t, ginauth.EmailOptions{}, func(cfg *ginauth.Config) { cfg.Protocol = d.protocol })
		want := d.pick(base+"/error?error=EmailSignin", base+"/signin?error=EmailSignin")
		m.check(t, d, m.post(a.app, "/api/auth/signin/email", "email", "jane"), 200, want)
		m.check(t, d, m.post(a.app, "/api/auth/signin/email"), 200, want)
	})
	a := startMail(t, ginauth.EmailOptions{})
	res := a.do(http.MethodPost, "/api/auth/signin/email", "application/x-www-form-urlencoded",
		url.Values{"csrfToken": {a.csrf()}, "email": {jane, "joe@evil.example"}}.Encode())
	same(t, "two addresses lead to", res.Header.Get("Location"), base+"/error?error=EmailSignin")
}

// The answer does not tell whether there is a user, nor do the calls of the
// store.
func TestEmailTellsNobody(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{Code: true})
	for _, address := range []string{"known@example.com", "gone1@example.com"} {
		user, err := a.store.CreateUser(t.Context(), adapter.User{Email: address}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if address != "known@example.com" {
			if err := a.store.SetDisabled(t.Context(), user.ID, true); err != nil {
				t.Fatal(err)
			}
		}
	}
	type answer struct {
		status              int
		body, header, calls string
		cookies             []string
	}
	answers := map[string]answer{}
	for _, address := range []string{"known@example.com", "nobdy@example.com", "gone1@example.com"} {
		a.newBrowser()
		a.csrf()
		a.store.called()
		res := a.ask(address)
		got := answer{status: res.StatusCode, body: text(t, res), calls: strings.Join(a.store.called(), " ")}
		for _, c := range res.Cookies() {
			name := c.Name
			if strings.HasPrefix(name, "next-auth.state.") {
				name = "next-auth.state."
			}
			c.Name, c.Value = name, strings.Repeat("x", len(c.Value))
			got.cookies = append(got.cookies, c.String())
		}
		res.Header.Del("Set-Cookie")
		got.header = headerText(res.Header)
		answers[address] = got
	}
	a.settled()
	known := answers["known@example.com"]
	same(t, "calls", known.calls, "GetUserByEmail CreateVerificationTokens")
	for address, got := range answers {
		if got.status != known.status || got.body != known.body || got.header != known.header || got.calls != known.calls || !slices.Equal(got.cookies, known.cookies) {
			t.Errorf("%s: %+v\nwant %+v", address, got, known)
		}
	}
	var to []string
	for _, mail := range a.box.All() {
		to = append(to, mail.Identifier)
	}
	slices.Sort(to)
	same(t, "recipients", strings.Join(to, " "), "known@example.com nobdy@example.com")
}

func headerText(h http.Header) string {
	var b strings.Builder
	if err := h.Write(&b); err != nil {
		return err.Error()
	}
	return b.String()
}

// The signIn callback is asked twice, with what Auth.js tells it.
func TestEmailSignInCallback(t *testing.T) {
	var asked []ginauth.SignInParams
	answer := error(nil)
	a := startMail(t, ginauth.EmailOptions{}, func(cfg *ginauth.Config) {
		cfg.Callbacks.SignIn = func(_ context.Context, in ginauth.SignInParams) error {
			user := *ginauth.UserOf(in.User)
			in.User = &user
			asked = append(asked, in)
			return answer
		}
	})
	a.confirm(a.asked(jane).URL)
	if len(asked) != 2 {
		t.Fatalf("asked %d times", len(asked))
	}
	for i, in := range asked {
		user := ginauth.UserOf(in.User)
		if user.ID != jane || user.Email != jane || in.VerificationRequest != (i == 0) || in.EmailVerified != (i == 1) ||
			in.Account.Provider != "email" || in.Account.Type != ginauth.TypeEmail || in.Account.ProviderAccountID != jane {
			t.Errorf("question %d: %+v of %+v", i, in, user)
		}
	}
	asked = nil
	mail := a.asked(jane)
	known, err := a.store.Adapter.GetUserByEmail(t.Context(), jane)
	if err != nil || ginauth.UserOf(asked[0].User).ID != known.ID {
		t.Errorf("a known user is %+v, want %s (%v)", asked[0].User, known.ID, err)
	}

	a.newBrowser()
	answer = ginauth.ErrAccessDenied
	same(t, "refused after the link", a.confirm(mail.URL).Header.Get("Location"), base+"/error?error=AccessDenied")
	same(t, "who is signed in", a.who(), "")
	a.store.called()
	same(t, "refused while asking", a.ask(jane).Header.Get("Location"), base+"/error?error=AccessDenied")
	answer = ginauth.RedirectTo("/register")
	same(t, "sent on while asking", a.ask(jane).Header.Get("Location"), home+"/register")
	a.settled()
	if n := len(a.box.All()); n != 2 || slices.Contains(a.store.called(), "CreateVerificationTokens") {
		t.Errorf("%d mails", n)
	}
}

// A disabled user who has a link all the same does not get in.
func TestEmailDisabledUser(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	link := a.asked(jane).URL
	user, err := a.store.CreateUser(t.Context(), adapter.User{Email: jane}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.store.SetDisabled(t.Context(), user.ID, true); err != nil {
		t.Fatal(err)
	}
	same(t, "Location", a.confirm(link).Header.Get("Location"), base+"/error?error=AccessDenied")
	same(t, "who is signed in", a.who(), "")
}

func TestEmailStoreDown(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	link := a.asked(jane).URL
	_, _, form := a.follow(link)
	a.store.setDown(true)
	res := a.ask(jane, "json", "true")
	status(t, res, http.StatusServiceUnavailable)
	status(t, a.do(http.MethodPost, "/api/auth/callback/email?json=true", "application/x-www-form-urlencoded",
		form.Encode()+"&json=true"), http.StatusServiceUnavailable)
	a.settled()
	if n := len(a.box.All()); n != 1 || len(res.Cookies()) != 0 {
		t.Errorf("%d mails, cookies %v", n, cookieNames(res))
	}
	a.store.setDown(false)
	same(t, "Location", a.submit(form).Header.Get("Location"), home+"/after")
}

func TestEmailNeedsAStore(t *testing.T) {
	for name, change := range map[string]func(*mailApp, *ginauth.Config){
		"no adapter":     func(_ *mailApp, cfg *ginauth.Config) { cfg.Adapter = nil },
		"without tokens": func(m *mailApp, cfg *ginauth.Config) { cfg.Adapter = struct{ adapter.Adapter }{m.store} },
	} {
		a := startMail(t, ginauth.EmailOptions{})
		cfg := a.cfg
		change(a, &cfg)
		if _, err := ginauth.NewAuth(cfg); err == nil || !strings.Contains(err.Error(), "adapter.VerificationTokens") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
