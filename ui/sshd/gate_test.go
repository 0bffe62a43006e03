package sshd

import (
	"fmt"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A gate is looked at from inside: its clock is the caller's.
type comer struct {
	g   *gate
	now time.Time
}

func newComer() *comer {
	return &comer{newGate(Limits{}.withDefaults()), time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
}

func (c *comer) come(addr string) (*door, Refusal) {
	d := &door{addr: netip.MustParseAddr(addr)}
	why, _ := c.g.admit(d, c.now)
	return d, why
}

// comes and goes again n times, and returns the last answer.
func (c *comer) hurry(addr string, n int) (last Refusal) {
	for range n {
		var d *door
		if d, last = c.come(addr); last == "" {
			c.g.leave(d)
		}
	}
	return last
}

func TestTenInAMinuteAndThenABan(t *testing.T) {
	c := newComer()
	require.Empty(t, c.hurry("192.0.2.1", 10))
	require.Equal(t, RefusedRate, c.hurry("192.0.2.1", 1))
	require.Equal(t, RefusedBanned, c.hurry("192.0.2.1", 1))
	require.Empty(t, c.hurry("192.0.2.2", 10), "somebody else")

	c.now = c.now.Add(time.Minute - time.Nanosecond)
	require.Equal(t, RefusedBanned, c.hurry("192.0.2.1", 5))
	c.now = c.now.Add(time.Nanosecond)
	require.Empty(t, c.hurry("192.0.2.1", 10), "the ban is over, and what came during it does not count")
}

// The library verifies a signature even of a key that was refused, so that what
// is too dear to verify has to be refused by its kind, before it is looked at.
func TestTheLibraryIsToldToDoLittle(t *testing.T) {
	c := serverConfig(nil)
	require.Equal(t, []string{"ssh-ed25519", "sk-ssh-ed25519@openssh.com", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"}, c.PublicKeyAuthAlgorithms)
	require.Equal(t, 3, c.MaxAuthTries)
	require.False(t, c.NoClientAuth)
	s := &Server{o: Options{Limits: Limits{}.withDefaults()}}
	lib := s.library()
	require.Equal(t, 10*time.Second, lib.HandshakeTimeout)
	require.Zero(t, lib.IdleTimeout, "it is renewed by what is written")
	require.NotNil(t, lib.PublicKeyHandler)
	require.Nil(t, lib.PasswordHandler)
	require.Nil(t, lib.KeyboardInteractiveHandler)
	require.Nil(t, lib.LocalPortForwardingCallback)
	require.Nil(t, lib.ReversePortForwardingCallback)
	require.Empty(t, lib.SubsystemHandlers)
	require.False(t, lib.SessionRequestCallback(nil, "shell"), "the library's own sessions are never reached")
	require.False(t, lib.EnableProxyProtocol)
}

func TestElevenOverMoreThanAMinuteAreNoFlood(t *testing.T) {
	c := newComer()
	for range 100 {
		require.Empty(t, c.hurry("192.0.2.1", 1))
		c.now = c.now.Add(6 * time.Second)
	}
}

func TestEachBanIsTwiceAsLongUpToAnHour(t *testing.T) {
	c := newComer()
	for i, want := range []int{1, 2, 4, 8, 16, 32, 60, 60, 60} {
		require.Equal(t, RefusedRate, c.hurry("192.0.2.1", 11), "ban %d", i)
		ban := time.Duration(want) * time.Minute
		c.now = c.now.Add(ban - time.Second)
		require.Equal(t, RefusedBanned, c.hurry("192.0.2.1", 1), "ban %d", i)
		c.now = c.now.Add(time.Second)
		require.Empty(t, c.hurry("192.0.2.1", 1), "ban %d", i)
		c.now = c.now.Add(time.Minute)
	}
	c.now = c.now.Add(time.Hour)
	require.Equal(t, RefusedRate, c.hurry("192.0.2.1", 11))
	c.now = c.now.Add(time.Minute)
	require.Empty(t, c.hurry("192.0.2.1", 1), "after an hour of quiet it is a first time again")
}

func TestWhoBecameASessionIsNotHeldAgainstTheAddress(t *testing.T) {
	c := newComer()
	for range 60 {
		d, why := c.come("192.0.2.1")
		require.Empty(t, why)
		c.g.settle(d)
		c.g.settle(d)
		defer c.g.leave(d)
	}
	require.Zero(t, c.g.waiting)
}

func TestThreeWaitOfAnAddressAndTenInAll(t *testing.T) {
	c := newComer()
	var waiting []*door
	for range 3 {
		d, why := c.come("192.0.2.1")
		require.Empty(t, why)
		waiting = append(waiting, d)
	}
	require.Equal(t, RefusedHost, c.hurry("192.0.2.1", 100), "and trying again is no offence")
	for i := range 7 {
		_, why := c.come(fmt.Sprint("192.0.2.", 2+i))
		require.Empty(t, why)
	}
	_, why := c.come("192.0.2.99")
	require.Equal(t, RefusedCrowd, why)
	c.g.leave(waiting[0])
	c.g.leave(waiting[0])
	_, why = c.come("192.0.2.99")
	require.Empty(t, why, "a place that was given back twice is one place")
	_, why = c.come("192.0.2.98")
	require.Equal(t, RefusedCrowd, why)
	c.g.settle(waiting[1])
	_, why = c.come("192.0.2.98")
	require.Empty(t, why)
}

func TestInACrowdTheSlowestGoes(t *testing.T) {
	c := newComer()
	var crowd []*door
	for i := range 10 {
		d, why := c.come(fmt.Sprint("192.0.2.", 1+i))
		require.Empty(t, why)
		crowd = append(crowd, d)
		c.now = c.now.Add(100 * time.Millisecond)
	}
	c.g.settle(crowd[0])
	c.come("192.0.2.11")
	for range 20 {
		_, why := c.come("198.51.100.1")
		require.Equal(t, RefusedCrowd, why, "nobody has had two seconds yet, and to try again is no offence")
	}
	c.now = c.now.Add(time.Second)
	d := &door{addr: netip.MustParseAddr("198.51.100.1")}
	why, goes := c.g.admit(d, c.now.Add(100*time.Millisecond))
	require.Empty(t, why)
	require.Same(t, crowd[1], goes, "sessions stay")
	require.Equal(t, 10, c.g.waiting)
	c.g.leave(goes)
	require.Equal(t, 10, c.g.waiting)
}

func TestConnectionsInAll(t *testing.T) {
	c := newComer()
	for i := range 128 {
		d, why := c.come(fmt.Sprintf("192.0.%d.%d", i/200, i%200))
		require.Empty(t, why)
		c.g.settle(d)
	}
	_, why := c.come("198.51.100.1")
	require.Equal(t, RefusedFull, why)
	require.Equal(t, 1064, Limits{Sessions: 5000}.withDefaults().Connections, "a thousand sessions are the most")
}

func TestANetworkOfIPv6IsOneAddress(t *testing.T) {
	c := newComer()
	var last Refusal
	for i := range 11 {
		last = c.hurry(fmt.Sprintf("2001:db8::%x", i+1), 1)
	}
	require.Equal(t, RefusedRate, last)
	require.Empty(t, c.hurry("2001:db8:0:1::1", 1))
}

func TestAddresses(t *testing.T) {
	for text, want := range map[string]string{"192.0.2.1:22": "192.0.2.1", "[::ffff:192.0.2.1]:22": "192.0.2.1", "[fe80::1%eth0]:22": "fe80::1"} {
		a, err := net.ResolveTCPAddr("tcp", text)
		if err != nil {
			a = net.TCPAddrFromAddrPort(netip.MustParseAddrPort(text))
		}
		require.Equal(t, want, addrOf(a).String())
	}
	require.Equal(t, netip.Addr{}, addrOf(&net.UnixAddr{Name: "/tmp/x"}))
	require.Equal(t, netip.Addr{}, hostOf(netip.Addr{}))
}

func TestStrangersDoNotFillTheMemory(t *testing.T) {
	c := newComer()
	kept, _ := c.come("198.51.100.1")
	require.Equal(t, RefusedRate, c.hurry("198.51.100.2", 11))
	for i := range 3 * maxHosts {
		c.hurry(fmt.Sprintf("2001:db8:%x:%x::1", i>>8, i&255), 1)
	}
	require.LessOrEqual(t, len(c.g.hosts), maxHosts)
	require.Same(t, kept.host, c.g.hosts[kept.addr], "who is here is remembered")
	require.Equal(t, RefusedBanned, c.hurry("198.51.100.2", 1), "and so is a ban")
	c.now = c.now.Add(3 * time.Hour)
	c.g.overdue(c.now)
	require.LessOrEqual(t, len(c.g.hosts), 1, "the rest is forgotten in time")
}

// Whatever comes, settles, leaves and passes, the counts are those of the
// connections that are there.
func TestCountsAreThoseOfTheOpenConnections(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := newComer()
		var all []*door
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			pick := func() *door { return all[rapid.IntRange(0, len(all)-1).Draw(t, "door")] }
			switch what := rapid.IntRange(0, 4).Draw(t, "what"); {
			case what <= 1 || len(all) == 0:
				d, why := c.come(fmt.Sprint("192.0.2.", rapid.IntRange(1, 5).Draw(t, "host")))
				if why == "" {
					all = append(all, d)
				}
			case what == 2:
				c.g.settle(pick())
			case what == 3:
				c.g.leave(pick())
			default:
				c.now = c.now.Add(time.Duration(rapid.IntRange(1, 4000).Draw(t, "seconds")) * time.Second)
				c.g.overdue(c.now)
			}
			waiting, open, of := 0, 0, map[*host]int{}
			for _, d := range all {
				if !d.left {
					open++
					if !d.settled {
						waiting++
						of[d.host]++
					}
				}
			}
			require.Equal(t, waiting, c.g.waiting) // also after somebody had to go for somebody else
			require.Len(t, c.g.doors, open)
			require.LessOrEqual(t, waiting, 10)
			for h, n := range of {
				require.Equal(t, n, h.waiting)
				require.LessOrEqual(t, n, 3)
			}
			for _, h := range c.g.hosts {
				require.LessOrEqual(t, len(h.arrivals), 10)
			}
		}
	})
}
