package till

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/backend/journal"
)

const (
	// day is how far back an operation that was not found makes a quote of the
	// same amount a retry.
	day = 24 * time.Hour
	// recent is how many records of a card are looked through.
	recent = 50
)

// warn adds what a person must see before confirming.
func (e *engine) warn(ctx context.Context, q *backend.Quote) error {
	if q.Member.Status.Suspicious() {
		q.Warnings = append(q.Warnings, backend.WarnStatus)
	}
	if q.Operation.Kind == backend.OpConsume {
		e.warnShort(q)
		if q.FromCard.Sign() > 0 && q.BalanceAfter.Sign() < 0 {
			q.Warnings = append(q.Warnings, backend.WarnDebt)
		}
	}
	now := e.o.Clock.Now()
	recs, err := e.o.Journal.List(ctx, journal.Filter{Account: &e.o.Account, MemberID: q.Member.ID,
		Kind: q.Operation.Kind, Since: now.Add(-day), Limit: recent})
	if err != nil {
		return err
	}
	repeat, retried := false, map[string]bool{}
	for _, r := range recs {
		if r.Outcome() != backend.OutcomeRefused {
			retried[r.RetryOf] = true
		}
		if !sameAmount(r.Operation, q.Operation) {
			continue
		}
		repeat = repeat || r.Outcome() != backend.OutcomeRefused && now.Sub(latest(r)) <= repeatTime
		if r.State == backend.StateNotFound && !retried[r.ID] && q.Operation.RetryOf == "" {
			q.Operation.RetryOf = r.ID
			q.Warnings = append(q.Warnings, backend.WarnRetry)
		}
	}
	if repeat {
		q.Warnings = append(q.Warnings, backend.WarnRepeat)
	}
	return nil
}

// warnShort compares the bill with the card. Without a certain rate only an empty
// card is sure to leave something to collect, because at any rate it pays nothing.
func (e *engine) warnShort(q *backend.Quote) {
	switch {
	case q.Collect.Sign() <= 0:
	case q.Sure || q.FromCard.Sign() == 0:
		q.Warnings = append(q.Warnings, backend.WarnCollect)
	default:
		q.Warnings = append(q.Warnings, backend.WarnMayCollect)
	}
}

func sameAmount(a, b backend.Operation) bool {
	return a.Kind == b.Kind && a.Amount.Equal(b.Amount) && a.Points.Equal(b.Points)
}

// latest is when an operation was last in somebody's hands.
func latest(r journal.Record) time.Time {
	if r.SettledAt.After(r.CreatedAt) {
		return r.SettledAt
	}
	return r.CreatedAt
}
