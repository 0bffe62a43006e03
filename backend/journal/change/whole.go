package change

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"

	"guitai/backend/journal"
)

// Whole takes a whole journal as it is stored, to move it to another store. The parts
// come in the order of the methods, each in the order of its keys, and each row of an
// operation before what speaks of it.
type Whole interface {
	// Meta is a number that the journal keeps about itself.
	Meta(name string, value int64) error
	Op(row Row, attempts []AttemptRow) error
	Seen(a journal.Account, row SeenRow) error
	Paper(row PaperRow) error
	Entry(s Sealed) error
}

// Tally is a Whole that keeps nothing but how much there was and a digest of all of
// it: two journals with the same tally are the same.
type Tally struct {
	Ops, Attempts, Rows, Papers int64
	// Head is the newest link of the audit.
	Head journal.Head
	sum  hash.Hash
}

// NewTally has seen nothing yet.
func NewTally() *Tally { return &Tally{Head: Genesis(), sum: sha256.New()} }

// Digest is over everything that came, hexadecimal.
func (t *Tally) Digest() string { return hex.EncodeToString(t.sum.Sum(nil)) }

// Meta implements Whole.
func (t *Tally) Meta(name string, value int64) error { return t.add("meta", name, value) }

// Op implements Whole.
func (t *Tally) Op(row Row, attempts []AttemptRow) error {
	t.Ops++
	t.Attempts += int64(len(attempts))
	row.TokenEvidence = copied(row.TokenEvidence)
	parts := []any{"op", row}
	for _, a := range attempts {
		a.Body = copied(a.Body)
		parts = append(parts, a)
	}
	return t.add(parts...)
}

// Seen implements Whole.
func (t *Tally) Seen(a journal.Account, row SeenRow) error {
	t.Rows++
	return t.add("seen", a, row)
}

// Paper implements Whole.
func (t *Tally) Paper(row PaperRow) error {
	t.Papers++
	row.Body = copied(row.Body)
	return t.add("paper", row)
}

// Entry implements Whole.
func (t *Tally) Entry(s Sealed) error {
	t.Head = journal.Head{Seq: s.Seq, Hash: s.Hash}
	return t.add("entry", s)
}

func (t *Tally) add(parts ...any) error {
	text, err := json.Marshal(parts)
	if err != nil {
		return fmt.Errorf("journal: tally: %w", err)
	}
	t.sum.Write(text)
	return nil
}

// Both hands every part to one after the other.
func Both(first, second Whole) Whole { return both{first, second} }

type both [2]Whole

func (b both) each(give func(Whole) error) error {
	for _, w := range b {
		if err := give(w); err != nil {
			return err
		}
	}
	return nil
}

func (b both) Meta(name string, value int64) error {
	return b.each(func(w Whole) error { return w.Meta(name, value) })
}

func (b both) Op(row Row, attempts []AttemptRow) error {
	return b.each(func(w Whole) error { return w.Op(row, attempts) })
}

func (b both) Seen(a journal.Account, row SeenRow) error {
	return b.each(func(w Whole) error { return w.Seen(a, row) })
}

func (b both) Paper(row PaperRow) error { return b.each(func(w Whole) error { return w.Paper(row) }) }
func (b both) Entry(s Sealed) error     { return b.each(func(w Whole) error { return w.Entry(s) }) }
