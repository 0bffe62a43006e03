package backend

import (
	"errors"
	"time"

	"guitai/backend/money"
	"guitai/backend/safe"
)

// Error is the one error type that crosses package borders. Kind chooses the
// sentence that people read; Err is the cause for logs and is never drawn.
type Error struct {
	// Op names the call, for logs: "sandy.consume".
	Op   string
	Kind Kind
	// Code is the vendor's own code, if it gave one.
	Code string
	// Text is what the vendor wrote for people, if it did.
	Text safe.Text
	// Field names the form field that is wrong, for KindInvalid.
	Field string
	// Limit is the amount in yuan that was exceeded, for KindLimit; Field then says
	// of what: "" for one operation, "shift" or "day".
	Limit money.Amount
	// Right is the name of the missing right, for KindRight, and of the one that
	// somebody must have to allow it, for KindLimit.
	Right string
	// Until is when it may be tried again, for KindLocked.
	Until time.Time
	// Other is the operation that stands in the way, for KindCardBusy, KindIncident
	// and KindUndone.
	Other *Case
	Err   error
}

// Error is for logs. It holds no secret and no personal data.
func (e *Error) Error() string {
	s := e.Op + ": " + e.Kind.String()
	if e.Code != "" {
		s += " (" + e.Code + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf finds the kind of err, KindInternal for an error that is not ours and
// KindNone for nil.
func KindOf(err error) Kind {
	if err == nil {
		return KindNone
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return KindInternal
}

// Kind sorts errors by what a person can do about them.
type Kind uint8

// The kinds of errors. Each has one sentence in every language, which says what
// happened, what was not done and what to do next.
const (
	KindNone         Kind = iota
	KindInternal          // a fault of ours
	KindNotFound          // no such member or card
	KindExists            // the number is taken
	KindShortBalance      // the vendor says that the balance is too small
	KindShortPoints       // the vendor says that the points are too few
	KindExpired           // the vendor's subscription has run out
	KindRejected          // the vendor understood and said no, in its own words
	KindVendorFault       // the vendor reports an inner error
	KindUnreachable       // no connection was made; nothing was sent
	KindTimeout           // no answer in time
	KindUnreadable        // HTML, nothing, garbage or too much
	KindRedirected        // the answer points to another place, which is not followed
	KindAccess            // token, shop id or signature not accepted
	KindQuota             // the vendor's daily calls are used up
	KindCardBusy          // another operation on this card is still open
	KindJournal           // the journal refuses new money; nothing was sent
	KindClock             // this machine's clock cannot be right
	KindLimit             // above the limit for one operation
	KindInvalid           // a field is wrong; Field says which
	KindStale             // the preview no longer fits what the vendor says
	KindUnsupported       // this vendor cannot do that
	KindCanceled          // the person left before an answer
	KindForbidden         // this account has no right to change that member
	KindHours             // the vendor does not work at this hour
	KindOutdated          // the vendor asks for a newer program
	KindAccount           // the merchant's login or its password is not accepted
	KindUsedUp            // a coupon or a card of times is used up or missing
	KindRight             // the person at the till has no right to do this; Right says which
	KindPIN               // the PIN is wrong
	KindLocked            // too many wrong PINs; Until says for how long
	KindIncident          // the card's history shows more of our money than is accounted for
	KindUndone            // the operation was corrected already; Other is the correction
	KindNoUndo            // this cannot be corrected; Field says why: "state", "kind" or "nothing"
)

// String names the kind for logs.
func (k Kind) String() string {
	names := [...]string{"ok", "internal", "not found", "exists", "short balance", "short points",
		"expired", "rejected", "vendor fault", "unreachable", "timeout", "unreadable", "redirected",
		"access", "quota", "card busy", "journal", "clock", "limit", "invalid", "stale",
		"unsupported", "canceled", "forbidden", "hours", "outdated", "account", "used up",
		"right", "pin", "locked", "incident", "undone", "no undo"}
	if int(k) < len(names) {
		return names[k]
	}
	return "kind?"
}
