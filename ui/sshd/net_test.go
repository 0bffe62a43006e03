package sshd_test

import (
	"io"
	"net"
	"net/netip"
	"os"
	"sync"
	"time"
)

// pipeSize is what one direction of a connection holds before its writer waits,
// as a kernel's buffers do.
const pipeSize = 256 << 10

// half is one direction of a connection in memory. All its waiting can be
// followed by a bubble of invented time, which a real connection's cannot.
type half struct {
	mu             sync.Mutex
	cond           *sync.Cond
	buf            []byte
	shut, frozen   bool
	readBy, sendBy deadline
}

type deadline struct {
	passed bool
	timer  *time.Timer
}

func newHalf() *half {
	h := &half{}
	h.cond = sync.NewCond(&h.mu)
	return h
}

func (h *half) set(d *deadline, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
	}
	d.passed, d.timer = false, nil
	if at.IsZero() {
		return
	}
	d.timer = time.AfterFunc(time.Until(at), func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		d.passed = true
		h.cond.Broadcast()
	})
}

func (h *half) read(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.buf) == 0 && !h.shut && !h.readBy.passed {
		h.cond.Wait()
	}
	if len(h.buf) == 0 {
		if h.shut {
			return 0, io.EOF
		}
		return 0, os.ErrDeadlineExceeded
	}
	n := copy(p, h.buf)
	h.buf = append(h.buf[:0], h.buf[n:]...)
	h.cond.Broadcast()
	return n, nil
}

func (h *half) write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for len(h.buf) >= pipeSize && !h.shut && !h.sendBy.passed {
		h.cond.Wait()
	}
	switch {
	case h.shut:
		return 0, io.ErrClosedPipe
	case h.sendBy.passed:
		return 0, os.ErrDeadlineExceeded
	}
	if !h.frozen {
		h.buf = append(h.buf, p...)
	}
	h.cond.Broadcast()
	return len(p), nil
}

func (h *half) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.shut = true
	for _, d := range []*deadline{&h.readBy, &h.sendBy} {
		if d.timer != nil {
			d.timer.Stop()
		}
	}
	h.cond.Broadcast()
}

// wire is one end of a connection in memory.
type wire struct {
	in, out       *half
	local, remote net.Addr
	closed        sync.Once
}

func (w *wire) Read(p []byte) (int, error)  { return w.in.read(p) }
func (w *wire) Write(p []byte) (int, error) { return w.out.write(p) }
func (w *wire) LocalAddr() net.Addr         { return w.local }
func (w *wire) RemoteAddr() net.Addr        { return w.remote }

// freeze makes the line dead without either end noticing.
func (w *wire) freeze() {
	for _, h := range []*half{w.in, w.out} {
		h.mu.Lock()
		h.frozen = true
		h.mu.Unlock()
	}
}

func (w *wire) Close() error {
	w.closed.Do(func() { w.in.close(); w.out.close() })
	return nil
}

func (w *wire) SetDeadline(t time.Time) error {
	_ = w.SetReadDeadline(t)
	return w.SetWriteDeadline(t)
}
func (w *wire) SetReadDeadline(t time.Time) error  { w.in.set(&w.in.readBy, t); return nil }
func (w *wire) SetWriteDeadline(t time.Time) error { w.out.set(&w.out.sendBy, t); return nil }

// street is a listener in memory to which anybody comes from any address.
type street struct {
	conns chan net.Conn
	shut  chan struct{}
	once  sync.Once
}

func newStreet() *street { return &street{conns: make(chan net.Conn), shut: make(chan struct{})} }

func (s *street) Accept() (net.Conn, error) {
	select {
	case c := <-s.conns:
		return c, nil
	case <-s.shut:
		return nil, net.ErrClosed
	}
}

func (s *street) Close() error   { s.once.Do(func() { close(s.shut) }); return nil }
func (s *street) Addr() net.Addr { return tcp("192.0.2.1") }

// come connects from an address.
func (s *street) come(from string) (*wire, error) {
	up, down := newHalf(), newHalf()
	client := &wire{in: down, out: up, local: tcp(from), remote: s.Addr()}
	select {
	case s.conns <- &wire{in: up, out: down, local: s.Addr(), remote: tcp(from)}:
		return client, nil
	case <-s.shut:
		return nil, net.ErrClosed
	}
}

func tcp(addr string) net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.MustParseAddr(addr), 40000))
}
