package config

import (
	"fmt"
	"io"
	"log/slog"
)

const masked = "•••"

// Secret holds a value that must not be printed. It lies behind a pointer, so
// that even a dump of a struct that hides the Secret in a private field, where
// no method is called, shows an address only.
type Secret struct{ value *string }

// NewSecret wraps a value.
func NewSecret(value string) Secret { return Secret{&value} }

// Reveal returns the value, for the one place that signs or sends it.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet tells whether there is a value.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// String hides the value.
func (s Secret) String() string { return masked }

// GoString hides the value from %#v.
func (s Secret) GoString() string { return masked }

// Format hides the value from every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, masked) }

// MarshalJSON hides the value.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + masked + `"`), nil }

// MarshalText hides the value.
func (s Secret) MarshalText() ([]byte, error) { return []byte(masked), nil }

// LogValue hides the value.
func (s Secret) LogValue() slog.Value { return slog.StringValue(masked) }
