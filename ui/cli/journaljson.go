package cli

import (
	"encoding/json"
	"io"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// answerCells is how much of a vendor's answer is printed, in cells.
const answerCells = 4096

// operation is what other programs read of one operation. The names are a
// promise; times are RFC 3339 in the shop's zone, amounts yuan with two decimals
// as text. Text that others wrote is filtered here too, since much of it ends up
// on a terminal.
type operation struct {
	ID       string        `json:"id"`
	Slip     string        `json:"slip"`
	Backend  string        `json:"backend"`
	Account  string        `json:"account"`
	Subject  safe.Text     `json:"subject"`
	Number   safe.Text     `json:"number"`
	Name     safe.Text     `json:"name"`
	Kind     string        `json:"kind"`
	Amount   money.Amount  `json:"amount"`
	Points   money.Points  `json:"points"`
	PayType  *payTypeJSON  `json:"pay_type"`
	State    backend.State `json:"state"`
	Outcome  string        `json:"outcome"`
	Why      backend.Why   `json:"why"`
	Till     safe.Text     `json:"till"`
	Operator safe.Text     `json:"operator"`
	Approver safe.Text     `json:"approver"`
	RetryOf  string        `json:"retry_of"`
	Created  *string       `json:"created_at"`
	Updated  *string       `json:"updated_at"`
	Settled  *string       `json:"settled_at"`
	Collect  *string       `json:"collected_at"`
	Acked    *string       `json:"acknowledged_at"`
	NextLook *string       `json:"next_look_at"`
	Attempts []attemptJSON `json:"attempts"`
	Receipt  *receiptJSON  `json:"receipt"`
	Refusal  *refusalJSON  `json:"refusal"`
	Evidence *evidenceJSON `json:"evidence"`
	Incident *incidentJSON `json:"incident"`
	Undo     *undoJSON     `json:"undo"`
	// Decisions are what persons did with it and why, for one operation alone.
	Decisions []decisionJSON `json:"decisions,omitempty"`
}

// undoJSON is what a correction takes back, null for every other operation.
type undoJSON struct {
	Of        string       `json:"undo_of"`
	Slip      string       `json:"slip"`
	Kind      string       `json:"kind"`
	Principal money.Amount `json:"principal"`
	Gift      money.Amount `json:"gift"`
	Points    money.Points `json:"points"`
	Back      money.Amount `json:"hand_back"`
	Row       int64        `json:"row"`
	Reason    safe.Text    `json:"reason"`
}

func undoOf(u *backend.Undo) *undoJSON {
	if u == nil {
		return nil
	}
	return &undoJSON{u.Of, u.Slip, u.Kind.String(), u.Principal, u.Gift, u.Points, u.Back, u.Row, safe.Line(u.Reason)}
}

type incidentJSON struct {
	Why      backend.Why `json:"why"`
	At       *string     `json:"at"`
	Rows     []rowJSON   `json:"rows"`
	Closed   *string     `json:"closed_at"`
	ClosedBy safe.Text   `json:"closed_by"`
	Reason   safe.Text   `json:"reason"`
}

type payTypeJSON struct {
	ID   safe.Text `json:"id"`
	Name safe.Text `json:"name"`
}

type attemptJSON struct {
	N      int       `json:"n"`
	At     *string   `json:"at"`
	Wrote  bool      `json:"wrote"`
	HTTP   int       `json:"http"`
	Class  string    `json:"class"`
	Closed *string   `json:"closed_at"`
	Answer safe.Text `json:"answer"`
}

type receiptJSON struct {
	Gross      money.Amount `json:"gross"`
	Net        money.Amount `json:"net"`
	Discount   money.Amount `json:"discount"`
	FromCard   money.Amount `json:"from_card"`
	Collect    money.Amount `json:"collect"`
	GiftMoney  money.Amount `json:"gift_money"`
	GiftPoints money.Points `json:"gift_points"`
	Balance    money.Amount `json:"balance"`
	Points     money.Points `json:"points"`
	RowID      int64        `json:"row_id"`
	Matched    bool         `json:"matched"`
	Odd        bool         `json:"odd"`
}

type refusalJSON struct {
	Kind  string    `json:"kind"`
	Code  safe.Text `json:"code"`
	Text  safe.Text `json:"text"`
	Field string    `json:"field"`
}

type evidenceJSON struct {
	Before  snapshotJSON `json:"before"`
	Now     snapshotJSON `json:"now"`
	Rows    []rowJSON    `json:"rows"`
	Chained bool         `json:"chained"`
	Foreign bool         `json:"foreign"`
	Own     bool         `json:"own"`
}

type snapshotJSON struct {
	At        *string       `json:"at"`
	Balance   money.Amount  `json:"balance"`
	Points    money.Points  `json:"points"`
	Consumed  *money.Amount `json:"consumed"`
	Recharged *money.Amount `json:"recharged"`
	HeadID    int64         `json:"head_id"`
	HeadAt    *string       `json:"head_at"`
}

// rowJSON is a history row without the vendor's remarks, which are free text
// about a person.
type rowJSON struct {
	ID      int64        `json:"id"`
	At      *string      `json:"at"`
	Kind    string       `json:"kind"`
	Code    int          `json:"code"`
	Gross   money.Amount `json:"gross"`
	Net     money.Amount `json:"net"`
	Balance money.Amount `json:"balance"`
	Points  money.Points `json:"points"`
	PayType safe.Text    `json:"pay_type"`
	Shop    safe.Text    `json:"shop"`
	Fits    bool         `json:"fits"`
}

// printJSON writes one value for programs and people alike.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return &exitError{1, err}
	}
	return nil
}

func operations(recs []journal.Record, zone *time.Location) []operation {
	out := make([]operation, 0, len(recs))
	for _, rec := range recs {
		out = append(out, operationJSON(rec, zone))
	}
	return out
}

func operationJSON(r journal.Record, zone *time.Location) operation {
	o := operation{
		ID: r.ID, Slip: r.Slip, Backend: r.Account.Backend, Account: r.Account.Name, Subject: safe.Line(r.MemberID),
		Number: r.Number, Name: r.Name, Kind: r.Kind.String(), Amount: r.Amount, Points: r.Points,
		State: r.State, Outcome: r.Outcome().String(), Why: r.Why, Till: safe.Line(r.Till), Operator: safe.Line(r.Operator), Approver: safe.Line(r.Approver), RetryOf: r.RetryOf,
		Created: stamp(r.CreatedAt, zone), Updated: stamp(r.UpdatedAt, zone), Settled: stamp(r.SettledAt, zone),
		Collect: stamp(r.Collected, zone), Acked: stamp(r.Acknowledged, zone), NextLook: stamp(r.NextLook, zone),
		Attempts: make([]attemptJSON, 0, len(r.Attempts)), Evidence: evidenceOf(r.Evidence, zone), Incident: incidentOf(r.Incident, zone), Undo: undoOf(r.Undo),
	}
	if r.PayType != (backend.PayType{}) {
		o.PayType = &payTypeJSON{safe.Line(r.PayType.ID), r.PayType.Name}
	}
	for _, a := range r.Attempts {
		o.Attempts = append(o.Attempts, attemptJSON{a.N, stamp(a.At, zone), a.Wrote, a.HTTP, a.Class.String(),
			stamp(a.Closed, zone), safe.LineMax(string(a.Body), answerCells)})
	}
	if c := r.Receipt; c != nil {
		o.Receipt = &receiptJSON{c.Gross, c.Net, c.Discount, c.FromCard, c.Collect, c.GiftMoney, c.GiftPoints,
			c.Balance, c.Points, c.RowID, c.Matched, c.Odd}
	}
	if e := r.Refusal; e != nil {
		o.Refusal = &refusalJSON{e.Kind.String(), safe.Line(e.Code), e.Text, e.Field}
	}
	return o
}

func evidenceOf(e *backend.Evidence, zone *time.Location) *evidenceJSON {
	if e == nil {
		return nil
	}
	out := &evidenceJSON{Before: snapshotOf(e.Before, zone), Now: snapshotOf(e.Now, zone),
		Rows: make([]rowJSON, 0, len(e.Rows)), Chained: e.Chained, Foreign: e.Foreign, Own: e.Own}
	for i, row := range e.Rows {
		out.Rows = append(out.Rows, rowOf(row, slices.Contains(e.Fits, i), zone))
	}
	return out
}

func rowOf(row backend.Event, fits bool, zone *time.Location) rowJSON {
	return rowJSON{row.ID, stamp(row.At, zone), eventName(row.Kind), row.Code, row.Gross, row.Net,
		row.Balance, row.Points, row.PayType, row.Shop, fits}
}

func incidentOf(i *backend.Incident, zone *time.Location) *incidentJSON {
	if i == nil {
		return nil
	}
	out := &incidentJSON{Why: i.Why, At: stamp(i.At, zone), Rows: make([]rowJSON, 0, len(i.Rows)),
		Closed: stamp(i.Closed, zone), ClosedBy: safe.Line(i.ClosedBy), Reason: safe.Line(i.Reason)}
	for _, row := range i.Rows {
		out.Rows = append(out.Rows, rowOf(row, true, zone))
	}
	return out
}

func snapshotOf(s backend.Snapshot, zone *time.Location) snapshotJSON {
	return snapshotJSON{stamp(s.At, zone), s.Balance, s.Points, s.Consumed, s.Recharged, s.HeadID, stamp(s.HeadAt, zone)}
}

// stamp is a time in the shop's zone, null for none.
func stamp(t time.Time, zone *time.Location) *string {
	if t.IsZero() {
		return nil
	}
	s := t.In(zone).Format("2006-01-02T15:04:05.000Z07:00")
	return &s
}

// eventName names a kind of event for programs.
func eventName(k backend.EventKind) string {
	switch k {
	case backend.EventOpen:
		return "open"
	case backend.EventReturn:
		return "return"
	case backend.EventReplace:
		return "replace"
	case backend.EventReportLost:
		return "report-lost"
	case backend.EventLiftLoss:
		return "lift-loss"
	case backend.EventRecharge:
		return "recharge"
	case backend.EventConsume:
		return "consume"
	case backend.EventRedeem:
		return "redeem"
	case backend.EventTransferOut:
		return "transfer-out"
	case backend.EventTransferIn:
		return "transfer-in"
	case backend.EventWithdraw:
		return "withdraw"
	}
	return "other"
}
