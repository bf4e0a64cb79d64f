package pages_test

import (
	"bytes"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// every draws each page once with hostile or plain text in it.
func every(s *pages.Set, text string) map[string]func(w *httptest.ResponseRecorder) error {
	c := pages.Common{HomeURL: text, Host: text}
	field := pages.Field{Name: text, Label: text, Type: "text", Placeholder: text, Autocomplete: text, Help: text, Error: text}
	return map[string]func(w *httptest.ResponseRecorder) error{
		"Sign In": func(w *httptest.ResponseRecorder) error {
			return s.SignIn(w, 0, pages.SignIn{Common: c, CSRFToken: text, CallbackURL: text, Error: text, Providers: []pages.Provider{
				{ID: text, Name: text, Type: "credentials", Action: text, Fields: []pages.Field{field}},
				{ID: text, Name: text, Type: text + "x", Action: text, LogoPath: text, Background: text, Text: text}}})
		},
		"Sign Out": func(w *httptest.ResponseRecorder) error {
			return s.SignOut(w, 0, pages.SignOut{Common: c, Action: text, CSRFToken: text, CallbackURL: text})
		},
		"Error": func(w *httptest.ResponseRecorder) error {
			return s.Error(w, 0, pages.Error{Common: c, Code: text, Heading: text, Text: text, SignInURL: text})
		},
		"Verify Request": func(w *httptest.ResponseRecorder) error {
			return s.VerifyRequest(w, 0, pages.VerifyRequest{Common: c, Action: text, CSRFToken: text, State: text, Provider: text, Error: text})
		},
		"Confirm Sign In": func(w *httptest.ResponseRecorder) error {
			return s.Confirm(w, 0, pages.Confirm{
				Common: c, Action: text, CSRFToken: text, CallbackURL: text, Token: text, Email: text, From: text,
				Elsewhere: true, Device: text, IP: text, At: time.Unix(0, 0),
			})
		},
	}
}

func TestEveryPage(t *testing.T) {
	for _, scheme := range []struct{ theme, class, meta string }{
		{"", "auto", "light dark"}, {"auto", "auto", "light dark"}, {"light", "light", "light"}, {"dark", "dark", "dark"},
	} {
		s := newSet(t, pages.Theme{ColorScheme: scheme.theme})
		for title, write := range every(s, "plain") {
			t.Run(scheme.theme+" "+title, func(t *testing.T) {
				w, page := draw(t, write)
				if !strings.HasPrefix(w.Body.String(), "<!DOCTYPE html>\n<html lang=\"en\">") {
					t.Errorf("begins with %.60q", w.Body)
				}
				if got := page.one(t, "title").text(); got != title {
					t.Errorf("title %q", got)
				}
				page.one(t, "h1")
				page.one(t, "main", "class", "page").one(t, "div", "class", "card")
				page.one(t, "meta", "name", "viewport").want(t, "content", "width=device-width, initial-scale=1")
				page.one(t, "meta", "name", "color-scheme").want(t, "content", scheme.meta)
				page.one(t, "body", "class", "__next-auth-theme-"+scheme.class)
				if n := len(page.all("script")) + len(page.all("link")) + len(page.all("img")) + len(page.all("iframe")); n != 0 {
					t.Errorf("%d elements that load or run something", n)
				}
				for _, n := range page.all("") {
					n.wantNo(t, "style") // the policy would block it
				}
			})
		}
	}
}

func TestSignOutPage(t *testing.T) {
	_, page := draw(t, func(w *httptest.ResponseRecorder) error {
		return newSet(t, pages.Theme{}).SignOut(w, 0, pages.SignOut{Common: common(), Action: "/api/auth/signout", CSRFToken: "token", CallbackURL: "/"})
	})
	if got := page.one(t, "h1").text(); got != "Signout" {
		t.Errorf("heading %q", got)
	}
	card := page.one(t, "div", "class", "signout").one(t, "div", "class", "card")
	if got := card.text(); !strings.Contains(got, "Are you sure you want to sign out?") {
		t.Errorf("text %q", got)
	}
	form := card.one(t, "form", "method", "post", "action", "/api/auth/signout")
	form.one(t, "input", "name", "csrfToken").want(t, "value", "token")
	form.one(t, "input", "name", "callbackUrl").want(t, "value", "/")
	if got := form.one(t, "button", "id", "submitButton").text(); got != "Sign out" {
		t.Errorf("button %q", got)
	}
}

func TestErrorPage(t *testing.T) {
	s := newSet(t, pages.Theme{})
	for _, code := range []string{"AccessDenied", "Configuration"} {
		status, heading, text, again := pages.ErrorText(code)
		data := pages.Error{Common: common(), Code: code, Heading: heading, Text: text}
		if again {
			data.SignInURL = "/api/auth/signin"
		}
		w, page := draw(t, func(w *httptest.ResponseRecorder) error { return s.Error(w, status, data) })
		if w.Code != status || page.one(t, "h1").text() != heading || page.one(t, "p", "class", "message").text() != text {
			t.Errorf("%s: %d %s", code, w.Code, page.text())
		}
		if n := len(page.all("a", "class", "button", "href", "/api/auth/signin")); (n == 1) != again {
			t.Errorf("%s: %d links to sign in", code, n)
		}
		if got := page.one(t, "a", "class", "site", "href", "https://app.example.com").text(); got != "app.example.com" {
			t.Errorf("%s: home %q", code, got)
		}
	}
}

func TestVerifyRequestPage(t *testing.T) {
	_, page := draw(t, func(w *httptest.ResponseRecorder) error {
		return newSet(t, pages.Theme{}).VerifyRequest(w, 0, pages.VerifyRequest{Common: common()})
	})
	if got := page.one(t, "h1").text(); got != "Check your email" {
		t.Errorf("heading %q", got)
	}
	if got := page.text(); !strings.Contains(got, "A sign in link has been sent to your email address.") {
		t.Errorf("text %q", got)
	}
	page.one(t, "a", "href", "https://app.example.com")
}

func TestNameAndLogo(t *testing.T) {
	const data = "data:image/png;base64,iVBORw0KGgo+/A=="
	for _, test := range []struct{ logo, name, want string }{
		{"/logo.svg", "Muon", "Muon"}, {"https://cdn.example.com/l.png?a=1&b=2", "", "app.example.com"}, {data, "A & B", "A & B"},
	} {
		s := newSet(t, pages.Theme{Logo: test.logo, Name: test.name})
		_, page := draw(t, func(w *httptest.ResponseRecorder) error { return s.SignIn(w, 0, pages.SignIn{Common: common()}) })
		page.one(t, "img", "class", "logo").want(t, "src", test.logo)
		if got := page.one(t, "strong").text(); got != test.want {
			t.Errorf("name %q, want %q", got, test.want)
		}
	}
}

func TestNonceFails(t *testing.T) {
	broken := errors.New("no entropy")
	for _, source := range []struct {
		name   string
		reader *bytes.Reader
	}{{"error", nil}, {"short", bytes.NewReader([]byte("123"))}} {
		var s *pages.Set
		var err error
		if source.reader == nil {
			s, err = pages.New(pages.Theme{}, pages.Overrides{}, iotest.ErrReader(broken))
		} else {
			s, err = pages.New(pages.Theme{}, pages.Overrides{}, source.reader)
		}
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		err = s.SignIn(w, 0, pages.SignIn{})
		if err == nil || (source.reader == nil && !errors.Is(err, broken)) {
			t.Errorf("%s: error %v", source.name, err)
		}
		wantNothing(t, w)
	}
}

// wantNothing says that a failed page left the response alone.
func wantNothing(t testing.TB, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Body.Len() != 0 || len(w.Header()) != 0 {
		t.Errorf("wrote %q with %v", w.Body, w.Header())
	}
	w.WriteHeader(http.StatusTeapot)
	if w.Code != http.StatusTeapot {
		t.Errorf("status %d was written", w.Code)
	}
}

func BenchmarkSignIn(b *testing.B) {
	s := newSet(b, pages.Theme{})
	data := pages.SignIn{Common: common(), CSRFToken: strings.Repeat("a", 64), CallbackURL: "/", Providers: []pages.Provider{login(),
		{ID: "github", Name: "GitHub", Type: "oauth", Action: "/api/auth/signin/github", LogoPath: square}}}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.SignIn(httptest.NewRecorder(), 200, data); err != nil {
			b.Fatal(err)
		}
	}
}
