package change

import (
	"fmt"
	"time"

	"guitai/backend/journal"
)

// Chain follows an audit entry by entry and remembers what it says of papers.
type Chain struct {
	// Head is the newest link that was followed.
	Head journal.Head
	// Notes is how many of the links are not about an operation.
	Notes  int64
	papers map[paperKey]mark
}

type paperKey struct{ kind, key string }

// NewChain begins after a link that is taken on trust; Genesis is the one to trust.
func NewChain(after journal.Head) *Chain {
	return &Chain{Head: after, papers: make(map[paperKey]mark)}
}

// Follow checks that s is the next link.
func (c *Chain) Follow(s Sealed) error {
	if s.Seq != c.Head.Seq+1 {
		return fmt.Errorf("%w: audit entry %d is missing", ErrBroken, c.Head.Seq+1)
	}
	if s.Prev != c.Head.Hash {
		return fmt.Errorf("%w: audit entry %d does not follow the one before", ErrBroken, s.Seq)
	}
	sum, err := link(s.Prev, s.Text)
	if err != nil || sum != s.Hash {
		return fmt.Errorf("%w: audit entry %d was changed", ErrBroken, s.Seq)
	}
	if s.OpID != "" {
		_, err = s.Open()
	} else {
		err = c.noted(s)
	}
	if err != nil {
		return err
	}
	c.Head = journal.Head{Seq: s.Seq, Hash: s.Hash}
	return nil
}

func (c *Chain) noted(s Sealed) error {
	n, err := s.openNote()
	if err != nil {
		return err
	}
	c.Notes++
	if p := n.Paper; p != nil {
		c.papers[paperKey{p.Kind, p.Key}] = *p
	}
	return nil
}

// Papers checks that these, and no others, are what the audit told of. The chain
// must have been followed from its beginning.
func (c *Chain) Papers(rows []PaperRow) error {
	for _, row := range rows {
		told, known := c.papers[paperKey{row.Kind, row.Key}]
		if !known || told.Ver != row.Ver || told.Digest != digestOf(row) {
			return fmt.Errorf("%w: paper %s %s is not what the audit says", ErrBroken, row.Kind, row.Key)
		}
	}
	if len(rows) != len(c.papers) {
		return fmt.Errorf("%w: %d papers, but the audit knows %d", ErrBroken, len(rows), len(c.papers))
	}
	return nil
}

// Mark is a link of the audit as it was noted outside the journal.
type Mark struct {
	journal.Head
	At time.Time
	// Accepted says that a person accepted the journal with this link: what was
	// noted before holds no longer.
	Accepted bool
}

// Anchored checks that a journal has every link that was noted of it outside.
// hashOf reads a link's hash, "" for none. The error is a *journal.AnchorError.
func Anchored(marks []Mark, head journal.Head, hashOf func(seq int64) (string, error)) error {
	from := 0
	for i, m := range marks {
		if m.Accepted {
			from = i
		}
	}
	for _, m := range marks[from:] {
		hash := ""
		if m.Seq <= head.Seq {
			var err error
			if hash, err = hashOf(m.Seq); err != nil {
				return err
			}
		}
		if hash != m.Hash {
			return &journal.AnchorError{Anchored: m.Head, At: m.At, Have: head}
		}
	}
	return nil
}
