package wire

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

// sending is one call that changes something: its connection, and the gate
// before the connection's first byte.
type sending struct {
	client *Client
	ctx    context.Context
	cancel context.CancelCauseFunc
	before func() error

	mu sync.Mutex
	// asked is set when the gate has begun to ask; answered is closed when it
	// knows. A channel, not a lock, so that waiting for a slow disk is a wait
	// that a test's fake clock understands.
	asked    bool
	answered chan struct{}
	blocked  error
	// attempted counts bytes before they are handed over: counting afterwards
	// could read 0 while the server answers already.
	attempted int
	over      bool
	header    *time.Timer
	conn      *moneyConn
}

func newSending(c *Client, ctx context.Context, cancel context.CancelCauseFunc, before func() error) *sending {
	return &sending{client: c, ctx: ctx, cancel: cancel, before: before, answered: make(chan struct{})}
}

// connect makes the one connection of this call. It runs under the call's own
// context, so that a dial cannot outlive it.
func (s *sending) connect(_ context.Context, address string, encrypted bool) (net.Conn, error) {
	raw, err := s.client.dialRaw(s.ctx, address)
	if err != nil {
		return nil, err
	}
	top := raw
	if encrypted {
		if top, err = s.client.handshake(s.ctx, raw, address); err != nil {
			return nil, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over || s.conn != nil {
		_ = raw.Close()
		return nil, stageError{"dial", errOver}
	}
	s.conn = &moneyConn{Conn: top, raw: raw, sending: s}
	return s.conn, nil
}

// admit lets n bytes through, asking the gate first if they are the first ones.
func (s *sending) admit(n int) error {
	s.mu.Lock()
	first := !s.asked && !s.over
	later := s.asked
	s.asked = s.asked || first
	s.mu.Unlock()
	var err error
	switch {
	case first:
		err = s.ask()
	case later:
		<-s.answered
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		err = errors.Join(err, errOver)
	}
	if first {
		s.blocked = err
		close(s.answered)
	}
	if s.blocked != nil || err != nil {
		return errors.Join(s.blocked, err)
	}
	s.attempted += n
	if first {
		s.header = time.AfterFunc(s.client.timeouts.Header, func() { s.cancel(errHeader) })
	}
	return nil
}

// ask runs the hook and then looks at both clocks: Go's monotonic clock stands
// still while a laptop sleeps, the wall clock may be set at any moment. A till
// that wakes up after hours must not send.
func (s *sending) ask() error {
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	began := s.client.now()
	if s.before != nil {
		if err := s.before(); err != nil {
			return hookError{err}
		}
	}
	now := s.client.now()
	if within := s.client.timeouts.Send; now.Sub(began) > within || now.Round(0).Sub(began.Round(0)) > within {
		return errLate
	}
	if s.ctx.Err() != nil {
		return context.Cause(s.ctx)
	}
	return nil
}

// finish ends the call: after it not a byte goes out any more. It gives the
// reason if the gate held the first byte back, and waits for the gate's answer
// because only that proves that nothing was sent.
func (s *sending) finish() error {
	s.end()
	s.mu.Lock()
	asked, conn := s.asked, s.conn
	s.mu.Unlock()
	if asked {
		<-s.answered
	}
	s.arrived()
	s.mu.Lock()
	blocked := s.blocked
	s.mu.Unlock()
	if conn != nil {
		_ = conn.Close()
	}
	return blocked
}

// end keeps back every byte that has not been admitted yet.
func (s *sending) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.over = true
}

// arrived notes that the reply's head is complete.
func (s *sending) arrived() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.header != nil {
		s.header.Stop()
	}
}

func (s *sending) wrote() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.attempted > 0
}

// moneyConn sits above TLS, so that the handshake passes before the gate and
// the gate's first byte is the request's first byte.
type moneyConn struct {
	net.Conn
	raw     net.Conn
	sending *sending
	closing sync.Once
}

// Write asks the gate and hands over. A write that blocks longer than the send
// deadline is cut off.
func (c *moneyConn) Write(p []byte) (int, error) {
	if err := c.sending.admit(len(p)); err != nil {
		return 0, err
	}
	cut := time.AfterFunc(c.sending.client.timeouts.Send, func() { c.sending.cancel(errHeader); c.reset() })
	defer cut.Stop()
	return c.Conn.Write(p)
}

// Close ends the connection, with a reset if the call was given up: a reset
// usually makes the server drop what it has not read yet.
func (c *moneyConn) Close() error {
	// A server that hangs up while the gate is being asked makes the transport
	// close; what would be written afterwards must not count as sent.
	c.sending.end()
	var err error
	if c.sending.ctx.Err() != nil {
		c.reset()
		return nil
	}
	c.closing.Do(func() { err = c.Conn.Close() })
	return err
}

// reset closes below TLS, which would otherwise try to say goodbye first.
func (c *moneyConn) reset() {
	c.closing.Do(func() {
		if tcp, ok := c.raw.(interface{ SetLinger(int) error }); ok {
			_ = tcp.SetLinger(0)
		}
		_ = c.raw.Close()
	})
}
