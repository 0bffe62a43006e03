package sandy

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

// tries is how often a card that moves while it is read is read anew.
const tries = 3

var errMoving = errors.New("card moves while it is read")

// baseline is what the card looked like before the operation. It is kept in the
// token, and so in the journal: its fields never change their meaning.
type baseline struct {
	V         int           `json:"v"`
	At        time.Time     `json:"at"`
	Balance   money.Amount  `json:"balance"`
	Points    money.Points  `json:"points"`
	Consumed  *money.Amount `json:"consumed,omitempty"`
	Recharged *money.Amount `json:"recharged,omitempty"`
	Head      int64         `json:"head"`
	HeadAt    time.Time     `json:"head_at"`
}

func (b baseline) snapshot() backend.Snapshot {
	return backend.Snapshot{
		At: b.At, Balance: b.Balance, Points: b.Points, Consumed: b.Consumed, Recharged: b.Recharged,
		HeadID: b.Head, HeadAt: b.HeadAt,
	}
}

func parseBaseline(t backend.Token) (baseline, error) {
	var b baseline
	if err := json.Unmarshal(t.Evidence, &b); err != nil {
		return b, fmt.Errorf("token: %w", err)
	}
	if b.V != 1 {
		return b, fmt.Errorf("token: version %d", b.V)
	}
	return b, nil
}

// Baseline implements backend.Baseliner.
func (c *Client) Baseline(t backend.Token) (backend.Snapshot, error) {
	b, err := parseBaseline(t)
	return b.snapshot(), err
}

// Prepare reads the newest row and then the card, which have to agree: then the
// row's id is the watermark above which this operation's row will stand. The
// time is never used for that. A card that keeps moving is KindStale.
func (c *Client) Prepare(ctx context.Context, op backend.Operation, _ backend.Stamp) (backend.Token, error) {
	// A correction is nothing that could be sent, and has a baseline all the same.
	if op.Kind != backend.OpUndo {
		if _, _, err := callOf(op); err != nil {
			return backend.Token{}, err
		}
	}
	for range tries {
		b, agrees, err := c.baseline(ctx, op.MemberID)
		if err != nil {
			return backend.Token{}, err
		}
		if !agrees {
			continue
		}
		evidence, err := json.Marshal(b)
		if err != nil {
			return backend.Token{}, &backend.Error{Op: "sandy.prepare", Kind: backend.KindInternal, Err: err}
		}
		return backend.Token{Evidence: evidence}, nil
	}
	return backend.Token{}, &backend.Error{Op: "sandy.prepare", Kind: backend.KindStale, Err: errMoving}
}

func (c *Client) baseline(ctx context.Context, id string) (b baseline, agrees bool, err error) {
	rows, _, err := c.rows(ctx, historyQuery{CardID: id, Size: pageSize, Page: 1})
	if err != nil {
		return b, false, err
	}
	m, err := c.info(ctx, id)
	if err != nil {
		return b, false, err
	}
	b = baseline{
		V: 1, At: m.ReadAt, Balance: m.Balance, Points: m.Points, Consumed: m.Consumed, Recharged: m.Recharged,
	}
	if len(rows) == 0 {
		return b, true, nil
	}
	head := rows[0]
	b.Head, b.HeadAt = head.ID, head.At
	// A row whose kind does not say what it did to the balance may show any
	// balance; it still is a watermark.
	_, chains := head.Change()
	return b, !chains || head.Balance.Equal(m.Balance), nil
}
