package sshd

import (
	"net/netip"
	"slices"
	"sync"
	"time"
)

const (
	firstBan = time.Minute
	lastBan  = time.Hour
	// forgetAfter is how long an address must have been quiet after a ban
	// before its next one is a first one again.
	forgetAfter = time.Hour
	// crowdPatience is how long a connection may take in a crowd.
	crowdPatience = 2 * time.Second
	// maxHosts bounds the addresses that are remembered.
	maxHosts = 4096
)

// gate counts connections before a byte of them is read: those that are no
// session yet, and those that an address opened lately.
type gate struct {
	limits Limits

	mu      sync.Mutex
	shut    bool
	doors   map[*door]struct{} // every open connection
	waiting int                // those that are no session yet
	hosts   map[netip.Addr]*host
}

// host is one address.
type host struct {
	arrivals []time.Time // of the last minute, without those that were excused
	waiting  int
	strikes  int
	banned   time.Time // until when
}

func newGate(l Limits) *gate {
	return &gate{limits: l, doors: map[*door]struct{}{}, hosts: map[netip.Addr]*host{}}
}

// hostOf is what counts as one address: whoever has one of IPv6 has a network.
func hostOf(a netip.Addr) netip.Addr {
	if a.Is6() {
		p, _ := a.Prefix(64)
		return p.Addr()
	}
	return a
}

// admit lets a connection in, which then has to settle or leave, or says why
// not. In a crowd the one that has waited longest has to go, which the caller
// closes: a few addresses that keep silent would otherwise keep everybody out.
func (g *gate) admit(d *door, now time.Time) (why Refusal, goes *door) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.shut {
		return RefusedDraining, nil
	}
	h := g.host(hostOf(d.addr), now)
	switch {
	case h == nil:
		return RefusedCrowd, nil
	case now.Before(h.banned):
		return RefusedBanned, nil
	case !h.arrive(now, g.limits.PerMinute):
		return RefusedRate, nil
	case len(g.doors) >= g.limits.Connections:
		h.excuse(now)
		return RefusedFull, nil
	case h.waiting >= g.limits.WaitingPerHost:
		h.excuse(now)
		return RefusedHost, nil
	case g.waiting >= g.limits.Waiting:
		if goes = g.slowest(now); goes == nil {
			h.excuse(now)
			return RefusedCrowd, nil
		}
		g.remove(goes)
	}
	g.waiting++
	h.waiting++
	d.host, d.arrived = h, now
	g.doors[d] = struct{}{}
	return "", goes
}

// slowest is the connection that waited longest, if it had the time in which
// almost everybody is through.
func (g *gate) slowest(now time.Time) *door {
	var oldest *door
	for d := range g.doors {
		if !d.settled && now.Sub(d.arrived) >= crowdPatience && (oldest == nil || d.arrived.Before(oldest.arrived)) {
			oldest = d
		}
	}
	return oldest
}

// host finds an address, or nil where no more can be remembered.
func (g *gate) host(a netip.Addr, now time.Time) *host {
	h := g.hosts[a]
	if h == nil {
		if len(g.hosts) >= maxHosts && !g.forgetOne(now) {
			return nil
		}
		h = &host{}
		g.hosts[a] = h
	}
	return h
}

// forgetOne makes room by an address that is of no importance.
func (g *gate) forgetOne(now time.Time) bool {
	for a, h := range g.hosts {
		if h.waiting == 0 && !now.Before(h.banned) {
			delete(g.hosts, a)
			return true
		}
	}
	return false
}

// arrive counts one more connection, or bans the address.
func (h *host) arrive(now time.Time, most int) bool {
	h.fade(now)
	if len(h.arrivals) < most {
		h.arrivals = append(h.arrivals, now)
		return true
	}
	ban := firstBan
	for range h.strikes {
		ban = min(2*ban, lastBan)
	}
	h.strikes, h.banned, h.arrivals = min(h.strikes+1, 10), now.Add(ban), nil
	return false
}

// excuse takes an arrival back, because it became a session or because others
// were in its way: when a shop's tills come back all at once from one address,
// trying again until there is room is no attack. Who hurries without coming in
// is banned by the connections that did find room.
func (h *host) excuse(at time.Time) {
	for i, a := range h.arrivals {
		if a.Equal(at) {
			h.arrivals = slices.Delete(h.arrivals, i, i+1)
			return
		}
	}
}

// fade forgets what is too long ago.
func (h *host) fade(now time.Time) {
	for len(h.arrivals) > 0 && now.Sub(h.arrivals[0]) >= time.Minute {
		h.arrivals = h.arrivals[1:]
	}
	if now.Sub(h.banned) >= forgetAfter {
		h.strikes = 0
	}
}

// settle tells that a connection became a session: it waits no longer and is
// not held against its address, so that a shop with many tills behind one
// address can come back at once.
func (g *gate) settle(d *door) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if d.settled || d.left {
		return
	}
	d.settled = true
	g.waiting--
	d.host.waiting--
	d.host.excuse(d.arrived)
}

// leave gives a connection's place back.
func (g *gate) leave(d *door) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.remove(d)
}

func (g *gate) remove(d *door) {
	if d.left {
		return
	}
	d.left = true
	delete(g.doors, d)
	if !d.settled {
		g.waiting--
		d.host.waiting--
	}
}

// overdue lists the connections that waited too long for a session, and forgets
// the addresses of which nothing needs to be remembered.
func (g *gate) overdue(now time.Time) []*door {
	g.mu.Lock()
	defer g.mu.Unlock()
	var late []*door
	if g.waiting > 0 {
		for d := range g.doors {
			if !d.settled && now.Sub(d.arrived) > g.limits.Handshake {
				late = append(late, d)
			}
		}
	}
	for a, h := range g.hosts {
		h.fade(now)
		if h.waiting == 0 && h.strikes == 0 && len(h.arrivals) == 0 {
			delete(g.hosts, a)
		}
	}
	return late
}

// close refuses everybody from now on and lists the connections that are open:
// all, or those that are no session.
func (g *gate) close(all bool) []*door {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.shut = true
	var open []*door
	for d := range g.doors {
		if all || !d.settled {
			open = append(open, d)
		}
	}
	return open
}
