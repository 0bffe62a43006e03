package sandy

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"guitai/backend"
	"guitai/backend/internal/wire"
)

var errOperation = errors.New("operation of an unknown kind")

// The bodies mirror their page call by call, because that is the form known to
// work: a recharge's amount is a string and a consumption's a number.
type rechargeRequest struct {
	CardID  string      `json:"card_id"`
	Money   string      `json:"money"`
	PayType json.Number `json:"pay_type"`
}

type consumeRequest struct {
	CardID       string       `json:"card_id"`
	Money        json.Number  `json:"money"`
	Discountable *json.Number `json:"money_discount,omitempty"`
}

type redeemRequest struct {
	CardID string `json:"card_id"`
	Score  int64  `json:"score"`
}

// callOf gives the call and the body of an operation, or says which field of it
// cannot be sent.
func callOf(op backend.Operation) (name string, body any, err *backend.Error) {
	switch op.Kind {
	case backend.OpRecharge:
		name, body, err = rechargeOf(op)
	case backend.OpConsume:
		name, body, err = consumeOf(op)
	case backend.OpRedeem:
		name, body, err = redeemOf(op)
	default:
		return "", nil, &backend.Error{Op: "sandy.money", Kind: backend.KindInternal, Err: errOperation}
	}
	if err == nil && op.MemberID == "" {
		err = invalid("sandy."+name, "member")
	}
	return name, body, err
}

func rechargeOf(op backend.Operation) (string, any, *backend.Error) {
	const name = "recharge"
	if op.Amount.Sign() <= 0 {
		return name, nil, invalid("sandy."+name, "amount")
	}
	if _, err := strconv.ParseUint(op.PayType.ID, 10, 31); err != nil {
		return name, nil, invalid("sandy."+name, "pay_type")
	}
	return name, rechargeRequest{op.MemberID, op.Amount.Decimal().String(), json.Number(op.PayType.ID)}, nil
}

// consumeOf leaves money_discount out where everything may be discounted, and
// refuses 0: nothing tells whether the server takes 0 for "nothing" or for "not
// given", and the difference is the guest's money.
func consumeOf(op backend.Operation) (string, any, *backend.Error) {
	const name = "consume"
	if op.Amount.Sign() <= 0 {
		return name, nil, invalid("sandy."+name, "amount")
	}
	req := consumeRequest{CardID: op.MemberID, Money: json.Number(op.Amount.Decimal().String())}
	if d := op.Discountable; d != nil {
		if d.Sign() <= 0 || d.Cmp(op.Amount) > 0 {
			return name, nil, invalid("sandy."+name, "discountable")
		}
		part := json.Number(d.Decimal().String())
		req.Discountable = &part
	}
	return name, req, nil
}

// redeemOf refuses fractions, which the server would silently drop.
func redeemOf(op backend.Operation) (string, any, *backend.Error) {
	const name = "consume_score"
	d := op.Points.Decimal()
	if op.Points.Sign() <= 0 || !d.IsInteger() {
		return name, nil, invalid("sandy."+name, "points")
	}
	return name, redeemRequest{op.MemberID, d.IntPart()}, nil
}

// Submit sends the operation once. Only a reply that proves itself against the
// baseline is ReplyYes; whatever is not proven is left to the card's history.
func (c *Client) Submit(
	ctx context.Context, op backend.Operation, token backend.Token, beforeFirstByte func() error,
) backend.Reply {
	name, body, failed := callOf(op)
	if failed != nil {
		return backend.Reply{Class: backend.ReplyNotSent, Err: failed, Closed: c.now()}
	}
	call := "sandy." + name
	before, err := parseBaseline(token)
	var req wire.Request
	if err == nil {
		req, err = c.request(name, body)
	}
	if err != nil {
		failed = &backend.Error{Op: call, Kind: backend.KindInternal, Err: err}
		return backend.Reply{Class: backend.ReplyNotSent, Err: failed, Closed: c.now()}
	}
	req.Method = http.MethodPost
	res := c.wire.Send(ctx, req, beforeFirstByte)
	reply := c.judge(call, op, before, res)
	reply.HTTP, reply.Closed, reply.Body = res.Status, res.Closed, c.keep(res)
	c.note(ctx, name, res, reply.Err)
	return reply
}

// judge sorts what one attempt brought, in the order that holds for all calls.
func (c *Client) judge(call string, op backend.Operation, before baseline, res wire.Result) backend.Reply {
	unclear := func(kind backend.Kind, err error) backend.Reply {
		return backend.Reply{Err: &backend.Error{Op: call, Kind: kind, Err: err}}
	}
	if !res.Wrote {
		kind := res.Kind
		if kind == backend.KindNone {
			kind = backend.KindUnreadable // it answered without having been asked
		}
		reply := unclear(kind, res.Err)
		reply.Class = backend.ReplyNotSent
		return reply
	}
	if res.Kind != backend.KindNone {
		return unclear(res.Kind, res.Err)
	}
	o, err := strictObject(res.Body)
	if err == nil && o.isRefusal() {
		return c.refusal(call, o)
	}
	if res.Status < 200 || res.Status > 299 {
		return backend.Reply{Err: httpError(call, res.Status)}
	}
	if err != nil {
		return unclear(backend.KindUnreadable, err)
	}
	receipt, err := verify(o, op, before)
	if err != nil {
		reply := unclear(backend.KindUnreadable, err)
		reply.Receipt = receipt
		return reply
	}
	return backend.Reply{Class: backend.ReplyYes, Receipt: receipt}
}

// isRefusal tells whether there is an error code that is not zero.
func (o *object) isRefusal() bool {
	switch o.fields["errcode"].(type) {
	case nil:
		return false
	case string, json.Number:
		return refusal{Code: text(o.text("errcode"))}.failed()
	}
	return true
}

// refusal believes only what their page lists, and not beside the figures of a
// success.
func (c *Client) refusal(call string, o *object) backend.Reply {
	r := refusal{Code: text(o.text("errcode")), Text: text(o.text("errmsg"))}
	reply := backend.Reply{Err: c.refused(call, r)}
	if isKnown(r.number()) && !o.has("amount") && !o.has("act_money") && !o.has("cur_score") {
		reply.Class = backend.ReplyRefused
	}
	return reply
}

// keep is what of a reply's body may be kept for ever: the fields of money
// replies. A body that is not theirs may hold anybody's data, so only its
// length is kept.
func (c *Client) keep(res wire.Result) []byte {
	if res.Status == 0 {
		return nil
	}
	kept := map[string]any{}
	o, err := strictObject(res.Body)
	if err != nil {
		kept["unreadable_bytes"] = len(res.Body)
	} else {
		for _, key := range []string{
			"card_id", "amount", "cur_score", "ori_money", "act_money", "discount", "discount_money",
			"card_money", "depot_money", "money", "add_money", "add_score", "errcode", "errmsg",
		} {
			switch o.fields[key].(type) {
			case string, json.Number:
				s := c.wire.Redactor().String(o.text(key))
				kept[key] = s[:min(len(s), 512)]
			}
		}
	}
	body, _ := json.Marshal(kept) // strings and a number always encode
	return body
}
