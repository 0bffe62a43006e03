package sshd

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/netip"
	"time"

	"golang.org/x/crypto/ssh"

	"guitai/ui/term"
)

// Print is the SHA-256 of a public key as it travels, which is what people read
// as "SHA256:…". It is compared byte by byte, as no text is folded there.
type Print [32]byte

// Person is somebody who may come in with one key.
type Person struct {
	// ID tells people apart; it is what Kick and the limits go by.
	ID, Name string
	// Till is the till that this person or this key sits at; may be empty.
	Till string
	// Lang is the language of the sentences here: zh-Hans or en.
	Lang string
	// From are the addresses the key may come from; none: any.
	From []netip.Prefix
}

// Staff knows who may come in. Its methods are called from many goroutines and
// must answer from memory: ByKey is asked for every live session each second,
// one after another.
type Staff interface {
	// ByKey gives the person whose key has exactly this fingerprint, and false
	// if there is none or they may not come in any more. A session ends within
	// two seconds after its key gives nobody, another person, or addresses it
	// does not come from.
	ByKey(Print) (Person, bool)
	// Any tells whether anybody could come in at all.
	Any() bool
}

// Run is the program: it runs on the session's streams until it ends. When ctx
// ends it has to restore the terminal and return, at once; what it does not
// manage within [Limits.Grace] is cut off. Its error is for the log; a nil error
// is a person who left. The cause of ctx is an [*Ended] where the server ended
// the session; the sentence about it is written here, after Run returned.
type Run func(ctx context.Context, s Session) error

// Session is one person at one terminal.
type Session struct {
	// ID is unique, also between servers, and secret to nobody.
	ID     string
	Person Person
	// Print is the key that was proven.
	Print  Print
	Remote netip.Addr
	// In is what is typed, within a budget of bytes. It ends with the session.
	In io.Reader
	// Out is the screen. A client that stops reading blocks its own Write only.
	Out  io.Writer
	Size term.Size
	// Resize brings later sizes, the newest in place of those nobody took.
	Resize <-chan term.Size
	// Env holds TERM, and LANG and COLORTERM if the client sent them.
	Env []string
	// LastKey is when something was last typed; what is written does not count.
	LastKey func() time.Time
	// Draining is closed when the server is about to stop: whoever sits here
	// should finish and leave.
	Draining <-chan struct{}
}

// Terminal is the session as ui/term runs it.
func (s Session) Terminal() term.Session {
	return term.Session{In: s.In, Out: s.Out, Size: s.Size, Resize: s.Resize, Env: s.Env}
}

// Options is what a server needs. Staff, Run and HostKey must be given.
type Options struct {
	Staff   Staff
	Run     Run
	HostKey ssh.Signer
	// Clock tells the time; nil: the wall clock.
	Clock func() time.Time
	// Logger gets what people who look after the server should know; nil: none.
	Logger   *slog.Logger
	Observer Observer
	Limits   Limits
}

// Limits are how much anybody may have; zero is the value named.
type Limits struct {
	// Sessions is how many may sit at once: 64, at most 1,000.
	Sessions int
	// PerPerson is how many sessions one person may have at once: 2.
	PerPerson int
	// Connections is how many may be open at once, 128 or 64 more than
	// Sessions, whichever is more.
	Connections int
	// Waiting is how many connections may be on their way to a session: 10,
	// and WaitingPerHost of one address: 3.
	Waiting, WaitingPerHost int
	// PerMinute is how many connections of an address may be let in within a
	// minute that do not become a session: 10. One more and it is banned, for a minute and
	// then for twice as long each time, up to an hour. An IPv6 network of 64
	// bits counts as one address.
	PerMinute int
	// Handshake is how long it may take to prove a key: 10 s. A connection
	// that has no session a second or two after that time is closed as well.
	Handshake time.Duration
	// Idle is how long nobody may type: 15 minutes.
	Idle time.Duration
	// Longest is how long a session may last: 12 hours.
	Longest time.Duration
	// Keepalive is after what silence a client is asked whether it is still
	// there: 30 s. One that does not answer for twice as long is taken for gone.
	Keepalive time.Duration
	// Grace is how long a session that has to end may take to say so: 900 ms.
	Grace time.Duration
}

func (l Limits) withDefaults() Limits {
	count := func(n *int, otherwise int) {
		if *n <= 0 {
			*n = otherwise
		}
	}
	last := func(d *time.Duration, otherwise time.Duration) {
		if *d <= 0 {
			*d = otherwise
		}
	}
	count(&l.Sessions, 64)
	l.Sessions = min(l.Sessions, 1000)
	count(&l.PerPerson, 2)
	count(&l.Connections, max(128, l.Sessions+64))
	count(&l.Waiting, 10)
	count(&l.WaitingPerHost, 3)
	count(&l.PerMinute, 10)
	last(&l.Handshake, 10*time.Second)
	last(&l.Idle, 15*time.Minute)
	last(&l.Longest, 12*time.Hour)
	last(&l.Keepalive, 30*time.Second)
	last(&l.Grace, 900*time.Millisecond)
	return l
}

var (
	// ErrNoStaff is returned by New where nobody could come in.
	ErrNoStaff = errors.New("sshd: there is no staff, so nobody could come in")
	// ErrNoProgram is returned by New where there is nothing to run.
	ErrNoProgram = errors.New("sshd: there is no program to run")
	// ErrNoHostKey is returned by New without a host key: one that was made on
	// the way would be one that nobody could have compared.
	ErrNoHostKey = errors.New("sshd: there is no host key")
	// ErrServing is returned by a second Serve.
	ErrServing = errors.New("sshd: it serves already")
)

func (o Options) checked() (Options, error) {
	switch {
	case o.Run == nil:
		return o, ErrNoProgram
	case o.Staff == nil || !o.Staff.Any():
		return o, ErrNoStaff
	case o.HostKey == nil:
		return o, ErrNoHostKey
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	o.Limits = o.Limits.withDefaults()
	return o, nil
}
