package wire

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"time"

	"guitai/backend"
)

// Client is the way to one vendor. Its methods may be called from many
// goroutines.
type Client struct {
	dial     DialFunc
	tls      *tls.Config
	now      func() time.Time
	timeouts Timeouts
	redact   Redactor
	reads    *http.Client
}

// New makes a client. It touches no network.
func New(o Options) *Client {
	c := &Client{
		dial: o.DialContext, now: o.Now,
		timeouts: o.Timeouts.orDefault(),
		redact:   NewRedactor(o.Secrets...),
		tls: &tls.Config{
			RootCAs: o.RootCAs, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		},
	}
	if c.dial == nil {
		c.dial = (&net.Dialer{}).DialContext
	}
	if c.now == nil {
		c.now = time.Now
	}
	t := c.transport(c.connect)
	t.IdleConnTimeout = idleAfter
	t.MaxIdleConnsPerHost = 4
	t.ResponseHeaderTimeout = c.timeouts.Header
	c.reads = client(t)
	return c
}

// Redactor removes this client's secrets from text.
func (c *Client) Redactor() Redactor { return c.redact }

// Close ends the connections that wait for the next read.
func (c *Client) Close() { c.reads.CloseIdleConnections() }

// Read sends a call that changes nothing. It may use a kept connection and may
// be compressed.
func (c *Client) Read(ctx context.Context, req Request) Result {
	began := c.now()
	limited, cancel := context.WithTimeoutCause(ctx, c.timeouts.Whole, errWhole)
	defer cancel()
	res := c.do(limited, c.reads, req, func() {})
	if res.Err != nil {
		res.Kind, res.Err = classify(ctx, limited, res.Err)
	}
	res.Took = c.now().Sub(began)
	return res
}

// Send sends a call that changes something, at most once, over a connection
// that nothing else uses. beforeFirstByte (nil is allowed) runs once the
// connection stands and before its first byte; if it fails, or takes longer
// than Timeouts.Send by the wall clock or the monotonic one, no byte goes out.
func (c *Client) Send(ctx context.Context, req Request, beforeFirstByte func() error) Result {
	began := c.now()
	limited, cancelWhole := context.WithTimeoutCause(ctx, c.timeouts.Whole, errWhole)
	defer cancelWhole()
	limited, cancel := context.WithCancelCause(limited)
	defer cancel(nil)

	s := newSending(c, limited, cancel, beforeFirstByte)
	t := c.transport(s.connect)
	t.DisableKeepAlives = true
	t.DisableCompression = true
	res := c.do(limited, client(t), req, s.arrived)
	blocked := s.finish()
	res.Wrote, res.Closed = s.wrote(), c.now()
	switch {
	case blocked != nil && !res.Wrote:
		res.Kind, res.Err = classifyBlocked(ctx, blocked)
	case res.Err != nil:
		res.Kind, res.Err = classify(ctx, limited, res.Err)
	}
	if !res.Wrote && res.Kind == backend.KindUnreadable {
		res.Kind = backend.KindUnreachable // it hung up before it was asked anything
	}
	res.Took = c.now().Sub(began)
	return res
}

// do sends once and reads everything, and calls arrived between the reply's head
// and its body. The error in the result is raw.
func (c *Client) do(ctx context.Context, via *http.Client, req Request, arrived func()) Result {
	r, err := http.NewRequestWithContext(ctx, req.Method, req.URL, bytes.NewReader(req.Body))
	if err != nil {
		return Result{Err: stageError{"request", err}}
	}
	// Without GetBody the transport has no second copy that it could send.
	r.GetBody = nil
	if len(req.Body) == 0 {
		r.Body = nil
	}
	for key, values := range req.Header {
		r.Header[key] = values
	}
	resp, err := via.Do(r)
	if err != nil {
		return Result{Err: err}
	}
	arrived()
	defer func() { _ = resp.Body.Close() }()
	res := Result{Status: resp.StatusCode, Header: resp.Header}
	res.Date, _ = http.ParseTime(resp.Header.Get("Date"))
	res.Body, err = io.ReadAll(io.LimitReader(resp.Body, MaxBody+1))
	switch {
	case err != nil:
		res.Err = err
	case len(res.Body) > MaxBody:
		res.Body, res.Err = nil, errTooLong
	case resp.StatusCode >= 300 && resp.StatusCode < 400:
		res.Kind, res.Err = backend.KindRedirected, errRedirected
	}
	return res
}

// client never follows a redirect: a 307 would send body and credentials on to
// another place.
func client(t *http.Transport) *http.Client {
	return &http.Client{
		Transport:     t,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// connector makes a ready connection, encrypted if the scheme asks for it.
type connector func(ctx context.Context, address string, encrypted bool) (net.Conn, error)

func (c *Client) transport(connect connector) *http.Transport {
	var http1 http.Protocols
	http1.SetHTTP1(true)
	return &http.Transport{
		Proxy:     nil,
		Protocols: &http1,
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return connect(ctx, address, false)
		},
		DialTLSContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return connect(ctx, address, true)
		},
		MaxResponseHeaderBytes: maxHeader,
	}
}

// connect dials and shakes hands; its errors prove that nothing was sent.
func (c *Client) connect(ctx context.Context, address string, encrypted bool) (net.Conn, error) {
	raw, err := c.dialRaw(ctx, address)
	if err != nil || !encrypted {
		return raw, err
	}
	return c.handshake(ctx, raw, address)
}

func (c *Client) dialRaw(ctx context.Context, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, c.timeouts.Dial, errDial)
	defer cancel()
	raw, err := c.dial(ctx, "tcp", address)
	if err != nil {
		return nil, stageError{"dial", err}
	}
	return raw, nil
}

func (c *Client) handshake(ctx context.Context, raw net.Conn, address string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, c.timeouts.TLS)
	defer cancel()
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, errors.Join(stageError{"tls", err}, raw.Close())
	}
	config := c.tls.Clone()
	config.ServerName = host
	encrypted := tls.Client(raw, config)
	if err := encrypted.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, stageError{"tls", err}
	}
	return encrypted, nil
}
