package sandy

import (
	"context"
	"strings"
	"sync"

	"guitai/backend"
)

// cardQuery is the body of every call that takes only a card number.
type cardQuery struct {
	CardID string `json:"card_id"`
}

// Member reads one card. getcardinfo does not tell the card's state and
// getcards does, so both are asked at once; if the second fails or does not
// list the card, the state is untold.
func (c *Client) Member(ctx context.Context, id string) (backend.Member, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var (
		wg     sync.WaitGroup
		status backend.Status
	)
	wg.Go(func() { status = c.status(ctx, id) })
	m, err := c.info(ctx, id)
	if err != nil {
		// The state of a card that cannot be read is of no interest.
		cancel()
		wg.Wait()
		return backend.Member{}, err
	}
	wg.Wait()
	m.Status = status
	return m, nil
}

// info is getcardinfo: the member without the card's state.
func (c *Client) info(ctx context.Context, id string) (backend.Member, error) {
	const op = "sandy.getcardinfo"
	if id == "" {
		return backend.Member{}, &backend.Error{Op: op, Kind: backend.KindNotFound}
	}
	var card wireCard
	if err := c.read(ctx, "getcardinfo", cardQuery{id}, &card); err != nil {
		return backend.Member{}, err
	}
	if !card.Amount.Told() {
		return backend.Member{}, unreadable(op, errShape)
	}
	m, err := c.member(card)
	if err != nil {
		return backend.Member{}, unreadable(op, err)
	}
	// A number that was typed may come back in the server's own capitals.
	if !strings.EqualFold(m.ID, strings.TrimSpace(id)) {
		return backend.Member{}, unreadable(op, errOther)
	}
	return m, nil
}

// status finds the card's state among the hits for its number.
func (c *Client) status(ctx context.Context, id string) backend.Status {
	cards, err := c.cards(ctx, strings.TrimSpace(id))
	if err != nil {
		return backend.Status{}
	}
	for _, card := range cards {
		if strings.EqualFold(string(card.CardID), strings.TrimSpace(id)) {
			return statusOf(string(card.Status))
		}
	}
	return backend.Status{}
}
