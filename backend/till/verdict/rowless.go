package verdict

import "guitai/backend"

// rowless rules are for vendors whose history does not show what was booked
// through their interface. The balance is all there is to read, and anybody may
// have moved it, so nothing is ever proven by it alone: not that an operation
// happened, and not that it did not.
func rowless() []rule {
	known := func(in Input) bool { return in.here() && in.Seen == backend.ReplyDuplicate }
	return []rule{{
		// Only where the token cannot be used up: a second copy of what was refused
		// may still arrive when the card has been put right.
		name: "no rows: refused, and nothing moved",
		when: func(in Input) bool { return in.here() && in.refused() && !in.Evidence.Moved() },
		then: Verdict{State: backend.StateRefused, Why: backend.WhyRefusal},
	}, {
		name: "no rows: refused, but the card moved",
		when: func(in Input) bool { return in.here() && in.refused() },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyMoved},
	}, {
		// Two witnesses: the vendor has seen this token, and the card moved by
		// exactly what it was to move. The first one is none where a refusal may
		// use a token up. A first attempt may have met its own duplicated delivery,
		// which is as good.
		name: "no rows: known, and the card moved by exactly this",
		when: func(in Input) bool { return known(in) && in.KeyKept && in.exact() },
		then: Verdict{State: backend.StateApplied, Why: backend.WhyMatched},
	}, {
		// Nothing else can have used the token, so somebody else moved the card too.
		name: "no rows: known, the card moved otherwise, and tokens are ours alone",
		when: func(in Input) bool { return known(in) && in.KeyKept && in.OwnKeys && in.Evidence.Moved() },
		then: Verdict{State: backend.StateApplied, Why: backend.WhyMatched},
	}, {
		name: "no rows: known, but the card moved otherwise",
		when: func(in Input) bool { return known(in) && in.Evidence.Moved() },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyMoved},
	}, {
		// Other software took the token, or somebody moved the card back exactly.
		name: "no rows: known, but nothing moved",
		when: known,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUndocumented},
	}, {
		// It says nothing about the attempt before it, whose effect may be the
		// very reason for it.
		name: "no rows: sent again and refused",
		when: func(in Input) bool { return in.here() && in.Seen == backend.ReplyRefused },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUndocumented},
	}, {
		name: "no rows: no answer, in the quiet period",
		when: func(in Input) bool { return in.here() && !in.QuietOver },
		then: Verdict{State: backend.StateUnknown, Why: backend.WhyWaiting},
	}, {
		name: "no rows: no answer, and the card moved",
		when: func(in Input) bool { return in.here() && in.Evidence.Moved() },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyMoved},
	}, {
		name: "no rows: no answer, and nothing moved",
		when: Input.here,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUndocumented},
	}}
}

// here tells whether the rules of a vendor without rows apply.
func (in Input) here() bool { return in.Rowless && !in.Unread }

// exact tells whether the card moved by exactly what the operation was to move.
func (in Input) exact() bool {
	before, now := in.Evidence.Before, in.Evidence.Now
	return now.Balance.Sub(before.Balance).Equal(in.DueMoney) && now.Points.Sub(before.Points).Equal(in.DuePoints)
}

// Elsewhere tells whether a card without rows moved in a way that this operation
// alone does not explain.
func (in Input) Elsewhere() bool { return in.here() && in.Evidence.Moved() && !in.exact() }
