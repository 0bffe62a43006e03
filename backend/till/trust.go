package till

import (
	"slices"
	"time"

	"guitai/backend"
)

// What was seen of a vendor that shows rows decides how far its history is
// believed.

// ordered tells whether the ids of a card's rows grow with time: nobody saw that
// they do not.
func (e *engine) ordered() bool {
	return e.contract()[backend.ProbeRowOrder].Answer != backend.AnswerBad
}

// fingerprints tells whether a row shows the pay type that was sent: nobody saw
// that it does not.
func (e *engine) fingerprints() bool {
	return e.contract()[backend.ProbeFingerprint].Answer != backend.AnswerBad
}

// lagFactor is how many times longer than any row was seen to take the quiet
// period is at least.
const lagFactor = 3

// quiet is how long something of ours may still arrive after a connection ended.
func (e *engine) quiet() time.Duration {
	return max(e.o.Quiet, lagFactor*e.contract()[backend.ProbeRowAtOnce].Span)
}

// pointRows tells whether this vendor's history was proven to show redemptions.
func (e *engine) pointRows() bool {
	return e.o.PointRows || e.contract().Holds(backend.ProbePointRow)
}

// rechained judges the chain anew where rows of some kinds were seen not to follow
// from the row before: over those the chain is taken up again from their own
// balance. Without a list of kinds no row is held against the one before it. What
// was chained stays so.
func (e *engine) rechained(ev backend.Evidence) bool {
	probe := e.contract()[backend.ProbeRowChain]
	if ev.Chained || probe.Answer != backend.AnswerBad {
		return ev.Chained
	}
	loose := probe.Codes
	balance := ev.Before.Balance
	for _, row := range ev.Rows {
		change, told := row.Change()
		free := len(loose) == 0 || slices.Contains(loose, row.Code)
		if !free && (!told || !balance.Add(change).Equal(row.Balance)) {
			return false
		}
		balance = row.Balance
	}
	return balance.Equal(ev.Now.Balance) || len(loose) == 0
}
