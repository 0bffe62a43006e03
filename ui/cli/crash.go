package cli

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"guitai/backend"
	"guitai/backend/journal"
)

// crash ends this process, as a power cut would, at the n-th time that an
// operation comes to a named step. It is how the built program is proven to come
// back from everywhere. Nothing of it is in the way unless the variable
// GUITAI_CRASH_AT ("step:n") is set and the data folder holds the file
// crash-for-tests, which no shop has.
//
// A nil *crash does nothing.
type crash struct {
	step string

	mu    sync.Mutex
	left  int
	armed bool
}

func crashFrom(std Stdio, dataDir string) *crash {
	at := std.Env("GUITAI_CRASH_AT")
	if at == "" {
		return nil
	}
	if _, err := os.Stat(filepath.Join(dataDir, "crash-for-tests")); err != nil {
		return nil
	}
	step, n, _ := strings.Cut(at, ":")
	left, err := strconv.Atoi(n)
	if err != nil {
		return nil
	}
	return &crash{step: step, left: left}
}

// at is called when an operation comes to a step.
func (c *crash) at(step string) {
	if c == nil || step != c.step {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left--; c.left != 0 {
		return
	}
	if self, err := os.FindProcess(os.Getpid()); err == nil {
		_ = self.Kill()
	}
	select {} // nothing more may happen, not even if the end takes a moment
}

// arm lets the next write on any connection be one that carries money.
func (c *crash) arm(on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.armed = on
}

func (c *crash) disarm() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	armed := c.armed
	c.armed = false
	return armed
}

// books puts the steps round a journal.
func (c *crash) books(j books) books {
	if c == nil {
		return j
	}
	return crashBooks{j, c}
}

type crashBooks struct {
	books
	c *crash
}

func (b crashBooks) Begin(ctx context.Context, a journal.Account, op backend.Operation) (journal.Record, error) {
	b.c.at("before-F1")
	defer b.c.at("after-F1")
	return b.books.Begin(ctx, a, op)
}

func (b crashBooks) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	name := commitName(s)
	b.c.at("before-" + name)
	defer b.c.at("after-" + name)
	return b.books.Move(ctx, id, ver, s)
}

// commitName is what the protocol calls a change of the journal.
func commitName(s journal.Step) string {
	switch {
	case s.To == backend.StateSending:
		return "F2"
	case s.To == backend.StateVoiding:
		return "F4"
	case s.To == backend.StateUnknown:
		return "unknown"
	case s.To == "" && s.Attempt != nil && s.Attempt.Closed.IsZero():
		return "push"
	case s.To == "" && s.Attempt != nil:
		return "note"
	case s.Bind != 0:
		return "bind"
	case s.To != "":
		return "F3"
	}
	return "mark"
}

// vendor puts the steps round a vendor's client.
func (c *crash) vendor(v backend.Backend) backend.Backend {
	if c == nil {
		return v
	}
	return crashVendor{v, c}
}

type crashVendor struct {
	backend.Backend
	c *crash
}

func (v crashVendor) Capabilities() backend.Capabilities {
	able := v.Backend.Capabilities()
	if able.Voider != nil {
		able.Voider = crashVoider{able.Voider, v.c}
	}
	return able
}

func (v crashVendor) Prepare(ctx context.Context, op backend.Operation, stamp backend.Stamp) (backend.Token, error) {
	v.c.at("before-prepare")
	defer v.c.at("after-prepare")
	return v.Backend.Prepare(ctx, op, stamp)
}

func (v crashVendor) Submit(ctx context.Context, op backend.Operation, token backend.Token, hook func() error) backend.Reply {
	defer v.c.at("reply")
	return v.Backend.Submit(ctx, op, token, v.c.armedBy(hook))
}

func (v crashVendor) Resolve(ctx context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	v.c.at("before-look")
	defer v.c.at("after-look")
	return v.Backend.Resolve(ctx, op, token)
}

type crashVoider struct {
	backend.Voider
	c *crash
}

func (v crashVoider) Void(ctx context.Context, op backend.Operation, token backend.Token, hook func() error) backend.Reply {
	defer v.c.at("void-reply")
	return v.Voider.Void(ctx, op, token, v.c.armedBy(hook))
}

func (c *crash) armedBy(hook func() error) func() error {
	return func() error {
		err := hook()
		c.arm(err == nil)
		return err
	}
}

// dialer puts the steps round the first write of a request that moves money.
func (c *crash) dialer(dial dialer) dialer {
	if c == nil {
		return dial
	}
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return crashConn{conn, c}, nil
	}
}

type crashConn struct {
	net.Conn
	c *crash
}

// SetLinger passes on what the transport asks of a connection that it gives up.
func (c crashConn) SetLinger(sec int) error {
	if tcp, ok := c.Conn.(interface{ SetLinger(int) error }); ok {
		return tcp.SetLinger(sec)
	}
	return nil
}

func (c crashConn) Write(b []byte) (int, error) {
	if !c.c.disarm() {
		return c.Conn.Write(b)
	}
	c.c.at("before-write")
	half, err := c.Conn.Write(b[:len(b)/2])
	if err != nil {
		return half, err
	}
	c.c.at("mid-write")
	rest, err := c.Conn.Write(b[len(b)/2:])
	if err == nil {
		c.c.at("after-write")
	}
	return half + rest, err
}
