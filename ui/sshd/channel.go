package sshd

import (
	"fmt"
	"strings"
	"time"

	charm "charm.land/ssh"
	"golang.org/x/crypto/ssh"

	"guitai/ui/lang"
	"guitai/ui/term"
)

// otherChannel refuses what is no session: forwarded ports, agents, displays.
func (s *Server) otherChannel(_ *charm.Server, _ *ssh.ServerConn, nc ssh.NewChannel, ctx charm.Context) {
	defer s.recovered("channel", nil)
	why := RefusedChannel
	if strings.HasPrefix(nc.ChannelType(), "direct-") {
		why = RefusedForward
	}
	ctx.Value(doorKey{}).(*door).refuse(why)
	_ = nc.Reject(ssh.Prohibited, "not offered here")
}

// session takes a connection's one session.
func (s *Server) session(_ *charm.Server, conn *ssh.ServerConn, nc ssh.NewChannel, ctx charm.Context) {
	d := ctx.Value(doorKey{}).(*door)
	defer s.recovered("channel", d)
	if d.taken.Swap(true) {
		d.refuse(RefusedChannel)
		_ = nc.Reject(ssh.Prohibited, "one session a connection")
		return
	}
	print, ok := proven(ctx)
	if !ok {
		_ = d.Close()
		return
	}
	person, ok := s.who(print, d.addr)
	if !ok {
		d.refuse(RefusedKey)
		_ = nc.Reject(ssh.Prohibited, "not let in")
		_ = d.Close()
		return
	}
	ch, requests, err := nc.Accept()
	if err != nil {
		_ = d.Close()
		return
	}
	asked := &asking{server: s, door: d, conn: conn, channel: ch, parent: ctx, person: person, print: print}
	asked.answer(requests)
}

// asking is a session channel and what its client asked for so far.
type asking struct {
	server  *Server
	door    *door
	conn    *ssh.ServerConn
	channel ssh.Channel
	parent  charm.Context
	person  Person
	print   Print

	env    []string
	window *window
	live   *live
	over   bool // refused; nothing more is granted
}

// answer answers requests until the channel is closed. It must not stop before
// that and must never write data: the library waits for whoever takes the
// requests, and whoever writes data may wait for the library.
func (a *asking) answer(requests <-chan *ssh.Request) {
	for req := range requests {
		ok := false
		switch req.Type {
		case "pty-req":
			ok = a.pty(req.Payload)
		case "env":
			ok = a.variable(req.Payload)
		case "window-change":
			ok = a.resize(req.Payload)
		case "shell":
			a.shell(req)
			continue
		case "exec", "subsystem":
			a.deny(req, RefusedRequest, sentences(a.person).OnlyDesk)
			continue
		case "signal", "break", "eow@openssh.com", "keepalive@openssh.com":
			// Real terminals send these, and they mean nothing here.
		default:
			a.door.refuse(RefusedRequest)
		}
		_ = req.Reply(ok, nil)
	}
	if a.window != nil {
		a.window.close()
	}
	if a.live != nil {
		a.live.hangUp()
	} else {
		_ = a.door.Close()
	}
}

// pty notes that there is a terminal. Its modes are of no use: nothing here
// echoes or edits lines.
func (a *asking) pty(payload []byte) bool {
	var p struct {
		Term                         string
		Columns, Rows, Width, Height uint32
		Modes                        string
	}
	if a.window != nil || a.live != nil || ssh.Unmarshal(payload, &p) != nil || !plain(p.Term) {
		return false
	}
	a.window = newWindow(cells(p.Columns, p.Rows), a.server.o.Clock)
	a.env = append(a.env, "TERM="+p.Term)
	return true
}

// variable takes the two variables that say what the terminal can show.
func (a *asking) variable(payload []byte) bool {
	var v struct{ Name, Value string }
	if a.live != nil || ssh.Unmarshal(payload, &v) != nil || !plain(v.Value) {
		return false
	}
	if v.Name != "LANG" && v.Name != "COLORTERM" {
		// Clients send a dozen of their own accord, so it is no attack.
		return false
	}
	for _, e := range a.env {
		if strings.HasPrefix(e, v.Name+"=") {
			return false
		}
	}
	a.env = append(a.env, v.Name+"="+v.Value)
	return true
}

// plain tells a short word of printable ASCII.
func plain(v string) bool {
	return len(v) <= 64 && !strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' })
}

func (a *asking) resize(payload []byte) bool {
	var p struct{ Columns, Rows, Width, Height uint32 }
	if a.window == nil || ssh.Unmarshal(payload, &p) != nil {
		return false
	}
	a.window.offer(cells(p.Columns, p.Rows))
	return true
}

// cells is a client's size, which may be any number.
func cells(columns, rows uint32) term.Size {
	const most = 1 << 15
	return term.Size{Width: int(min(columns, most)), Height: int(min(rows, most))}
}

// shell starts the program, once, and only on a terminal.
func (a *asking) shell(req *ssh.Request) {
	s := a.server
	switch {
	case a.live != nil || a.over:
		a.door.refuse(RefusedRequest)
		_ = req.Reply(false, nil)
		return
	case a.window == nil:
		a.deny(req, RefusedPlain, sentences(a.person).NoTerminal)
		return
	}
	v := newLive(a)
	if why := s.live.enter(v); why != "" {
		// A shell that ends at once with a sentence, since a client shows
		// nothing of one that is refused but that.
		_ = req.Reply(true, nil)
		req.WantReply = false
		a.deny(req, why, s.fullSentence(a.person, why))
		return
	}
	s.gate.settle(a.door)
	a.live = v
	_ = req.Reply(true, nil)
	s.start("session", a.door, v.run)
	s.start("input", a.door, v.watchStderr)
}

func (s *Server) fullSentence(p Person, why Refusal) string {
	text := sentences(p)
	switch why {
	case RefusedPerson:
		return lang.Fill(text.PersonFull, "n", fmt.Sprint(s.o.Limits.PerPerson))
	case RefusedDraining:
		return text.Stopping
	}
	return text.Full
}

// sentencePause is how long a refusal waits for its sentence to be shown: OpenSSH
// leaves at the refusal, whatever it has not written yet.
const sentencePause = 200 * time.Millisecond

// deny refuses the session with a sentence and ends the connection. The
// sentence goes first, because clients stop reading at a refusal.
func (a *asking) deny(req *ssh.Request, why Refusal, sentence string) {
	a.door.refuse(why)
	if a.over || a.live != nil {
		_ = req.Reply(false, nil)
		return
	}
	a.over = true
	a.server.start("refusal", a.door, func() {
		// A client that does not read is closed when its time is over.
		_, _ = a.channel.Stderr().Write([]byte(sentence + "\r\n"))
		if req.WantReply {
			time.Sleep(sentencePause)
			_ = req.Reply(false, nil)
		}
		_, _ = a.channel.SendRequest("exit-status", false, ssh.Marshal(struct{ Status uint32 }{1}))
		_ = a.channel.Close()
	})
}

func sentences(p Person) lang.SSHD {
	text, ok := lang.For(p.Lang)
	if !ok {
		text, _ = lang.For("")
	}
	return text.SSHD
}
