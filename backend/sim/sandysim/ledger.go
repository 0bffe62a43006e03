package sandysim

import (
	"time"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// Event is the type of a history row, with the page's numbers.
type Event int

// The page's event types.
const (
	Open        Event = 1
	Return      Event = 2
	Replace     Event = 3
	ReportLost  Event = 4
	LiftLoss    Event = 5
	Recharge    Event = 6
	Consume     Event = 7 // also a redemption of points, then with Ori 0
	TransferOut Event = 20
	TransferIn  Event = 21
	Withdraw    Event = 30
)

// Card is the truth about one member.
type Card struct {
	ID          int64
	Number      string
	Name        string
	Phone       string
	Birthday    string // YYYY-MM-DD or ""
	Gender      sim.Gender
	Level       int64
	Status      string
	Balance     money.Amount // yuan
	Points      money.Points
	SumConsume  money.Amount // yuan taken by consumption, ever
	SumRecharge money.Amount // yuan paid in, without gifts, ever
}

// Row is one line of a member's history, as booked.
type Row struct {
	ID          int64 // ascending over the whole shop, from 1000
	Type        Event
	Ori         money.Amount // yuan asked for
	Act         money.Amount // yuan by which the balance moved, never negative
	Balance     money.Amount // yuan afterwards
	ScoreDelta  money.Points
	Score       money.Points // afterwards
	PayType     string
	Description string
	Org         string
	Time        time.Time // whole seconds, UTC
}

// Delta is Act with the sign that it had for the balance.
func (r Row) Delta() money.Amount {
	switch r.Type {
	case Return, Consume, TransferOut, Withdraw:
		return r.Act.Neg()
	}
	return r.Act
}

type account struct {
	Card Card
	Rows []Row // oldest first
}

// ledger is every member and every row. Its users hold the server's lock.
type ledger struct {
	accounts []*account
	byNumber map[string]*account
	nextRow  int64
	nextCard int64
}

func newLedger(firstCard int64) *ledger {
	return &ledger{byNumber: map[string]*account{}, nextRow: 1000, nextCard: firstCard}
}

// enter adds a card that is not there yet and gives it its id.
func (l *ledger) enter(c Card) *account {
	c.ID = l.nextCard
	l.nextCard++
	a := &account{Card: c}
	l.accounts = append(l.accounts, a)
	l.byNumber[c.Number] = a
	return a
}

// book moves the balance and the points by a row and appends it. It is the
// only way in which money moves once the ledger is seeded, so the rows chain
// by construction.
func (l *ledger) book(a *account, r Row) Row {
	c := &a.Card
	r.ID = l.nextRow
	l.nextRow++
	c.Balance, c.Points = c.Balance.Add(r.Delta()), c.Points.Add(r.ScoreDelta)
	r.Balance, r.Score = c.Balance, c.Points
	c.count(r)
	a.Rows = append(a.Rows, r)
	return r
}

// count keeps the two sums that only ever grow.
func (c *Card) count(r Row) {
	switch r.Type {
	case Consume:
		c.SumConsume = c.SumConsume.Add(r.Act)
	case Recharge:
		c.SumRecharge = c.SumRecharge.Add(r.Ori)
	}
}

// where is who booked a row, and when.
type where struct {
	org string
	now time.Time
}

func (s *Server) here() where { return where{org: s.shop, now: s.clock()} }

func (w where) stamp() time.Time { return time.Unix(w.now.Unix(), 0).UTC() }

// usable refuses money on a card that is lost or returned. The page does not
// say with which code; a wrong parameter is the nearest.
func usable(a *account) error {
	if a.Card.Status != sim.Normal {
		return &Refusal{Code: BadValue, Detail: "卡状态" + a.Card.Status}
	}
	return nil
}

func (l *ledger) recharge(a *account, amount money.Amount, pay string, w where) (gift, error) {
	if err := usable(a); err != nil {
		return gift{}, err
	}
	g := giftFor(a.Card.Level, amount)
	l.book(a, Row{
		Type: Recharge, Ori: amount, Act: amount.Add(g.money), ScoreDelta: g.points,
		PayType: pay, Description: g.note, Org: w.org, Time: w.stamp(),
	})
	return g, nil
}

// charge is what a consumption came to, in yuan.
type charge struct {
	act   money.Amount // after the discount
	card  money.Amount // taken from the card
	depot money.Amount // left to collect by other means
	rate  money.Rate
}

// consume books a consumption. With depot a card that holds something, but too
// little, is emptied and the rest is left to collect; the row then says what
// left the card, so that the history still adds up.
func (l *ledger) consume(a *account, amount, discountable money.Amount, depot bool, w where) (charge, error) {
	if err := usable(a); err != nil {
		return charge{}, err
	}
	level, _ := levelByID(a.Card.Level)
	c := charge{rate: level.Rate}
	c.act = priceAt(level.Rate, amount, discountable)
	c.card = c.act
	if a.Card.Balance.Cmp(c.act) < 0 {
		if !depot || a.Card.Balance.Sign() <= 0 {
			return charge{}, &Refusal{Code: TooLow}
		}
		c.card = a.Card.Balance
	}
	c.depot = c.act.Sub(c.card)
	l.book(a, consumption(c, amount, w))
	return c, nil
}

// priceAt takes the discount off the part that is open to it.
func priceAt(r money.Rate, amount, discountable money.Amount) money.Amount {
	return amount.Sub(discountable).Add(discountable.Times(r))
}

// consumption is the row of a charge: a point for each whole yuan paid, in the
// wording of the page's sample.
func consumption(c charge, ori money.Amount, w where) Row {
	earned := money.WholePoints(c.act.Decimal().IntPart())
	note := "消费" + floatText(c.act.Decimal()) + ",获得积分" + earned.String() + "\n"
	if !c.rate.Full() {
		note = c.rate.Tenths() + "折(" + c.rate.String() + ")<br/>" + note
	}
	if !c.depot.IsZero() {
		note += "<br/>卡内扣款" + floatText(c.card.Decimal()) + ",应付" + floatText(c.depot.Decimal())
	}
	return Row{
		Type: Consume, Ori: ori, Act: c.card, ScoreDelta: earned, Description: note, Org: w.org, Time: w.stamp(),
	}
}

func (l *ledger) redeem(a *account, points money.Points, w where) error {
	if err := usable(a); err != nil {
		return err
	}
	if a.Card.Points.Cmp(points) < 0 {
		return &Refusal{Code: TooLow, Detail: "积分"}
	}
	l.book(a, redemption(points, w))
	return nil
}

func redemption(points money.Points, w where) Row {
	return Row{
		Type: Consume, ScoreDelta: points.Neg(), Description: "消费积分" + points.String(), Org: w.org, Time: w.stamp(),
	}
}
