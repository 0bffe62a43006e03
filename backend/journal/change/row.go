package change

import (
	"bytes"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
)

// Row is a record as it is stored, without its attempts. Amounts are whole fen,
// points hundredths, times Unix milliseconds with 0 for none; the texts from
// Operation on are JSON, "" for none.
type Row struct {
	ID, Backend, Account, Subject string
	Kind                          string
	AmountFen, Points             int64
	PayType                       string
	Stamp, SlipNo                 int64
	Till, Cashier, RetryOf        string
	// UndoOf is the operation that an undo takes back, "" for every other kind.
	UndoOf                     string `json:",omitempty"`
	State                      string
	Ver                        int64
	Voided                     bool
	Why                        string
	Created, Updated, Settled  int64
	SendBy, NextLook           int64
	Collected, Acknowledged    int64
	TokenKey                   string
	TokenEvidence              []byte
	Operation, Quote           string
	Receipt, Evidence, Refusal string
	// Incident is JSON like the others, and IncidentOpen what of it is indexed.
	Incident     string `json:",omitempty"`
	IncidentOpen bool   `json:",omitempty"`
}

// AttemptRow is one attempt as it is stored.
type AttemptRow struct {
	N      int64
	Void   bool
	At     int64
	Wrote  bool
	HTTP   int64
	Class  string
	Closed int64
	Body   []byte
}

// SeenRow is one row of a vendor's history as it is stored. Ids are the
// vendor's and count per account; the subject is the card it was seen on.
type SeenRow struct {
	ID      int64
	Subject string
	Event   string
	OpID    string
}

// Card is what one lock and one sequence of stamps belong to.
type Card struct{ Backend, Account, Subject string }

// Card is the row's card.
func (r Row) Card() Card { return Card{r.Backend, r.Account, r.Subject} }

// maxBody bounds what is kept of a reply. The vendors' clients cut it already;
// it is cut again so that recording an outcome cannot fail for its length.
const maxBody = 64 << 10

// ToRow flattens a record. It fails only for a record that no journal made.
func ToRow(r journal.Record) (Row, error) {
	no, err := slipNumber(r.Slip)
	if err != nil {
		return Row{}, err
	}
	row := Row{
		ID: r.ID, Backend: r.Account.Backend, Account: r.Account.Name, Subject: r.MemberID,
		Kind: r.Kind.String(), AmountFen: r.Amount.Fen(), Points: r.Points.Hundredths(), PayType: r.PayType.ID,
		Stamp: int64(r.Stamp), SlipNo: no, Till: r.Till, Cashier: r.Operator, RetryOf: r.RetryOf,
		State: string(r.State), Ver: r.Ver, Voided: r.Voided, Why: string(r.Why),
		Created: milli(r.CreatedAt), Updated: milli(r.UpdatedAt), Settled: milli(r.SettledAt),
		SendBy: milli(r.SendBy), NextLook: milli(r.NextLook),
		Collected: milli(r.Collected), Acknowledged: milli(r.Acknowledged),
		TokenKey: r.Token.Key, TokenEvidence: copied(r.Token.Evidence),
		IncidentOpen: r.Incident.Open(),
	}
	if r.Undo != nil {
		row.UndoOf = r.Undo.Of
	}
	return row, encode(r, &row)
}

// ToRecord is the inverse of ToRow. Times come back in UTC.
func ToRecord(row Row, attempts []AttemptRow) (journal.Record, error) {
	r := journal.Record{
		Account: journal.Account{Backend: row.Backend, Name: row.Account},
		Stamp:   backend.Stamp(row.Stamp),
		Token:   backend.Token{Key: row.TokenKey, Evidence: copied(row.TokenEvidence)},
		Ver:     row.Ver, SendBy: instant(row.SendBy),
	}
	err := decode(row, &r)
	r.State, r.Why, r.Slip = backend.State(row.State), backend.Why(row.Why), Slip(row.SlipNo)
	r.Voided = row.Voided
	r.CreatedAt, r.UpdatedAt, r.SettledAt = instant(row.Created), instant(row.Updated), instant(row.Settled)
	r.NextLook, r.Collected, r.Acknowledged = instant(row.NextLook), instant(row.Collected), instant(row.Acknowledged)
	for _, a := range attempts {
		r.Attempts = append(r.Attempts, backend.Attempt{
			N: int(a.N), Void: a.Void, At: instant(a.At), Wrote: a.Wrote, HTTP: int(a.HTTP),
			Class: parseClass(a.Class), Closed: instant(a.Closed), Body: copied(a.Body),
		})
	}
	return r, err
}

func toAttempt(a backend.Attempt) AttemptRow {
	return AttemptRow{
		N: int64(a.N), Void: a.Void, At: milli(a.At), Wrote: a.Wrote, HTTP: int64(a.HTTP),
		Class: a.Class.String(), Closed: milli(a.Closed), Body: copied(a.Body[:min(len(a.Body), maxBody)]),
	}
}

// parseClass reads what String wrote; anything else is unclear, which claims
// nothing.
func parseClass(s string) backend.ReplyClass {
	for c := backend.ReplyUnclear; c <= backend.ReplyDuplicate; c++ {
		if c.String() == s {
			return c
		}
	}
	return backend.ReplyUnclear
}

// sums tells whether the indexed columns still say what the operation says.
func (r Row) sums(op backend.Operation) bool {
	undoOf := ""
	if op.Undo != nil {
		undoOf = op.Undo.Of
	}
	return r.ID == op.ID && r.UndoOf == undoOf && r.Subject == op.MemberID && r.Kind == op.Kind.String() &&
		money.FromFen(r.AmountFen).Equal(op.Amount) && money.PointsFromHundredths(r.Points).Equal(op.Points)
}

func milli(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// copied makes no bytes and nil the same, as most databases do, and lets nobody
// change what is stored by changing what was handed over.
func copied(b []byte) []byte {
	if len(b) == 0 {
		return nil
	}
	return bytes.Clone(b)
}
