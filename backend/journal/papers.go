package journal

import (
	"context"
	"fmt"
	"time"

	"guitai/backend"
)

// Paper and Note are words that others than the journal speak too.
type (
	Paper = backend.Paper
	Note  = backend.Note
)

// Entry is one link of the audit as it is read back.
type Entry struct {
	Seq int64
	At  time.Time
	Note
	// Op is the operation it speaks of, with the version, the states before and
	// after, and the reason for the state; "" for everything else. An entry about an
	// operation has no What.
	Op      string
	Ver     int64
	Before  backend.State
	After   backend.State
	Why     backend.Why
	Attempt int
	Class   string
	Bind    int64
	Hash    string
}

// AuditFilter chooses entries. Zero fields choose everything.
type AuditFilter struct {
	Op, Who, What string
	// After and Before bound the entries' numbers, both not included; 0 is no
	// bound.
	After, Before int64
	// Since and Until bound their times; Until itself is not included.
	Since, Until time.Time
	// Oldest gives the oldest first; otherwise the newest come first.
	Oldest bool
	// Limit is the most entries wanted; 0 is 1,000.
	Limit int
}

// Head is the newest link of the audit. Kept somewhere else from time to time, it
// shows up a journal that was cut short or set back as a whole.
type Head struct {
	Seq  int64
	Hash string
}

// Link is an entry of the audit as it is stored: Hash is SHA-256 over the 32 bytes of
// Prev and Text. Both are hexadecimal. Op is "" for what is not about an operation.
type Link struct {
	Seq                  int64
	Op, Prev, Hash, Text string
}

// Chained is a store that gives its audit as it is stored, so that somebody else can
// walk the chain, in steps, and carry it away.
type Chained interface {
	// Links reads at most so many links after a number, the oldest first.
	Links(ctx context.Context, after int64, most int) ([]Link, error)
}

// Papers is the part of a journal that is not about operations. Every store that
// is a Journal is also Papers.
type Papers interface {
	// Put stores a paper and what the audit says about it in one transaction, if
	// the stored version is still p.Ver. A nil Body removes it: it then reads as one
	// that was never stored, but its versions go on counting, so that who has an old
	// one cannot take a new paper for it. Errors: ErrChanged, ErrNotFound when
	// removing what is not there, ErrReadOnly, ErrBusy.
	Put(ctx context.Context, p Paper, n Note) (Paper, error)
	// Tell adds to the audit alone. Errors: ErrReadOnly, ErrBusy.
	Tell(ctx context.Context, n Note) error
	// Paper reads one. Errors: ErrNotFound.
	Paper(ctx context.Context, kind, key string) (Paper, error)
	// Papers reads all of a kind, by key.
	Papers(ctx context.Context, kind string) ([]Paper, error)
	// Audit reads entries.
	Audit(ctx context.Context, f AuditFilter) ([]Entry, error)
	// Head tells the newest link of the audit.
	Head(ctx context.Context) (Head, error)
}

// Watcher tells of changes that others made to the same store: other processes
// and other machines as well as other handles.
type Watcher interface {
	// Changes sends, at the latest 2 s after somebody's commit, that there is
	// something new; several changes may come as one. It ends with ctx.
	Changes(ctx context.Context) <-chan struct{}
}

// Process is one program at work for a till on a journal that several machines share.
type Process struct {
	// ID is of the program's run, Machine what people call where it runs.
	ID, Machine, Till string
	// Age is for how long nothing was heard of it, by the database's clock.
	Age time.Duration
	// Own says that it is the one that asks.
	Own bool
}

// Presence tells which programs are at work on a journal that several machines share.
// One that ended in order is not among them; one that has not been heard of for a
// minute is gone, or sleeps.
type Presence interface {
	// Alive lists them, those heard of last first. Errors: ErrUnreachable, ErrBusy.
	Alive(ctx context.Context) ([]Process, error)
}

// Guard knows whether the journal lost something that it had once recorded.
type Guard interface {
	// Young tells until when no stamp may be used as a vendor's key: 60 s from when
	// the journal was made, or accepted after it had been set back, because those
	// that were given before may be unknown to it. The zero time if it may.
	Young(now time.Time) time.Time
	// Accept says that a person knows that the journal was set back or replaced, see
	// AnchorError, and wants to go on with it. What is open in it may have gone
	// further than it shows. Errors: ErrMove if there is nothing to accept,
	// ErrReadOnly, ErrBusy.
	Accept(ctx context.Context, n Note) error
}

// AnchorError is in what Health and Verify return when the journal lacks something
// that was noted of it outside: it was set back to an older copy, or another one
// was put in its place.
type AnchorError struct {
	// Anchored was noted outside at At.
	Anchored Head
	At       time.Time
	// Have is the journal's newest link.
	Have Head
}

// Error says which entry is missing.
func (e *AnchorError) Error() string {
	at := e.At.Format(time.RFC3339)
	if e.Anchored.Seq > e.Have.Seq {
		return fmt.Sprintf("journal: set back or replaced: it ends with entry %d, but entry %d was noted at %s",
			e.Have.Seq, e.Anchored.Seq, at)
	}
	return fmt.Sprintf("journal: replaced: its entry %d is not the one that was noted at %s", e.Anchored.Seq, at)
}
