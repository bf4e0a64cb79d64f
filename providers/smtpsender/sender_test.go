package smtpsender_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/mail"
	"strings"
	"testing"

	"github.com/emersion/go-smtp"

	"github.com/ginauth/gin-auth/providers"
	"github.com/ginauth/gin-auth/providers/smtpsender"
)

const from = "Exämple <no-reply@example.com>"

var hello = providers.Mail{
	To: "jane@example.org", Subject: "Sign in to app.exämple.com", Text: "Sign in\n\nhttp://localhost/?a=1&token=0123456789abcdef0123456789abcdef0123456789abcdef\n",
	HTML: `<!DOCTYPE html><html lang="en"><p><a href="http://localhost/?a=1&amp;token=0123456789abcdef0123456789abcdef0123456789abcdef">Sign in</a></p></html>`,
}

// A mail arrives as it was sent, encrypted and by a known user.
func TestSend(t *testing.T) {
	for scheme, implicit := range map[string]bool{"smtp": false, "smtps": true} {
		t.Run(scheme, func(t *testing.T) {
			server := listen(t, implicit)
			sender, err := smtpsender.New(smtpsender.Config{
				URL: scheme + "://us%40er:pass%3Aword@" + server.addr, From: from,
				TLSConfig: &tls.Config{RootCAs: server.roots, MinVersion: tls.VersionTLS12},
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := sender.Send(t.Context(), hello); err != nil {
				t.Fatal(err)
			}
			got := <-server.mails
			if got.from != "no-reply@example.com" || fmt.Sprint(got.to) != "[jane@example.org]" || !got.encrypted || got.user != "us@er" {
				t.Errorf("from %s to %v by %q, encrypted %v", got.from, got.to, got.user, got.encrypted)
			}
			compare(t, got.data, hello)
		})
	}
}

// compare reads a mail as a mail program does.
func compare(t *testing.T, data string, want providers.Mail) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != want.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	if to, err := m.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != want.To || m.Header.Get("Bcc")+m.Header.Get("Cc") != "" {
		t.Errorf("to %v, %v", to, err)
	}
	if a, err := m.Header.AddressList("From"); err != nil || a[0].Name != "Exämple" {
		t.Errorf("from %v, %v", a, err)
	}
	if id := m.Header.Get("Message-Id"); !strings.HasSuffix(id, "@example.com>") || m.Header.Get("Auto-Submitted") != "auto-generated" || m.Header.Get("Date") == "" {
		t.Errorf("header %v", m.Header)
	}
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("type %q, %v", kind, err)
	}
	parts := multipart.NewReader(m.Body, params["boundary"])
	for _, want := range []struct{ kind, text string }{{"text/plain", want.Text}, {"text/html", want.HTML}} {
		part, err := parts.NextPart() // quoted-printable is undone
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(part)
		got := strings.ReplaceAll(string(text), "\r\n", "\n")
		if err != nil || !strings.HasPrefix(part.Header.Get("Content-Type"), want.kind) || strings.TrimSpace(got) != strings.TrimSpace(want.text) {
			t.Errorf("%s: %q, %v", want.kind, got, err)
		}
	}
}

// What would be read on the way is not sent, but to this very machine.
func TestPlaintext(t *testing.T) {
	server := listen(t, false, func(_ *testServer, s *smtp.Server) { s.TLSConfig = nil })
	sender, err := smtpsender.New(smtpsender.Config{URL: "smtp://" + server.addr, From: from})
	if err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), hello); err != nil {
		t.Error(err)
	}
	if got := <-server.mails; got.encrypted || got.user != "" {
		t.Errorf("%+v", got)
	}
	// An address that leads here, and is not loopback's.
	cfg := smtpsender.Config{URL: strings.Replace("smtp://"+server.addr, "127.0.0.1", "0.0.0.0", 1), From: from}
	if sender, err = smtpsender.New(cfg); err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), hello); err == nil || !strings.Contains(err.Error(), "STARTTLS") || len(server.mails) != 0 {
		t.Errorf("error %v, %d mails", err, len(server.mails))
	}
	cfg.DangerousPlaintext = true
	if sender, err = smtpsender.New(cfg); err != nil {
		t.Fatal(err)
	}
	if err := sender.Send(t.Context(), hello); err != nil {
		t.Error(err)
	}
}

func TestSendFails(t *testing.T) {
	trusting := func(s *testServer) *tls.Config { return &tls.Config{RootCAs: s.roots, MinVersion: tls.VersionTLS12} }
	for name, test := range map[string]struct {
		url    string
		change func(*testServer, *smtp.Server)
		mail   func(*providers.Mail)
		config func(*testServer) *tls.Config
		want   string
	}{
		"wrong password":      {url: "smtp://us%40er:wrong@", config: trusting, want: "535"},
		"refused":             {url: "smtp://", config: trusting, change: func(ts *testServer, _ *smtp.Server) { ts.refuse = &smtp.SMTPError{Code: 550, Message: "no such user"} }, want: "550"},
		"unknown certificate": {url: "smtp://", want: "certificate"},
		"two recipients":      {url: "smtp://", config: trusting, mail: func(m *providers.Mail) { m.To = "a@b.cd, e@f.gh" }, want: "recipient"},
		"a recipient's name":  {url: "smtp://", config: trusting, mail: func(m *providers.Mail) { m.To = "A <a@b.cd>" }, want: "recipient"},
		"a header in it":      {url: "smtp://", config: trusting, mail: func(m *providers.Mail) { m.To = "a@b.cd\r\nBcc: e@f.gh" }, want: "recipient"},
		"a header in subject": {url: "smtp://", config: trusting, mail: func(m *providers.Mail) { m.Subject = "a\r\nBcc: e@f.gh" }, want: "subject"},
	} {
		t.Run(name, func(t *testing.T) {
			var change []func(*testServer, *smtp.Server)
			if test.change != nil {
				change = append(change, test.change)
			}
			server := listen(t, false, change...)
			cfg := smtpsender.Config{URL: test.url + server.addr, From: from}
			if test.config != nil {
				cfg.TLSConfig = test.config(server)
			}
			sender, err := smtpsender.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			m := hello
			if test.mail != nil {
				test.mail(&m)
			}
			err = sender.Send(t.Context(), m)
			if err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "wrong@") {
				t.Errorf("error %v", err)
			}
			if len(server.mails) != 0 {
				t.Error("it was sent")
			}
		})
	}
}

// A server that stalls holds nobody longer than the context.
func TestSendEndsWithItsContext(t *testing.T) {
	stalled, reached := make(chan struct{}), make(chan struct{})
	server := listen(t, false, func(ts *testServer, _ *smtp.Server) { ts.stall, ts.reached = stalled, reached })
	t.Cleanup(func() { close(stalled) })
	sender, err := smtpsender.New(smtpsender.Config{
		URL: "smtp://" + server.addr, From: from, TLSConfig: &tls.Config{RootCAs: server.roots, MinVersion: tls.VersionTLS12},
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-reached; cancel() }()
	if err := sender.Send(ctx, hello); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestConfig(t *testing.T) {
	for _, url := range []string{
		"", "mail.example.com", "http://mail.example.com", "smtp://", "smtp://user@mail.example.com", "smtp://:secret@mail.example.com",
		"smtp://user:sec/ret@mail.example.com", "smtp://mail.example.com/path", "smtp://mail.example.com?a=secret", "smtp://mail.example.com:0",
		"smtp://user:%zz@mail.example.com", "smtp://mail.example.com:99999",
	} {
		if _, err := smtpsender.New(smtpsender.Config{URL: url, From: from}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, address := range []string{"", "nobody", "a@b.cd, e@f.gh", "a@b.cd\r\nBcc: e@f.gh"} {
		if _, err := smtpsender.New(smtpsender.Config{URL: "smtp://mail.example.com", From: address}); err == nil {
			t.Errorf("from %q", address)
		}
	}
	if got := fmt.Sprintf("%v %+v %s", smtpsender.Config{URL: "secret"}, smtpsender.Config{URL: "secret"}, smtpsender.Config{URL: "secret"}.LogValue()); strings.Contains(got, "secret") {
		t.Error(got)
	}
}
