package ginauth_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth"
)

// askFrom asks for a mail from an address of the network.
func (m *mailApp) askFrom(ip, address string) *http.Response {
	r := m.formRequest("/api/auth/signin/email", url.Values{"csrfToken": {m.csrf()}, "email": {address}})
	r.RemoteAddr = ip
	w := httptest.NewRecorder()
	m.router.ServeHTTP(w, r)
	return w.Result()
}

// Five mails for an address and thirty for a client in ten minutes; beyond
// that the answer is the same.
func TestEmailFlood(t *testing.T) {
	for _, test := range []struct {
		name        string
		ip, address func(i int) string
		limit       int
	}{
		{"an address", func(i int) string { return fmt.Sprintf("198.51.100.%d:1", i) }, func(int) string { return jane }, 5},
		{"spelled differently", func(i int) string { return fmt.Sprintf("198.51.100.%d:1", i) }, func(i int) string { return strings.Repeat(" ", i) + "JANE@example.com" }, 5},
		{"a client", func(int) string { return "198.51.100.1:1" }, func(i int) string { return fmt.Sprintf("j%d@example.com", i) }, 30},
		{"a client's network", func(i int) string { return fmt.Sprintf("[2001:db8:1:2::%x]:1", i) }, func(i int) string { return fmt.Sprintf("j%d@example.com", i) }, 30},
		{"nobody's address", func(i int) string { return fmt.Sprintf("@%d", i) }, func(i int) string { return fmt.Sprintf("j%d@example.com", i) }, 30},
		{"many clients", func(i int) string { return fmt.Sprintf("[2001:db8:1:%x::1]:1", i) }, func(i int) string { return fmt.Sprintf("j%d@example.com", i) }, 40},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := startMail(t, ginauth.EmailOptions{})
			a.csrf()
			for i := range 40 {
				res := a.askFrom(test.ip(i), test.address(i))
				same(t, "Location", res.Header.Get("Location"), base+"/verify-request?provider=email&type=email")
				if len(res.Cookies()) == 0 {
					t.Error("no cookies")
				}
			}
			a.settled()
			if n := len(a.box.All()); n != test.limit {
				t.Errorf("%d mails, want %d", n, test.limit)
			}
			if n := strings.Count(a.logs.String(), "EMAIL_FLOOD"); n != 40-test.limit {
				t.Errorf("%d lines", n)
			}
			a.clock.Advance(10 * time.Minute)
			a.askFrom(test.ip(1), test.address(1))
			a.settled()
			if n := len(a.box.All()); n != test.limit+1 {
				t.Errorf("%d mails ten minutes later", n)
			}
		})
	}
}

// Places are taken before mails are sent: 50 at once get no more.
func TestEmailFloodAtOnce(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{})
	token := a.csrf()
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			serve(a.router, a.formRequest("/api/auth/signin/email", url.Values{"csrfToken": {token}, "email": {jane}}))
		})
	}
	all.Wait()
	a.settled()
	if n := len(a.box.All()); n != 5 {
		t.Errorf("%d mails", n)
	}
}

// Ten codes a day for an address: 50 tries of a million. After that the mails
// have their link alone, and the form takes no code.
func TestEmailCodesOfADay(t *testing.T) {
	a := startMail(t, ginauth.EmailOptions{Code: true})
	for i := range 13 {
		mail := a.asked(jane)
		if has := mail.Code != ""; has != (i < 10) || mail.CodeExpires.IsZero() == has {
			t.Errorf("mail %d: code %q until %v", i, mail.Code, mail.CodeExpires)
		}
		if i == 12 {
			same(t, "a code", a.typeCode("000000").Header.Get("Location"), base+"/verify-request?provider=email&type=email&error=EmailCode")
			same(t, "the link", a.confirm(mail.URL).Header.Get("Location"), home+"/after")
		}
		a.clock.Advance(5 * time.Minute)
	}
	a.clock.Advance(24 * time.Hour)
	if a.asked(jane).Code == "" {
		t.Error("no code a day later")
	}
}
