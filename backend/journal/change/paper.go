package change

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"time"

	"guitai/backend/journal"
)

// PaperReader is what a transaction on papers must be able to tell.
type PaperReader interface {
	// Head is the newest link of the audit.
	Head() (journal.Head, error)
	// Paper reads one, also one that was removed; false if there never was any.
	Paper(kind, key string) (PaperRow, bool, error)
}

// PaperRow is a paper as it is stored. A removed one stays as a row without a body,
// so that its versions go on.
type PaperRow struct {
	Kind, Key string
	Ver       int64
	Gone      bool
	Body      []byte
	Updated   int64 // Unix milliseconds
}

// noted is what the audit says where no operation is concerned.
type noted struct {
	Seq      int64             `json:"seq"`
	At       int64             `json:"at"` // Unix milliseconds
	Who      string            `json:"who,omitempty"`
	Approver string            `json:"approver,omitempty"`
	Till     string            `json:"till,omitempty"`
	From     string            `json:"from,omitempty"`
	What     string            `json:"what"`
	About    string            `json:"about,omitempty"`
	Reason   string            `json:"reason,omitempty"`
	Detail   map[string]string `json:"detail,omitempty"`
	Paper    *mark             `json:"paper,omitempty"`
}

// mark is which paper was stored with an entry, so that one edited behind the
// journal's back no longer fits.
type mark struct {
	Kind   string `json:"kind"`
	Key    string `json:"key"`
	Ver    int64  `json:"ver"`
	Digest string `json:"digest"`
}

// Put works out the next version of a paper.
func Put(r PaperReader, p journal.Paper, n journal.Note, now time.Time) (journal.Paper, *Set, error) {
	if p.Kind == "" || p.Key == "" {
		return p, nil, errors.New("journal: a paper needs a kind and a key")
	}
	row, found, err := r.Paper(p.Kind, p.Key)
	if err != nil {
		return p, nil, err
	}
	have := row.Ver
	if row.Gone {
		have = 0
	}
	switch {
	case p.Ver != have:
		return p, nil, journal.ErrChanged
	case p.Body == nil && have == 0:
		return p, nil, journal.ErrNotFound
	}
	next := PaperRow{Kind: p.Kind, Key: p.Key, Ver: row.Ver + 1, Gone: p.Body == nil,
		Body: append([]byte{}, p.Body...), Updated: milli(now)}
	set := &Set{New: !found, Paper: &next}
	set.Audit, err = note(r, n, &mark{next.Kind, next.Key, next.Ver, digestOf(next)}, now)
	stored := next.Paper()
	if next.Gone {
		stored = journal.Paper{Kind: p.Kind, Key: p.Key}
	}
	return stored, set, err
}

// Tell works out an entry of the audit alone.
func Tell(r PaperReader, n journal.Note, now time.Time) (*Set, error) {
	sealed, err := note(r, n, nil, now)
	return &Set{Audit: sealed}, err
}

// Accepted is what the audit says when a journal that lacks something is accepted.
func Accepted(n journal.Note, lost *journal.AnchorError) journal.Note {
	n.Detail = maps.Clone(n.Detail)
	if n.Detail == nil {
		n.Detail = make(map[string]string)
	}
	n.Detail["missing"] = number(lost.Anchored.Seq)
	n.Detail["noted"] = lost.At.UTC().Format(time.RFC3339)
	return n
}

func note(r PaperReader, n journal.Note, paper *mark, now time.Time) (Sealed, error) {
	if n.What == "" {
		return Sealed{}, errors.New("journal: a note needs to say what was done")
	}
	head, err := r.Head()
	if err != nil {
		return Sealed{}, err
	}
	who := n.Who
	if who == "" {
		who = program
	}
	return seal(head, "", noted{head.Seq + 1, milli(now), who, n.Approver, n.Till, n.From, n.What, n.About,
		n.Reason, n.Detail, paper})
}

// Paper is the row as it is handed out.
func (r PaperRow) Paper() journal.Paper {
	return journal.Paper{Kind: r.Kind, Key: r.Key, Ver: r.Ver, Body: append([]byte{}, r.Body...), UpdatedAt: instant(r.Updated)}
}

// digestOf is the SHA-256 over everything that is stored of a paper.
func digestOf(r PaperRow) string {
	h := sha256.New()
	write(h, r.Kind, r.Key, number(r.Ver), strconv.FormatBool(r.Gone), string(r.Body), number(r.Updated))
	return hex.EncodeToString(h.Sum(nil))
}

// openNote reads an entry that is not about an operation.
func (s Sealed) openNote() (noted, error) {
	var n noted
	if err := json.Unmarshal([]byte(s.Text), &n); err != nil {
		return n, fmt.Errorf("%w: audit entry %d cannot be read", ErrBroken, s.Seq)
	}
	if n.Seq != s.Seq || s.OpID != "" || n.What == "" {
		return n, fmt.Errorf("%w: audit entry %d stands for another", ErrBroken, s.Seq)
	}
	return n, nil
}

// Read is the entry as it is handed out, whatever it is about.
func (s Sealed) Read() (journal.Entry, error) {
	if s.OpID == "" {
		n, err := s.openNote()
		return journal.Entry{Seq: s.Seq, At: instant(n.At), Hash: s.Hash, Note: journal.Note{Who: n.Who,
			Approver: n.Approver, Till: n.Till, From: n.From, What: n.What, About: n.About, Reason: n.Reason,
			Detail: n.Detail}}, err
	}
	e, err := s.Open()
	return journal.Entry{Seq: s.Seq, At: instant(e.At), Hash: s.Hash, Note: journal.Note{Who: e.Who, Approver: e.Approver, Reason: e.Reason},
		Op: e.Op, Ver: e.Ver, Before: e.From, After: e.To, Why: e.Why, Attempt: e.Attempt, Class: e.Class,
		Bind: e.Bind}, err
}
