package pospal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/safe"
)

// detail is where the vendor's texts turn from words for people into its own
// inner workings.
const detail = "responseCode="

// refused maps a refusal of theirs to a kind.
func (c *Client) refused(op, code string, messages texts) *backend.Error {
	number, known := codeOf(code)
	kind := aboutKind(messages)
	if kind == backend.KindNone {
		kind = kindOf(number)
	}
	e := &backend.Error{Op: op, Kind: kind, Text: c.words(messages)}
	switch {
	case known:
		e.Code = strconv.Itoa(number)
	case code != "":
		e.Code = "?"
	}
	return e
}

// words is the first message that has any, cut where the inner workings begin.
func (c *Client) words(messages texts) safe.Text {
	for _, m := range messages {
		before, after, _ := strings.Cut(string(m), detail)
		before = strings.TrimRight(strings.TrimSpace(before), ",，;；:： (（[")
		if before == "" {
			before = strings.TrimLeft(after, "0123456789,，;；:： ")
		}
		if before != "" {
			return safe.Line(c.wire.Redactor().String(before))
		}
	}
	return safe.Text{}
}

// codeOf reads an error code: a number, a quoted one, or none.
func codeOf(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 99_999 || strconv.Itoa(n) != s {
		return -1, false
	}
	return n, true
}

// kindOf is their table of codes.
func kindOf(code int) backend.Kind {
	switch code {
	case 2015:
		return backend.KindNotFound
	case 2012:
		return backend.KindExists
	case 1001, 1002:
		return backend.KindAccount
	case 1031, 1032, 1033, 1034:
		return backend.KindAccess
	case 4001, 4002:
		return backend.KindExpired
	case 2001, 2002, 3001, 3002, 3003, 3004:
		return backend.KindUsedUp
	case 2016:
		return backend.KindForbidden
	case 9001:
		return backend.KindHours
	case 9002, 9004:
		return backend.KindOutdated
	case 9003:
		return backend.KindInvalid
	case 0:
		return backend.KindVendorFault
	}
	switch {
	case code >= 1011 && code <= 1025:
		return backend.KindAccount
	case code >= 1091 && code <= 1098:
		return backend.KindInvalid
	}
	// What is left says no in words of its own: failed additions and changes
	// (2011, 2013) and codes that are in no list.
	return backend.KindRejected
}

// aboutKind knows a refusal by its words where the vendor's list has no code
// for it: too little money, too few points, no calls left.
func aboutKind(messages texts) backend.Kind {
	has := func(words ...string) bool {
		for _, m := range messages {
			all := true
			for _, w := range words {
				all = all && strings.Contains(string(m), w)
			}
			if all {
				return true
			}
		}
		return false
	}
	switch {
	case isDuplicate(messages):
		return backend.KindRejected
	case has("余额", "不足"), has("赊账"):
		return backend.KindShortBalance
	case has("积分", "不足"):
		return backend.KindShortPoints
	case has("访问", "次数"), has("访问", "量"), has("访问", "上限"):
		return backend.KindQuota
	}
	return backend.KindNone
}

// isDuplicate tells whether the vendor has seen this member and time before. It
// has no code for it; its page gives the words.
func isDuplicate(messages texts) bool {
	for _, m := range messages {
		if strings.Contains(string(m), "重复提交") {
			return true
		}
	}
	return false
}

// isFinal tells whether a refused change of money has surely not happened: the
// code is one that the vendor gives before it touches an account, or the words
// say what was missing. Code 0, a code that does not belong to a change, a
// quota that may have run out in the middle, and words that nobody knows are
// not.
func isFinal(code int, messages texts) bool {
	switch aboutKind(messages) {
	case backend.KindShortBalance, backend.KindShortPoints:
		return code != 0
	case backend.KindNone:
	default:
		return false
	}
	switch code {
	case 1031, 1032, 1033, 1034, 2015, 2016, 4001, 4002, 9001, 9002, 9003, 9004:
		return true
	}
	return false
}

// httpError is for a status that is no success and a body that is no answer of
// theirs.
func httpError(op string, status int) *backend.Error {
	kind := backend.KindUnreadable
	switch {
	case status == 401 || status == 403 || status == 407 || status == 511:
		kind = backend.KindAccess
	case status == 408 || status == 504:
		kind = backend.KindTimeout
	case status >= 500:
		kind = backend.KindVendorFault
	}
	return &backend.Error{Op: op, Kind: kind, Err: fmt.Errorf("http status %d", status)}
}

func unreadable(op string, err error) *backend.Error {
	return &backend.Error{Op: op, Kind: backend.KindUnreadable, Err: err}
}

func invalid(op, field string) *backend.Error {
	return &backend.Error{Op: op, Kind: backend.KindInvalid, Field: field}
}

func notFound(op string) *backend.Error { return &backend.Error{Op: op, Kind: backend.KindNotFound} }

// isLost tells whether a write's reply was lost, so that nobody knows yet
// whether it happened.
func isLost(err error) bool {
	var e *backend.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Kind {
	case backend.KindTimeout, backend.KindUnreadable, backend.KindVendorFault, backend.KindRedirected, backend.KindUnreachable:
		return e.Code == "" || e.Code == "0"
	}
	return false
}
