package pages_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// csp is SECURITY.md's WEB-1.
func csp(nonce, targets string) string {
	return "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; style-src 'nonce-" + nonce +
		"'; img-src 'self' https: data:; form-action " + targets
}

func TestHeaders(t *testing.T) {
	seen := map[string]bool{}
	s := newSet(t, pages.Theme{})
	for range 20 {
		for title, write := range every(s, "plain") {
			w, page := draw(t, write)
			style := page.one(t, "style")
			nonce, _ := style.attr("nonce")
			if raw, err := base64.RawURLEncoding.DecodeString(nonce); err != nil || len(raw) != 16 || seen[nonce] {
				t.Errorf("%s: nonce %q is used (%v) or not 16 random bytes", title, nonce, seen[nonce])
			}
			seen[nonce] = true
			if got, want := w.Header().Get("Content-Security-Policy"), csp(nonce, "'self'"); got != want {
				t.Errorf("%s: policy\n%s\nwant\n%s", title, got, want)
			}
			for name, want := range map[string]string{
				"Content-Type": "text/html; charset=utf-8", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
				"Referrer-Policy": "same-origin", "Cache-Control": "private, no-store", "Pragma": "no-cache", "Vary": "Cookie",
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s: %s = %q, want %q", title, name, got, want)
				}
			}
			if w.Code != http.StatusOK {
				t.Errorf("%s: status %d", title, w.Code)
			}
		}
	}
}

func TestFormAction(t *testing.T) {
	s := newSet(t, pages.Theme{})
	for _, good := range [][]string{
		{"https://github.com"}, {"https://accounts.google.com", "http://127.0.0.1:9000"}, {"https://a.example", "https://a.example"}, {"http://[::1]:9000"}, {"https:"},
	} {
		w, page := draw(t, func(w *httptest.ResponseRecorder) error { return s.SignIn(w, 422, pages.SignIn{}, good...) })
		nonce, _ := page.one(t, "style").attr("nonce")
		want := csp(nonce, "'self' "+strings.Join(slices.Compact(slices.Clone(good)), " "))
		if got := w.Header().Get("Content-Security-Policy"); got != want || w.Code != 422 {
			t.Errorf("%d %s\nwant\n%s", w.Code, got, want)
		}
	}
	for _, bad := range []string{
		"", "*", "http:", "https: *", "https://", "github.com", "//github.com", "https://github.com/", "https://github.com/login", "https://*.github.com",
		"https://u@github.com", "https://github.com?x", "https://github.com#x", "https://github.com:", "https://github.com:x", "javascript:alert(1)",
		"data:", "ws://github.com", "https://a;script-src", "https://a,b", "https://a b", "https://a\nb", "https://a'b", "https://bücher.example", "HTTPS://a", "https://%41",
	} {
		w := httptest.NewRecorder()
		if err := s.SignIn(w, 0, pages.SignIn{}, "https://fine.example", bad); err == nil {
			t.Errorf("%q was taken: %s", bad, w.Header().Get("Content-Security-Policy"))
		}
		wantNothing(t, w)
	}
}

func FuzzFormAction(f *testing.F) {
	f.Add("https://github.com")
	f.Add("https://a; script-src *")
	f.Add("http://[::1]:9")
	s := newSet(f, pages.Theme{})
	f.Fuzz(func(t *testing.T, origin string) {
		w := httptest.NewRecorder()
		if s.SignOut(w, 0, pages.SignOut{}, origin) != nil {
			wantNothing(t, w)
			return
		}
		policy := w.Header().Get("Content-Security-Policy")
		if !strings.HasSuffix(policy, "; form-action 'self' "+origin) || strings.ContainsAny(origin, " ;,'*\"\r\n\t") || strings.Count(policy, ";") != 6 {
			t.Errorf("%q made %q", origin, policy)
		}
	})
}

func TestVary(t *testing.T) {
	s := newSet(t, pages.Theme{})
	for _, test := range []struct{ before, want []string }{
		{nil, []string{"Cookie"}},
		{[]string{"Accept"}, []string{"Accept", "Cookie"}},
		{[]string{"Accept, cookie"}, []string{"Accept, cookie"}},
		{[]string{"*"}, []string{"*"}},
	} {
		w := httptest.NewRecorder()
		w.Header()["Vary"] = test.before
		if err := s.VerifyRequest(w, 0, pages.VerifyRequest{}); err != nil {
			t.Fatal(err)
		}
		if got := w.Header().Values("Vary"); !slices.Equal(got, test.want) {
			t.Errorf("%v became %v", test.before, got)
		}
	}
}
