package sandy

import (
	"context"
	"encoding/json"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// Rules reads the recharge rules and pay types of one card: they may depend on
// its level.
func (c *Client) Rules(ctx context.Context, id string) (backend.RuleSet, error) {
	const op = "sandy.getrechargerules"
	var reply wireRules
	if err := c.read(ctx, "getrechargerules", cardQuery{id}, &reply); err != nil {
		return backend.RuleSet{}, err
	}
	var set backend.RuleSet
	for _, w := range reply.Rules.rows {
		r, err := rule(w)
		if err != nil {
			return backend.RuleSet{}, unreadable(op, err)
		}
		set.Rules = append(set.Rules, r)
	}
	for _, pair := range reply.PayTypes.rows {
		p, err := payType(pair)
		if err != nil {
			return backend.RuleSet{}, unreadable(op, err)
		}
		set.PayTypes = append(set.PayTypes, p)
	}
	return set, nil
}

// rule reads one rule. The page's money field is two things in one: 0 is a rule
// for every recharge, 1 a percent rule, anything else the least amount.
func rule(w wireRule) (backend.Rule, error) {
	r := backend.Rule{Name: safe.Line(string(w.Description))}
	threshold, err := w.Money.Amount()
	if err != nil {
		return r, err
	}
	switch {
	case !w.Money.Told() || threshold.Sign() < 0:
		return r, errShape
	case threshold.Equal(money.FromFen(100)):
		r.Kind = backend.RulePercent
		if r.MoneyShare, err = money.ShareFromDecimal(w.AddMoney.Decimal()); err != nil {
			return r, err
		}
		r.PointShare, err = money.ShareFromDecimal(w.AddScore.Decimal())
		return r, err
	case threshold.IsZero():
		r.Kind = backend.RuleEachTime
	default:
		r.Kind, r.Threshold = backend.RuleThreshold, threshold
	}
	if r.GiftMoney, err = w.AddMoney.Amount(); err != nil {
		return r, err
	}
	r.GiftPoints, err = w.AddScore.Points()
	return r, err
}

// payType reads [1, "现金"].
func payType(pair []json.RawMessage) (backend.PayType, error) {
	if len(pair) < 2 {
		return backend.PayType{}, errShape
	}
	var id, name text
	if err := json.Unmarshal(pair[0], &id); err != nil || id == "" {
		return backend.PayType{}, errShape
	}
	_ = json.Unmarshal(pair[1], &name)
	return backend.PayType{ID: string(id), Name: safe.Line(string(name))}, nil
}

// Levels reads the card levels. This call succeeds with an array and fails with
// an object.
func (c *Client) Levels(ctx context.Context) ([]backend.Level, error) {
	var reply []wireLevel
	if err := c.read(ctx, "cardlevellist", nil, &reply); err != nil {
		return nil, err
	}
	levels := make([]backend.Level, 0, len(reply))
	for _, w := range reply {
		if w.ID == "" {
			return nil, unreadable("sandy.cardlevellist", errShape)
		}
		levels = append(levels, backend.Level{ID: string(w.ID), Name: safe.Line(string(w.Name))})
	}
	return levels, nil
}
