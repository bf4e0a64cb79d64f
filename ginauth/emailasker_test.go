package ginauth_test

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

const firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"

// from changes the sealed parameter of a link.
func from(t *testing.T, link string, change func(string) string) string {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("from", change(q.Get("from")))
	u.RawQuery = q.Encode()
	return u.String()
}

// In another browser the page says where a link was asked for; who changes
// what says so, takes it away.
func TestEmailLinkElsewhere(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	values := url.Values{"csrfToken": {a.csrf()}, "email": {jane}}
	a.do(http.MethodPost, "/api/auth/signin/email", "application/x-www-form-urlencoded", values.Encode(), "User-Agent", firefox)
	mail := a.box.Next(t)
	if mail.IP != "192.0.2.1" || mail.Device != "Firefox on Windows" {
		t.Errorf("asked for from %q, %q", mail.IP, mail.Device)
	}
	other := a.asked("joe@example.com").URL
	known := "from <strong>Firefox on Windows, 192.0.2.1, " + a.clock.Now().UTC().Format("2 January 2006, 15:04 UTC") + "</strong>"
	const unknown = "Go on only if that was you"
	a.newBrowser()
	for name, test := range map[string]struct {
		link  string
		known bool
	}{
		"as it is":     {mail.URL, true},
		"without":      {from(t, mail.URL, func(string) string { return "" }), false},
		"garbage":      {from(t, mail.URL, func(string) string { return "garbage!" }), false},
		"cut":          {from(t, mail.URL, func(s string) string { return s[:len(s)-2] }), false},
		"changed":      {from(t, mail.URL, flipMiddle), false},
		"huge":         {from(t, mail.URL, func(s string) string { return strings.Repeat(s, 50) }), false},
		"another mail": {from(t, mail.URL, func(string) string { return linkQuery(t, other).Get("from") }), false},
	} {
		res, page, form := a.follow(test.link)
		status(t, res, 200)
		if strings.Contains(page, known) != test.known || !strings.Contains(page, unknown) || form == nil {
			t.Errorf("%s: %s", name, page)
		}
	}
	same(t, "Location", a.confirm(mail.URL).Header.Get("Location"), home)
}

func flipMiddle(s string) string {
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil {
		return err.Error()
	}
	b[len(b)/2] ^= 1
	return base64.RawURLEncoding.EncodeToString(b)
}

func linkQuery(t *testing.T, link string) url.Values {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

// With SameBrowser a link works where it was asked for, and only there; who
// tries elsewhere uses nothing up.
func TestEmailSameBrowser(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{SameBrowser: true})
	mail := a.asked(jane)
	asked := a.browser
	_, _, form := a.follow(mail.URL)
	a.newBrowser()
	for _, link := range []string{mail.URL, from(t, mail.URL, flipMiddle), from(t, mail.URL, func(string) string { return "" })} {
		res, page, none := a.follow(link)
		status(t, res, http.StatusForbidden)
		if none != nil || !strings.Contains(page, "works only in the browser where it was asked for") || strings.Contains(page, linkQuery(t, link).Get("token")) {
			t.Errorf("page %s", page)
		}
		form.Set("csrfToken", a.csrf())
		form.Set("from", linkQuery(t, link).Get("from"))
		same(t, "Location", a.submit(form).Header.Get("Location"), base+"/error?"+verification)
	}
	// A browser that has asked for another link is another one, too.
	a.asked("joe@example.com")
	form.Set("csrfToken", a.csrf())
	form.Set("from", linkQuery(t, mail.URL).Get("from"))
	same(t, "Location", a.submit(form).Header.Get("Location"), base+"/error?"+verification)

	a.browser = asked
	a.clock.Advance(23 * time.Hour)
	same(t, "where it was asked for", a.confirm(mail.URL).Header.Get("Location"), home+"/after")
	same(t, "who is signed in", a.who(), jane)
}

// The cookie of asking for a mail is no sign-in at a provider under way, and
// ends with the link.
func TestEmailAttemptIsSpent(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	mail := a.asked(jane)
	names := func() (n int) {
		for _, c := range a.browser.Cookies(a.base) {
			if strings.Contains(c.Name, ".state.") {
				n++
			}
		}
		return n
	}
	if names() != 1 {
		t.Errorf("%d cookies of it", names())
	}
	a.confirm(mail.URL)
	if names() != 0 {
		t.Errorf("%d cookies are left", names())
	}
}
