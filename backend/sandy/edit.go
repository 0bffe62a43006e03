package sandy

import (
	"context"
	"strings"

	"guitai/backend"
	"guitai/backend/safe"
)

// editRequest is the body of modcardinfo. A field that is left out stays as it
// is; an empty one might clear it, which is not offered.
type editRequest struct {
	CardID   string  `json:"card_id"`
	Name     *string `json:"uname,omitempty"`
	Phone    *string `json:"phone,omitempty"`
	Birthday *string `json:"birthday,omitempty"`
	Gender   *int    `json:"gender,omitempty"`
}

// Edit changes the record and reads it back: the reply of the change itself may
// show the old values. Setting a field twice is setting it once, so a lost
// reply is answered by sending once more.
func (c *Client) Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error) {
	req, err := editBody(id, change)
	if err != nil {
		return backend.Member{}, err
	}
	if change.IsEmpty() {
		return c.Member(ctx, id)
	}
	sent := c.modify(ctx, req)
	if isLost(sent) {
		sent = c.modify(ctx, req)
	}
	if sent != nil && !isLost(sent) {
		return backend.Member{}, sent
	}
	m, err := c.Member(ctx, id)
	switch {
	case sent == nil:
		return m, err
	case err != nil || !shows(m, change):
		return backend.Member{}, sent
	}
	return m, nil
}

// modify sends the change once.
func (c *Client) modify(ctx context.Context, req editRequest) error {
	var reply wireCard
	if err := c.write(ctx, "modcardinfo", req, &reply); err != nil {
		return err
	}
	if reply.CardID == "" {
		return unreadable("sandy.modcardinfo", errShape)
	}
	return nil
}

func editBody(id string, change backend.Edit) (editRequest, error) {
	const op = "sandy.modcardinfo"
	req := editRequest{CardID: id}
	if change.Name != nil {
		name := strings.TrimSpace(*change.Name)
		if name == "" {
			return req, invalid(op, "name")
		}
		req.Name = &name
	}
	if change.Phone != nil {
		phone := strings.TrimSpace(*change.Phone)
		if phone == "" {
			return req, invalid(op, "phone")
		}
		req.Phone = &phone
	}
	if change.Birthday != nil {
		if change.Birthday.IsZero() {
			return req, invalid(op, "birthday")
		}
		day := change.Birthday.String()
		req.Birthday = &day
	}
	if change.Gender != nil {
		code, ok := genderCode(*change.Gender)
		if !ok {
			return req, invalid(op, "gender")
		}
		req.Gender = &code
	}
	return req, nil
}

// shows tells whether every change is there.
func shows(m backend.Member, change backend.Edit) bool {
	return (change.Name == nil || m.Name == safe.Line(strings.TrimSpace(*change.Name))) &&
		(change.Phone == nil || m.Phone == safe.Line(strings.TrimSpace(*change.Phone))) &&
		(change.Birthday == nil || m.Birthday == *change.Birthday) &&
		(change.Gender == nil || m.Gender == *change.Gender)
}
