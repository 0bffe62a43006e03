package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"guitai/backend"
)

// What can go wrong, in our own words. A server's words never enter an error:
// they may hold what it was sent, or what a terminal acts upon.
var (
	errWhole      = errors.New("wire: no complete reply in time")
	errHeader     = errors.New("wire: no reply in time")
	errDial       = errors.New("wire: no connection in time")
	errTooLong    = errors.New("wire: reply too long")
	errRedirected = errors.New("wire: redirect not followed")
	errLate       = errors.New("wire: too late to send, nothing sent")
	errOver       = errors.New("wire: call is over, nothing sent")
	errEnded      = errors.New("wire: connection ended before the reply did")
	errMalformed  = errors.New("wire: reply is not HTTP")
	errRequest    = errors.New("wire: request cannot be built")
	errCanceled   = errors.New("wire: canceled")
)

// stageError is a failure before the first byte.
type stageError struct {
	stage string
	err   error
}

func (e stageError) Error() string { return e.stage }
func (e stageError) Unwrap() error { return e.err }

// hookError is a refusal by beforeFirstByte.
type hookError struct{ err error }

func (e hookError) Error() string { return "wire: held back before the first byte: " + e.err.Error() }
func (e hookError) Unwrap() error { return e.err }

// fault is an error that is safe to print. It keeps nothing to unwrap but
// errors whose text is fixed.
type fault struct {
	text  string
	cause error
}

func (f fault) Error() string { return f.text }
func (f fault) Unwrap() error { return f.cause }

// classify sorts a failed call. asked is the caller's context and limited the
// one that the call ran under.
func classify(asked, limited context.Context, err error) (backend.Kind, error) {
	var stage stageError
	before := errors.As(err, &stage)
	switch {
	case errors.Is(err, errRedirected):
		return backend.KindRedirected, errRedirected
	case errors.Is(err, errTooLong):
		return backend.KindUnreadable, errTooLong
	case errors.Is(asked.Err(), context.Canceled):
		return backend.KindCanceled, errCanceled
	case before && stage.stage == "request":
		return backend.KindInternal, errRequest
	case before:
		return backend.KindUnreachable, describe("wire: "+stage.stage+": ", stage.err)
	case limited.Err() != nil:
		if cause := context.Cause(limited); errors.Is(cause, errHeader) || errors.Is(cause, errWhole) {
			return backend.KindTimeout, cause
		}
		return backend.KindTimeout, errWhole
	}
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return backend.KindTimeout, errHeader
	}
	return backend.KindUnreadable, describe("wire: ", err)
}

// classifyBlocked sorts a call whose first byte was held back.
func classifyBlocked(asked context.Context, blocked error) (backend.Kind, error) {
	var hook hookError
	switch {
	case errors.As(blocked, &hook):
		if kind := backend.KindOf(hook.err); kind != backend.KindInternal {
			return kind, hook
		}
		return backend.KindJournal, hook
	case errors.Is(asked.Err(), context.Canceled):
		return backend.KindCanceled, errCanceled
	case errors.Is(blocked, errLate):
		return backend.KindUnreachable, errLate
	}
	return backend.KindUnreachable, errOver
}

// describe puts a foreign error into fixed words.
func describe(prefix string, err error) error {
	var (
		dns     *net.DNSError
		errno   syscall.Errno
		unknown x509.UnknownAuthorityError
		name    x509.HostnameError
		invalid x509.CertificateInvalidError
		record  tls.RecordHeaderError
	)
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fault{prefix + "no such host", nil}
	case errors.As(err, &dns):
		return fault{prefix + "name look-up failed", nil}
	case errors.As(err, &errno):
		return fault{prefix + errno.Error(), errno}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, errDial), errors.Is(err, os.ErrDeadlineExceeded):
		return fault{prefix + "no connection in time", nil}
	case errors.As(err, &unknown):
		return fault{prefix + "certificate from an unknown authority", nil}
	case errors.As(err, &name):
		return fault{prefix + "certificate of another name", nil}
	case errors.As(err, &invalid):
		return fault{prefix + "certificate not valid", nil}
	case errors.As(err, &record):
		return fault{prefix + "no TLS at the other end", nil}
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrClosedPipe), errors.Is(err, net.ErrClosed):
		return fault{prefix + "connection ended", errEnded}
	case prefix != "wire: ":
		return fault{prefix + "failed", nil}
	}
	return errMalformed
}
