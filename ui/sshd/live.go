package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/crypto/ssh"

	"guitai/ui/lang"
	"guitai/ui/term"
)

// live is one session from its shell to its end.
type live struct {
	server  *Server
	door    *door
	conn    ssh.Conn
	channel ssh.Channel
	session Session
	opened  time.Time
	in      *input
	out     *output

	ctx    context.Context
	cancel context.CancelCauseFunc
	ending atomic.Bool
	gone   chan struct{} // closed when the client's side of the channel is

	// asked is when the client was last asked whether it is there, which only
	// the sweep reads and writes; awaited tells that it has not answered.
	asked   time.Time
	awaited atomic.Bool
}

func newLive(a *asking) *live {
	s := a.server
	v := &live{server: s, door: a.door, conn: a.conn, channel: a.channel,
		opened: s.o.Clock(), gone: make(chan struct{}), out: &output{ch: a.channel}}
	v.ctx, v.cancel = context.WithCancelCause(a.parent)
	v.asked = v.opened
	v.in = newInput(a.channel, s.o.Clock, s.o.Observer.dropped)
	id := a.conn.SessionID()
	v.session = Session{
		ID: fmt.Sprintf("%x", id[:min(len(id), 8)]), Person: a.person, Print: a.print, Remote: a.door.addr,
		In: v.in, Out: v.out, Size: a.window.first, Resize: a.window.out, Env: a.env,
		LastKey: v.in.lastTyped, Draining: s.draining,
	}
	return v
}

func (v *live) info() Info {
	p := v.session.Person
	return Info{ID: v.session.ID, PersonID: p.ID, Name: p.Name, Till: p.Till, Remote: v.session.Remote,
		Key: v.session.Print.String(), Opened: v.opened, LastKey: v.in.lastTyped()}
}

// run runs the program and ends the session.
func (v *live) run() {
	s := v.server
	defer s.live.leave(v)
	s.o.Observer.opened(v.info())
	s.o.Logger.Info("session opened", "session", v.session.ID, "person", v.session.Person.ID, "till", v.session.Person.Till,
		"remote", v.session.Remote, "key", v.session.Print.String())
	err := v.program()
	why := v.why(err)
	v.finish(why)
	s.o.Observer.closed(v.info(), why)
	attrs := []any{"session", v.session.ID, "person", v.session.Person.ID, "why", string(why)}
	if why == EndFailed {
		attrs = append(attrs, "error", brief(err))
	}
	s.o.Logger.Info("session closed", attrs...)
}

// errFault is what a panic of the program becomes.
var errFault = errors.New("sshd: the program panicked")

func (v *live) program() (err error) {
	defer func() {
		if p := recover(); p != nil {
			v.server.logPanic("program", p)
			err = errFault
		}
	}()
	return v.server.o.Run(v.ctx, v.session)
}

func (v *live) why(err error) End {
	var ended *Ended
	var panicked *term.PanicError
	var unwritten *term.WriteError
	switch {
	case errors.As(context.Cause(v.ctx), &ended):
		return ended.Why
	case errors.Is(err, errFault), errors.As(err, &panicked):
		return EndFault
	case v.ctx.Err() != nil, v.in.ended.Load(), errors.As(err, &unwritten):
		return EndHungUp
	case err != nil:
		return EndFailed
	}
	return EndLeft
}

// finish says why, and closes the connection once the client has heard it or
// had time to. A client that does not read is cut off.
func (v *live) finish(why End) {
	cut := time.AfterFunc(v.server.o.Limits.Grace, v.cut)
	defer cut.Stop()
	v.out.last(v.server.endSentence(v.session.Person, why))
	status := struct{ Status uint32 }{1}
	if why == EndLeft {
		status.Status = 0
	}
	_, _ = v.channel.SendRequest("exit-status", false, ssh.Marshal(status))
	_ = v.channel.Close()
	<-v.gone
	v.cancel(nil)
	v.cut()
}

// end asks the program to end, and cuts it off if it does not.
func (v *live) end(why End) {
	if v.ending.Swap(true) {
		return
	}
	v.cancel(&Ended{Why: why})
	time.AfterFunc(v.server.o.Limits.Grace, v.cut)
}

func (v *live) cut() { _ = v.door.Close() }

// hangUp tells that the client's side is closed.
func (v *live) hangUp() {
	v.cancel(nil)
	close(v.gone)
}

// watchStderr ends a session whose client sends what only a server does. Such
// bytes would be kept for a reader who never comes.
func (v *live) watchStderr() {
	var b [1]byte
	if n, _ := v.channel.Stderr().Read(b[:]); n > 0 {
		v.end(EndAbuse)
	}
}

func (s *Server) endSentence(p Person, why End) string {
	text := sentences(p)
	switch why {
	case EndIdle:
		return lang.Fill(text.Idle, "minutes", minutes(s.o.Limits.Idle))
	case EndTooLong:
		return lang.Fill(text.TooLong, "hours", fmt.Sprint(int(s.o.Limits.Longest.Hours())))
	case EndRevoked:
		return text.Revoked
	case EndKicked:
		return text.Kicked
	case EndStopped:
		return text.Stopped
	case EndFault, EndFailed:
		return text.Fault
	case EndAbuse:
		return text.Abuse
	}
	return ""
}

func minutes(d time.Duration) string { return fmt.Sprint(int(d.Minutes())) }

// output is the screen's side of a channel. One write goes on at a time: the
// library keeps one packet's memory for each channel.
type output struct {
	mu   sync.Mutex
	ch   io.Writer
	shut bool
}

// maxPacket bounds what is written at once, and with it the memory that the
// library keeps for each session's next packet.
const maxPacket = 4 << 10

func (o *output) Write(p []byte) (n int, err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.shut {
		return 0, io.ErrClosedPipe
	}
	return o.write(p)
}

func (o *output) write(p []byte) (n int, err error) {
	for len(p) > 0 && err == nil {
		var m int
		m, err = o.ch.Write(p[:min(len(p), maxPacket)])
		n, p = n+m, p[m:]
	}
	return n, err
}

// last writes the last line, unless the program's own last write still waits
// for a client that does not read.
func (o *output) last(line string) {
	if !o.mu.TryLock() {
		return
	}
	defer o.mu.Unlock()
	o.shut = true
	if line != "" {
		_, _ = o.write([]byte("\r" + line + "\r\n"))
	}
}
