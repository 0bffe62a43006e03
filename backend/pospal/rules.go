package pospal

import (
	"context"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/safe"
)

// Rules gives the shop's own rules that hold for the member's level today, and
// the ways to pay. The vendor knows neither. The member is only read where a
// rule asks for its level.
func (c *Client) Rules(ctx context.Context, id string) (backend.RuleSet, error) {
	var set backend.RuleSet
	for _, name := range c.payTypes {
		set.PayTypes = append(set.PayTypes, backend.PayType{ID: name, Name: safe.Line(name)})
	}
	if _, ok := uidOf(id); !ok {
		return backend.RuleSet{}, notFound("pospal.rules")
	}
	today := c.now().In(c.zone)
	for _, r := range c.rules {
		if !r.holdsOn(today) {
			continue
		}
		if len(r.Levels) > 0 {
			name, err := c.levelOf(ctx, id)
			if err != nil {
				return backend.RuleSet{}, err
			}
			if !slices.Contains(r.Levels, name) {
				continue
			}
		}
		set.Rules = append(set.Rules, r.Rule)
	}
	return set, nil
}

// holdsOn tells whether a rule holds on the day of t. Dates order as their texts.
func (r RechargeRule) holdsOn(t time.Time) bool {
	day := t.Format(time.DateOnly)
	return (r.From.IsZero() || r.From.String() <= day) && (r.To.IsZero() || day <= r.To.String())
}

// levelOf is the name of a member's level, as just read or read now.
func (c *Client) levelOf(ctx context.Context, id string) (string, error) {
	if name, fresh := c.seen.level(id, c.now()); fresh {
		return name, nil
	}
	m, err := c.info(ctx, id, ordinary)
	return m.Level.Name.String(), err
}
