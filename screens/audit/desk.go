package audit

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// Desk is what the screen needs of the counter. Every call asks anew what whoever
// sits here may do.
type Desk interface {
	// May is nil if whoever sits here may read the audit. Errors: KindRight.
	May() error
	// Entries reads a page, the newest first. Errors: KindRight, KindJournal,
	// KindCanceled.
	Entries(ctx context.Context, q Query) (Page, error)
	// Verify walks the whole chain and compares it with what is stored. tell is called
	// now and then, from the goroutine of the call, with how many of all links were
	// walked. An error says that it could not be done. Errors: as Entries.
	Verify(ctx context.Context, tell func(done, all int64)) (Verdict, error)
}

// Kind sorts entries by what they are about.
type Kind uint8

// The kinds.
const (
	KindAll    Kind = iota
	KindMoney       // operations
	KindMember      // what is known of members
	KindStaff       // people, roles, keys, approvals
	KindPIN         // PINs that were tried
	KindOther       // settings and the rest
)

// Query chooses entries. Zero fields choose everything.
type Query struct {
	Kind Kind
	// Who is somebody's name, as Page.Names has it.
	Who string
	// Slip is the short number of an operation, with or without #.
	Slip string
	// From and To bound the time, both included.
	From, To time.Time
	// Before is the Next of the page before this one, 0 for the first page.
	Before int64
}

// Page is a stretch of the audit.
type Page struct {
	Entries []Entry
	// Next leads to the next page; 0 is none. A page may be short, or empty, and
	// still have one: only so many entries are looked through at once.
	Next int64
	// Names are those of everybody who works here.
	Names []string
}

// Entry is one entry.
type Entry struct {
	Seq           int64
	At            time.Time
	Who, Approver safe.Text
	// Program says that nobody did it.
	Program    bool
	Till, From safe.Text
	// What is the word under which it is stored, "" for an operation's change; About
	// is who or what it speaks of.
	What          string
	About, Reason safe.Text
	// Op is there for an operation's change.
	Op     *Op
	Detail []Detail
	Hash   string
}

// Op is the change of an operation.
type Op struct {
	ID, Slip      string
	Kind          backend.OpKind
	Amount        money.Amount // in yuan
	Points        money.Points
	Before, After backend.State
	Why           backend.Why
	Version       int64
	Attempt       int
	Class         safe.Text
	Bound         int64
}

// Detail is a further word of an entry.
type Detail struct {
	Name  string
	Value safe.Text
}

// Verdict is what walking the chain showed.
type Verdict struct {
	Sound bool
	// Entries is how many links hold, Head the hash of the last one.
	Entries int64
	Head    string
	// Broken is the number of the entry where the chain breaks, 0 where it does not.
	Broken int64
	// Lost says that something noted outside is missing in the journal.
	Lost bool
	// Says is what is wrong, for whoever repairs it.
	Says safe.Text
}
