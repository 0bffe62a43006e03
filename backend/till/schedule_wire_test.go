package till_test

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"time"

	"guitai/backend/sim"
)

// opKey is under what a context carries the id of the operation that it sends.
type opKey struct{}

// seatKey is the same for the till that asks.
type seatKey struct{}

// opHeader carries that id behind the connection, where no client put it: it is
// how the true ledger tells whose request it was. The vendors are not told.
const opHeader = "X-Schedule-Operation"

// port is the vendor's end of all lines: a real server over pipes.
type port struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

// farEnd is the server's end of a line, with the operation that it was made for.
type farEnd struct {
	*sim.Conn
	op   string
	seat int
}

// serve answers with handler until shut is called.
func serve(handler http.Handler) (p *port, shut func()) {
	p = &port{conns: make(chan net.Conn), done: make(chan struct{})}
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0),
		ConnContext: func(ctx context.Context, c net.Conn) context.Context {
			far := c.(*farEnd)
			return context.WithValue(context.WithValue(ctx, opKey{}, far.op), seatKey{}, far.seat)
		}}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = server.Serve(p)
	}()
	return p, func() {
		_ = server.Close()
		_ = p.Close()
		<-ended
	}
}

func (p *port) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.done:
		return nil, net.ErrClosed
	}
}

func (p *port) Close() error {
	p.once.Do(func() { close(p.done) })
	return nil
}

func (p *port) Addr() net.Addr { return nowhere{} }

type nowhere struct{}

func (nowhere) Network() string { return "pipe" }
func (nowhere) String() string  { return "pipe" }

var errDead = errors.New("schedule: this process is dead")

// dial makes a line for a life of a till. Lines that carry money are watched:
// each of their steps is a place where the process can die.
func (l *life) dial(ctx context.Context, _, address string) (net.Conn, error) {
	if l.isDead() {
		return nil, errDead
	}
	if !strings.HasPrefix(address, vendorHost) {
		l.w.breach("I2 one host only", "a request went to "+address)
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	}
	op, _ := ctx.Value(opKey{}).(string)
	if op != "" && l.w.unreachable() {
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	}
	conn, err := l.line(ctx, address)
	if err == nil && op != "" && l.w.mutant.line != nil {
		conn = l.w.mutant.line(l, conn, ctx)
	}
	return conn, err
}

// line is the connection itself.
func (l *life) line(ctx context.Context, _ string) (net.Conn, error) {
	op, _ := ctx.Value(opKey{}).(string)
	near, far := sim.Pipe()
	select {
	case l.w.port.conns <- &farEnd{far, op, l.seat.n}:
	case <-l.w.port.done:
		return nil, &net.OpError{Op: "dial", Net: "pipe", Err: syscall.ECONNREFUSED}
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if op == "" {
		return near, l.keep(near)
	}
	return &moneyLine{Conn: near, l: l, op: op}, l.keep(near)
}

// moneyLine is the till's end of a line that carries one money request.
type moneyLine struct {
	*sim.Conn
	l  *life
	op string

	mu    sync.Mutex
	wrote time.Time
	read  bool
	over  bool // the vendor ended it
}

// Write lets the process die before the first byte, in the middle, or when
// everything has left.
func (c *moneyLine) Write(p []byte) (int, error) {
	if err := c.l.step("before write"); err != nil {
		return 0, err
	}
	c.mu.Lock()
	first := c.wrote.IsZero()
	if first {
		c.wrote = time.Now()
	}
	c.mu.Unlock()
	if first {
		c.l.w.firstByte(c.l, c.op, p)
	}
	if c.l.falls("mid-write") {
		_, _ = c.Conn.Write(p[:len(p)/2])
		return 0, c.l.die("mid-write")
	}
	n, err := c.Conn.Write(p)
	c.saw(false, err != nil)
	if dead := c.l.step("after write"); dead != nil {
		return n, dead
	}
	return n, err
}

func (c *moneyLine) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if first := c.saw(true, err != nil); first && n > 0 {
		if dead := c.l.step("reply"); dead != nil {
			return 0, dead
		}
	}
	return n, err
}

// saw notes what the vendor did, and tells whether it is the first thing read.
func (c *moneyLine) saw(read, over bool) (first bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	first = !c.read
	c.read, c.over = c.read || read, c.over || over
	return first
}

// headerLimit is how long the transport waits for a reply's head.
const headerLimit = 10 * time.Second

// Close notes a line that was given up before its time although nobody died: no
// session's end may end a write.
func (c *moneyLine) Close() error {
	c.mu.Lock()
	waiting := !c.wrote.IsZero() && !c.read && !c.over && time.Since(c.wrote) < headerLimit
	c.mu.Unlock()
	if waiting && !c.l.isDead() {
		c.l.w.breach("I16 write cut", "the line of "+c.op+" was given up after "+time.Since(c.wrote).String())
	}
	return c.Conn.Close()
}
