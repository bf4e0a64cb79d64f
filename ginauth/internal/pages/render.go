// Package pages draws the built-in pages: sign-in, sign-out, error, "check your
// e-mail" and the one to which a mailed link leads. They need no JavaScript, load nothing from elsewhere but the
// theme's logo, and keep the names and ids that tests written for Auth.js's
// pages rely on.
package pages

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"time"
)

//go:embed templates
var templates embed.FS

// Overrides replaces built-in pages; nil keeps the built-in one. The data are
// [SignIn], [SignOut], [Error], [VerifyRequest] and [Confirm]. [New] runs each template
// once on sample data, so it has to cope with any number of providers.
type Overrides struct {
	SignIn, SignOut, Error, VerifyRequest, Confirm *template.Template
}

// Set is the pages of one configuration. It is safe for concurrent use.
type Set struct {
	theme                                          Theme
	style                                          template.CSS
	random                                         io.Reader
	signIn, signOut, error, verifyRequest, confirm *template.Template
}

// New checks the theme and compiles the pages. random is where nonces come
// from; nil is crypto/rand.Reader. An override that cannot be drawn, say
// because it names a field that is not there, is an error here and not the
// first visitor's.
func New(theme Theme, overrides Overrides, random io.Reader) (*Set, error) {
	if err := theme.Validate(); err != nil {
		return nil, err
	}
	if random == nil {
		random = rand.Reader
	}
	s := &Set{theme: theme, style: theme.style(), random: random}
	common := Common{HomeURL: "http://localhost", Host: "localhost", Nonce: "nonce", Style: s.style, ColorScheme: theme.scheme()}
	for _, page := range []struct {
		file     string
		override *template.Template
		use      **template.Template
		sample   any
	}{
		{"signin", overrides.SignIn, &s.signIn, SignIn{Common: common, Error: "error", Providers: []Provider{
			{ID: "credentials", Name: "Credentials", Type: "credentials", Action: "/", Fields: []Field{
				{ID: "a", Name: "a", Label: "a", Type: "text", Help: "help", Required: true, Focus: true},
				{ID: "b", Name: "b", Label: "b", Type: "password", Error: "error", MinLength: 1, MaxLength: 2},
			}},
			{ID: "oauth", Name: "OAuth", Type: "oauth", Action: "/", LogoPath: "M0 0h24", Background: "#000", Text: "#fff"},
			{ID: "oidc", Name: "OIDC", Type: "oidc", Action: "/", LogoURL: "/logo.svg"},
		}}},
		{"signout", overrides.SignOut, &s.signOut, SignOut{Common: common, Action: "/"}},
		{"error", overrides.Error, &s.error, Error{Common: common, Status: 403, Code: "AccessDenied", SignInURL: "/"}},
		{"verify-request", overrides.VerifyRequest, &s.verifyRequest, VerifyRequest{Common: common, Action: "/", Error: "error"}},
		{"confirm", overrides.Confirm, &s.confirm, Confirm{Common: common, Action: "/", Elsewhere: true, Device: "Firefox", At: time.Unix(0, 0)}},
	} {
		t := page.override
		if t == nil {
			var err error
			t, err = template.ParseFS(templates, "templates/layout.html", "templates/"+page.file+".html")
			if err != nil {
				return nil, fmt.Errorf("pages: %s: %w", page.file, err)
			}
		}
		if err := t.Execute(io.Discard, page.sample); err != nil {
			return nil, fmt.Errorf("pages: %s template: %w", page.file, err)
		}
		*page.use = t
	}
	return s, nil
}

// SignIn writes the sign-in page. formAction are the origins, besides the own
// one, where its forms may end after redirects: scheme://host[:port], or "https:".
//
// It and its siblings write the headers, the status (0 is 200) and the page. An
// error means that nothing was written and no header was set. That the client
// has gone meanwhile is no error. net/http drops the body for HEAD.
func (s *Set) SignIn(w http.ResponseWriter, status int, data SignIn, formAction ...string) error {
	return s.write(w, status, s.signIn, "Sign In", &data.Common, func() any { return prepare(data) }, formAction)
}

// SignOut writes the sign-out page; see [Set.SignIn].
func (s *Set) SignOut(w http.ResponseWriter, status int, data SignOut, formAction ...string) error {
	return s.write(w, status, s.signOut, "Sign Out", &data.Common, func() any { return data }, formAction)
}

// Error writes the error page and sets the data's Status; see [Set.SignIn].
func (s *Set) Error(w http.ResponseWriter, status int, data Error, formAction ...string) error {
	data.Status = cmp.Or(status, http.StatusOK)
	return s.write(w, status, s.error, "Error", &data.Common, func() any { return data }, formAction)
}

// VerifyRequest writes the page after a mail was asked for; see [Set.SignIn].
func (s *Set) VerifyRequest(w http.ResponseWriter, status int, data VerifyRequest, formAction ...string) error {
	return s.write(w, status, s.verifyRequest, "Verify Request", &data.Common, func() any { return data }, formAction)
}

// Confirm writes the page to which a mailed link leads; see [Set.SignIn].
func (s *Set) Confirm(w http.ResponseWriter, status int, data Confirm, formAction ...string) error {
	return s.write(w, status, s.confirm, "Confirm Sign In", &data.Common, func() any { return data }, formAction)
}

// write fills common, which is part of what data returns, and only then sends.
func (s *Set) write(w http.ResponseWriter, status int, t *template.Template, title string, common *Common, data func() any, formAction []string) error {
	var random [16]byte
	if _, err := io.ReadFull(s.random, random[:]); err != nil {
		return fmt.Errorf("pages: nonce: %w", err)
	}
	// base64url: no '+', which html/template would write as an entity.
	nonce := base64.RawURLEncoding.EncodeToString(random[:])
	csp, err := policy(nonce, formAction)
	if err != nil {
		return err
	}
	common.Title, common.Nonce, common.Style = title, nonce, s.style
	common.ColorScheme = s.theme.scheme()
	common.Name = cmp.Or(s.theme.Name, common.Host)
	common.Logo = template.URL(s.theme.Logo) //nolint:gosec // checked by Validate

	var page bytes.Buffer
	page.Grow(12 << 10)
	if err := t.Execute(&page, data()); err != nil {
		return fmt.Errorf("pages: %s: %w", title, err)
	}
	setHeaders(w.Header(), csp)
	w.WriteHeader(cmp.Or(status, http.StatusOK))
	_, _ = w.Write(page.Bytes())
	return nil
}
