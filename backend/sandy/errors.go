package sandy

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"guitai/backend"
	"guitai/backend/internal/wire"
	"guitai/backend/money"
	"guitai/backend/safe"
)

var (
	errShape = errors.New("reply lacks what this call has to bring")
	errOther = errors.New("reply names another card")
)

// refusal is their error body. Their page shows the code as a string and lists
// it as a number, and does not say with which HTTP status it comes.
type refusal struct {
	Code text `json:"errcode"`
	Text text `json:"errmsg"`
}

// failed tells whether there is a code that is not zero.
func (r refusal) failed() bool { return r.Code != "" && r.number() != 0 }

// number is the code, or -1 for a code that is no number.
func (r refusal) number() int {
	code := string(r.Code)
	d := money.Literal(code).Decimal()
	most := decimal.NewFromInt(1_000_000)
	if len(code) > 32 || !wire.IsFigure(code) || !d.IsInteger() || d.Sign() < 0 || d.Cmp(most) > 0 {
		return -1
	}
	return int(d.IntPart())
}

// check decides what a reply is, in the order that holds for all calls: an
// error body first, whatever the HTTP status; then the status. What is left is
// for the call to decode.
func (c *Client) check(op string, res wire.Result) *backend.Error {
	if res.Kind != backend.KindNone {
		return &backend.Error{Op: op, Kind: res.Kind, Err: res.Err}
	}
	if body := bytes.TrimSpace(res.Body); len(body) > 0 && body[0] == '{' {
		var r refusal
		if err := decode(body, &r); err == nil && r.failed() {
			return c.refused(op, r)
		}
	}
	if res.Status < 200 || res.Status > 299 {
		return httpError(op, res.Status)
	}
	return nil
}

// refused maps their code to a kind.
func (c *Client) refused(op string, r refusal) *backend.Error {
	e := &backend.Error{
		Op: op, Kind: kindOf(r.number()), Code: strconv.Itoa(r.number()),
		Text: safe.Line(c.wire.Redactor().String(string(r.Text))),
	}
	if r.number() < 0 {
		e.Code = "?"
	}
	if op == "sandy.consume_score" && isAboutPoints(r) {
		e.Kind = backend.KindShortPoints
	}
	return e
}

// isAboutPoints recognises too few points, for which their page has no code.
func isAboutPoints(r refusal) bool {
	words := string(r.Text)
	return r.number() == 4 ||
		r.number() == 400 && strings.Contains(words, "积分") && strings.Contains(words, "不足")
}

// kindOf is their table of codes. A missing (1) or wrong (400) parameter is
// shown with their words, because it is also what they say about cards that
// are lost.
func kindOf(code int) backend.Kind {
	switch code {
	case 2:
		return backend.KindNotFound
	case 3:
		return backend.KindExists
	case 4:
		return backend.KindShortBalance
	case 300:
		return backend.KindExpired
	case 500:
		return backend.KindVendorFault
	}
	return backend.KindRejected
}

// isKnown tells whether their page lists the code as a refusal. 500 is not one:
// an inner error may come after the deed.
func isKnown(code int) bool {
	switch code {
	case 1, 2, 3, 4, 300, 400:
		return true
	}
	return false
}

// httpError is for a status that is no success and a body that is no error of
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

// isLost tells whether a write's reply was lost, so that nobody knows yet
// whether it happened.
func isLost(err error) bool {
	var e *backend.Error
	if !errors.As(err, &e) || e.Code != "" {
		return false
	}
	switch e.Kind {
	case backend.KindTimeout, backend.KindUnreadable, backend.KindVendorFault, backend.KindRedirected, backend.KindUnreachable:
		return true
	}
	return false
}
