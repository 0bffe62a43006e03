package sandy

import (
	"context"
	"strconv"
	"strings"

	"guitai/backend"
	"guitai/backend/safe"
)

// openRequest is the body of cardopen, which names the card differently from
// all other calls and takes everything as strings.
type openRequest struct {
	CardID  string `json:"cardID"`
	LevelID string `json:"cardLevelID"`
	Name    string `json:"uname,omitempty"`
	Phone   string `json:"phone,omitempty"`
	Gender  string `json:"gender,omitempty"`
}

// Open opens a card. The number is a natural key: after a lost reply it is
// read, and a card of the same person is the one just opened.
func (c *Client) Open(ctx context.Context, m backend.NewMember) (backend.Member, error) {
	const op = "sandy.cardopen"
	m.Number, m.Name, m.Phone = strings.TrimSpace(m.Number), strings.TrimSpace(m.Name), strings.TrimSpace(m.Phone)
	switch {
	case m.Number == "":
		return backend.Member{}, invalid(op, "number")
	case m.LevelID == "":
		return backend.Member{}, invalid(op, "level")
	}
	req := openRequest{CardID: m.Number, LevelID: m.LevelID, Name: m.Name, Phone: m.Phone}
	if code, ok := genderCode(m.Gender); ok {
		req.Gender = strconv.Itoa(code)
	}
	var reply wireCard
	err := c.write(ctx, "cardopen", req, &reply)
	if err == nil && string(reply.CardID) != m.Number {
		err = unreadable(op, errOther)
	}
	if err == nil {
		return c.Member(ctx, m.Number)
	}
	if !isLost(err) {
		return backend.Member{}, err
	}
	found, look := c.Member(ctx, m.Number)
	switch {
	case look != nil:
		return backend.Member{}, err
	case !isSamePerson(found, m):
		return backend.Member{}, &backend.Error{Op: op, Kind: backend.KindExists, Err: err}
	}
	return found, nil
}

// isSamePerson tells whether a card is what the form asked for.
func isSamePerson(found backend.Member, m backend.NewMember) bool {
	return found.Name == safe.Line(m.Name) && found.Phone == safe.Line(m.Phone) &&
		(m.Gender == backend.GenderUnknown || found.Gender == m.Gender)
}
