package sandy

import (
	"context"
	"strings"

	"guitai/backend"
)

// Find looks for cards whose number, name or phone contains key. Their server
// sends every hit at once, so a very short key may exceed what is read and end
// as KindUnreadable. An empty key finds nothing and asks nobody.
func (c *Client) Find(ctx context.Context, key string) ([]backend.Member, error) {
	cards, err := c.cards(ctx, strings.TrimSpace(key))
	if err != nil {
		return nil, err
	}
	members := make([]backend.Member, 0, len(cards))
	for _, card := range cards {
		m, err := c.member(card)
		if err != nil {
			return nil, unreadable("sandy.getcards", err)
		}
		members = append(members, m)
	}
	return members, nil
}

// cards asks getcards. Nothing found may come as an empty list, as null or as
// their "no such card".
func (c *Client) cards(ctx context.Context, key string) ([]wireCard, error) {
	if key == "" {
		return nil, nil
	}
	var reply wireCards
	err := c.read(ctx, "getcards", struct {
		Key string `json:"key"`
	}{key}, &reply)
	if backend.KindOf(err) == backend.KindNotFound {
		return nil, nil
	}
	return reply.Cards.rows, err
}
