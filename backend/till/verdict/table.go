package verdict

import (
	"iter"

	"guitai/backend"
)

// rule is one row of the decision table.
type rule struct {
	name string
	when func(Input) bool
	then Verdict
	bind func(Input) int64
}

// table is the decision table; the first rule that fits decides. Its parts are
// made when their turn comes, because most decisions fall in the first ones.
func table() iter.Seq[rule] {
	parts := [...]func() []rule{answered, voiding, voided, rowless, unordered, unreadable, refused, silent}
	return func(yield func(rule) bool) {
		for _, part := range parts {
			for _, r := range part() {
				if !yield(r) {
					return
				}
			}
		}
	}
}

// answered rules are for a reply that is proof by itself. Which row it left, and
// whether there is one too many, is for Reconcile to say.
func answered() []rule {
	return []rule{{
		name: "nothing was sent",
		when: func(in Input) bool { return in.Seen == backend.ReplyNotSent && in.Attempts <= 1 },
		then: Verdict{State: backend.StateNotSent, Why: backend.WhyNothingSent},
	}, {
		name: "success",
		when: Input.yes,
		then: Verdict{State: backend.StateApplied, Why: backend.WhyReply},
	}}
}

// unordered rules are for vendors whose rows cannot be told old from new: by time
// alone nothing is matched.
func unordered() []rule {
	here := func(in Input) bool { return in.Unordered && !in.Unread }
	return []rule{{
		name: "rows in no order: refused, and nothing moved",
		when: func(in Input) bool { return here(in) && in.refused() && !in.Evidence.Moved() && !in.blindPoints() },
		then: Verdict{State: backend.StateRefused, Why: backend.WhyRefusal},
	}, {
		name: "rows in no order, in the quiet period",
		when: func(in Input) bool { return here(in) && !in.QuietOver },
		then: Verdict{State: backend.StateUnknown, Why: backend.WhyWaiting},
	}, {
		name: "rows in no order",
		when: here,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUndocumented},
	}}
}

// unreadable rules are for evidence that is not to be trusted: wait while
// something may still arrive, then ask a person.
func unreadable() []rule {
	unread := func(in Input) bool { return in.Unread }
	broken := func(in Input) bool { return !in.Evidence.Chained }
	return []rule{{
		name: "history unreadable, in the quiet period",
		when: func(in Input) bool { return unread(in) && !in.QuietOver },
		then: Verdict{State: backend.StateUnknown, Why: backend.WhyWaiting},
	}, {
		name: "history unreadable for too long",
		when: unread,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUnreadable},
	}, {
		name: "refusal: a row shows it nevertheless",
		when: func(in Input) bool { return in.refused() && in.fits() > 0 },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyRefusedButRow},
	}, {
		name: "rows do not add up, in the quiet period",
		when: func(in Input) bool { return broken(in) && !in.QuietOver },
		then: Verdict{State: backend.StateUnknown, Why: backend.WhyWaiting},
	}, {
		name: "rows do not add up",
		when: broken,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyBroken},
	}}
}

// refused rules believe a refusal only where history agrees.
func refused() []rule {
	return []rule{{
		name: "refusal: points moved where no row can tell why",
		when: func(in Input) bool { return in.refused() && in.blindPoints() && in.pointsMoved() },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUndocumented},
	}, {
		name: "refusal: no row",
		when: Input.refused,
		then: Verdict{State: backend.StateRefused, Why: backend.WhyRefusal},
	}}
}

// silent rules are for operations without an answer that counts.
func silent() []rule {
	waiting := Verdict{State: backend.StateUnknown, Why: backend.WhyWaiting}
	return []rule{{
		name: "no answer: points without rows, in the quiet period",
		when: func(in Input) bool { return in.blindPoints() && !in.QuietOver },
		then: waiting,
	}, {
		name: "no answer: points without rows",
		when: Input.blindPoints,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyUndocumented},
	}, {
		name: "no answer: several rows",
		when: func(in Input) bool { return in.fits() > 1 },
		then: Verdict{State: backend.StateHuman, Why: backend.WhySeveral},
	}, {
		name: "no answer: one row that only we can have left",
		when: func(in Input) bool { return in.fits() == 1 && in.Evidence.Own },
		then: Verdict{State: backend.StateApplied, Why: backend.WhyMatched},
		bind: Input.onlyRow,
	}, {
		name: "no answer: one row, another till is about",
		when: func(in Input) bool { return in.fits() == 1 && (in.Evidence.Foreign || in.ForeignLately) },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyForeign},
	}, {
		name: "no answer: one row by amount only",
		when: func(in Input) bool { return in.fits() == 1 && in.ByAmount },
		then: Verdict{State: backend.StateApplied, Why: backend.WhyMatchedAmount},
		bind: Input.onlyRow,
	}, {
		name: "no answer: one row by amount only, which is not allowed",
		when: func(in Input) bool { return in.fits() == 1 },
		then: Verdict{State: backend.StateHuman, Why: backend.WhyMatchedAmount},
	}, {
		name: "no answer: no row, in the quiet period",
		when: func(in Input) bool { return !in.QuietOver },
		then: waiting,
	}, {
		name: "no answer: no row, but the card moved",
		when: Input.moved,
		then: Verdict{State: backend.StateHuman, Why: backend.WhyMoved},
	}, {
		name: "no answer: nothing happened",
		when: func(Input) bool { return true },
		then: Verdict{State: backend.StateNotFound, Why: backend.WhyNotFound},
	}}
}
