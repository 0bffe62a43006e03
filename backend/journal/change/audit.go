package change

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"strconv"

	"guitai/backend"
	"guitai/backend/journal"
)

// ErrBroken: what is stored is not what was stored. Errors that wrap it say
// where.
var ErrBroken = errors.New("journal: broken")

// Entry is what the audit says about one change.
type Entry struct {
	Seq      int64         `json:"seq"`
	At       int64         `json:"at"` // Unix milliseconds
	Who      string        `json:"who"`
	Approver string        `json:"approver,omitempty"`
	Op       string        `json:"op"`
	Ver      int64         `json:"ver"`
	From     backend.State `json:"from,omitempty"`
	To       backend.State `json:"to"`
	Why      backend.Why   `json:"why,omitempty"`
	Reason   string        `json:"reason,omitempty"`
	Attempt  int           `json:"attempt,omitempty"`
	Class    string        `json:"class,omitempty"`
	Bind     int64         `json:"bind,omitempty"`
	// Incident is the whole of it whenever it was opened, added to or closed, so
	// that one is still known after the next has taken its place in the record.
	Incident json.RawMessage `json:"incident,omitempty"`
	// Digest is that of the record after the change, so that a record edited
	// behind the journal's back no longer fits its last entry.
	Digest string `json:"digest"`
}

// Sealed is an entry in the chain; OpID is "" for those that are not about an
// operation. Hash is SHA-256 over the 32 bytes of Prev and the entry's text as it
// is stored. Both are hexadecimal.
type Sealed struct {
	Seq              int64
	OpID, Prev, Hash string
	Text             string
}

// Genesis is the head of an audit without entries.
func Genesis() journal.Head { return journal.Head{Hash: hex.EncodeToString(make([]byte, sha256.Size))} }

// seal makes the link after head of an entry that has its place already.
func seal(head journal.Head, opID string, entry any) (Sealed, error) {
	text, err := json.Marshal(entry)
	if err != nil {
		return Sealed{}, fmt.Errorf("journal: audit entry: %w", err)
	}
	sum, err := link(head.Hash, string(text))
	return Sealed{Seq: head.Seq + 1, OpID: opID, Prev: head.Hash, Hash: sum, Text: string(text)}, err
}

func link(prev, text string) (string, error) {
	before, err := hex.DecodeString(prev)
	if err != nil || len(before) != sha256.Size {
		return "", fmt.Errorf("%w: %q is no hash", ErrBroken, prev)
	}
	sum := sha256.Sum256(append(before, text...))
	return hex.EncodeToString(sum[:]), nil
}

// Open reads an entry about an operation and checks that it stands where it says.
func (s Sealed) Open() (Entry, error) {
	var e Entry
	if err := json.Unmarshal([]byte(s.Text), &e); err != nil {
		return e, fmt.Errorf("%w: audit entry %d cannot be read", ErrBroken, s.Seq)
	}
	if e.Seq != s.Seq || e.Op != s.OpID || e.Op == "" {
		return e, fmt.Errorf("%w: audit entry %d stands for another", ErrBroken, s.Seq)
	}
	return e, nil
}

// Fits checks a record against its last audit entry.
func Fits(row Row, attempts []AttemptRow, last Sealed) error {
	e, err := last.Open()
	if err != nil {
		return err
	}
	if e.Op != row.ID || e.Ver != row.Ver || string(e.To) != row.State || e.Digest != Digest(row, attempts) {
		return fmt.Errorf("%w: operation %s (%s) is not what audit entry %d says", ErrBroken, Slip(row.SlipNo), row.ID, e.Seq)
	}
	return nil
}

// Digest is the SHA-256 over everything that is stored of a record. It is taken
// over the stored texts, not over a new encoding of them, so that it stays valid
// when the types grow. What was added later counts only where it is set, each
// under its own name, which no number can be taken for: records from before keep
// the digests that their entries tell.
func Digest(row Row, attempts []AttemptRow) string {
	h := sha256.New()
	write(h, row.ID, row.Backend, row.Account, row.Subject, row.Kind, number(row.AmountFen), number(row.Points),
		row.PayType, number(row.Stamp), number(row.SlipNo), row.Till, row.Cashier, row.RetryOf, row.State,
		number(row.Ver), strconv.FormatBool(row.Voided), row.Why, number(row.Created), number(row.Updated),
		number(row.Settled), number(row.SendBy), number(row.NextLook), number(row.Collected),
		number(row.Acknowledged), row.TokenKey, string(row.TokenEvidence), row.Operation, row.Quote,
		row.Receipt, row.Evidence, row.Refusal)
	if row.UndoOf != "" {
		write(h, "undo_of", row.UndoOf)
	}
	if row.Incident != "" || row.IncidentOpen {
		write(h, "incident", row.Incident, strconv.FormatBool(row.IncidentOpen))
	}
	for _, a := range attempts {
		write(h, number(a.N), number(a.At), strconv.FormatBool(a.Wrote), number(a.HTTP), a.Class,
			number(a.Closed), string(a.Body))
		if a.Void {
			write(h, "void")
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

// write puts the length before each text, so that moving a character from one
// column to the next changes the digest.
func write(h hash.Hash, texts ...string) {
	for _, t := range texts {
		h.Write([]byte(number(int64(len(t))) + ":" + t))
	}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }
