package ginauth_test

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

var withCode = ginauth.EmailOptions{Code: true}

// verifyPage is the page after asking, and its form if it has one.
func (m *mailApp) verifyPage(query string) (string, url.Values) {
	m.t.Helper()
	page := text(m.t, m.get("/api/auth/verify-request?provider=email&type=email"+query))
	return page, formOf(m.t, page)
}

// wrong is a code that is not the mail's, another one for each i.
func wrong(code string, i int) string {
	n, err := strconv.Atoi(code)
	if err != nil {
		return code
	}
	return fmt.Sprintf("%06d", (n+1+i)%1_000_000)
}

func TestEmailCode(t *testing.T) {
	eachMode(t, func(t *testing.T, d dialectFacts, m mode, _ starter) {
		a := startMail(t, withCode, func(cfg *ginauth.Config) { cfg.Protocol = d.protocol })
		mail := a.asked(jane)
		if !regexp.MustCompile(`^\d{6}$`).MatchString(mail.Code) || !mail.CodeExpires.Equal(a.clock.Now().Add(15*time.Minute)) {
			t.Errorf("code %q until %v", mail.Code, mail.CodeExpires)
		}
		page, form := a.verifyPage("")
		if form == nil || !strings.Contains(page, `id="input-code-for-email-provider"`) {
			t.Fatalf("page %s", page)
		}
		state := form.Get("state")
		again := base + "/verify-request?provider=email&type=email&error=EmailCode&state=" + state
		m.check(t, d, m.post(a.app, "/api/auth/callback/email", "state", state, "code", wrong(mail.Code, 0)), 401, again)
		if page, form = a.verifyPage("&error=EmailCode&state=" + state); form == nil || !strings.Contains(page, "That code is not right") {
			t.Errorf("page %s", page)
		}
		res := m.post(a.app, "/api/auth/callback/email", "state", state, "code", " "+mail.Code[:3]+" "+mail.Code[3:])
		m.check(t, d, res, 200, home+"/after")
		same(t, "who is signed in", a.who(), jane)
		if _, form = a.verifyPage(""); form != nil {
			t.Error("the form is still there")
		}
	})
}

// Five tries, then never: not even the right one.
func TestEmailCodeTries(t *testing.T) {
	a := startMail(t, withCode)
	mail := a.asked(jane)
	for _, slip := range []string{"", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345"} {
		a.typeCode(slip) // no code at all is no try
	}
	for i := range 5 {
		want := base + "/verify-request?provider=email&type=email&error=EmailCode"
		if i == 4 {
			want = base + "/error?" + verification
		}
		same(t, fmt.Sprint("try ", i), a.typeCode(wrong(mail.Code, i)).Header.Get("Location"), want)
	}
	same(t, "the right one after five", a.typeCode(mail.Code).Header.Get("Location"), base+"/error?"+verification)
	same(t, "who is signed in", a.who(), "")
	same(t, "the link leads", a.confirm(mail.URL).Header.Get("Location"), home+"/after")
}

// Of 50 at once who try, five are heard, whatever their cookies say; kept
// cookies do not bring tries back.
func TestEmailCodeTriesAtOnce(t *testing.T) {
	a := startMail(t, withCode)
	mail := a.asked(jane)
	_, form := a.verifyPage("")
	form.Set("code", wrong(mail.Code, 0))
	again := make(chan bool, 60)
	in, refused := atOnce(t, 50, func() *http.Response {
		res := serve(a.router, a.formRequest("/api/auth/callback/email", form))
		again <- strings.Contains(res.Header.Get("Location"), "error=EmailCode")
		return res
	})
	close(again)
	heard := 1 // the last of the five is told that it was
	for yes := range again {
		if yes {
			heard++
		}
	}
	if in != 0 || heard != 5 || refused != 46 {
		t.Errorf("%d signed in, %d codes were compared, %d refused", in, heard, refused)
	}
	form.Set("code", mail.Code)
	if res := serve(a.router, a.formRequest("/api/auth/callback/email", form)); hasSession(res) {
		t.Error("a sixth try was heard")
	}
}

// Link and code of one mail sign in once together.
func TestEmailCodeAndLink(t *testing.T) {
	a := startMail(t, withCode)
	for first, use := range map[string][2]func(ginauth.VerificationRequest) *http.Response{
		"the code": {
			func(m ginauth.VerificationRequest) *http.Response { return a.typeCode(m.Code) },
			func(m ginauth.VerificationRequest) *http.Response { return a.confirm(m.URL) },
		},
		"the link": {
			func(m ginauth.VerificationRequest) *http.Response { return a.confirm(m.URL) },
			func(m ginauth.VerificationRequest) *http.Response { return a.typeCode(m.Code) },
		},
	} {
		a.clock.Advance(time.Second)
		mail := a.asked(jane)
		kept := a.browser.Cookies(a.base)
		same(t, first, use[0](mail).Header.Get("Location"), home+"/after")
		a.newBrowser()
		a.browser.SetCookies(a.base, kept) // with the cookies of before
		same(t, "after "+first+" the other", use[1](mail).Header.Get("Location"), base+"/error?"+verification)
	}

	a.clock.Advance(time.Second)
	mail := a.asked("joe@example.com")
	_, form := a.verifyPage("")
	form.Set("code", mail.Code)
	_, _, link := a.follow(mail.URL)
	turns := make(chan url.Values, 50)
	for i := range 50 {
		turns <- []url.Values{form, link}[i%2]
	}
	in, _ := atOnce(t, 50, func() *http.Response { return serve(a.router, a.formRequest("/api/auth/callback/email", <-turns)) })
	if in != 1 {
		t.Errorf("one mail made %d sessions", in)
	}
}

func TestEmailCodeRefused(t *testing.T) {
	for name, change := range map[string]func(*mailApp){
		"another browser": func(m *mailApp) { m.newBrowser() },
		"too late":        func(m *mailApp) { m.clock.Advance(15 * time.Minute) },
	} {
		t.Run(name, func(t *testing.T) {
			a := startMail(t, withCode)
			mail := a.asked(jane)
			_, form := a.verifyPage("")
			change(a)
			if _, gone := a.verifyPage(""); gone != nil {
				t.Error("there is a form for it")
			}
			res := a.typeCode(mail.Code, "state", form.Get("state"))
			same(t, "Location", res.Header.Get("Location"), base+"/error?"+verification)
			same(t, "who is signed in", a.who(), "")
		})
	}
}

// A code is for the tab that asked: the form names it.
func TestEmailCodeOfTwoTabs(t *testing.T) {
	a := startMail(t, withCode)
	first := a.asked(jane)
	_, form := a.verifyPage("")
	a.clock.Advance(time.Second)
	second := a.asked("joe@example.com")
	same(t, "the second", a.typeCode(second.Code).Header.Get("Location"), home+"/after")
	same(t, "who is signed in", a.who(), "joe@example.com")
	same(t, "the first", a.typeCode(first.Code, "state", form.Get("state")).Header.Get("Location"), home+"/after")
	same(t, "who is signed in", a.who(), jane)
}

// Without the option there is no code, and no form takes one.
func TestEmailWithoutCode(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	a.asked(jane)
	if _, form := a.verifyPage(""); form != nil {
		t.Error("there is a form for a code")
	}
	same(t, "Location", a.typeCode("123456").Header.Get("Location"), base+"/error?"+verification)
}
