package providers

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	htmltemplate "html/template"
	"io"
	"strings"
	"text/template"
	"time"
	"unicode"

	"github.com/ginauth/gin-auth/ginauth"
)

//go:embed mail
var mailFiles embed.FS

// MailTemplates are the parts of a mail with a link. Their data is a
// [MailData]. [Email] runs each of them once on sample data.
type MailTemplates struct {
	// Subject is one line. Default: "Sign in to {{.Host}}".
	Subject *template.Template
	// Text and HTML are the two forms of the mail.
	Text *template.Template
	HTML *htmltemplate.Template
}

// MailData is what the templates of a mail get.
type MailData struct {
	// URL is the link, Code the six digits or "".
	URL, Code string
	// Host is the program's, as "app.example.com". HostUnlinked is the same with
	// zero-width spaces before its dots: mail programs do not make it a link,
	// which would look like the one to follow.
	Host, HostUnlinked string
	// Name is the theme's name for the program, else Host.
	Name string
	// Subject is what the template for it has made.
	Subject string
	// Asked is where it was asked for, as "Firefox on Windows, 192.0.2.1", or "".
	Asked string
	// Valid and CodeValid are how long link and code work, as "24 hours".
	Valid, CodeValid string
	// BrandColor and ButtonText are those of the theme or their defaults. Schemes
	// is "light dark", "light" or "dark".
	BrandColor, ButtonText, Schemes string
}

// bodies are the compiled templates.
type bodies struct {
	subject, text *template.Template
	html          *htmltemplate.Template
}

func compileBodies(t MailTemplates) (b bodies, err error) {
	b = bodies{t.Subject, t.Text, t.HTML}
	if b.subject == nil {
		if b.subject, err = template.New("subject").Parse("Sign in to {{.Host}}"); err != nil {
			return b, err
		}
	}
	if b.text == nil {
		if b.text, err = template.ParseFS(mailFiles, "mail/link.txt"); err != nil {
			return b, err
		}
	}
	if b.html == nil {
		if b.html, err = htmltemplate.ParseFS(mailFiles, "mail/link.html"); err != nil {
			return b, err
		}
	}
	now := time.Unix(0, 0)
	_, err = b.mail(now, ginauth.VerificationRequest{
		Identifier: "jane@example.com", URL: "http://localhost", Code: "123456", Host: "localhost",
		Expires: now.Add(time.Hour), CodeExpires: now.Add(time.Hour), IP: "::1", Device: "Firefox",
	})
	return b, err
}

// mail writes the mail of a request.
func (b bodies) mail(now time.Time, m ginauth.VerificationRequest) (Mail, error) {
	data := MailData{
		URL: m.URL, Code: m.Code, Host: m.Host, HostUnlinked: strings.ReplaceAll(m.Host, ".", "\u200b."), Name: m.Theme.Name,
		Asked: strings.Trim(m.Device+", "+m.IP, ", "), Valid: lasting(m.Expires.Sub(now)), CodeValid: lasting(m.CodeExpires.Sub(now)),
		BrandColor: m.Theme.BrandColor, ButtonText: m.Theme.ButtonText, Schemes: m.Theme.ColorScheme,
	}
	if data.Name == "" {
		data.Name = m.Host
	}
	if data.BrandColor == "" {
		data.BrandColor = "#2563eb"
	}
	if data.ButtonText == "" {
		data.ButtonText = readableOn(data.BrandColor)
	}
	if data.Schemes != "light" && data.Schemes != "dark" {
		data.Schemes = "light dark"
	}
	var subject, text, html bytes.Buffer
	run := func(part string, t interface {
		Execute(w io.Writer, data any) error
	}, into *bytes.Buffer) error {
		if err := t.Execute(into, data); err != nil {
			return fmt.Errorf("the template for the mail's %s: %w", part, err)
		}
		return nil
	}
	err := run("subject", b.subject, &subject)
	data.Subject = strings.TrimSpace(subject.String())
	if strings.ContainsFunc(data.Subject, unicode.IsControl) {
		err = errors.Join(err, errors.New("the mail's subject has a line break or another control character"))
	}
	if err := errors.Join(err, run("text", b.text, &text), run("HTML", b.html, &html)); err != nil {
		return Mail{}, err
	}
	return Mail{To: m.Identifier, Subject: data.Subject, Text: text.String(), HTML: html.String()}, nil
}

// lasting says how long something works, in the largest unit that is exact.
func lasting(d time.Duration) string {
	d = d.Round(time.Minute)
	unit, name := time.Minute, "minute"
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Hour, "hour"}, {48 * time.Hour, "day"}} {
		if d >= u.unit && d%min(u.unit, 24*time.Hour) == 0 {
			unit, name = min(u.unit, 24*time.Hour), u.name
		}
	}
	if d == unit {
		return "1 " + name
	}
	return fmt.Sprintf("%d %ss", d/unit, name)
}
