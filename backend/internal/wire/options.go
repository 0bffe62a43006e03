package wire

import (
	"context"
	"crypto/x509"
	"net"
	"net/http"
	"time"

	"guitai/backend"
)

const (
	// MaxBody is the longest body read, in bytes after decompression. More than
	// that is KindUnreadable.
	MaxBody = 1 << 20
	// maxHeader bounds the head of a reply, in bytes.
	maxHeader = 64 << 10
	// idleAfter is how long a connection for reads is kept for the next one. It
	// is shorter than what servers commonly keep, because a connection that the
	// server has closed meanwhile costs one failed read.
	idleAfter = 4 * time.Second
)

// DialFunc makes a connection; net.Dialer.DialContext has this form.
type DialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// Options say how to reach a vendor. The zero value is usable.
type Options struct {
	// DialContext replaces the network, for the practice range and tests.
	DialContext DialFunc
	// RootCAs replaces the machine's certificate authorities; nil keeps them.
	RootCAs *x509.CertPool
	// Now is the clock for send deadlines and for the time of closing.
	Now      func() time.Time
	Timeouts Timeouts
	// Secrets never appear in an error; see Redactor.
	Secrets []string
}

// Timeouts bound each step. Zero takes the default in brackets.
type Timeouts struct {
	// Dial [3 s] and TLS [3 s] bound the making of a connection.
	Dial, TLS time.Duration
	// Header [10 s] runs from the request's first byte to the end of the reply's
	// head, Whole [15 s] from the beginning to the end of everything.
	Header, Whole time.Duration
	// Send [2 s] is the longest time between asking beforeFirstByte and the
	// first byte, and the longest that one write may take.
	Send time.Duration
}

func (t Timeouts) orDefault() Timeouts {
	or := func(d, fallback time.Duration) time.Duration {
		if d > 0 {
			return d
		}
		return fallback
	}
	return Timeouts{
		Dial: or(t.Dial, 3*time.Second), TLS: or(t.TLS, 3*time.Second),
		Header: or(t.Header, 10*time.Second), Whole: or(t.Whole, 15*time.Second),
		Send: or(t.Send, 2*time.Second),
	}
}

// Request is one call. Header is sent with the spelling of its keys as they are
// in the map.
type Request struct {
	Method string
	URL    string
	Header http.Header
	Body   []byte
}

// Result is what one call brought.
type Result struct {
	// Status, Header and Body are the reply as far as it came; Status is 0 if
	// none did. Body is complete only if Kind is KindNone.
	Status int
	Header http.Header
	Body   []byte
	// Date is the server's clock, zero where it told none.
	Date time.Time
	// Wrote tells whether a byte of the request was handed to the connection.
	// False is a proof that the server saw nothing. Only Send fills it in.
	Wrote bool
	// Closed is when the connection of a Send ended.
	Closed time.Time
	// Kind is KindNone for a complete reply of any status outside 300 to 399;
	// otherwise KindUnreachable, KindTimeout, KindCanceled, KindUnreadable,
	// KindRedirected, or what beforeFirstByte failed with (KindJournal if that
	// does not say).
	Kind backend.Kind
	// Err is the cause for logs: our words only, none of the server's.
	Err error
	// Took is the duration by the injected clock.
	Took time.Duration
}
