package pages_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

func TestCodeForm(t *testing.T) {
	s := newSet(t, pages.Theme{})
	data := pages.VerifyRequest{
		Common: common(), Action: "/api/auth/callback/email", CSRFToken: "token", State: "state", Provider: "email",
	}
	_, page := draw(t, func(w *httptest.ResponseRecorder) error { return s.VerifyRequest(w, 0, data) })
	form := page.one(t, "form", "method", "post", "action", "/api/auth/callback/email")
	form.one(t, "input", "name", "csrfToken").want(t, "value", "token")
	form.one(t, "input", "name", "state").want(t, "value", "state")
	input := form.one(t, "input", "name", "code")
	for name, value := range map[string]string{
		"id": "input-code-for-email-provider", "autocomplete": "one-time-code", "inputmode": "numeric", "type": "text",
	} {
		input.want(t, name, value)
	}
	input.wantNo(t, "aria-invalid")
	form.one(t, "label", "for", "input-code-for-email-provider")
	form.one(t, "button", "id", "submitButton")

	data.Error = pages.CodeMessage(pages.CodeError)
	_, page = draw(t, func(w *httptest.ResponseRecorder) error { return s.VerifyRequest(w, 0, data) })
	page.one(t, "input", "name", "code").want(t, "aria-describedby", "error")
	if got := page.one(t, "p", "role", "alert").text(); got != data.Error || got == "" {
		t.Errorf("message %q", got)
	}

	data.Action = ""
	_, page = draw(t, func(w *httptest.ResponseRecorder) error { return s.VerifyRequest(w, 0, data) })
	if n := len(page.all("form")); n != 0 {
		t.Errorf("%d forms without a code", n)
	}
	if got := pages.CodeMessage("<b>other"); got != "" {
		t.Errorf("an unknown code says %q", got)
	}
}

func TestConfirmPage(t *testing.T) {
	at := time.Date(2026, 11, 25, 20, 5, 0, 0, time.FixedZone("", 3600))
	for _, test := range []struct {
		name          string
		data          pages.Confirm
		heading, want string
		forms, notice int
	}{
		{"here", pages.Confirm{}, "Sign in", "to app.example.com as jane@example.com", 1, 0},
		{"elsewhere", pages.Confirm{Elsewhere: true, Device: "Firefox on Windows", IP: "192.0.2.1", At: at}, "Sign in",
			"from Firefox on Windows, 192.0.2.1, 25 November 2026, 19:05 UTC.", 1, 1},
		{"elsewhere, without a device", pages.Confirm{Elsewhere: true, At: at}, "Sign in", "from 25 November 2026, 19:05 UTC.", 1, 1},
		{"nobody knows", pages.Confirm{Elsewhere: true}, "Sign in", "was not asked for in this browser. Go on only if", 1, 1},
		{"refused", pages.Confirm{Elsewhere: true, Refused: true, Token: ""}, "Use the other browser", "works only in the browser", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := test.data
			data.Common, data.Action, data.CSRFToken, data.CallbackURL = common(), "/api/auth/callback/email", "csrf", "/after"
			data.Token, data.Email, data.From = "token", "jane@example.com", "from"
			_, page := draw(t, func(w *httptest.ResponseRecorder) error { return newSet(t, pages.Theme{}).Confirm(w, 0, data) })
			if got := page.one(t, "h1").text(); got != test.heading {
				t.Errorf("heading %q", got)
			}
			if got := page.text(); !strings.Contains(got, test.want) {
				t.Errorf("text %q, want %q in it", got, test.want)
			}
			if f, n := len(page.all("form")), len(page.all("div", "class", "notice")); f != test.forms || n != test.notice {
				t.Errorf("%d forms, %d notices", f, n)
			}
			for _, form := range page.all("form", "method", "post", "action", "/api/auth/callback/email") {
				for name, value := range map[string]string{
					"csrfToken": "csrf", "callbackUrl": "/after", "token": "token", "email": "jane@example.com", "from": "from",
				} {
					form.one(t, "input", "type", "hidden", "name", name).want(t, "value", value)
				}
				form.one(t, "button", "id", "submitButton")
			}
		})
	}
}
