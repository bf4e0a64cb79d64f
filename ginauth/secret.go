package ginauth

import "log/slog"

const redacted = "[redacted]"

// Secret is a key that does not show itself: logs and prints say "[redacted]".
type Secret string

// LogValue hides the secret from slog.
func (Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// String hides the secret from the fmt verbs %s and %v.
func (Secret) String() string { return redacted }

// GoString hides the secret from the fmt verb %#v.
func (Secret) GoString() string { return redacted }

// MarshalText hides the secret from JSON and other encodings.
func (Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }
