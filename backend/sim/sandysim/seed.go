package sandysim

import (
	"cmp"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// HistorySize says how much past the seeded members get. Whatever it is, their
// rows chain without a gap and end at their balance and points.
type HistorySize int

// The sizes.
const (
	FullHistory  HistorySize = iota // months; hundreds of rows for some, 10,000 for M000100
	ShortHistory                    // up to a dozen rows each: quick to make
	NoHistory                       // the row of the opening alone
)

// sampleCard and sampleID are the member of the page's samples: the other
// members' ids are counted from there, so that this one comes out as published.
const (
	sampleCard = "M000123"
	sampleID   = 200889
)

// seeded makes the ledger that a server starts with.
func seeded(o Options, shop string) *ledger {
	people := o.People
	if o.Hostile {
		people = sim.Hostile(people)
	}
	first := int64(sampleID)
	for i, p := range people {
		if p.Card == sampleCard {
			first -= int64(i)
		}
	}
	l := newLedger(first)
	now := o.Clock()
	for i, p := range people {
		level := levelByName(p.Level)
		a := l.enter(Card{
			Number: p.Card, Name: p.Name, Phone: p.Phone, Birthday: p.Birthday, Gender: p.Gender,
			Level: level.ID, Status: p.Status, Balance: p.Balance, Points: p.Points,
		})
		w := writer{level: level, shop: shop, rng: rngFor(o.Seed, p.Card), balance: p.Balance, points: p.Points}
		a.Rows = w.write(p.Status, rowsFor(p.Card, i, o.History, w.rng), now)
		if o.Hostile && p.Name != o.People[i].Name {
			spoil(a.Rows)
		}
		for _, r := range a.Rows {
			a.Card.count(r)
		}
	}
	l.number()
	return l
}

// rngFor gives each card its own draws, so that one member more does not
// change the past of all others.
func rngFor(seed uint64, card string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(card))
	return rand.New(rand.NewPCG(seed, h.Sum64()))
}

func rowsFor(card string, index int, size HistorySize, rng *rand.Rand) int {
	n := 5 + rng.IntN(75)
	switch {
	case card == "M000110": // exactly 100.00 and nothing else ever happened
		n = 1
	case card == "M000100":
		n = 10_000
	case index%7 == 0:
		n = 200 + rng.IntN(300)
	}
	switch size {
	case ShortHistory:
		return min(n, 12)
	case NoHistory:
		return 1
	}
	return n
}

// number gives all rows their ids in the order of time, as one table would
// have, and keeps them ascending within each card.
func (l *ledger) number() {
	var all []*Row
	for _, a := range l.accounts {
		for i := range a.Rows {
			all = append(all, &a.Rows[i])
		}
	}
	slices.SortStableFunc(all, func(a, b *Row) int { return cmp.Compare(a.Time.Unix(), b.Time.Unix()) })
	for _, r := range all {
		r.ID = l.nextRow
		l.nextRow++
	}
}

// spoil puts hostile texts into some descriptions and shop names.
func spoil(rows []Row) {
	texts := sim.HostileTexts()
	for i := range rows {
		if i%3 == 0 {
			rows[i].Description = texts[i/3%len(texts)]
		}
		if i%11 == 5 {
			rows[i].Org = texts[i%len(texts)]
		}
	}
}

// writer makes up a member's past backwards, from the figures it has to end at.
type writer struct {
	level   Level
	shop    string
	rng     *rand.Rand
	balance money.Amount // after the row to be written next
	points  money.Points
}

// write returns n rows, oldest first, of which the oldest is the opening.
func (w *writer) write(status string, n int, now time.Time) []Row {
	times := w.times(n, now)
	rows := make([]Row, n)
	for i := n - 1; i >= 0; i-- {
		r := w.before(i == 0, i == n-1, status)
		if r.Org = w.shop; w.rng.IntN(8) == 0 {
			r.Org = w.shop + "·分店"
		}
		r.Time, r.Balance, r.Score = times[i], w.balance, w.points
		w.balance, w.points = w.balance.Sub(r.Delta()), w.points.Sub(r.ScoreDelta)
		rows[i] = r
	}
	return rows
}

// before makes up what led to the present figures; only what leaves nothing
// below zero can have.
func (w *writer) before(opening, newest bool, status string) Row {
	switch {
	case opening:
		r := Row{Type: Open, Ori: w.balance, Act: w.balance, ScoreDelta: w.points}
		if !w.balance.IsZero() {
			r.Description = "旧卡余额转入"
		}
		return r
	case newest && status == sim.Lost:
		return Row{Type: ReportLost, Description: "挂失"}
	case newest && status == sim.Returned:
		return Row{Type: Return, Ori: money.FromFen(5650), Act: money.FromFen(5650), PayType: "现金", Description: "退卡"}
	}
	rich := w.balance.Cmp(money.FromFen(60000)) > 0
	if roll := w.rng.IntN(100); roll < 12 || rich && roll < 60 {
		if r, ok := w.recharge(); ok {
			return r
		}
	}
	ori := money.FromFen(int64(56+w.rng.IntN(900)) * 50)
	act := ori.Times(w.level.Rate)
	r := consumption(charge{act: act, card: act, rate: w.level.Rate}, ori, where{})
	if w.points.Cmp(r.ScoreDelta) >= 0 {
		return r
	}
	return redemption(money.WholePoints(int64(500+100*w.rng.IntN(40))), where{})
}

// recharge tries the usual amounts from a random one downwards.
func (w *writer) recharge() (Row, bool) {
	usual := []int64{100000, 50000, 30000, 20000, 10000}
	pays := PayTypes()
	for _, fen := range usual[w.rng.IntN(len(usual)):] {
		amount := money.FromFen(fen)
		g := giftFor(w.level.ID, amount)
		act := amount.Add(g.money)
		if act.Cmp(w.balance) <= 0 && g.points.Cmp(w.points) <= 0 {
			return Row{
				Type: Recharge, Ori: amount, Act: act, ScoreDelta: g.points,
				PayType: pays[w.rng.IntN(len(pays))].Name, Description: g.note,
			}, true
		}
	}
	return Row{}, false
}

// times spreads n moments over the past months, ascending. The latest lies two
// days back at least, so that a seeded row never looks like something that
// happened just now; where visits are rare they fall into opening hours.
func (w *writer) times(n int, now time.Time) []time.Time {
	span := time.Duration(120+w.rng.IntN(800)) * 24 * time.Hour
	gap := span / time.Duration(n)
	out := make([]time.Time, n)
	at := now.Add(-48*time.Hour - time.Duration(w.rng.Int64N(int64(8*24*time.Hour))))
	for i := n - 1; i >= 0; i-- {
		out[i] = time.Unix(at.Unix(), 0).UTC()
		next := at.Add(-time.Minute - gap/2 - time.Duration(w.rng.Int64N(int64(gap))))
		if open := w.openingHour(next); gap > 24*time.Hour && open.Before(at) {
			next = open
		}
		at = next
	}
	return out
}

func (w *writer) openingHour(t time.Time) time.Time {
	local := t.In(sim.Zone())
	second := w.rng.IntN(12 * 60 * 60)
	return time.Date(local.Year(), local.Month(), local.Day(), 10, 0, second, 0, sim.Zone())
}
