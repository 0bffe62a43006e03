package verdict_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till/verdict"
)

// history is evidence of a card that held 100 yuan and 50 points, with so many
// fitting rows of 10 yuan each above the watermark.
func history(fits int) backend.Evidence {
	e := backend.Evidence{Chained: true}
	e.Before.Balance, e.Before.Points = money.Must("100"), money.WholePoints(50)
	e.Now = e.Before
	for i := range fits {
		e.Now.Balance = e.Now.Balance.Sub(money.Must("10"))
		e.Rows = append(e.Rows, backend.Event{ID: int64(7 + i), Kind: backend.EventConsume,
			Gross: money.Must("10"), Net: money.Must("10"), Balance: e.Now.Balance})
		e.Fits = append(e.Fits, i)
	}
	return e
}

func receipt() *backend.Receipt { return &backend.Receipt{Balance: money.Must("90")} }

// a changes the input that every case starts from: one silent consumption.
type a func(*verdict.Input)

func seen(c backend.ReplyClass) a {
	return func(in *verdict.Input) {
		in.Seen = c
		if c == backend.ReplyYes {
			in.Receipt = receipt()
		}
	}
}
func rows(n int) a { return func(in *verdict.Input) { in.Evidence = history(n) } }
func quiet() a     { return func(in *verdict.Input) { in.QuietOver = true } }
func unread() a    { return func(in *verdict.Input) { in.Unread, in.Evidence = true, backend.Evidence{} } }
func broken() a    { return func(in *verdict.Input) { in.Evidence.Chained = false } }
func redeem() a    { return func(in *verdict.Input) { in.Kind = backend.OpRedeem } }
func pointRows() a { return func(in *verdict.Input) { in.PointRows = true } }
func own() a       { return func(in *verdict.Input) { in.Evidence.Own = true } }
func unordered() a { return func(in *verdict.Input) { in.Unordered = true } }
func foreign() a   { return func(in *verdict.Input) { in.Evidence.Foreign = true } }
func lately() a    { return func(in *verdict.Input) { in.ForeignLately = true } }
func byAmount() a  { return func(in *verdict.Input) { in.ByAmount = true } }
func resent() a    { return func(in *verdict.Input) { in.Attempts = 2 } }
func pointsFell() a {
	return func(in *verdict.Input) { in.Evidence.Now.Points = money.WholePoints(40) }
}
func moneyMoved() a { return func(in *verdict.Input) { in.Evidence.Now.Balance = money.Must("95") } }

func resend(c backend.ReplyClass) a {
	return func(in *verdict.Input) { seen(c)(in); in.Attempts = 2 }
}

// rowless is a vendor without rows, at which the consumption was to take 10 yuan
// and bring 8 points, and the card now shows so much.
func rowless(balance string, points int64) a {
	return func(in *verdict.Input) {
		in.Rowless, in.DueMoney, in.DuePoints = true, money.Must("-10"), money.WholePoints(8)
		in.Evidence = history(0)
		in.Evidence.Now.Balance, in.Evidence.Now.Points = money.Must(balance), money.WholePoints(points)
		in.Evidence.Chained = !in.Evidence.Moved()
	}
}

type row struct {
	name  string
	given []a
	rule  string
	state backend.State
	why   backend.Why
	bound int64
}

func cases() []row {
	yes, no, none, dup := backend.ReplyYes, backend.ReplyRefused, backend.ReplyUnclear, backend.ReplyDuplicate
	applied, human, unknown, voiding := backend.StateApplied, backend.StateHuman, backend.StateUnknown, backend.StateVoiding
	return []row{
		{"nothing sent", []a{seen(backend.ReplyNotSent)}, "nothing was sent", backend.StateNotSent, backend.WhyNothingSent, 0},
		{"yes", []a{seen(yes), rows(1)}, "success", applied, backend.WhyReply, 0},
		{"yes, unread", []a{seen(yes), unread(), quiet()}, "success", applied, backend.WhyReply, 0},
		{"yes, rows that do not add up", []a{seen(yes), rows(0), broken(), quiet()}, "success", applied, backend.WhyReply, 0},

		{"no rows, yes", []a{rowless("90", 58), seen(yes)}, "success", applied, backend.WhyReply, 0},
		{"no rows, refused", []a{rowless("100", 50), seen(no)}, "no rows: refused, and nothing moved", backend.StateRefused, backend.WhyRefusal, 0},
		{"no rows, refused yet moved", []a{rowless("90", 58), seen(no)}, "no rows: refused, but the card moved", human, backend.WhyMoved, 0},
		{"no rows, refused points that moved", []a{redeem(), rowless("100", 40), seen(no)}, "no rows: refused, but the card moved", human, backend.WhyMoved, 0},
		{"no rows, known on a push, exactly", []a{rowless("90", 58), resend(dup), keyKept()}, "no rows: known, and the card moved by exactly this", applied, backend.WhyMatched, 0},
		{"no rows, known on a push, after the quiet period", []a{rowless("90", 58), resend(dup), keyKept(), quiet()}, "no rows: known, and the card moved by exactly this", applied, backend.WhyMatched, 0},
		{"no rows, known on a push, exactly, but a refusal may use a token up", []a{rowless("90", 58), resend(dup)}, "no rows: known, but the card moved otherwise", human, backend.WhyMoved, 0},
		{"no rows, known on a push, money alone fits", []a{rowless("90", 50), resend(dup)}, "no rows: known, but the card moved otherwise", human, backend.WhyMoved, 0},
		{"no rows, known on a push, another balance", []a{rowless("80", 58), resend(dup)}, "no rows: known, but the card moved otherwise", human, backend.WhyMoved, 0},
		{"no rows, known on a push, nothing moved", []a{rowless("100", 50), resend(dup)}, "no rows: known, but nothing moved", human, backend.WhyUndocumented, 0},
		{"no rows, known on a push, unread", []a{rowless("90", 58), resend(dup), unread()}, "history unreadable, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"no rows, refused on a push", []a{rowless("100", 50), resend(no)}, "no rows: sent again and refused", human, backend.WhyUndocumented, 0},
		{"no rows, refused on a push, exactly moved", []a{rowless("90", 58), resend(no)}, "no rows: sent again and refused", human, backend.WhyUndocumented, 0},
		{"no rows, silent, waiting", []a{rowless("90", 58)}, "no rows: no answer, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"no rows, known at first, exactly", []a{rowless("90", 58), seen(dup), keyKept()}, "no rows: known, and the card moved by exactly this", applied, backend.WhyMatched, 0},
		{"no rows, known at first, exactly, but a refusal may use a token up", []a{rowless("90", 58), seen(dup), quiet()}, "no rows: known, but the card moved otherwise", human, backend.WhyMoved, 0},
		{"no rows, known at first, nothing moved", []a{rowless("100", 50), seen(dup), keyKept()}, "no rows: known, but nothing moved", human, backend.WhyUndocumented, 0},
		{"no rows, known, another balance, tokens ours alone", []a{rowless("80", 58), seen(dup), keyKept(), ownKeys()}, "no rows: known, the card moved otherwise, and tokens are ours alone", applied, backend.WhyMatched, 0},
		{"no rows, known, nothing moved, tokens ours alone", []a{rowless("100", 50), seen(dup), keyKept(), ownKeys()}, "no rows: known, but nothing moved", human, backend.WhyUndocumented, 0},
		{"no rows, known, another balance, tokens ours alone but burnt", []a{rowless("80", 58), seen(dup), ownKeys()}, "no rows: known, but the card moved otherwise", human, backend.WhyMoved, 0},

		{"fence", []a{rowless("100", 50), seen(no), canVoid()}, "void: refused, so a copy of it is kept out", voiding, backend.WhyWaiting, 0},
		{"fence, whatever the card shows", []a{rowless("90", 58), seen(no), canVoid(), unread()}, "void: refused, so a copy of it is kept out", voiding, backend.WhyWaiting, 0},
		{"refused on a push", []a{rowless("90", 58), resend(no), canVoid()}, "void: sent again and refused", voiding, backend.WhyWaiting, 0},
		{"pushed for long enough", []a{rowless("90", 58), resend(none), canVoid(), pushesOver()}, "void: sent again for long enough", voiding, backend.WhyWaiting, 0},
		{"still pushed", []a{rowless("90", 58), resend(none), canVoid()}, "no rows: no answer, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"known is never voided", []a{rowless("80", 58), resend(dup), canVoid(), pushesOver()}, "no rows: known, but the card moved otherwise", human, backend.WhyMoved, 0},
		{"void, yes", []a{rowless("90", 58), resend(none), void(yes)}, "void: the token was unused", backend.StateVoided, backend.WhyVoided, 0},
		{"void, yes, of a refused resend", []a{rowless("90", 58), resend(no), void(yes)}, "void: the token was unused", backend.StateVoided, backend.WhyVoided, 0},
		{"fence, yes", []a{rowless("90", 58), seen(no), void(yes)}, "void: refused, and the token was unused", backend.StateRefused, backend.WhyRefusal, 0},
		{"fence, known, nothing moved", []a{rowless("100", 50), seen(no), void(dup), canVoid(), keyFirst(), burns()}, "voided: refused, the token is known, and nothing moved", backend.StateRefused, backend.WhyRefusal, 0},
		{"fence, known, nothing moved, but the balance may be looked at first", []a{rowless("100", 50), seen(no), void(dup), canVoid(), burns()}, "voided: the token is known", human, backend.WhyVoidKnown, 0},
		{"fence, known, nothing moved, but no refusal uses a token up", []a{rowless("100", 50), seen(no), void(dup), canVoid(), keyFirst(), keyKept(), ownKeys()}, "voided: the token is known", human, backend.WhyVoidKnown, 0},
		{"fence, known, moved", []a{rowless("90", 58), seen(no), void(dup), keyFirst(), burns()}, "voided: the token is known", human, backend.WhyVoidKnown, 0},
		{"void, known, exactly: only a hint", []a{rowless("90", 58), resend(none), void(dup), keyKept(), ownKeys(), canVoid()}, "voided: the token is known", human, backend.WhyVoidKnown, 0},
		{"void, known, nothing moved", []a{rowless("100", 50), resend(none), void(dup), keyKept()}, "voided: the token is known", human, backend.WhyVoidKnown, 0},
		{"known on a push after the void", []a{rowless("90", 58), resend(dup), void(none), keyKept(), canVoid()}, "voided: the token is known", human, backend.WhyVoidKnown, 0},
		{"void, known, unread", []a{rowless("90", 58), void(dup), unread()}, "voided: not readable, in the quiet period", voiding, backend.WhyWaiting, 0},
		{"void, known, unread for too long", []a{rowless("90", 58), void(dup), unread(), quiet()}, "voided: not readable for too long", human, backend.WhyUnreadable, 0},
		{"void, silent", []a{rowless("90", 58), void(none), canVoid(), quiet()}, "void: no answer to it yet", voiding, backend.WhyWaiting, 0},
		{"void, refused", []a{rowless("90", 58), void(no), canVoid()}, "void: no answer to it yet", voiding, backend.WhyWaiting, 0},
		{"void, not sent yet", []a{rowless("90", 58), void(none), canVoid(), unsent()}, "void: no answer to it yet", voiding, backend.WhyWaiting, 0},
		{"void, silent, enough", []a{rowless("90", 58), void(none), canVoid(), voidsOver()}, "voided: no answer to it, in the quiet period", voiding, backend.WhyWaiting, 0},
		{"void, silent, over", []a{rowless("90", 58), void(none), canVoid(), voidsOver(), quiet()}, "voided: no answer to it", human, backend.WhyVoidSilent, 0},
		{"void, silent, not to be trusted any more", []a{rowless("100", 50), seen(no), void(none), quiet()}, "voided: no answer to it", human, backend.WhyVoidSilent, 0},
		{"void, known, and then a success of the push", []a{rowless("90", 58), seen(yes), void(dup)}, "success", applied, backend.WhyReply, 0},
		{"no rows, silent, exactly moved: only a hint", []a{rowless("90", 58), quiet()}, "no rows: no answer, and the card moved", human, backend.WhyMoved, 0},
		{"no rows, silent, nothing moved: never presumed", []a{rowless("100", 50), quiet()}, "no rows: no answer, and nothing moved", human, backend.WhyUndocumented, 0},
		{"no rows, unread, over", []a{rowless("90", 58), unread(), quiet()}, "history unreadable for too long", human, backend.WhyUnreadable, 0},

		{"no order, refused", []a{unordered(), seen(no), rows(0)}, "rows in no order: refused, and nothing moved", backend.StateRefused, backend.WhyRefusal, 0},
		{"no order, refused, but a row", []a{unordered(), seen(no), rows(1)}, "rows in no order, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"no order, a row that only we can have left", []a{unordered(), rows(1), own(), quiet()}, "rows in no order", human, backend.WhyUndocumented, 0},
		{"no order, no row", []a{unordered(), rows(0), quiet()}, "rows in no order", human, backend.WhyUndocumented, 0},
		{"unread, waiting", []a{unread()}, "history unreadable, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"refusal, unread", []a{seen(no), unread()}, "history unreadable, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"unread, over", []a{unread(), quiet()}, "history unreadable for too long", human, backend.WhyUnreadable, 0},
		{"refusal, unread, over", []a{seen(no), unread(), quiet()}, "history unreadable for too long", human, backend.WhyUnreadable, 0},
		{"refusal, one row", []a{seen(no), rows(1), own()}, "refusal: a row shows it nevertheless", human, backend.WhyRefusedButRow, 0},
		{"refusal, two rows", []a{seen(no), rows(2)}, "refusal: a row shows it nevertheless", human, backend.WhyRefusedButRow, 0},
		{"broken, waiting", []a{rows(1), broken(), own()}, "rows do not add up, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"broken, over", []a{rows(1), broken(), own(), quiet()}, "rows do not add up", human, backend.WhyBroken, 0},
		{"refusal, broken, over", []a{seen(no), rows(0), broken(), quiet()}, "rows do not add up", human, backend.WhyBroken, 0},

		{"refused points, but they fell", []a{redeem(), seen(no), rows(0), pointsFell()}, "refusal: points moved where no row can tell why", human, backend.WhyUndocumented, 0},
		{"refusal, no row", []a{seen(no), rows(0)}, "refusal: no row", backend.StateRefused, backend.WhyRefusal, 0},
		{"refused points", []a{redeem(), seen(no), rows(0)}, "refusal: no row", backend.StateRefused, backend.WhyRefusal, 0},
		{"refusal, foreign rows", []a{seen(no), rows(0), foreign()}, "refusal: no row", backend.StateRefused, backend.WhyRefusal, 0},

		{"points, waiting", []a{redeem(), rows(0)}, "no answer: points without rows, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"points, over", []a{redeem(), rows(0), quiet()}, "no answer: points without rows", human, backend.WhyUndocumented, 0},
		{"points, a row all the same", []a{redeem(), rows(1), byAmount(), quiet()}, "no answer: points without rows", human, backend.WhyUndocumented, 0},
		{"points, proven by a known row", []a{redeem(), rows(1), byAmount(), pointRows()}, "no answer: one row by amount only", applied, backend.WhyMatchedAmount, 7},
		{"several", []a{rows(2), own(), byAmount()}, "no answer: several rows", human, backend.WhySeveral, 0},
		{"one of our own", []a{rows(1), own(), foreign(), lately()}, "no answer: one row that only we can have left", applied, backend.WhyMatched, 7},
		{"one, foreign rows in the window", []a{rows(1), foreign(), byAmount()}, "no answer: one row, another till is about", human, backend.WhyForeign, 0},
		{"one, foreign rows lately", []a{rows(1), lately(), byAmount()}, "no answer: one row, another till is about", human, backend.WhyForeign, 0},
		{"one, nobody else", []a{rows(1), byAmount()}, "no answer: one row by amount only", applied, backend.WhyMatchedAmount, 7},
		{"a refusal of a resend says nothing", []a{seen(no), resent(), rows(1), byAmount()}, "no answer: one row by amount only", applied, backend.WhyMatchedAmount, 7},
		{"a duplicate proves nothing", []a{seen(dup), rows(0), quiet()}, "no answer: nothing happened", backend.StateNotFound, backend.WhyNotFound, 0},
		{"one, not allowed", []a{rows(1)}, "no answer: one row by amount only, which is not allowed", human, backend.WhyMatchedAmount, 0},
		{"none, waiting", []a{seen(none), rows(0)}, "no answer: no row, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"none, moved, waiting", []a{rows(0), moneyMoved()}, "no answer: no row, in the quiet period", unknown, backend.WhyWaiting, 0},
		{"none, moved", []a{rows(0), moneyMoved(), quiet()}, "no answer: no row, but the card moved", human, backend.WhyMoved, 0},
		{"none, +100 and -100 by others", []a{rows(0), foreign(), quiet()}, "no answer: no row, but the card moved", human, backend.WhyMoved, 0},
		{"none at all", []a{rows(0), quiet(), byAmount()}, "no answer: nothing happened", backend.StateNotFound, backend.WhyNotFound, 0},
	}
}

func keyKept() a    { return func(in *verdict.Input) { in.KeyKept = true } }
func burns() a      { return func(in *verdict.Input) { in.KeyBurns = true } }
func keyFirst() a   { return func(in *verdict.Input) { in.KeyFirst = true } }
func ownKeys() a    { return func(in *verdict.Input) { in.OwnKeys = true } }
func canVoid() a    { return func(in *verdict.Input) { in.CanVoid = true } }
func pushesOver() a { return func(in *verdict.Input) { in.PushesOver = true } }
func voidsOver() a  { return func(in *verdict.Input) { in.VoidsOver = true } }
func unsent() a     { return func(in *verdict.Input) { in.Voids = 0 } }
func void(c backend.ReplyClass) a {
	return func(in *verdict.Input) { in.Voided, in.Voids, in.Void = true, 1, c }
}

func TestDecide(t *testing.T) {
	reached := map[string]bool{}
	for _, c := range cases() {
		t.Run(c.name, func(t *testing.T) {
			in := verdict.Input{Kind: backend.OpConsume, Attempts: 1, Evidence: history(0)}
			for _, change := range c.given {
				change(&in)
			}
			got := verdict.Decide(in)
			assert.Equal(t, verdict.Verdict{Rule: c.rule, State: c.state, Why: c.why, Row: c.bound}, got)
			reached[got.Rule] = true
		})
	}
	for _, rule := range verdict.Rules() {
		assert.True(t, reached[rule], "no case reaches %q", rule)
	}
}

func TestRulesHaveDifferentNames(t *testing.T) {
	names := map[string]bool{}
	for _, rule := range verdict.Rules() {
		assert.False(t, names[rule], rule)
		names[rule] = true
	}
}

func anyInput(t *rapid.T) verdict.Input {
	b := func(name string) bool { return rapid.Bool().Draw(t, name) }
	in := verdict.Input{
		Kind:          backend.OpKind(rapid.IntRange(1, 3).Draw(t, "kind")),
		Attempts:      rapid.IntRange(1, 2).Draw(t, "attempts"),
		Evidence:      history(rapid.IntRange(0, 3).Draw(t, "fits")),
		Unread:        b("unread"),
		QuietOver:     b("quiet over"),
		ForeignLately: b("foreign lately"),
		ByAmount:      b("by amount"),
		PointRows:     b("point rows"),
		Rowless:       b("rowless"),
		Unordered:     b("unordered"),
		KeyKept:       b("key kept"),
		OwnKeys:       b("own keys"),
		KeyFirst:      b("key first"),
		KeyBurns:      b("key burns"),
		CanVoid:       b("can void"),
		PushesOver:    b("pushes over"),
		Voided:        b("voided"),
		VoidsOver:     b("voids over"),
	}
	if in.Voided {
		in.Voids = rapid.IntRange(0, 2).Draw(t, "voids")
		in.Void = backend.ReplyClass(rapid.IntRange(0, 4).Draw(t, "void"))
	}
	seen(backend.ReplyClass(rapid.IntRange(0, 4).Draw(t, "seen")))(&in)
	in.Evidence.Chained, in.Evidence.Foreign, in.Evidence.Own = b("chained"), b("foreign"), b("own")
	if in.Rowless {
		// The card held 100 yuan and 50 points.
		now := money.FromFen(rapid.SampledFrom([]int64{100_00, 90_00, 80_00}).Draw(t, "balance now"))
		rowless(now.String(), rapid.SampledFrom([]int64{50, 58}).Draw(t, "points now"))(&in)
	}
	if in.Unread {
		in.Evidence = backend.Evidence{}
	}
	return in
}

func TestNothingIsSettledWithoutProof(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := anyInput(t)
		v := verdict.Decide(in)
		switch v.State {
		case backend.StateApplied:
			known := in.Rowless && in.Seen == backend.ReplyDuplicate && in.KeyKept && !in.Voided && (in.OwnKeys ||
				in.Evidence.Now.Balance.Sub(in.Evidence.Before.Balance).Equal(in.DueMoney))
			assert.True(t, known || in.Seen == backend.ReplyYes || len(in.Evidence.Fits) == 1 && in.Evidence.Chained)
			assert.True(t, known || in.Seen == backend.ReplyYes || v.Row != 0, "what is matched is bound")
		case backend.StateRefused:
			assert.Empty(t, in.Evidence.Fits)
			assert.Equal(t, 1, in.Attempts)
			assert.False(t, in.Rowless && in.CanVoid && !in.Voided, "no refusal is believed without its fence")
		case backend.StateVoided:
			assert.True(t, in.Rowless && in.Voids > 0 && in.Void == backend.ReplyYes)
		case backend.StateVoiding:
			assert.True(t, in.Rowless && (in.Voided || in.CanVoid && in.Seen != backend.ReplyDuplicate))
		case backend.StateNotFound:
			assert.True(t, in.QuietOver)
			assert.False(t, in.Rowless, "without rows nothing is presumed")
		case backend.StateUnknown:
			assert.False(t, in.QuietOver, "the quiet period is the longest wait")
		}
	})
}
