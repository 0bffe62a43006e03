package sshd_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"io"
	"net"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/crypto/ssh"

	"guitai/ui/sshd"
)

// roster is a staff that can change.
type roster struct {
	mu     sync.Mutex
	people map[sshd.Print]sshd.Person
	broken bool
}

func (r *roster) ByKey(p sshd.Print) (sshd.Person, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.broken {
		panic("the staff cannot be read")
	}
	who, ok := r.people[p]
	return who, ok
}

func (r *roster) Any() bool { return len(r.people) > 0 }

func (r *roster) set(key ssh.Signer, p sshd.Person) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.people[sshd.PrintOf(key.PublicKey())] = p
}

func (r *roster) remove(key ssh.Signer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.people, sshd.PrintOf(key.PublicKey()))
}

// ledger counts what the observer is told.
type ledger struct {
	mu      sync.Mutex
	opened  int
	ends    map[sshd.End]int
	refused map[sshd.Refusal]int
	dropped int
}

func (l *ledger) observer() sshd.Observer {
	count := func(f func()) {
		l.mu.Lock()
		defer l.mu.Unlock()
		f()
	}
	return sshd.Observer{
		SessionOpened: func(sshd.Info) { count(func() { l.opened++ }) },
		SessionClosed: func(_ sshd.Info, e sshd.End) { count(func() { l.ends[e]++ }) },
		Refused:       func(r sshd.Refusal, _ netip.Addr) { count(func() { l.refused[r]++ }) },
		Dropped:       func(n int) { count(func() { l.dropped += n }) },
	}
}

func (l *ledger) of(r sshd.Refusal) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refused[r]
}

func (l *ledger) end(e sshd.End) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ends[e]
}

// log is a log that can be read while it is written.
type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// house is a server with its staff and its street.
type house struct {
	t      testing.TB
	server *sshd.Server
	staff  *roster
	book   *ledger
	street *street
	li, bo ssh.Signer // two of the staff
	host   ssh.Signer
	ended  chan error
	stop   context.CancelFunc
}

func newKey(t testing.TB) ssh.Signer {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	s, err := ssh.NewSignerFromKey(key)
	require.NoError(t, err)
	return s
}

// open opens a house. It is closed with the test, which in a bubble of invented
// time also proves that nothing was left running.
func open(t testing.TB, change func(*sshd.Options)) *house {
	t.Helper()
	h := &house{t: t, staff: &roster{people: map[sshd.Print]sshd.Person{}}, street: newStreet(),
		book: &ledger{ends: map[sshd.End]int{}, refused: map[sshd.Refusal]int{}},
		li:   newKey(t), bo: newKey(t), host: newKey(t), ended: make(chan error, 1)}
	h.staff.set(h.li, sshd.Person{ID: "li", Name: "李", Till: "前台1", Lang: "en"})
	h.staff.set(h.bo, sshd.Person{ID: "bo", Name: "Bo", Till: "前台2", Lang: "zh-Hans"})
	o := sshd.Options{Staff: h.staff, Run: desk, HostKey: h.host, Observer: h.book.observer()}
	if change != nil {
		change(&o)
	}
	var err error
	h.server, err = sshd.New(o)
	require.NoError(t, err)
	return h
}

// serve lets people in from the street until the test ends.
func (h *house) serve(l net.Listener) {
	ctx, cancel := context.WithCancel(context.Background())
	h.stop = cancel
	go func() { h.ended <- h.server.Serve(ctx, l) }()
	h.t.Cleanup(func() {
		cancel()
		require.NoError(h.t, <-h.ended)
	})
}

// desk is a program that greets, echoes what is typed, and does what it is told
// by some keys.
func desk(ctx context.Context, s sshd.Session) error {
	keys := make(chan []byte)
	go func() {
		defer close(keys)
		var b [512]byte
		for {
			n, err := s.In.Read(b[:])
			if err != nil {
				return
			}
			select {
			case keys <- bytes.Clone(b[:n]):
			case <-ctx.Done():
				return
			}
		}
	}()
	_, _ = io.WriteString(s.Out, "desk of "+s.Person.ID+" at "+s.Person.Till+" "+strings.Join(s.Env, " ")+"\r\n")
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-s.Draining:
			_, _ = io.WriteString(s.Out, "please finish\r\n")
			s.Draining = nil
		case size := <-s.Resize:
			_, _ = io.WriteString(s.Out, "size "+fmt.Sprint(size.Width, "x", size.Height)+"\r\n")
		case b, ok := <-keys:
			switch {
			case !ok:
				return io.EOF
			case bytes.Contains(b, []byte("Q")):
				return nil
			case bytes.Contains(b, []byte("!")):
				panic("a member's name: 张三")
			case bytes.Contains(b, []byte("E")):
				return io.ErrUnexpectedEOF
			}
			_, _ = s.Out.Write(b)
		}
	}
}

// guest is a client.
type guest struct {
	t       testing.TB
	wire    net.Conn
	conn    *ssh.Client
	session *ssh.Session
	in      io.Writer
	out     *lines
	done    chan error
}

func (h *house) config(user string, keys ...ssh.Signer) *ssh.ClientConfig {
	return &ssh.ClientConfig{User: user, Auth: []ssh.AuthMethod{ssh.PublicKeys(keys...)}, HostKeyCallback: ssh.FixedHostKey(h.host.PublicKey())}
}

// come connects from an address and proves one of the keys.
func (h *house) come(from string, config *ssh.ClientConfig) (*guest, error) {
	w, err := h.street.come(from)
	if err != nil {
		return nil, err
	}
	c, chans, reqs, err := ssh.NewClientConn(w, "guitai", config)
	if err != nil {
		_ = w.Close()
		return nil, err
	}
	return &guest{t: h.t, wire: w, conn: ssh.NewClient(c, chans, reqs)}, nil
}

// sit connects and opens a session in which the desk has greeted.
func (h *house) sit(from string, key ssh.Signer) *guest {
	h.t.Helper()
	g, err := h.come(from, h.config("anybody", key))
	require.NoError(h.t, err)
	require.NoError(h.t, g.shell())
	g.reads("desk of")
	return g
}

// shell opens a session on a terminal.
func (g *guest) shell() error {
	var err error
	if g.session, err = g.conn.NewSession(); err != nil {
		return err
	}
	if err := g.session.RequestPty("xterm-256color", 40, 120, ssh.TerminalModes{}); err != nil {
		return err
	}
	g.out, g.done = &lines{}, make(chan error, 1)
	g.session.Stdout, g.session.Stderr = g.out, g.out
	if g.in, err = g.session.StdinPipe(); err != nil {
		return err
	}
	if err := g.session.Shell(); err != nil {
		return err
	}
	go func() { g.done <- g.session.Wait() }()
	return nil
}

func (g *guest) types(text string) {
	g.t.Helper()
	_, err := io.WriteString(g.in, text)
	require.NoError(g.t, err)
}

// reads waits until the screen showed a text.
func (g *guest) reads(text string) {
	g.t.Helper()
	for range 2000 {
		if strings.Contains(g.out.String(), text) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	require.FailNowf(g.t, "it did not appear", "%q in %q", text, g.out.String())
}

// leaves ends the client as one does who closes the window.
func (g *guest) leaves() { _ = g.conn.Close() }

// refused tells that a connection is closed without an answer.
func refused(t testing.TB, c net.Conn) {
	t.Helper()
	_, err := c.Read(make([]byte, 1))
	require.Error(t, err)
}
