package sshd

import (
	"net"
	"net/netip"
	"sync/atomic"
	"time"
)

// maxRefusals is how many channels and requests of a connection are refused
// before it is closed. A client that was set up to forward ports asks for one or
// two; a flood asks for thousands.
const maxRefusals = 32

// door is one connection. It gives its place back when it is closed.
type door struct {
	net.Conn
	server *Server
	addr   netip.Addr

	// taken tells that its one session was asked for, dead that it answers no
	// more questions.
	taken    atomic.Bool
	refusals atomic.Int32

	// What follows is the gate's.
	host          *host
	arrived       time.Time
	settled, left bool
}

// Close closes the connection. It may be called more than once.
func (d *door) Close() error {
	d.server.gate.leave(d)
	return d.Conn.Close()
}

// refuse counts something that this connection asked for and did not get.
func (d *door) refuse(r Refusal) {
	d.server.o.Observer.refused(r, d.addr)
	if d.refusals.Add(1) >= maxRefusals {
		_ = d.Close()
	}
}

// doors is a listener that turns away, before anything is read, whom the gate
// does not admit.
type doors struct {
	net.Listener
	server *Server
}

func (l doors) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		d := &door{Conn: c, server: l.server, addr: addrOf(c.RemoteAddr())}
		why, goes := l.server.gate.admit(d, l.server.o.Clock())
		if goes != nil {
			l.server.o.Observer.refused(RefusedCrowd, goes.addr)
			_ = goes.Close()
		}
		if why == "" {
			return d, nil
		}
		l.server.o.Observer.refused(why, d.addr)
		if why == RefusedRate {
			l.server.o.Logger.Warn("address banned", "remote", d.addr)
		}
		_ = c.Close()
	}
}

// addrOf is the address without the port; one that has none is the zero
// address, and all of those together count as one.
func addrOf(a net.Addr) netip.Addr {
	ap, err := netip.ParseAddrPort(a.String())
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap().WithZone("")
}
