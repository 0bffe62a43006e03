//go:build linux

package sshd_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"flag"
	"fmt"
	"io"
	"net"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

// whole runs the attacks at the size at which somebody would run them:
//
//	go test ./ui/sshd -run Attack -v -attack
var whole = flag.Bool("attack", false, "run the attacks at their full size")

func size(small, full int) int {
	if *whole {
		return full
	}
	return small
}

// siege is a server on a real port with Bo at work while others attack. All of
// 127.0.0.0/8 is this machine, so attackers have as many addresses as they like.
type siege struct {
	*house
	addr  string
	bo    *guest
	began time.Time
	heap  uint64
	tasks int
}

func besiege(t *testing.T, change func(*sshd.Options)) *siege {
	t.Helper()
	h := open(t, change)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	h.serve(l)
	s := &siege{house: h, addr: l.Addr().String()}
	s.bo, err = s.from("127.77.0.1", h.bo)
	require.NoError(t, err)
	require.NoError(t, s.bo.shell())
	s.bo.reads("desk of bo")
	s.heap, s.tasks, s.began = heap(), runtime.NumGoroutine(), time.Now()
	return s
}

// dial connects from one of this machine's addresses.
func (s *siege) dial(from string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	return d.Dial("tcp", s.addr)
}

func (s *siege) from(addr string, key ssh.Signer) (*guest, error) {
	c, err := s.dial(addr)
	if err != nil {
		return nil, err
	}
	conn, chans, reqs, err := ssh.NewClientConn(c, "guitai", s.config("any", key))
	if err != nil {
		_ = c.Close()
		return nil, err
	}
	return &guest{t: s.t, wire: c, conn: ssh.NewClient(conn, chans, reqs)}, nil
}

// works lets Bo type while f attacks, and reports how long the echo took.
func (s *siege) works(f func()) {
	s.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	var took []time.Duration
	for i := 0; ; i++ {
		key := fmt.Sprintf("<%d>", i)
		at := time.Now()
		s.bo.types(key)
		s.bo.reads(key)
		took = append(took, time.Since(at))
		select {
		case <-done:
			slices.Sort(took)
			s.t.Logf("%v; Bo pressed %d keys meanwhile: p50 %v, p99 %v (seen each 5 ms)", time.Since(s.began).Round(time.Millisecond),
				len(took), took[len(took)/2].Round(time.Microsecond), took[len(took)*99/100].Round(time.Microsecond))
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// calm checks that the attack left nothing behind.
func (s *siege) calm() {
	s.t.Helper()
	require.Eventually(s.t, func() bool { return runtime.NumGoroutine() <= s.tasks+8 }, 20*time.Second, 20*time.Millisecond,
		"%d goroutines are left of %d", runtime.NumGoroutine(), s.tasks)
	s.t.Logf("heap %+d KB, goroutines %+d; refused: %v, dropped %d bytes", (int64(heap())-int64(s.heap))/1024, runtime.NumGoroutine()-s.tasks, s.refusals(), s.book.dropped)
	s.bo.leaves()
}

func (s *siege) refusals() string {
	s.book.mu.Lock()
	defer s.book.mu.Unlock()
	return fmt.Sprint(s.book.refused)
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// peak watches the heap until it is told to stop.
func peak() (stop func() uint64) {
	var most atomic.Uint64
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-quit:
				return
			case <-time.After(100 * time.Millisecond):
				most.Store(max(most.Load(), heap()))
			}
		}
	}()
	return func() uint64 { close(quit); <-done; return most.Load() }
}

func TestAttackStalledHandshakes(t *testing.T) {
	s := besiege(t, func(o *sshd.Options) { o.Limits.Handshake = time.Duration(size(3, 10)) * time.Second })
	var held []net.Conn
	s.works(func() {
		for i := range size(200, 5000) {
			if c, err := s.dial(fmt.Sprintf("127.1.%d.%d", i/200%250, i%40+1)); err == nil {
				held = append(held, c)
			}
		}
		// Somebody who comes in the middle of it gets in.
		require.Eventually(t, func() bool {
			g, err := s.from("127.77.0.2", s.li)
			if err == nil {
				g.leaves()
			}
			return err == nil
		}, 15*time.Second, 200*time.Millisecond)
	})
	for _, c := range held {
		_ = c.Close()
	}
	s.calm()
}

func TestAttackBrokenHandshakes(t *testing.T) {
	s := besiege(t, nil)
	noise := make([]byte, 4096)
	_, err := rand.Read(noise)
	require.NoError(t, err)
	version := []byte("SSH-2.0-x\r\n")
	shots := [][]byte{noise, []byte("GET / HTTP/1.1\r\n\r\n"), []byte("SSH-1.5-x\r\n"), bytes.Repeat([]byte("a"), 1<<20),
		append(bytes.Clone(version), 0xff, 0xff, 0xff, 0xff), append(bytes.Clone(version), noise...),
		append(bytes.Clone(version), 0, 0, 0, 12, 10, 20), append(bytes.Clone(version), 0, 0, 0, 8, 200, 20, 0, 0, 0, 0, 0, 0)}
	s.works(func() {
		for i := range size(160, 8000) {
			c, err := s.dial(fmt.Sprintf("127.2.%d.%d", i/200%250, i%200+1))
			if err != nil {
				continue
			}
			_ = c.SetDeadline(time.Now().Add(20 * time.Millisecond))
			_, _ = c.Write(shots[i%len(shots)])
			_, _ = io.Copy(io.Discard, c)
			_ = c.Close()
		}
	})
	require.GreaterOrEqual(t, s.book.of(sshd.RefusedHandshake), size(100, 5000))
	s.calm()
}

func TestAttackGuessedKeys(t *testing.T) {
	s := besiege(t, nil)
	tried := 0
	s.works(func() {
		for range size(40, 2000) {
			if _, err := s.from("127.3.0.1", newKey(t)); err != nil {
				tried++
			}
		}
	})
	require.LessOrEqual(t, s.book.of(sshd.RefusedKey), 20, "most do not get as far as a handshake")
	t.Logf("%d tried, %d got as far as a key", tried, s.book.of(sshd.RefusedKey))
	s.calm()
}

func TestAttackChannels(t *testing.T) {
	s := besiege(t, nil)
	li, err := s.from("127.4.0.1", s.li)
	require.NoError(t, err)
	require.NoError(t, li.shell())
	s.works(func() {
		var all sync.WaitGroup
		for range 50 {
			all.Go(func() {
				for range size(100, 2000) {
					if _, _, err := li.conn.OpenChannel("session", nil); err != nil && li.closed() {
						return
					}
				}
			})
		}
		all.Wait()
	})
	require.Error(t, li.conn.Wait())
	s.calm()
}

// closed tells that the server closed the connection.
func (g *guest) closed() bool {
	_, _, err := g.conn.SendRequest("ping", true, nil)
	return err != nil
}

func TestAttackRequests(t *testing.T) {
	s := besiege(t, nil)
	li, err := s.from("127.5.0.1", s.li)
	require.NoError(t, err)
	require.NoError(t, li.shell())
	ch, err := s.from("127.5.0.2", s.li)
	require.NoError(t, err)
	bare, reqs, err := ch.conn.OpenChannel("session", nil)
	require.NoError(t, err)
	go ssh.DiscardRequests(reqs)
	top := peak()
	s.works(func() {
		junk := bytes.Repeat([]byte("x"), 30<<10)
		for i := range size(1000, 50_000) {
			_, _ = bare.SendRequest("env", false, variable(fmt.Sprint("A", i), string(junk)))
			_, _ = li.session.SendRequest("signal", false, text(string(junk)))
			_, _, _ = li.conn.SendRequest("keepalive@openssh.com", false, junk)
			_ = li.session.WindowChange(20+i%100, 80+i%50)
		}
	})
	t.Logf("%d sizes were shown; heap at most %+d KB", bytes.Count([]byte(li.out.String()), []byte("size")), (int64(top())-int64(s.heap))/1024)
	li.leaves()
	ch.leaves()
	s.calm()
}

func TestAttackPasteBomb(t *testing.T) {
	s := besiege(t, nil)
	li, err := s.from("127.6.0.1", s.li)
	require.NoError(t, err)
	require.NoError(t, li.shell())
	li.reads("desk of li")
	top := peak()
	sent := size(4, 64) << 20
	s.works(func() {
		li.types("\x1b[200~")
		page := bytes.Repeat([]byte("x"), 1<<20)
		for range sent / len(page) {
			_, err := li.in.Write(page)
			require.NoError(t, err)
		}
		li.types("\x1b[201~alive")
		li.reads("alive")
	})
	grown := int64(top()) - int64(s.heap)
	t.Logf("%d MiB pasted, heap at most %+d KB, of the client too", sent>>20, grown/1024)
	require.Less(t, grown, int64(16<<20))
	require.Equal(t, sent, s.book.dropped)
	li.leaves()
	s.calm()
}

// Each packet that waits to be read costs far more than the byte in it, so what
// is not wanted has to be read and dropped, not left.
func TestAttackTinyPackets(t *testing.T) {
	s := besiege(t, nil)
	li, err := s.from("127.7.0.1", s.li)
	require.NoError(t, err)
	require.NoError(t, li.shell())
	li.reads("desk of li")
	top := peak()
	s.works(func() {
		for range size(200_000, 2_000_000) {
			if _, err := li.in.Write([]byte("x")); err != nil {
				return
			}
		}
	})
	grown := int64(top()) - int64(s.heap)
	t.Logf("heap at most %+d KB, of the client too", grown/1024)
	require.Less(t, grown, int64(24<<20))
	li.leaves()
	s.calm()
}

func TestAttackUnread(t *testing.T) {
	s := besiege(t, func(o *sshd.Options) {
		o.Run = func(ctx context.Context, v sshd.Session) error {
			if v.Person.ID == "li" {
				return flooder(ctx, v)
			}
			return desk(ctx, v)
		}
		o.Limits.Keepalive = 500 * time.Millisecond
	})
	var stuck []net.Conn
	s.works(func() {
		for range 2 {
			c, err := s.dial("127.8.0.1")
			require.NoError(t, err)
			deaf := &unread{Conn: c}
			conn, chans, reqs, err := ssh.NewClientConn(deaf, "guitai", s.config("any", s.li))
			require.NoError(t, err)
			li := &guest{t: t, conn: ssh.NewClient(conn, chans, reqs)}
			require.NoError(t, li.shell())
			deaf.stop.Store(true)
			stuck = append(stuck, c)
		}
		require.Eventually(t, func() bool { return s.book.end(sshd.EndUnreachable) == 2 }, 20*time.Second, 50*time.Millisecond)
	})
	for _, c := range stuck {
		_ = c.Close()
	}
	s.calm()
}

// unread is a connection whose client stops reading.
type unread struct {
	net.Conn
	stop atomic.Bool
}

func (u *unread) Read(p []byte) (int, error) {
	for u.stop.Load() {
		time.Sleep(50 * time.Millisecond)
		if err := u.Conn.SetReadDeadline(time.Time{}); err != nil {
			return 0, err
		}
	}
	return u.Conn.Read(p)
}
