package ginauth_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth"
)

// FuzzEmailCallback: nothing that anybody could write into a link signs in, or
// breaks the page; and following it asks the store for nothing.
func FuzzEmailCallback(f *testing.F) {
	for _, seed := range [][3]string{
		{"", "", ""}, {"0", jane, ""}, {strings.Repeat("0", 64), jane, "AAAA"}, {"<script>", "<b>@example.com", "\"><script>"},
		{"\x00", "\xff", "%"}, {strings.Repeat("0", 600), jane, strings.Repeat("A", 2000)},
	} {
		f.Add(seed[0], seed[1], seed[2])
	}
	f.Fuzz(func(t *testing.T, token, email, from string) {
		a := startMail(t, ginauth.EmailOptions{Code: true})
		values := url.Values{"token": {token}, "email": {email}, "from": {from}}
		r := odd(http.MethodGet, "/api/auth/callback/email", "")
		r.URL.RawQuery = values.Encode()
		res := serve(a.router, r)
		page := text(t, res)
		if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusFound || hasSession(res) || strings.Contains(page, "<script") {
			t.Errorf("%d %s", res.StatusCode, page)
		}
		if calls := a.store.called(); len(calls) != 0 {
			t.Errorf("calls %v", calls)
		}
		values.Set("csrfToken", a.csrf())
		res = a.submit(values)
		if hasSession(res) || res.StatusCode >= 500 {
			t.Errorf("%d to %s", res.StatusCode, res.Header.Get("Location"))
		}
	})
}
