package till_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// fate is what becomes of one submission.
type fate int

const (
	arrives       fate = iota // applied and answered
	dialFails                 // nothing leaves
	refusedFate               // a known refusal, nothing applied
	refusedYet                // a known refusal, and applied all the same
	lostBefore                // bytes leave and never arrive
	lostAfter                 // applied, the answer is lost
	lostAgo                   // applied 4 minutes after the connection ended
	refusedAgo                // a known refusal, and applied 4 minutes later all the same
	lostLate                  // applied 8 seconds after the connection ended
	twice                     // applied twice by a duplicated delivery, answered once
	hookless                  // an answer without asking the hook: a broken adapter
	claimsNotSent             // bytes left, yet the adapter denies it
	emptyYes                  // a success without a receipt
	duplicate                 // the vendor says that it knows this key
	knownAfter                // delivered twice, and the second answer is heard
	quotaGone                 // no calls are left today
	keyGone                   // the program's key is not accepted any more
)

// shop is a vendor that shows truthfully what happened, as the documents of
// Sandy describe it, and fails as it is told to.
type shop struct {
	mu      sync.Mutex
	members map[string]backend.Member
	rows    map[string][]backend.Event // newest last
	nextID  int64
	rules   backend.RuleSet
	rate    money.Rate

	fates    []fate
	submits  int
	deaf     bool          // no read succeeds
	blind    bool          // rows do not show
	skewed   bool          // a row's balance is not the card's
	noPrep   error         // what Prepare answers
	gate     chan struct{} // a submission waits here
	slow     time.Duration // how long an answer takes
	resolves int
}

func newShop() *shop {
	rate, _ := money.ParseRate("0.8")
	s := &shop{members: map[string]backend.Member{}, rows: map[string][]backend.Event{}, rate: rate}
	s.rules.PayTypes = []backend.PayType{{ID: "1", Name: safe.Line("现金")}, {ID: "9", Name: safe.Line("柜台")}}
	s.rules.Rules = []backend.Rule{{Name: safe.Line("单次送5元"), Kind: backend.RuleEachTime,
		GiftMoney: money.Must("5"), GiftPoints: money.WholePoints(5)}}
	s.join("1001", "200", 500)
	s.join("1002", "50", 0)
	return s
}

func (s *shop) join(id, balance string, points int64) {
	s.members[id] = backend.Member{ID: id, Number: safe.Line(id), Name: safe.Line("客" + id),
		Level: backend.Level{Name: safe.Line("金卡")}, Balance: money.Must(balance), Points: money.WholePoints(points)}
}

func (s *shop) will(f ...fate) *shop {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fates = append(s.fates, f...)
	return s
}

func (s *shop) set(change func(*shop)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *shop) balance(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members[id].Balance.String()
}

func (s *shop) points(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members[id].Points.String()
}

func (s *shop) submitted() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.submits
}

// elsewhere is a consumption at a till that is not ours.
func (s *shop) elsewhere(id, gross string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apply(backend.Operation{Kind: backend.OpConsume, MemberID: id, Amount: money.Must(gross)})
}

// foreign is what somebody else books, by a pay type that may be ours.
func (s *shop) foreign(k backend.OpKind, id, gross, pay string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.apply(backend.Operation{Kind: k, MemberID: id, Amount: money.Must(gross), PayType: backend.PayType{Name: safe.Line(pay)}})
}

// apply moves the money and leaves a row; a redemption leaves none.
func (s *shop) apply(op backend.Operation) *backend.Receipt {
	m := s.members[op.MemberID]
	r := &backend.Receipt{Gross: op.Amount, Net: op.Amount}
	row := backend.Event{At: time.Now(), Gross: op.Amount, PayType: op.PayType.Name}
	switch op.Kind {
	case backend.OpRecharge:
		r.GiftMoney, r.GiftPoints = money.Must("5"), money.WholePoints(5)
		r.Net = op.Amount.Add(r.GiftMoney)
		m.Balance, m.Points = m.Balance.Add(r.Net), m.Points.Add(r.GiftPoints)
		row.Kind, row.Net = backend.EventRecharge, r.Net
	case backend.OpConsume:
		r.Net, r.Rate = op.Amount.Times(s.rate), s.rate
		r.Discount = r.Gross.Sub(r.Net)
		r.FromCard = r.Net.Min(m.Balance)
		r.Collect = r.Net.Sub(r.FromCard)
		m.Balance = m.Balance.Sub(r.FromCard)
		row.Kind, row.Net = backend.EventConsume, r.Net
		row.Detail = []safe.Text{safe.Line("8折(0.8)")}
	case backend.OpRedeem:
		m.Points = m.Points.Sub(op.Points)
	}
	s.members[op.MemberID] = m
	r.Balance, r.Points = m.Balance, m.Points
	if op.Kind == backend.OpRedeem {
		return r
	}
	s.nextID++
	row.ID, row.Code, row.Balance, row.Points = s.nextID, int(row.Kind), m.Balance, m.Points
	if s.skewed {
		row.Balance = row.Balance.Add(money.Must("0.01"))
	}
	s.rows[op.MemberID] = append(s.rows[op.MemberID], row)
	return r
}

func (s *shop) Capabilities() backend.Capabilities {
	return backend.Capabilities{Kind: "sandy", Baseliner: s, Undoes: backend.UndoTask}
}

func (s *shop) Baseline(token backend.Token) (before backend.Snapshot, err error) {
	return before, json.Unmarshal(token.Evidence, &before)
}

func (s *shop) Find(ctx context.Context, key string) ([]backend.Member, error) {
	m, err := s.Member(ctx, key)
	if err != nil {
		return nil, err
	}
	return []backend.Member{m}, nil
}

func (s *shop) heard(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return &backend.Error{Op: "shop", Kind: backend.KindCanceled, Err: err}
	}
	if s.deaf {
		return &backend.Error{Op: "shop", Kind: backend.KindUnreachable}
	}
	return nil
}

func (s *shop) Member(ctx context.Context, id string) (backend.Member, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.heard(ctx); err != nil {
		return backend.Member{}, err
	}
	m, ok := s.members[id]
	if !ok {
		return m, &backend.Error{Op: "shop", Kind: backend.KindNotFound}
	}
	m.ReadAt = time.Now()
	return m, nil
}

func (s *shop) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.heard(ctx); err != nil {
		return backend.HistoryPage{}, err
	}
	var page backend.HistoryPage
	if s.blind {
		return page, nil
	}
	for _, row := range slices.Backward(s.rows[q.MemberID]) {
		if q.Kind == backend.EventOther || q.Kind == row.Kind {
			page.Events = append(page.Events, row)
		}
	}
	from := min((q.Page-1)*q.Size, len(page.Events))
	to := min(from+q.Size, len(page.Events))
	page.More = to < len(page.Events)
	page.Events = page.Events[from:to]
	return page, nil
}

func (s *shop) Rules(ctx context.Context, _ string) (backend.RuleSet, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rules, s.heard(ctx)
}

func (s *shop) snapshot(id string) backend.Snapshot {
	m := s.members[id]
	snap := backend.Snapshot{At: time.Now(), Balance: m.Balance, Points: m.Points}
	if rows := s.rows[id]; len(rows) > 0 && !s.blind {
		snap.HeadID = rows[len(rows)-1].ID
	}
	return snap
}

func (s *shop) Prepare(ctx context.Context, op backend.Operation, _ backend.Stamp) (backend.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.noPrep != nil {
		return backend.Token{}, s.noPrep
	}
	if err := s.heard(ctx); err != nil {
		return backend.Token{}, err
	}
	b, err := json.Marshal(s.snapshot(op.MemberID))
	return backend.Token{Evidence: b}, err
}

func (s *shop) fate() fate {
	if len(s.fates) == 0 {
		return arrives
	}
	f := s.fates[0]
	s.fates = s.fates[1:]
	return f
}

func (s *shop) Submit(_ context.Context, op backend.Operation, _ backend.Token, beforeFirstByte func() error) backend.Reply {
	s.mu.Lock()
	f, gate, slow := s.fate(), s.gate, s.slow
	s.mu.Unlock()
	unclear := backend.Reply{Err: &backend.Error{Op: "shop", Kind: backend.KindTimeout}}
	notSent := backend.Reply{Class: backend.ReplyNotSent, Err: &backend.Error{Op: "shop", Kind: backend.KindUnreachable}}
	if f == dialFails {
		return notSent
	}
	if f != hookless {
		if err := beforeFirstByte(); err != nil {
			return notSent
		}
	}
	if gate != nil {
		<-gate
	}
	time.Sleep(slow)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.submits++
	refusal := backend.Reply{Class: backend.ReplyRefused, Err: &backend.Error{Op: "shop", Kind: backend.KindRejected, Code: "400"}}
	switch f {
	case refusedFate:
		return refusal
	case refusedYet:
		s.apply(op)
		return refusal
	case claimsNotSent:
		return notSent
	case lostBefore:
		return unclear
	case lostAfter:
		s.apply(op)
		return unclear
	case lostLate:
		s.later(8*time.Second, op)
		return unclear
	case lostAgo:
		s.later(4*time.Minute, op)
		return unclear
	case refusedAgo:
		s.later(4*time.Minute, op)
		return refusal
	case emptyYes:
		return backend.Reply{Class: backend.ReplyYes}
	case duplicate:
		return backend.Reply{Class: backend.ReplyDuplicate}
	}
	reply := backend.Reply{Class: backend.ReplyYes, Receipt: s.apply(op), HTTP: 200}
	if f == twice {
		s.apply(op)
	}
	return reply
}

// later lets a request arrive after a delay.
func (s *shop) later(d time.Duration, op backend.Operation) {
	time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.apply(op)
	})
}

func (s *shop) Resolve(ctx context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.resolves++
	if err := s.heard(ctx); err != nil {
		return backend.Evidence{}, err
	}
	e := backend.Evidence{Now: s.snapshot(op.MemberID)}
	if err := json.Unmarshal(token.Evidence, &e.Before); err != nil {
		return e, &backend.Error{Op: "shop", Kind: backend.KindInternal, Err: errors.Join(err)}
	}
	balance := e.Before.Balance
	e.Chained = true
	for _, row := range s.rows[op.MemberID] {
		if row.ID <= e.Before.HeadID || s.blind {
			continue
		}
		if row.Gross.Equal(op.Amount) && fits(op, row) {
			e.Fits = append(e.Fits, len(e.Rows))
		}
		e.Rows = append(e.Rows, row)
		change, _ := row.Change()
		balance = balance.Add(change)
		e.Chained = e.Chained && balance.Equal(row.Balance)
	}
	e.Chained = e.Chained && balance.Equal(e.Now.Balance)
	return e, nil
}

func fits(op backend.Operation, row backend.Event) bool {
	return op.Kind == backend.OpConsume && row.Kind == backend.EventConsume ||
		op.Kind == backend.OpRecharge && row.Kind == backend.EventRecharge
}
