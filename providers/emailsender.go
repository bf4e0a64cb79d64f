package providers

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Sender sends mail. smtpsender.New makes one for an SMTP server; a service
// with an API of its own needs one method.
type Sender interface {
	// Send sends one mail, to one address, and returns when the server has taken
	// it or the context ends. It may be called by many goroutines at once.
	Send(ctx context.Context, m Mail) error
}

// SenderFunc is a function that is a [Sender].
type SenderFunc func(ctx context.Context, m Mail) error

// Send calls the function.
func (f SenderFunc) Send(ctx context.Context, m Mail) error { return f(ctx, m) }

// Mail is one mail. It does not print its content: who can read it can sign in.
type Mail struct {
	// To is the only recipient, as a plain address in ASCII.
	To string
	// Subject is one line. Text and HTML are two forms of one content; either may
	// be empty.
	Subject, Text, HTML string
}

// LogValue hides the mail from slog.
func (Mail) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format hides the mail from every verb of fmt.
func (Mail) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, redacted) // fmt has no use for an error
}

// MarshalText hides the mail from JSON and other encodings.
func (Mail) MarshalText() ([]byte, error) { return []byte(redacted), nil }

const redacted = "[redacted]"

// logSender writes mails into a log.
type logSender struct{ logger *slog.Logger }

// LogSender writes each mail, with its link, into a log instead of sending it:
// for development. Whoever can read the log can sign in as anybody, so that
// [Email] refuses it in Gin's release mode. The default of logger is
// [slog.Default].
func LogSender(logger *slog.Logger) Sender {
	if logger == nil {
		logger = slog.Default()
	}
	return logSender{logger}
}

// Send logs the mail.
func (s logSender) Send(ctx context.Context, m Mail) error {
	attrs := []slog.Attr{slog.String("to", m.To), slog.String("subject", m.Subject)}
	for word := range strings.FieldsSeq(m.Text) {
		if strings.HasPrefix(word, "https://") || strings.HasPrefix(word, "http://") {
			attrs = append(attrs, slog.String("link", word)) // easy to copy
			break
		}
	}
	s.logger.LogAttrs(ctx, slog.LevelInfo, "a mail that is not sent", append(attrs, slog.String("text", m.Text))...)
	return nil
}
