package pospal

import (
	"context"
	"strings"

	"guitai/backend"
	"guitai/backend/safe"
)

// recordRequest is the body of add and of updateBaseInfo.
type recordRequest struct {
	auth
	Info record `json:"customerInfo"`
}

// Open opens a card. The number is a natural key: after a lost reply it is read,
// and a card of the same person is the one just opened. Balance and points are
// sent as zero, because money moves through operations alone, and credit is
// refused unless asked for: left out, the vendor would allow it.
func (c *Client) Open(ctx context.Context, m backend.NewMember) (backend.Member, error) {
	const path = members + "add"
	info, err := c.newRecord(ctx, opOf(path), &m)
	if err != nil {
		return backend.Member{}, err
	}
	sent := c.write(ctx, path, recordRequest{c.auth(), info})
	if sent != nil && !isLost(sent) {
		return backend.Member{}, sent
	}
	found, err := c.byNumber(ctx, m.Number)
	switch {
	case err == nil && (sent == nil || isSamePerson(found, m)):
		return c.Member(ctx, found.ID)
	case err == nil:
		return backend.Member{}, &backend.Error{Op: opOf(path), Kind: backend.KindExists, Err: sent}
	case sent != nil:
		return backend.Member{}, sent
	}
	return backend.Member{}, err
}

// newRecord checks a form and completes it: a name that is not known is the
// number, as the vendor's page advises, and a level whose price differs gives
// the card that price, since a card without one pays in full.
func (c *Client) newRecord(ctx context.Context, op string, m *backend.NewMember) (record, error) {
	m.Number, m.Name, m.Phone = strings.TrimSpace(m.Number), strings.TrimSpace(m.Name), strings.TrimSpace(m.Phone)
	switch {
	case !isCardLike(m.Number):
		return record{}, invalid(op, fieldNumber)
	case m.Phone == "":
		return record{}, invalid(op, fieldPhone)
	case m.Password != "" && !isPassword(m.Password):
		return record{}, invalid(op, fieldPassword)
	case m.Name == "":
		m.Name = m.Number
	}
	zero, one := 0, 1
	r := record{
		Number: m.Number, Name: m.Name, Phone: m.Phone, QQ: m.QQ, Email: m.Email, Address: m.Address,
		Remarks: m.Remarks, Birthday: m.Birthday.String(), Password: m.Password,
		Balance: &zero, Point: &zero, Enable: &one, OnAccount: &zero,
	}
	ext := extRecord{Nickname: m.Nickname, LunarBirthday: m.LunarBirthday}
	for field, text := range map[string]string{
		fieldName: m.Name, fieldPhone: m.Phone, "qq": m.QQ, "email": m.Email, "address": m.Address,
		"remarks": m.Remarks, "nickname": m.Nickname, "lunar_birthday": m.LunarBirthday,
	} {
		if !writable(text) {
			return record{}, invalid(op, field)
		}
	}
	if sex, ok := genderCode(m.Gender); ok {
		ext.Sex = &sex
	}
	if !m.Expires.IsZero() {
		r.Expiry = lastSecond(m.Expires)
	}
	if m.OnCredit {
		if m.CreditLimit.Sign() < 0 {
			return record{}, invalid(op, "credit")
		}
		r.OnAccount = &one
		if m.CreditLimit.Sign() > 0 {
			ext.CreditLimit = decimalOf(m.CreditLimit)
		}
	}
	r.Ext = ext.orNil()
	return r, c.price(ctx, op, &r, *m)
}

// price fills in level and discount.
func (c *Client) price(ctx context.Context, op string, r *record, m backend.NewMember) error {
	rate := m.Rate
	if m.LevelID != "" {
		levels, err := c.categories(ctx)
		if err != nil {
			return err
		}
		for _, l := range levels {
			if l.ID != m.LevelID || l.Disabled {
				continue
			}
			r.Category = l.Name.String()
			if !rate.Known() {
				rate = l.Rate
			}
		}
		if r.Category == "" {
			return invalid(op, fieldLevel)
		}
	}
	if rate.Known() {
		discount, ok := percent(rate)
		if !ok {
			return invalid(op, "rate")
		}
		r.Discount = discount
	}
	return nil
}

// isSamePerson tells whether a card is what the form asked for.
func isSamePerson(found backend.Member, m backend.NewMember) bool {
	return found.Name == safe.Line(m.Name) && found.Phone == safe.Line(m.Phone) &&
		(m.Gender == backend.GenderUnknown || found.Gender == m.Gender)
}
