package sandy

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"guitai/backend"
	"guitai/backend/money"
)

var errSomething = errors.New("amount is not one that has to be refused")

// SubmitNothing sends a recharge or a consumption of nothing, or of a fen below
// nothing, to see whether the vendor refuses it. Nobody but a probe of a test card
// has a use for that; any other amount is not sent. The token is Prepare's.
func (c *Client) SubmitNothing(ctx context.Context, op backend.Operation, token backend.Token) backend.Reply {
	const call = "sandy.nothing"
	unsent := func(err error) backend.Reply {
		return backend.Reply{Class: backend.ReplyNotSent, Closed: c.now(), Err: &backend.Error{Op: call, Kind: backend.KindInternal, Err: err}}
	}
	name, body := "consume", any(consumeRequest{CardID: op.MemberID, Money: json.Number(op.Amount.Decimal().String())})
	if op.Kind == backend.OpRecharge {
		name, body = "recharge", rechargeRequest{op.MemberID, op.Amount.Decimal().String(), json.Number(op.PayType.ID)}
	}
	_, err := strconv.ParseUint(op.PayType.ID, 10, 31)
	if op.Amount.Sign() > 0 || op.Amount.Cmp(money.FromFen(-1)) < 0 || op.MemberID == "" || err != nil {
		return unsent(errSomething)
	}
	before, err := parseBaseline(token)
	if err != nil {
		return unsent(err)
	}
	req, err := c.request(name, body)
	if err != nil {
		return unsent(err)
	}
	req.Method = http.MethodPost
	res := c.wire.Send(ctx, req, nil)
	reply := c.judge(call, op, before, res)
	reply.HTTP, reply.Closed, reply.Body = res.Status, res.Closed, c.keep(res)
	c.note(ctx, name, res, reply.Err)
	return reply
}
