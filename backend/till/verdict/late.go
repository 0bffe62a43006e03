package verdict

import (
	"slices"

	"guitai/backend"
)

// Past is an operation of ours on a card, as far as the card's history has to
// account for it.
type Past struct {
	State backend.State
	// Row is the id of the history row that is bound to it, 0 for none.
	Row int64
	// Receipt is what its reply told; nil where no reply proved it.
	Receipt *backend.Receipt
	// Redeem says that it took points, so that its row is told by them too.
	Redeem bool
	// Fits are the indexes of the rows that it may have left, oldest first.
	Fits []int
	// Blind says that history is not known to show operations of its kind.
	Blind bool
	// Ripe says that its own row would usually show by now, and Due that it has to:
	// the day is over, and nobody was told yet that it is missing.
	Ripe, Due bool
}

// Card is a card's history beside everything of ours that ended or is under way
// on it.
type Card struct {
	// Rows are the history rows above the oldest operation's watermark, oldest
	// first.
	Rows []backend.Event
	// Bound says of each row that it belongs to an operation, and Told that a
	// person has it, or had it, before him as one that nothing accounts for.
	Bound, Told []bool
	// Past are the operations, newest first.
	Past []Past
}

// Note is what a card's history says about one operation that had ended.
type Note struct {
	// Rule names what decided and Op is the index of the operation.
	Rule string
	Op   int
	Why  backend.Why
	// Row is the id of the row that is found to be the operation's, 0 for none.
	Row int64
	// Rows are the indexes of the rows that nothing else accounts for.
	Rows []int
	// Alarm says that a person must be told, and that no more money moves on the
	// card before that.
	Alarm bool
}

// Reckoning is what is made of a card.
type Reckoning struct {
	Notes []Note
	// Foreign are the indexes of the rows that somebody else made.
	Foreign []int
}

// The rules of the late watch, in their order.
const (
	ruleReplyRow = "late: the row that the reply spoke of"
	rulePaidRow  = "late: the row of what a person called paid"
	ruleNotFound = "late: a row of what was not found"
	ruleSaidNo   = "late: a row of what was said not to have happened"
	ruleExtra    = "late: one more row of what happened once"
	ruleNoRow    = "late: no row of what is settled"
)

// LateRules names the rules of the late watch.
func LateRules() []string {
	return []string{ruleReplyRow, rulePaidRow, ruleNotFound, ruleSaidNo, ruleExtra, ruleNoRow}
}

// Reconcile holds a card's history against everything of ours. What can be bound
// is bound first, or a row that only nobody has bound yet would raise an alarm.
// Of what is then left, a row that an open operation may have left waits for that
// operation's end; one that fits an operation that has ended is an alarm, whoever
// made it; and the rest was made by somebody else.
func Reconcile(c Card) Reckoning {
	r := reckoner{Card: c, row: make([]int64, len(c.Past)), taken: slices.Clone(c.Bound), watched: slices.Clone(c.Told)}
	r.bind()
	r.leave()
	r.blame()
	r.miss()
	for i := range c.Rows {
		if !r.taken[i] && !r.watched[i] {
			r.Foreign = append(r.Foreign, i)
		}
	}
	return r.Reckoning
}

// reckoner works a card through.
type reckoner struct {
	Card
	Reckoning
	// row is each operation's row, also one that was bound just now.
	row []int64
	// taken says of each row that it belongs to an operation, and watched that it
	// is no foreign one and needs no further alarm.
	taken, watched []bool
}

// bind gives settled operations their rows, the newest operation first: an older
// one may fit the same row, and then has one of its own before it. What a person
// called paid has no figures to know its row by. It gets the one that shows up, if
// it is one; among those that the person saw, nobody can say which it is.
func (r *reckoner) bind() {
	for op, p := range r.Past {
		r.row[op] = p.Row
		rule, mine := ruleReplyRow, func(i int) bool { return p.leftBy(r.Rows[i]) }
		if p.State == backend.StateClosedPaid {
			only := r.onlyRow(p)
			rule, mine = rulePaidRow, func(i int) bool { return i == only }
		}
		if p.Row != 0 || !p.settled() {
			continue
		}
		for _, i := range p.Fits {
			if !r.taken[i] && mine(i) {
				r.taken[i], r.row[op] = true, r.Rows[i].ID
				r.Notes = append(r.Notes, Note{Rule: rule, Op: op, Row: r.Rows[i].ID})
				break
			}
		}
	}
}

// onlyRow is the one row that fits and nobody has or has seen, -1 if there is none
// or another one that fits was seen or is as good.
func (r *reckoner) onlyRow(p Past) int {
	only := -1
	for _, i := range p.Fits {
		switch {
		case r.taken[i]:
		case r.watched[i] || only >= 0:
			return -1
		default:
			only = i
		}
	}
	return only
}

func (p Past) settled() bool { return p.State.Outcome() == backend.OutcomeSettled }

// leftBy tells whether a row ends where the reply says.
func (p Past) leftBy(row backend.Event) bool {
	return p.Receipt != nil && row.Balance.Equal(p.Receipt.Balance) &&
		(!p.Redeem || row.Points.Equal(p.Receipt.Points))
}

// leave keeps its hands off what an operation that has no end yet may have left,
// and off what may turn out to be the row of one that has only just ended.
func (r *reckoner) leave() {
	for op, p := range r.Past {
		open := p.State.Outcome() == backend.OutcomeUnknown && p.State != backend.StateNotFound
		if open || p.settled() && r.row[op] == 0 && !p.Ripe {
			for _, i := range p.Fits {
				r.watched[i] = r.watched[i] || !r.taken[i]
			}
		}
	}
}

// blame finds for each row that is left the operation that it speaks against: one
// that was not found before one that was refused, and that before a second copy
// of one that happened; the newest of them.
func (r *reckoner) blame() {
	type suspect struct {
		rule string
		why  backend.Why
		is   func(Past) bool
	}
	for _, s := range []suspect{
		{ruleNotFound, backend.WhyLateRow, func(p Past) bool { return p.State == backend.StateNotFound }},
		{ruleSaidNo, backend.WhyLateRow, func(p Past) bool { return p.State.Outcome() == backend.OutcomeRefused }},
		{ruleExtra, backend.WhyExtraRow, Past.settled},
	} {
		for op, p := range r.Past {
			if !s.is(p) {
				continue
			}
			n := Note{Rule: s.rule, Op: op, Why: s.why, Alarm: true}
			for _, i := range p.Fits {
				if !r.taken[i] && !r.watched[i] {
					r.watched[i] = true
					n.Rows = append(n.Rows, i)
				}
			}
			if len(n.Rows) > 0 {
				r.Notes = append(r.Notes, n)
			}
		}
	}
}

// miss tells of settled operations that history does not show at all.
func (r *reckoner) miss() {
	for op, p := range r.Past {
		told := slices.ContainsFunc(r.Notes, func(n Note) bool { return n.Op == op && n.Alarm })
		if p.State == backend.StateApplied && r.row[op] == 0 && p.Due && !p.Blind && !told {
			r.Notes = append(r.Notes, Note{Rule: ruleNoRow, Op: op, Why: backend.WhyNoRow, Alarm: true})
		}
	}
}
