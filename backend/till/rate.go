package till

import (
	"context"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/pricing"
)

// historySize is how many consumptions are read to find a card's last rate.
const historySize = 10

// terms finds the rate for a member and says where it comes from. Only a rate
// that the vendor told for this member or its level is sure. Where the vendor
// books what it is sent and tells none, there is no discount: the full price is
// as certain, and guesses from past bills must not be charged. An unreadable
// history leaves the rate unknown instead of stopping the sale. The error is the
// caller's leaving.
func (e *engine) terms(ctx context.Context, m backend.Member) (pricing.Terms, error) {
	if t, told := e.told(m); told {
		return t, nil
	}
	for _, key := range []string{m.Level.Name.String(), m.Level.ID} {
		if r := e.o.LevelRates[key]; key != "" && r.Known() {
			return pricing.Terms{Rate: r, From: backend.RateConfig}, nil
		}
	}
	if r := e.lastRate(ctx, m.ID); r.Known() {
		e.learn(m.Level, r)
		return pricing.Terms{Rate: r, From: backend.RateLastReceipt}, nil
	}
	e.mu.Lock()
	r := e.rates[levelKey(m.Level)]
	e.mu.Unlock()
	if r.Known() {
		return pricing.Terms{Rate: r, From: backend.RateLevelReceipt}, ctx.Err()
	}
	return pricing.Terms{}, ctx.Err()
}

// told is the rate that the vendor names, also by naming none.
func (e *engine) told(m backend.Member) (pricing.Terms, bool) {
	t := pricing.Terms{Rate: m.Rate, From: m.RateFrom, Sure: true}
	if t.From == backend.RateNotKnown {
		t.From = backend.RateMember
	}
	if !m.Rate.Known() && e.prices() {
		t.Rate, _ = money.ParseRate("1")
	}
	return t, t.Rate.Known()
}

// lastRate is the rate of the card's last consumption: from the journal, which
// is exact, else from what history says about it.
func (e *engine) lastRate(ctx context.Context, memberID string) money.Rate {
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: memberID,
		Kind: backend.OpConsume, Limit: recent})
	if err != nil {
		e.o.Logger.Warn("till: journal not read for a rate", "err", err)
	}
	for _, r := range recs {
		if r.State == backend.StateApplied && r.Receipt != nil && r.Receipt.Rate.Known() {
			return r.Receipt.Rate
		}
	}
	page, err := e.o.Backend.History(ctx, backend.HistoryQuery{MemberID: memberID, Page: 1,
		Size: historySize, Kind: backend.EventConsume})
	if err != nil {
		e.o.Logger.Info("till: history not read for a rate", "err", err)
		return money.Rate{}
	}
	for _, ev := range page.Events {
		if r, ok := rateOf(ev); ok {
			return r
		}
	}
	return money.Rate{}
}

// rateOf reads a rate off a consumption's row.
func rateOf(ev backend.Event) (money.Rate, bool) {
	if ev.Kind != backend.EventConsume {
		return money.Rate{}, false
	}
	lines := make([]string, 0, len(ev.Detail))
	for _, line := range ev.Detail {
		lines = append(lines, line.String())
	}
	if r, ok := pricing.RateFromText(lines); ok {
		return r, true
	}
	return pricing.RateFromFigures(ev.Gross, ev.Net)
}

// learn remembers a level's newest rate while the program runs.
func (e *engine) learn(l backend.Level, r money.Rate) {
	key := levelKey(l)
	if key == "" || !r.Known() {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.rates[key] = r
}

func levelKey(l backend.Level) string {
	if !l.Name.IsEmpty() {
		return l.Name.String()
	}
	return l.ID
}
