package ui

import (
	"errors"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/ui/lang"
)

// Sentence is what a person reads about an error: what happened, what was not
// done and what to do next, with the vendor's own words behind it where it
// wrote some for people.
func Sentence(t lang.Strings, err error) string {
	var e *backend.Error
	if !errors.As(err, &e) {
		return t.Errors.Internal
	}
	s := kindSentence(t.Errors, e)
	for _, own := range []string{staffSentence(t, e), undoSentence(t.Domain.Undo, e)} {
		if own != "" {
			s = own
		}
	}
	if words := VendorWords(t, e); words != "" {
		s += " " + words
	}
	return s
}

// VendorWords are what the vendor wrote for people, "" for nothing. They are all
// that may be shown beside an operation of which nobody knows whether it happened:
// a sentence says what was not done, and the answer to one attempt does not tell
// that about the others.
func VendorWords(t lang.Strings, e *backend.Error) string {
	if e == nil || e.Text.IsEmpty() {
		return ""
	}
	return lang.Fill(t.Errors.VendorSays, "text", vendorText(e))
}

func vendorText(e *backend.Error) string {
	if e.Code == "" {
		return e.Text.String()
	}
	return e.Text.String() + " (" + e.Code + ")"
}

func kindSentence(t lang.Errors, e *backend.Error) string {
	switch e.Kind {
	case backend.KindNotFound:
		return t.NotFound
	case backend.KindExists:
		return t.Exists
	case backend.KindShortBalance:
		return t.ShortBalance
	case backend.KindShortPoints:
		return t.ShortPoints
	case backend.KindExpired:
		return t.Expired
	case backend.KindRejected:
		return t.Rejected
	case backend.KindVendorFault:
		return t.VendorFault
	case backend.KindUnreachable:
		return t.Unreachable
	case backend.KindTimeout:
		return t.Timeout
	case backend.KindUnreadable:
		return t.Unreadable
	case backend.KindRedirected:
		return t.Redirected
	case backend.KindAccess:
		return t.Access
	case backend.KindQuota:
		return t.Quota
	case backend.KindForbidden:
		return t.Forbidden
	case backend.KindHours:
		return t.Hours
	case backend.KindOutdated:
		return t.Outdated
	case backend.KindAccount:
		return t.Account
	case backend.KindUsedUp:
		return t.UsedUp
	}
	return ourSentence(t, e)
}

// staffSentence is for what the person at the till may not do, "" for anything
// else.
func staffSentence(t lang.Strings, e *backend.Error) string {
	switch e.Kind {
	case backend.KindRight:
		return lang.Fill(t.Errors.Right, "right", t.Staff.Right(e.Right))
	case backend.KindLocked:
		return lang.Fill(t.Errors.Locked, "until", e.Until.Format("15:04"))
	case backend.KindPIN:
		return t.Errors.PIN
	}
	return ""
}

// undoSentence is for a correction that cannot be made, "" for anything else.
func undoSentence(t lang.UndoWords, e *backend.Error) string {
	switch {
	case e.Kind == backend.KindUndone && e.Other != nil:
		return lang.Fill(t.Undone, "slip", "#"+e.Other.Slip)
	case e.Kind == backend.KindUndone:
		return lang.Fill(t.Undone, "slip", "")
	case e.Kind != backend.KindNoUndo:
		return ""
	case e.Field == "kind":
		return t.NoUndoKind
	case e.Field == "nothing":
		return t.NoUndoNone
	}
	return t.NoUndoState
}

// limitSentence says of what the limit is.
func limitSentence(t lang.Errors, e *backend.Error) string {
	text := t.Limit
	switch e.Field {
	case "shift":
		text = t.LimitShift
	case "day":
		text = t.LimitDay
	}
	return lang.Fill(text, "limit", e.Limit.Grouped())
}

// ourSentence is for what this program refuses, not the vendor.
func ourSentence(t lang.Errors, e *backend.Error) string {
	switch e.Kind {
	case backend.KindCardBusy:
		slip := ""
		if e.Other != nil {
			slip = "#" + e.Other.Slip
		}
		return lang.Fill(t.CardBusy, "slip", slip)
	case backend.KindIncident:
		slip := ""
		if e.Other != nil {
			slip = "#" + e.Other.Slip
		}
		return lang.Fill(t.Incident, "slip", slip)
	case backend.KindJournal:
		return journalSentence(t, e.Field)
	case backend.KindClock:
		if e.Field == "journal" {
			return t.Young
		}
		return t.Clock
	case backend.KindLimit:
		return limitSentence(t, e)
	case backend.KindInvalid:
		return t.Invalid
	case backend.KindStale:
		return t.Stale
	case backend.KindUnsupported:
		return t.Unsupported
	case backend.KindCanceled:
		return t.Canceled
	}
	return t.Internal
}

// journalSentence says why the journal takes no money.
func journalSentence(t lang.Errors, why string) string {
	switch why {
	case "end":
		return t.JournalEnd
	case "database":
		return t.JournalAway
	case "busy":
		return t.JournalBusy
	}
	return t.Journal
}

// AmountSentence says what is wrong with a typed amount.
func AmountSentence(t lang.Errors, err error) string {
	switch {
	case errors.Is(err, money.ErrEmpty):
		return t.AmountEmpty
	case errors.Is(err, money.ErrPlaces):
		return t.AmountPlaces
	case errors.Is(err, money.ErrRange):
		return t.AmountRange
	case errors.Is(err, money.ErrNegative):
		return t.AmountNegative
	case errors.Is(err, money.ErrZero):
		return t.AmountZero
	}
	return t.AmountSyntax
}
