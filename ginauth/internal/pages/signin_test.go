package pages_test

import (
	"net/http/httptest"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// signIn draws a sign-in page.
func signIn(t testing.TB, data pages.SignIn) node {
	t.Helper()
	_, page := draw(t, func(w *httptest.ResponseRecorder) error { return newSet(t, pages.Theme{}).SignIn(w, 200, data) })
	return page
}

func TestSignInForm(t *testing.T) {
	page := signIn(t, pages.SignIn{Common: common(), CSRFToken: "token", CallbackURL: "https://app.example.com/here?a=1&b=2",
		Providers: []pages.Provider{login()}})

	if got := page.one(t, "title").text(); got != "Sign In" {
		t.Errorf("title %q", got)
	}
	card := page.one(t, "main", "class", "page").one(t, "div", "class", "signin").one(t, "div", "class", "card")
	form := card.one(t, "form")
	form.want(t, "action", "/api/auth/callback/credentials")
	form.want(t, "method", "post")
	form.one(t, "input", "type", "hidden", "name", "csrfToken").want(t, "value", "token")
	form.one(t, "input", "type", "hidden", "name", "callbackUrl").want(t, "value", "https://app.example.com/here?a=1&b=2")
	if got := form.one(t, "button", "type", "submit").text(); got != "Sign in with Credentials" {
		t.Errorf("button %q", got)
	}

	user := form.one(t, "input", "id", "input-username-for-credentials-provider")
	user.want(t, "name", "username")
	user.want(t, "type", "text")
	user.want(t, "placeholder", "jsmith")
	user.want(t, "autocomplete", "username")
	user.want(t, "required", "")
	user.want(t, "autofocus", "")
	user.wantNo(t, "aria-describedby")
	user.wantNo(t, "minlength")
	if got := form.one(t, "label", "for", "input-username-for-credentials-provider").text(); got != "Username" {
		t.Errorf("label %q", got)
	}

	pass := form.one(t, "input", "id", "input-password-for-credentials-provider")
	pass.want(t, "type", "password")
	pass.want(t, "autocomplete", "current-password")
	pass.want(t, "minlength", "8")
	pass.want(t, "maxlength", "64")
	pass.want(t, "aria-describedby", "input-password-for-credentials-provider-help")
	pass.wantNo(t, "required")
	pass.wantNo(t, "autofocus")
	pass.wantNo(t, "aria-invalid")
	pass.wantNo(t, "value")
	if got := form.one(t, "p", "id", "input-password-for-credentials-provider-help").text(); got != "At least 8." {
		t.Errorf("help %q", got)
	}
	if n := len(page.all("", "role", "alert")); n != 0 {
		t.Errorf("%d alerts without an error", n)
	}
}

func TestSignInErrors(t *testing.T) {
	provider := login()
	provider.Fields[1].Error = "Too short."
	for _, test := range []struct{ name, message, want string }{
		{"with a message", pages.SignInMessage("CredentialsSignin"), "Sign in failed. Check the details you provided are correct."},
		{"without", "", "Please check the fields marked below."},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := signIn(t, pages.SignIn{Common: common(), Error: test.message, Providers: []pages.Provider{provider}})
			if got := page.one(t, "div", "role", "alert").text(); got != test.want {
				t.Errorf("alert %q", got)
			}
			const id = "input-password-for-credentials-provider"
			wrong := page.one(t, "input", "id", id)
			wrong.want(t, "aria-invalid", "true")
			wrong.want(t, "aria-describedby", "error "+id+"-error "+id+"-help")
			wrong.want(t, "autofocus", "")
			if got := page.one(t, "p", "id", id+"-error").text(); got != "Too short." {
				t.Errorf("error %q", got)
			}
			if n := len(page.all("input", "autofocus", "")); n != 1 {
				t.Errorf("%d fields have the focus", n)
			}
		})
	}
	if !provider.Fields[0].Focus || provider.Fields[0].ID != "" {
		t.Error("the caller's fields were changed")
	}
}

func TestSignInProviders(t *testing.T) {
	oauth := func(id, name string) pages.Provider {
		return pages.Provider{ID: id, Name: name, Type: "oauth", Action: "/api/auth/signin/" + id}
	}
	staff := login()
	staff.ID, staff.Name = "staff", "Staff"
	for _, test := range []struct {
		name                           string
		providers                      []pages.Provider
		forms, separators, heads, lead int
	}{
		{"none", nil, 0, 0, 0, 1},
		{"one form", []pages.Provider{login()}, 1, 0, 0, 0},
		{"one button", []pages.Provider{oauth("github", "GitHub")}, 1, 0, 0, 0},
		{"two forms", []pages.Provider{login(), staff}, 2, 1, 2, 0},
		{"form and buttons", []pages.Provider{login(), oauth("github", "GitHub"), oauth("google", "Google")}, 3, 1, 0, 0},
		{"a form between", []pages.Provider{oauth("github", "GitHub"), login(), oauth("google", "Google")}, 3, 2, 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			page := signIn(t, pages.SignIn{Common: common(), CSRFToken: "token", CallbackURL: "/here", Providers: test.providers})
			if n := len(page.all("form")); n != test.forms {
				t.Errorf("%d forms", n)
			}
			if n := len(page.all("hr")); n != test.separators {
				t.Errorf("%d separators", n)
			}
			if n := len(page.all("h2")); n != test.heads {
				t.Errorf("%d headings of forms", n)
			}
			if n := len(page.all("p", "class", "message")); n != test.lead {
				t.Errorf("%d sentences about having no provider", n)
			}
			for i, form := range page.all("form") {
				if want, got := "Sign in with "+test.providers[i].Name, form.one(t, "button").text(); got != want {
					t.Errorf("button %q, want %q", got, want)
				}
				form.want(t, "action", test.providers[i].Action)
				form.one(t, "input", "name", "csrfToken").want(t, "value", "token")
				form.one(t, "input", "name", "callbackUrl").want(t, "value", "/here")
			}
			ids := map[string]bool{}
			for _, n := range page.all("") {
				if id, ok := n.attr("id"); ok {
					if ids[id] {
						t.Errorf("id %q twice", id)
					}
					ids[id] = true
				}
			}
			if n := len(page.all("input", "autofocus", "")); n > 1 {
				t.Errorf("%d fields have the focus", n)
			}
		})
	}
}

func TestSignInFieldTypes(t *testing.T) {
	page := signIn(t, pages.SignIn{Providers: []pages.Provider{{ID: "x", Name: "X", Type: "credentials", Fields: []pages.Field{
		{Name: "email", Type: "email", Autocomplete: "email"},
		{Name: "password", Type: "password", Autocomplete: "off"},
		{Name: "remember", Type: "checkbox"},
		{Name: "tenant", Type: "hidden"},
	}}}})
	page.one(t, "input", "name", "email").want(t, "autocomplete", "email")
	page.one(t, "input", "name", "password").want(t, "autocomplete", "off")
	// Gin's form binding reads a bool from "true", not from a browser's "on".
	page.one(t, "input", "name", "remember").want(t, "value", "true")
	page.one(t, "input", "name", "tenant").want(t, "type", "hidden")
	if n := len(page.all("label")); n != 3 {
		t.Errorf("%d labels: each visible field has one, named after the field", n)
	}
}
