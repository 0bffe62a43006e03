package ui

import (
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/ui/lang"
)

// StatusWord names the state of a card, with the vendor's own word where ours
// is not enough.
func StatusWord(t lang.Domain, s backend.Status) string {
	switch s.Kind {
	case backend.StatusNormal:
		return t.StatusNormal
	case backend.StatusUntold:
		return t.StatusUntold
	}
	if !s.Text.IsEmpty() {
		return s.Text.String()
	}
	switch s.Kind {
	case backend.StatusLost:
		return t.StatusLost
	case backend.StatusClosed:
		return t.StatusClosed
	case backend.StatusDisabled:
		return t.StatusDisabled
	}
	return t.StatusOther
}

// EventWord names what happened to a card.
func EventWord(t lang.Domain, e backend.Event) string {
	words := map[backend.EventKind]string{
		backend.EventOpen: t.EventOpen, backend.EventReturn: t.EventReturn, backend.EventReplace: t.EventReplace,
		backend.EventReportLost: t.EventReportLost, backend.EventLiftLoss: t.EventLiftLoss,
		backend.EventRecharge: t.EventRecharge, backend.EventConsume: t.EventConsume, backend.EventRedeem: t.EventRedeem,
		backend.EventTransferOut: t.EventTransferOut, backend.EventTransferIn: t.EventTransferIn,
		backend.EventWithdraw: t.EventWithdraw, backend.EventUndo: t.Undo.Kind,
	}
	if w, ok := words[e.Kind]; ok {
		return w
	}
	return lang.Fill(t.EventOther, "code", strconv.Itoa(e.Code))
}

// OpWord names the kind of an operation.
func OpWord(t lang.Domain, k backend.OpKind) string {
	switch k {
	case backend.OpRecharge:
		return t.Recharge
	case backend.OpConsume:
		return t.Consume
	case backend.OpUndo:
		return t.Undo.Kind
	}
	return t.Redeem
}

// StateWord names where an operation stands.
func StateWord(t lang.Domain, s backend.State) string {
	return map[backend.State]string{
		backend.StateIntent: t.StateIntent, backend.StateSending: t.StateSending, backend.StateUnknown: t.StateUnknown,
		backend.StateVoiding: t.StateVoiding, backend.StateHuman: t.StateHuman, backend.StateApplied: t.StateApplied,
		backend.StateRefused: t.StateRefused, backend.StateNotSent: t.StateNotSent, backend.StateVoided: t.StateVoided,
		backend.StateNotFound: t.StateNotFound, backend.StateClosedPaid: t.StateClosedPaid,
		backend.StateClosedUnpaid: t.StateClosedUnpaid, backend.StateTask: t.Undo.Task,
	}[s]
}

// OutcomeWord names the end of an operation.
func OutcomeWord(t lang.Domain, o backend.Outcome) string {
	switch o {
	case backend.OutcomeSettled:
		return t.Settled
	case backend.OutcomeRefused:
		return t.Refused
	}
	return t.Unknown
}

// WhyWord is the sentence for a reason, empty for none.
func WhyWord(t lang.Domain, w backend.Why) string {
	return map[backend.Why]string{
		backend.WhyReply: t.WhyReply, backend.WhyNothingSent: t.WhyNothingSent, backend.WhyRefusal: t.WhyRefusal,
		backend.WhyMatched: t.WhyMatched, backend.WhyMatchedAmount: t.WhyMatchedAmount, backend.WhyWaiting: t.WhyWaiting,
		backend.WhyNotFound: t.WhyNotFound, backend.WhyForeign: t.WhyForeign, backend.WhySeveral: t.WhySeveral,
		backend.WhyMoved: t.WhyMoved, backend.WhyBroken: t.WhyBroken, backend.WhyRefusedButRow: t.WhyRefusedButRow,
		backend.WhyExtraRow: t.WhyExtraRow, backend.WhyUnreadable: t.WhyUnreadable,
		backend.WhyUndocumented: t.WhyUndocumented, backend.WhyCrash: t.WhyCrash, backend.WhyPerson: t.WhyPerson,
		backend.WhyTask: t.Undo.WhyTask, backend.WhyTaskDone: t.Undo.WhyTaskDone, backend.WhyTaskMaybe: t.Undo.WhyTaskMaybe,
		backend.WhyLateRow: t.WhyLateRow, backend.WhyNoRow: t.WhyNoRow, backend.WhyVoided: t.WhyVoided,
		backend.WhyVoidKnown: t.WhyVoidKnown, backend.WhyVoidSilent: t.WhyVoidSilent, backend.WhyQuota: t.WhyQuota,
	}[w]
}

// RateWords say a rate as the trade speaks of it.
func RateWords(t lang.Domain, r money.Rate) string {
	switch {
	case !r.Known():
		return t.RateUnknown
	case r.Full():
		return t.FullPrice
	}
	return lang.Fill(t.Zhe, "tenths", r.Tenths(), "off", r.PercentOff())
}

// RateSourceWord says where a rate comes from.
func RateSourceWord(t lang.Domain, s backend.RateSource) string {
	switch s {
	case backend.RateMember:
		return t.RateMember
	case backend.RateLevel:
		return t.RateLevel
	case backend.RateConfig:
		return t.RateConfig
	case backend.RateLastReceipt:
		return t.RateLastReceipt
	case backend.RateLevelReceipt:
		return t.RateLevelReceipt
	}
	return t.RateUnknown
}

// Phone hides the middle of a phone number until it is revealed: eleven digits
// keep three and four, shorter ones less.
func (e *Env) Phone(p safe.Text, revealed bool) string {
	s := []rune(p.String())
	if !e.MaskPhones || revealed {
		return string(s)
	}
	tail := min(4, len(s)/2)
	head := max(0, min(3, len(s)-tail-2))
	for i := head; i < len(s)-tail; i++ {
		s[i] = '*'
	}
	return string(s)
}

// When is a time in the shop's zone: the clock for today, the day otherwise.
func (e *Env) When(t time.Time) string {
	t = t.In(e.Zone)
	now := e.Today()
	switch {
	case t.IsZero():
		return ""
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		return t.Format("15:04:05")
	case t.Year() == now.Year():
		return t.Format("01-02 15:04")
	}
	return t.Format("2006-01-02 15:04")
}

// Age says how old something is, in the largest unit that fits.
func (e *Env) Age(t time.Time) string {
	d, w := e.Clock.Now().Sub(t), e.Text.Domain
	n := func(unit time.Duration) string { return strconv.FormatInt(int64(d/unit), 10) }
	switch {
	case d < time.Minute:
		return lang.Fill(w.Seconds, "n", n(time.Second))
	case d < time.Hour:
		return lang.Fill(w.Minutes, "n", n(time.Minute))
	case d < 48*time.Hour:
		return lang.Fill(w.Hours, "n", n(time.Hour))
	}
	return lang.Fill(w.Days, "n", n(24*time.Hour))
}
