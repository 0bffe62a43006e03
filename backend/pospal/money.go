package pospal

import (
	"context"
	"encoding/json"
	"errors"

	"guitai/backend"
	"guitai/backend/internal/wire"
)

const incrementPath = members + "updateBalancePointByIncrement"

// increment is the body of the one call that moves money. The checks are left
// off by the vendor unless they are asked for.
type increment struct {
	auth
	UID             uid          `json:"customerUid"`
	Balance         *json.Number `json:"balanceIncrement,omitempty"`
	Points          *json.Number `json:"pointIncrement,omitempty"`
	Key             string       `json:"dataChangeTime"`
	ValidateBalance int          `json:"validateBalance,omitempty"`
	ValidatePoint   int          `json:"validatePoint,omitempty"`
	Remark          string       `json:"remark,omitempty"`
}

// push is the body of an operation. It is made of the token alone, so that
// sending again sends the same bytes.
func (c *Client) push(key string, e evidence) increment {
	body := increment{auth: c.auth(), UID: e.UID, Key: key, Remark: e.Remark}
	if !e.BalanceStep.IsZero() {
		n := json.Number(e.BalanceStep.String())
		body.Balance = &n
	}
	if !e.PointStep.IsZero() {
		n := json.Number(e.PointStep.String())
		body.Points = &n
	}
	if e.BalanceStep.Sign() < 0 || e.PointStep.Sign() < 0 {
		body.ValidateBalance, body.ValidatePoint = 1, 1
	}
	return body
}

// Submit sends the operation once; with the same token again, it sends the same
// bytes again. Only a reply that proves itself is ReplyYes.
func (c *Client) Submit(
	ctx context.Context, op backend.Operation, token backend.Token, beforeFirstByte func() error,
) backend.Reply {
	e, err := parseEvidence(op, token)
	if err == nil && e.BalanceStep.IsZero() && e.PointStep.IsZero() {
		err = errToken
	}
	if err != nil {
		return c.unsent(err)
	}
	c.meter.redeem(token)
	reply := c.move(ctx, c.push(token.Key, e), e, beforeFirstByte)
	if reply.Receipt != nil {
		promised(reply.Receipt, op, e)
	}
	return reply
}

// Void makes an operation impossible: a change of nothing under the same key,
// after which the vendor refuses the operation's own bytes for ever. ReplyYes
// means that the key was unused until now; its receipt shows the card as it is.
// Any other class says nothing about the operation. A merchant has to be probed
// before this may be relied upon, because no page says that a change of nothing
// uses its key up; the form is the one that was seen to.
func (c *Client) Void(
	ctx context.Context, op backend.Operation, token backend.Token, beforeFirstByte func() error,
) backend.Reply {
	form := 0
	if c.voidForm != nil {
		form = c.voidForm()
	}
	return c.VoidAs(ctx, form, op, token, beforeFirstByte)
}

// VoidForms is in how many forms a change of nothing can be sent: a balance
// increment of 0, none at all, and a point increment of 0.
func (c *Client) VoidForms() int { return 3 }

// VoidAs is Void in one of the forms, from 0; any other number is the first.
func (c *Client) VoidAs(
	ctx context.Context, form int, op backend.Operation, token backend.Token, beforeFirstByte func() error,
) backend.Reply {
	e, err := parseEvidence(op, token)
	if err != nil {
		return c.unsent(err)
	}
	nothing := json.Number("0")
	body := increment{auth: c.auth(), UID: e.UID, Key: token.Key, Remark: "作废占位 " + op.ID}
	switch form {
	case 1:
	case 2:
		body.Points = &nothing
	default:
		body.Balance = &nothing
	}
	return c.move(ctx, body, e, beforeFirstByte)
}

func (c *Client) unsent(err error) backend.Reply {
	failed := &backend.Error{Op: opOf(incrementPath), Kind: backend.KindInternal, Err: err}
	return backend.Reply{Class: backend.ReplyNotSent, Err: failed, Closed: c.now()}
}

// move sends a change and sorts what it brought. It may use the reserve: whoever
// comes here has been let in by Prepare, or has to be settled.
func (c *Client) move(ctx context.Context, body increment, before evidence, beforeFirstByte func() error) backend.Reply {
	raw, err := json.Marshal(body)
	if err != nil {
		return c.unsent(err)
	}
	done, _ := c.meter.begin(c.now(), settling)
	res := c.wire.Send(ctx, c.request(incrementPath, raw), beforeFirstByte)
	done(res.Wrote)
	reply := c.judge(body, before, res)
	reply.HTTP, reply.Closed, reply.Date, reply.Body = res.Status, res.Closed, res.Date, c.keep(res)
	switch reply.Class {
	case backend.ReplyYes:
		c.seen.booked(before.UID.String(), reply.Receipt, c.now())
		c.clock.note(res, c.now())
	case backend.ReplyRefused, backend.ReplyDuplicate:
		c.clock.note(res, c.now())
	}
	c.note(ctx, opOf(incrementPath), res, reply.Err)
	return reply
}

// errUnasked is the cause of an answer to what was never sent.
var errUnasked = errors.New("answered without having been asked")

// judge sorts what one attempt brought, in the order that holds for all calls.
func (c *Client) judge(asked increment, before evidence, res wire.Result) backend.Reply {
	op := opOf(incrementPath)
	unclear := func(kind backend.Kind, err error) backend.Reply {
		return backend.Reply{Err: &backend.Error{Op: op, Kind: kind, Err: err}}
	}
	if !res.Wrote {
		kind, err := res.Kind, res.Err
		if kind == backend.KindNone {
			kind, err = backend.KindUnreadable, errUnasked
		}
		reply := unclear(kind, err)
		reply.Class = backend.ReplyNotSent
		return reply
	}
	if res.Kind != backend.KindNone {
		return unclear(res.Kind, res.Err)
	}
	o, err := strictObject(res.Body)
	if err == nil && isStatus(o.text("status"), failure) {
		return c.refusal(op, o)
	}
	if res.Status < 200 || res.Status > 299 {
		return backend.Reply{Err: httpError(op, res.Status)}
	}
	if err == nil && !o.isSuccess() {
		err = errShape
	}
	if err != nil {
		return unclear(backend.KindUnreadable, err)
	}
	receipt, err := verify(o.nested("data"), asked, before)
	if err != nil {
		reply := unclear(backend.KindUnreadable, err)
		reply.Receipt = receipt
		return reply
	}
	return backend.Reply{Class: backend.ReplyYes, Receipt: receipt}
}

// isSuccess tells whether the frame says success and nothing else: an error code
// beside it would contradict it.
func (o *object) isSuccess() bool {
	code, wellFormed := o.word("errorCode")
	return wellFormed && isStatus(o.text("status"), success) && (code == "" || code == "0")
}

// refusal believes only what surely comes before the deed, and not beside the
// figures of a success.
func (c *Client) refusal(op string, o *object) backend.Reply {
	code, wellFormed := o.word("errorCode")
	messages := o.messages("messages")
	reply := backend.Reply{Err: c.refused(op, code, messages)}
	number, known := codeOf(code)
	plausible := wellFormed && !o.holds("data") && (known || code == "")
	switch {
	case isDuplicate(messages) && plausible:
		reply.Class = backend.ReplyDuplicate
	case plausible && isFinal(number, messages):
		reply.Class = backend.ReplyRefused
	}
	return reply
}

// promised adds to the vendor's figures what only the quote knows. Figures from
// before that are not those that were shown make the receipt odd: somebody else
// moved the card meanwhile, and the result stands all the same.
func promised(r *backend.Receipt, op backend.Operation, e evidence) {
	balance, points := r.Balance.Sub(e.BalanceStep), r.Points.Sub(e.PointStep)
	q := op.Quote
	switch op.Kind {
	case backend.OpRecharge:
		r.Gross, r.Net, r.GiftMoney, r.GiftPoints = op.Amount, e.BalanceStep, e.BalanceStep.Sub(op.Amount), e.PointStep
	case backend.OpConsume:
		r.Gross, r.Net, r.Discount, r.Rate = op.Amount, q.Net, op.Amount.Sub(q.Net), q.Rate
		r.FromCard, r.Collect = e.BalanceStep.Neg(), q.Collect
	case backend.OpUndo:
		r.Gross, r.Net = op.Amount, op.Amount
	}
	shown := balance.Equal(q.BalanceBefore) && points.Equal(q.PointsBefore)
	r.Odd = r.Odd || !shown
}

// keep is what of a reply's body may be kept for ever: the fields of this call.
// A body that is not theirs may hold anybody's data, so only its length is kept.
func (c *Client) keep(res wire.Result) []byte {
	if res.Status == 0 {
		return nil
	}
	kept := map[string]any{}
	o, err := strictObject(res.Body)
	if err != nil {
		kept["unreadable_bytes"] = len(res.Body)
	} else {
		c.copyWords(kept, o, "status", "errorCode")
		if messages := o.messages("messages"); len(messages) > 0 {
			kept["messages"] = c.kept(string(messages[0]))
		}
		if data := o.nested("data"); data != nil {
			c.copyWords(kept, data, "customerUid", "balanceBeforeUpdate", "balanceAfterUpdate", "balanceIncrement",
				"pointBeforeUpdate", "pointAfterUpdate", "pointIncrement", "dataChangeTime", "updateCustomerTime")
		}
	}
	body, _ := json.Marshal(kept) // strings and a number always encode
	return body
}

func (c *Client) copyWords(to map[string]any, o *object, keys ...string) {
	for _, key := range keys {
		if s := o.text(key); s != "" {
			to[key] = c.kept(s)
		}
	}
}

// kept is a word without secrets and of bounded length.
func (c *Client) kept(s string) string {
	s = c.wire.Redactor().String(s)
	return s[:min(len(s), 512)]
}
