package ginauth

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "[redacted]"

// Secret is a key that does not show itself: logs and prints say "[redacted]".
type Secret string

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return hidden{}.LogValue() }

// Format hides the secret from every verb of fmt.
func (Secret) Format(f fmt.State, verb rune) { hidden{}.Format(f, verb) }

// MarshalText hides the secret from JSON and other encodings.
func (Secret) MarshalText() ([]byte, error) { return hidden{}.MarshalText() }

// hidden keeps the values of a struct that embeds it out of logs and prints.
type hidden struct{}

// LogValue hides the values from slog.
func (hidden) LogValue() slog.Value { return slog.StringValue(redacted) }

// Format hides the values from every verb of fmt.
func (hidden) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, redacted) // fmt has no use for an error either
}

// MarshalText hides the values from JSON and other encodings.
func (hidden) MarshalText() ([]byte, error) { return []byte(redacted), nil }
