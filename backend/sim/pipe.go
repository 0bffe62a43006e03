package sim

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
)

// Serve runs a real HTTP server for handler inside the process. dial gives a
// fresh connection to it whatever address is asked for, and so fits
// http.Transport.DialContext; shut ends the server and every connection.
// Nothing touches the network, and inside a synctest bubble every wait is
// virtual.
func Serve(handler http.Handler) (dial func(ctx context.Context, network, addr string) (net.Conn, error), shut func()) {
	l := &listener{conns: make(chan net.Conn), done: make(chan struct{})}
	// Aborted handlers are the purpose here: the server's complaints about
	// them would only drown what a test has to say.
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(l)
	}()
	var once sync.Once
	return l.dial, func() {
		once.Do(func() {
			_ = server.Close()
			_ = l.Close()
			<-ended
		})
	}
}

// listener hands the far ends of dialled pipes to the server.
type listener struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func (l *listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := Pipe()
	select {
	case l.conns <- far:
		return near, nil
	case <-l.done:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.done:
		return nil, net.ErrClosed
	}
}

func (l *listener) Close() error {
	l.once.Do(func() { close(l.done) })
	return nil
}

func (l *listener) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "pipe" }

// Conn is one end of a pipe that, unlike net.Pipe's, can be cut so that the
// other end sees a reset instead of an orderly end.
type Conn struct {
	net.Conn
	cut *atomic.Bool
}

// Pipe makes the two ends of a connection: synchronous, with deadlines.
func Pipe() (near, far *Conn) {
	a, b := net.Pipe()
	cut := new(atomic.Bool)
	return &Conn{a, cut}, &Conn{b, cut}
}

// Abort closes the connection as a TCP reset would.
func (c *Conn) Abort() error {
	c.cut.Store(true)
	return c.Close()
}

// Read reads from the other end; after Abort on either end it fails with
// ECONNRESET.
func (c *Conn) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	return n, c.reset("read", err)
}

// Write writes to the other end; after Abort on either end it fails with
// ECONNRESET.
func (c *Conn) Write(b []byte) (int, error) {
	n, err := c.Conn.Write(b)
	return n, c.reset("write", err)
}

func (c *Conn) reset(op string, err error) error {
	if c.cut.Load() && (errors.Is(err, io.EOF) || errors.Is(err, io.ErrClosedPipe)) {
		return &net.OpError{Op: op, Net: "pipe", Err: syscall.ECONNRESET}
	}
	return err
}
