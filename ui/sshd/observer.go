package sshd

import (
	"net/netip"
	"time"
)

// End is why a session ended.
type End string

// The ends of a session: the person's own, the client's, and the server's.
const (
	EndLeft        End = "left"        // the program ended by itself
	EndHungUp      End = "hung-up"     // the client went away
	EndFault       End = "fault"       // the program panicked
	EndFailed      End = "failed"      // the program returned an error
	EndIdle        End = "idle"        // nobody typed for too long
	EndTooLong     End = "too-long"    // it lasted as long as a session may
	EndRevoked     End = "revoked"     // the key may no longer come in
	EndKicked      End = "kicked"      // somebody ended it
	EndStopped     End = "stopped"     // the server stops
	EndUnreachable End = "unreachable" // the client did not answer any more
	EndAbuse       End = "abuse"       // the client did what no terminal does
)

// Ended is the cause of the context of a session that the server ended.
type Ended struct{ Why End }

func (e *Ended) Error() string { return "sshd: the session was ended: " + string(e.Why) }

// Refusal is why somebody did not come in or did not get what they asked for.
type Refusal string

// What is refused, from the first packet on.
const (
	RefusedBanned    Refusal = "banned"    // the address is banned
	RefusedRate      Refusal = "rate"      // one connection too many in a minute: banned from now on
	RefusedCrowd     Refusal = "crowd"     // too many connections that are no session yet
	RefusedHost      Refusal = "host"      // too many of them of one address
	RefusedFull      Refusal = "full"      // too many connections in all
	RefusedHandshake Refusal = "handshake" // no handshake, or a broken one
	RefusedKey       Refusal = "key"       // no key of the staff was proven
	RefusedLate      Refusal = "late"      // no session within the time there is for it
	RefusedChannel   Refusal = "channel"   // a channel other than the one session
	RefusedForward   Refusal = "forward"   // forwarding a port
	RefusedRequest   Refusal = "request"   // a command, a file transfer, an agent, a display, a variable
	RefusedPlain     Refusal = "plain"     // a shell without a terminal
	RefusedPerson    Refusal = "person"    // the person has as many sessions as one may have
	RefusedSessions  Refusal = "sessions"  // there are as many sessions as there may be
	RefusedDraining  Refusal = "draining"  // the server is about to stop
)

// Info is a session as others see it.
type Info struct {
	ID             string
	PersonID, Name string
	Till           string
	Remote         netip.Addr
	// Key is the fingerprint as people read it.
	Key     string
	Opened  time.Time
	LastKey time.Time
}

// Observer counts what happens. Its functions may be nil; they are called from
// many goroutines and must return at once.
type Observer struct {
	SessionOpened func(Info)
	SessionClosed func(Info, End)
	Refused       func(Refusal, netip.Addr)
	// Dropped tells the bytes of input that were beyond the budget.
	Dropped func(bytes int)
}

func (o Observer) opened(i Info) {
	if o.SessionOpened != nil {
		o.SessionOpened(i)
	}
}

func (o Observer) closed(i Info, e End) {
	if o.SessionClosed != nil {
		o.SessionClosed(i, e)
	}
}

func (o Observer) refused(r Refusal, a netip.Addr) {
	if o.Refused != nil {
		o.Refused(r, a)
	}
}

func (o Observer) dropped(n int) {
	if o.Dropped != nil && n > 0 {
		o.Dropped(n)
	}
}
