package pospal

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

var (
	errOperation = errors.New("operation of an unknown kind")
	errToken     = errors.New("token is another operation's")
	errDrift     = errors.New("key lies too far ahead of the clock")
)

// mostDrift is how far a key may lie ahead of the clock. Keys count on where the
// clock was set back; going on like that would use up seconds that other tills,
// and this one after losing its journal, will take for new.
const mostDrift = 30 * time.Second

// evidence is what an operation will send and what the member looked like
// before. It is kept in the token, and so in the journal: sending again takes
// everything from here, and its fields never change their meaning.
type evidence struct {
	V   int       `json:"v"`
	UID uid       `json:"uid,string"`
	At  time.Time `json:"at"`
	// Balance (yuan) and Points are those before.
	Balance money.Amount `json:"balance"`
	Points  money.Points `json:"points"`
	// BalanceStep and PointStep are the increments; zero is not sent.
	BalanceStep money.Amount `json:"balance_increment"`
	PointStep   money.Points `json:"point_increment"`
	Remark      string       `json:"remark"`
}

func (e evidence) snapshot() backend.Snapshot {
	return backend.Snapshot{At: e.At, Balance: e.Balance, Points: e.Points}
}

func parseEvidence(op backend.Operation, t backend.Token) (evidence, error) {
	var e evidence
	if err := json.Unmarshal(t.Evidence, &e); err != nil {
		return e, fmt.Errorf("token: %w", err)
	}
	switch {
	case e.V != 1:
		return e, fmt.Errorf("token: version %d", e.V)
	case e.UID <= 0 || e.UID.String() != op.MemberID || t.Key == "":
		return e, errToken
	}
	return e, nil
}

// Prepare takes the member as it was just shown, or reads it anew, and fixes what
// will be sent: the increments that the quote promised, and as the key the stamp's
// second. It keeps a call for the change itself above the reserve. While the
// vendor's clock and ours do not agree it gives KindClock. The
// vendor compares the key as text, so it is written in one zone for ever:
// tills in two zones would otherwise use one key for two moments.
func (c *Client) Prepare(ctx context.Context, op backend.Operation, stamp backend.Stamp) (backend.Token, error) {
	const name = "pospal.prepare"
	balance, points, wrong := stepsOf(op)
	if wrong != nil {
		return backend.Token{}, wrong
	}
	if ahead := time.Unix(int64(stamp), 0).Sub(c.now()); ahead > mostDrift {
		return backend.Token{}, &backend.Error{Op: name, Kind: backend.KindClock, Err: errDrift}
	}
	was, shown := c.seen.before(op, c.now())
	if !shown || c.clock.tooMuch() {
		m, err := c.info(ctx, op.MemberID, opening)
		if err != nil {
			return backend.Token{}, err
		}
		was = backend.Snapshot{At: m.ReadAt, Balance: m.Balance, Points: m.Points}
	}
	if c.clock.tooMuch() {
		return backend.Token{}, &backend.Error{Op: name, Kind: backend.KindClock, Err: errSkew}
	}
	u, ok := uidOf(op.MemberID)
	if !ok {
		return backend.Token{}, notFound(name)
	}
	kept, err := json.Marshal(evidence{
		V: 1, UID: u, At: was.At, Balance: was.Balance, Points: was.Points,
		BalanceStep: balance, PointStep: points, Remark: remarkOf(op),
	})
	if err != nil {
		return backend.Token{}, &backend.Error{Op: name, Kind: backend.KindInternal, Err: err}
	}
	token := backend.Token{Key: time.Unix(int64(stamp), 0).In(china()).Format(time.DateTime), Evidence: kept}
	if !c.meter.promise(c.now(), token) {
		return backend.Token{}, &backend.Error{Op: name, Kind: backend.KindQuota, Err: errQuota}
	}
	return token, nil
}

// stepsOf gives the increments of an operation, or says which field of it cannot
// be sent. One that would change nothing is refused here: at the vendor it would
// succeed and use its key up.
func stepsOf(op backend.Operation) (balance money.Amount, points money.Points, err *backend.Error) {
	const name = "pospal.prepare"
	q := op.Quote
	switch op.Kind {
	case backend.OpRecharge:
		if op.Amount.Sign() <= 0 {
			return balance, points, invalid(name, "amount")
		}
		if q.GiftMoney.Sign() < 0 || q.GiftPoints.Sign() < 0 {
			return balance, points, invalid(name, "quote")
		}
		balance, points = op.Amount.Add(q.GiftMoney), q.GiftPoints
	case backend.OpConsume:
		if op.Amount.Sign() <= 0 {
			return balance, points, invalid(name, "amount")
		}
		points = q.PointsAfter.Sub(q.PointsBefore)
		if q.Collect.Sign() < 0 || q.Net.Cmp(q.Collect) < 0 || op.Amount.Cmp(q.Net) < 0 || points.Sign() < 0 {
			return balance, points, invalid(name, "quote")
		}
		balance = q.Net.Sub(q.Collect).Neg()
	case backend.OpRedeem:
		if op.Points.Sign() <= 0 {
			return balance, points, invalid(name, "points")
		}
		points = op.Points.Neg()
	case backend.OpUndo:
		u := op.Undo
		if u == nil || u.Principal.Sign() < 0 || u.Gift.Sign() < 0 || u.Points.Sign() < 0 || !u.Principal.Add(u.Gift).Equal(op.Amount) {
			return balance, points, invalid(name, "undo")
		}
		balance, points = u.Due()
	default:
		return balance, points, &backend.Error{Op: name, Kind: backend.KindInternal, Err: errOperation}
	}
	if balance.IsZero() && points.IsZero() {
		return balance, points, invalid(name, "amount")
	}
	return balance, points, nil
}

// remarkOf is what a person finds beside the change in the vendor's back office:
// which operation, at which till, by whom, and for a recharge what was paid, how,
// and what was given, since the increment holds both together. A correction names
// what it takes back.
func remarkOf(op backend.Operation) string {
	parts := []string{op.ID, short(op.Till), short(op.Operator)}
	if op.Kind == backend.OpRecharge {
		parts = append(parts, "充"+op.Amount.String(), short(op.PayType.Name.String()))
		if op.Quote.GiftMoney.Sign() > 0 {
			parts = append(parts, "送"+op.Quote.GiftMoney.String())
		}
	}
	if op.Undo != nil {
		parts = append(parts, "更正#"+op.Undo.Slip)
	}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

// short keeps 16 characters that every column of the vendor's can hold.
func short(s string) string {
	kept := make([]rune, 0, 16)
	for _, r := range s {
		if len(kept) == cap(kept) {
			break
		}
		if r <= maxRune {
			kept = append(kept, r)
		}
	}
	return string(kept)
}

// maxRune is the last character of the basic plane. There are signs that the
// vendor keeps texts in columns that hold no others, such as emoji.
const maxRune = 0xFFFF
