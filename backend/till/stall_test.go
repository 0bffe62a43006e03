package till_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// stall is a vendor as the documents of Pospal describe it: it books what it is
// sent, a token at most once, and shows recharges only.
type stall struct {
	mu      sync.Mutex
	members map[string]backend.Member
	log     map[string][]backend.Event // newest last
	used    map[string]bool            // tokens
	rules   backend.RuleSet

	// fates are those of the attempts to come, and voids those of the changes of
	// nothing.
	fates     []fate
	voids     []fate
	tombs     []time.Time
	voider    bool
	sent      []string // the token of each attempt that left
	at        []time.Time
	reads     int
	finds     int
	deaf      bool
	starved   bool // no calls are left for looking an operation up
	pushless  bool
	logged    bool // its own log shows what came through the interface
	meanwhile func(*stall)
}

func newStall() *stall {
	rate, _ := money.ParseRate("0.8")
	share, _ := money.ParseShare("1")
	s := &stall{members: map[string]backend.Member{}, log: map[string][]backend.Event{}, used: map[string]bool{}}
	s.rules.PayTypes = []backend.PayType{{ID: "1", Name: safe.Line("现金")}}
	s.rules.Rules = []backend.Rule{{Name: safe.Line("满100送10"), Kind: backend.RuleThreshold, Counts: backend.CountsMultiple,
		Threshold: money.Must("100"), GiftMoney: money.Must("10"), GiftPoints: money.WholePoints(1)}}
	s.members["7"] = backend.Member{ID: "7", Number: safe.Line("8001"), Name: safe.Line("王小明"), Phone: safe.Line("13800001234"),
		Level: backend.Level{Name: safe.Line("金卡")}, Status: backend.Status{Kind: backend.StatusNormal},
		Balance: money.Must("200"), Points: money.WholePoints(50), Rate: rate, RateFrom: backend.RateLevel,
		Earning: &backend.Earning{PerYuan: share}}
	return s
}

func (s *stall) set(change func(*stall)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
}

func (s *stall) change(id string, f func(*backend.Member)) {
	s.set(func(s *stall) {
		m := s.members[id]
		f(&m)
		s.members[id] = m
	})
}

func (s *stall) books(id string) (balance, points string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.members[id].Balance.String(), s.members[id].Points.String()
}

// seen is what arrived: the tokens, when they came, and how often it was read.
func (s *stall) seen() (tokens []string, times []time.Time, reads int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.sent), slices.Clone(s.at), s.reads
}

func (s *stall) Capabilities() backend.Capabilities {
	able := backend.Capabilities{Kind: "pospal", OwnHistory: true, Splits: true, Pushes: !s.pushless, Undoes: backend.UndoIncrement}
	if s.voider {
		able.Voider = s
	}
	return able
}

// Void uses a token up for a change of nothing.
func (s *stall) Void(_ context.Context, op backend.Operation, token backend.Token, beforeFirstByte func() error) backend.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := arrives
	if len(s.voids) > 0 {
		f, s.voids = s.voids[0], s.voids[1:]
	}
	if f == dialFails || beforeFirstByte() != nil {
		return backend.Reply{Class: backend.ReplyNotSent, Err: &backend.Error{Op: "stall", Kind: backend.KindUnreachable}}
	}
	s.tombs = append(s.tombs, time.Now())
	unclear := backend.Reply{Err: &backend.Error{Op: "stall", Kind: backend.KindTimeout}}
	switch f {
	case lostBefore:
		return unclear
	case refusedFate:
		return backend.Reply{Class: backend.ReplyRefused, Err: &backend.Error{Op: "stall", Kind: backend.KindRejected}}
	case quotaGone:
		return backend.Reply{Err: &backend.Error{Op: "stall", Kind: backend.KindQuota}}
	case keyGone:
		return backend.Reply{Class: backend.ReplyRefused, Err: &backend.Error{Op: "stall", Kind: backend.KindAccess, Code: "1032"}}
	}
	if s.used[op.MemberID+token.Key] {
		return backend.Reply{Class: backend.ReplyDuplicate, Err: &backend.Error{Op: "stall", Kind: backend.KindRejected}}
	}
	s.used[op.MemberID+token.Key] = true
	if f == lostAfter {
		return unclear
	}
	m := s.members[op.MemberID]
	return backend.Reply{Class: backend.ReplyYes, HTTP: 200, Receipt: &backend.Receipt{Balance: m.Balance, Points: m.Points}}
}

// graves is how many changes of nothing left.
func (s *stall) graves() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.tombs)
}

// left is how many attempts of both kinds did.
func (s *stall) left() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sent) + len(s.tombs)
}

// usedUp tells whether any token was used at all.
func (s *stall) usedUp() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.used) > 0
}

// proven is a contract in which every probe was answered well.
func proven() backend.Contract {
	c := backend.Contract{}
	for _, p := range []backend.Probe{backend.ProbeOneOfTwins, backend.ProbeRefusalKeeps, backend.ProbeNothingUses, backend.ProbeCheckOrder, backend.ProbeKeyLife} {
		c[p] = backend.Finding{Probe: p, Answer: backend.AnswerGood, Span: 24 * time.Hour}
	}
	return c
}

func (s *stall) heard() error {
	s.reads++
	if s.deaf {
		return &backend.Error{Op: "stall", Kind: backend.KindUnreachable}
	}
	return nil
}

func (s *stall) Find(_ context.Context, key string) ([]backend.Member, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.finds++
	for _, m := range s.members {
		if m.Number.String() == key || m.Phone.String() == key {
			return []backend.Member{m}, s.heard()
		}
	}
	return nil, s.heard()
}

func (s *stall) Member(_ context.Context, id string) (backend.Member, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m, ok := s.members[id]
	if err := s.heard(); err != nil || !ok {
		return backend.Member{}, &backend.Error{Op: "stall", Kind: backend.KindNotFound, Err: err}
	}
	m.ReadAt = time.Now()
	return m, nil
}

func (s *stall) History(_ context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var page backend.HistoryPage
	for _, ev := range s.log[q.MemberID] {
		page.Events = append([]backend.Event{ev}, page.Events...)
	}
	from := min((q.Page-1)*q.Size, len(page.Events))
	to := min(from+q.Size, len(page.Events))
	page.More, page.Partial = to < len(page.Events), true
	page.Events = page.Events[from:to]
	return page, s.heard()
}

func (s *stall) Rules(context.Context, string) (backend.RuleSet, error) { return s.rules, nil }

func (s *stall) Prepare(_ context.Context, op backend.Operation, stamp backend.Stamp) (backend.Token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.members[op.MemberID]
	b, err := json.Marshal(backend.Snapshot{At: time.Now(), Balance: m.Balance, Points: m.Points})
	return backend.Token{Key: time.Unix(int64(stamp), 0).UTC().Format(time.DateTime), Evidence: b}, err
}

// steps are what an operation adds to a card.
func steps(op backend.Operation) (money.Amount, money.Points) {
	q := op.Quote
	switch op.Kind {
	case backend.OpUndo:
		return op.Undo.Due()
	case backend.OpRecharge:
		return op.Amount.Add(q.GiftMoney), q.GiftPoints
	case backend.OpConsume:
		return q.Collect.Sub(q.Net), q.PointsAfter.Sub(q.PointsBefore)
	}
	return money.Amount{}, op.Points.Neg()
}

// apply books an operation unless its token is used.
func (s *stall) apply(op backend.Operation, key string) backend.Reply {
	if s.used[op.MemberID+key] {
		return backend.Reply{Class: backend.ReplyDuplicate, Err: &backend.Error{Op: "stall", Kind: backend.KindRejected}}
	}
	s.used[op.MemberID+key] = true
	m := s.members[op.MemberID]
	balance, points := steps(op)
	m.Balance, m.Points = m.Balance.Add(balance), m.Points.Add(points)
	s.members[op.MemberID] = m
	if s.logged && op.Kind == backend.OpRecharge {
		s.recharged(op.MemberID, balance.String(), m.Balance.String(), 3*time.Second)
	}
	q := op.Quote
	return backend.Reply{Class: backend.ReplyYes, HTTP: 200, Receipt: &backend.Receipt{Gross: op.Amount, Net: q.Net, Rate: q.Rate,
		FromCard: q.Net.Sub(q.Collect), Collect: q.Collect, GiftMoney: q.GiftMoney, GiftPoints: q.GiftPoints, Balance: m.Balance, Points: m.Points}}
}

// recharged leaves a row in the vendor's log, by a clock that is so far off.
func (s *stall) recharged(id, sum, balance string, off time.Duration) {
	at := time.Now().Add(off).Truncate(time.Second)
	s.log[id] = append(s.log[id], backend.Event{ID: at.Unix()*100_000 + 1, At: at, Kind: backend.EventRecharge,
		Gross: money.Must(sum), Net: money.Must(sum), Balance: money.Must(balance)})
}

func (s *stall) Submit(_ context.Context, op backend.Operation, token backend.Token, beforeFirstByte func() error) backend.Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := arrives
	if len(s.fates) > 0 {
		f, s.fates = s.fates[0], s.fates[1:]
	}
	notSent := backend.Reply{Class: backend.ReplyNotSent, Err: &backend.Error{Op: "stall", Kind: backend.KindUnreachable}}
	if f == dialFails || beforeFirstByte() != nil {
		return notSent
	}
	s.sent, s.at = append(s.sent, token.Key+" "+strings.Clone(string(token.Evidence))), append(s.at, time.Now())
	if s.meanwhile != nil {
		s.meanwhile(s)
	}
	unclear := backend.Reply{Err: &backend.Error{Op: "stall", Kind: backend.KindTimeout}}
	switch f {
	case lostBefore:
		return unclear
	case lostAfter:
		s.apply(op, token.Key)
		return unclear
	case refusedFate:
		return backend.Reply{Class: backend.ReplyRefused, Err: &backend.Error{Op: "stall", Kind: backend.KindShortBalance}}
	case refusedYet:
		s.apply(op, token.Key)
		return backend.Reply{Class: backend.ReplyRefused, Err: &backend.Error{Op: "stall", Kind: backend.KindShortBalance}}
	case duplicate:
		return backend.Reply{Class: backend.ReplyDuplicate, Err: &backend.Error{Op: "stall", Kind: backend.KindRejected}}
	case knownAfter:
		s.apply(op, token.Key)
		return s.apply(op, token.Key)
	case quotaGone:
		return backend.Reply{Err: &backend.Error{Op: "stall", Kind: backend.KindQuota}}
	case keyGone:
		return backend.Reply{Class: backend.ReplyRefused, Err: &backend.Error{Op: "stall", Kind: backend.KindAccess, Code: "1032"}}
	}
	return s.apply(op, token.Key)
}

func (s *stall) Resolve(_ context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.starved {
		return backend.Evidence{}, &backend.Error{Op: "stall", Kind: backend.KindQuota}
	}
	if err := s.heard(); err != nil {
		return backend.Evidence{}, err
	}
	m := s.members[op.MemberID]
	e := backend.Evidence{Now: backend.Snapshot{At: time.Now(), Balance: m.Balance, Points: m.Points}}
	err := json.Unmarshal(token.Evidence, &e.Before)
	e.Chained = !e.Moved()
	return e, err
}
