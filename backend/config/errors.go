package config

import (
	"strconv"
	"strings"
)

// Kind says what is wrong with a setting, for screens to translate.
type Kind string

// The kinds of Error.
const (
	KindFile     Kind = "file"     // cannot be opened or read
	KindSize     Kind = "size"     // larger than any settings file is
	KindSyntax   Kind = "syntax"   // not YAML
	KindUnknown  Kind = "unknown"  // no such key
	KindRepeated Kind = "repeated" // the key stands there twice
	KindType     Kind = "type"     // a list where a text belongs, and the like
	KindValue    Kind = "value"    // out of range or not among the choices
	KindMissing  Kind = "missing"  // the backend needs it
	KindUnquoted Kind = "unquoted" // YAML took the value for a map
	KindForms    Kind = "forms"    // a secret given in two ways
	KindOpen     Kind = "open"     // a secret that others on the machine can read
)

// Error is one thing that is wrong. Detail is an English sentence that never
// contains a secret.
type Error struct {
	Path   string // of the file, "" if there is none
	Line   int    // from 1, 0 where no line is to blame
	Key    string // dotted path, "" where it is about the whole file
	Kind   Kind
	Detail string
	Cause  error // of the system, for logs; may be nil
}

// Error is "path:line: key: detail" with what is not known left out.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Path != "" {
		b.WriteString(e.Path)
		if e.Line > 0 {
			b.WriteString(":" + strconv.Itoa(e.Line))
		}
		b.WriteString(": ")
	}
	if e.Key != "" {
		b.WriteString(e.Key + ": ")
	}
	b.WriteString(e.Detail)
	return b.String()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Errors is everything that is wrong with a file, by line.
type Errors []*Error

// Error is each error on a line of its own.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As see each of them.
func (es Errors) Unwrap() []error {
	all := make([]error, len(es))
	for i, e := range es {
		all[i] = e
	}
	return all
}

// quoted shows a value from the file so that it cannot act upon a terminal.
func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:40]) + "…"
	}
	return strconv.Quote(s)
}
