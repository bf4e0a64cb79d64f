package pages_test

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/ginauth/gin-auth/ginauth/internal/pages"
)

// A template of the application's own, with the same data as the built-in one.
func ExampleOverrides() {
	own := template.Must(template.New("bye").Parse(`<!DOCTYPE html>
<html lang="en"><title>{{.Title}}</title><style nonce="{{.Nonce}}">{{.Style}}</style>
<main><h1>Leaving {{.Name}}?</h1>
<form method="post" action="{{.Action}}"><input type="hidden" name="csrfToken" value="{{.CSRFToken}}"><button>Leave</button></form></main>`))
	set, err := pages.New(pages.Theme{Name: "Muon"}, pages.Overrides{SignOut: own}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	if err := set.SignOut(w, 200, pages.SignOut{Action: "/api/auth/signout", CSRFToken: "token"}); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(w.Body.String(), "<h1>Leaving Muon?</h1>"))
	// Output: true
}

func TestOverrideIsUsed(t *testing.T) {
	own := template.Must(template.New("").Parse(`<title>{{.Title}}</title><p nonce="{{.Nonce}}">{{.Host}}</p>`))
	s, err := pages.New(pages.Theme{}, pages.Overrides{SignIn: own, SignOut: own, Error: own, VerifyRequest: own, Confirm: own}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for title, write := range every(s, "plain") {
		w, page := draw(t, write)
		if page.one(t, "title").text() != title || page.one(t, "p").text() != "plain" {
			t.Errorf("%s: %s", title, w.Body)
		}
		nonce, _ := page.one(t, "p").attr("nonce")
		if got := w.Header().Get("Content-Security-Policy"); got != csp(nonce, "'self'") {
			t.Errorf("%s: policy %s", title, got)
		}
	}
}

func TestOverrideFails(t *testing.T) {
	broken := errors.New("broken")
	fail := template.Must(template.New("").Funcs(template.FuncMap{"check": func(host string) (string, error) {
		if host == "bad" {
			return "", broken
		}
		return "", nil
	}}).Parse(`begun {{check .Host}}`))
	s, err := pages.New(pages.Theme{}, pages.Overrides{SignIn: fail, SignOut: fail, Error: fail, VerifyRequest: fail, Confirm: fail}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for title, write := range every(s, "bad") {
		w := httptest.NewRecorder()
		if err := write(w); !errors.Is(err, broken) {
			t.Errorf("%s: error %v", title, err)
		}
		wantNothing(t, w)
	}
}

func TestOverrideFailsEarly(t *testing.T) {
	for name, text := range map[string]string{
		"no such field":  `{{.Nope}}`,
		"deeper":         `{{range .Providers}}{{range .Fields}}{{.Nope}}{{end}}{{end}}`,
		"broken context": `<a href="{{if .Error}}"{{end}}>`,
		"no such block":  `{{template "nope"}}`,
	} {
		own := template.Must(template.New("").Parse(text))
		if _, err := pages.New(pages.Theme{}, pages.Overrides{SignIn: own}, nil); err == nil || !strings.Contains(err.Error(), "signin") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := pages.New(pages.Theme{}, pages.Overrides{Error: template.New("empty")}, bytes.NewReader(nil)); err == nil {
		t.Error("a template without content was taken")
	}
}
