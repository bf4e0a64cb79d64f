package pages

import (
	"html/template"
	"strings"
	"time"
)

// Common is what every page has. [Set] fills everything but HomeURL and Host;
// what a caller puts in the other fields is replaced.
type Common struct {
	// Title is the document's title.
	Title string
	// Nonce is the value for the nonce attribute of inline <style>. The pages'
	// Content-Security-Policy runs no script at all, with or without it.
	Nonce string
	// Style is the built-in style sheet, the theme's colours included.
	Style template.CSS
	// ColorScheme is "light", "dark" or "auto".
	ColorScheme string
	// Name is what the program is called: the theme's name, else Host.
	Name string
	// Logo is the URL of the program's image or "". [Theme.Validate] has checked
	// it, so that data:image/ URLs need not be filtered out again.
	Logo template.URL
	// HomeURL is the origin, Host its host.
	HomeURL, Host string
}

// SignIn is the data of the sign-in page.
type SignIn struct {
	Common
	// CSRFToken and CallbackURL go into each form.
	CSRFToken, CallbackURL string
	// Error is the message to show above the forms, or "". If it is empty and a
	// field has an error, [Set] puts a sentence here that points at the fields.
	Error string
	// Providers are in the order of the configuration.
	Providers []Provider
}

// Forms counts the providers that ask for something: where there are several,
// the page puts the provider's name above each form.
func (s SignIn) Forms() int {
	n := 0
	for _, p := range s.Providers {
		if p.HasForm() {
			n++
		}
	}
	return n
}

// Logos says whether the page has icons: then a button without one gets a
// plain sign, so that the texts of all begin in one column.
func (s SignIn) Logos() bool {
	for _, p := range s.Providers {
		if !p.HasForm() && (p.LogoPath != "" || p.LogoURL != "") {
			return true
		}
	}
	return false
}

// Provider is one way to sign in.
type Provider struct {
	ID, Name string
	// Type is "credentials", "oauth", "oidc" or "email".
	Type string
	// Action is where its form posts to.
	Action string
	// Fields are the inputs of its form. A provider without fields is drawn as
	// one button.
	Fields []Field
	// LogoPath is the provider's icon, the d attribute of an SVG path in a box of
	// 24 by 24; LogoURL is an image instead. [SplitLogo] makes them, and at most
	// one is set.
	LogoPath string
	LogoURL  template.URL
	// Background and Text are the provider's own colours or "". The built-in page
	// keeps to its theme; they are for templates that do not.
	Background, Text string
}

// HasForm tells a form from a lone button.
func (p Provider) HasForm() bool { return len(p.Fields) > 0 || p.Type == "credentials" }

// Field is one input. [Set] fills empty defaults: ID as Auth.js makes it
// (input-{name}-for-{provider}-provider), Label from Name, Type "text", and
// Autocomplete "current-password" for a password, "username" for the text or
// e-mail field right before it.
type Field struct {
	// ID is the element's id, unique on the page; Name the name in the body.
	ID, Name, Label, Type, Placeholder, Autocomplete, Help string
	Required                                               bool
	// MinLength and MaxLength count UTF-16 units, as browsers do; 0 is no limit.
	MinLength, MaxLength int
	// Error is what is wrong with the field, or "".
	Error string
	// DescribedBy is for aria-describedby: [Set] lists {ID}-error and {ID}-help
	// where there is such text, and "error", the message above the forms, on the
	// field with the focus, so that a screen reader says it.
	DescribedBy string
	// Focus asks for the focus. At most one field of a page gets it: the first
	// with an error, else the first that asks.
	Focus bool
}

// SignOut is the data of the sign-out page.
type SignOut struct {
	Common
	// Action is where the form posts to.
	Action, CSRFToken, CallbackURL string
}

// Error is the data of the error page.
type Error struct {
	Common
	// Status is the HTTP status, Code Auth.js's error code. The built-in page
	// does not show the code: it comes from the URL, where anyone can write.
	Status int
	Code   string
	// Heading and Text explain the error; SignInURL is "" where signing in
	// again does not help.
	Heading, Text, SignInURL string
}

// VerifyRequest is the data of the page after a mail was asked for.
type VerifyRequest struct {
	Common
	// Action is where the form for the code of the mail posts csrfToken, state and
	// code; "" if there is no such form.
	Action, CSRFToken, State string
	// Provider is the provider's ID, for the id of the input.
	Provider string
	// Error is what was wrong with the last code, or "".
	Error string
}

// Confirm is the data of the page to which a mailed link leads.
type Confirm struct {
	Common
	// Action is where the form posts csrfToken, callbackUrl, token, email and from.
	Action, CSRFToken, CallbackURL, Token, Email, From string
	// Elsewhere says that it was another browser that asked for the link. Device,
	// as "Firefox on Windows", IP and At (in UTC) are that one's, or "" and zero
	// where nobody knows.
	Elsewhere  bool
	Device, IP string
	At         time.Time
	// Refused says that the link works only in the browser that asked for it, and
	// this is not the one: there is no form.
	Refused bool
}

// Asked is where and when the link was asked for, as one line, or "".
func (c Confirm) Asked() string {
	if c.At.IsZero() {
		return ""
	}
	parts := make([]string, 0, 3)
	for _, part := range []string{c.Device, c.IP, c.At.UTC().Format("2 January 2006, 15:04 UTC")} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}
