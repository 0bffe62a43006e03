package pospal

import (
	"context"
	"slices"
	"strings"

	"guitai/backend"
	"guitai/backend/money"
)

// Find looks a member up by the whole number or the whole phone; the vendor has
// no search by a part or by a name. What can be neither finds nobody and costs
// no call. Several members may share a phone.
func (c *Client) Find(ctx context.Context, key string) ([]backend.Member, error) {
	key = strings.TrimSpace(money.Fold(key))
	var found []backend.Member
	if isCardLike(key) {
		m, err := c.byNumber(ctx, key)
		switch {
		case err == nil:
			found = append(found, m)
		case backend.KindOf(err) != backend.KindNotFound:
			return nil, err
		}
	}
	if phone, ok := phoneOf(key); ok {
		same, err := c.byPhone(ctx, phone)
		if err != nil {
			return nil, err
		}
		for _, m := range same {
			if !slices.ContainsFunc(found, func(f backend.Member) bool { return f.ID == m.ID }) {
				found = append(found, m)
			}
		}
	}
	return c.levelled(ctx, found), nil
}

// levelled fills in what the members' levels say, so that who was found need not
// be read again. Levels that cannot be read are left as their names.
func (c *Client) levelled(ctx context.Context, found []backend.Member) []backend.Member {
	named := func(m backend.Member) bool { return !m.Level.Name.IsEmpty() }
	if !slices.ContainsFunc(found, named) {
		return found
	}
	if _, err := c.categories(ctx); err != nil {
		return found
	}
	for i, m := range found {
		found[i] = c.dressed(m)
	}
	return found
}

// isCardLike tells whether a key can be a member's number: letters, digits and
// the signs that are printed between them, with a digit at least. A word
// without one is a name.
func isCardLike(key string) bool {
	digits := 0
	for i := range len(key) {
		switch b := key[i]; {
		case b >= '0' && b <= '9':
			digits++
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '-', b == '_', b == '.', b == '/':
		default:
			return false
		}
	}
	return digits > 0 && len(key) <= 64
}

// phoneOf is the key as a phone: seven digits at least, without what people
// write between them.
func phoneOf(key string) (string, bool) {
	key = strings.NewReplacer(" ", "", "-", "").Replace(key)
	digits := strings.TrimPrefix(key, "+")
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return "", false
		}
	}
	return key, len(digits) >= 7 && len(digits) <= 20
}

// asker is what a query for members is asked with besides its key.
type asker struct {
	GroupShare  int `json:"groupShare,omitempty"`
	Departments int `json:"queryCustomerDepartment,omitempty"`
}

func (c *Client) asker() asker { return asker{c.group, c.departments} }

// byNumber reads the member with a number.
func (c *Client) byNumber(ctx context.Context, number string) (backend.Member, error) {
	const path = members + "queryByNumber"
	e, err := c.read(ctx, path, ordinary, struct {
		auth
		Number string `json:"customerNum"`
		asker
	}{c.auth(), number, c.asker()})
	if err != nil {
		return backend.Member{}, err
	}
	m, err := c.one(opOf(path), e)
	if err == nil && !strings.EqualFold(m.Number.String(), number) {
		return backend.Member{}, unreadable(opOf(path), errOther)
	}
	return m, err
}

// byPhone reads everybody with a phone.
func (c *Client) byPhone(ctx context.Context, phone string) ([]backend.Member, error) {
	// This one call is written with a small letter on the vendor's page.
	const path = "customerOpenapi/queryBytel"
	e, err := c.read(ctx, path, ordinary, struct {
		auth
		Phone string `json:"customerTel"`
		asker
	}{c.auth(), phone, c.asker()})
	if backend.KindOf(err) == backend.KindNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	found, err := c.everyone(e)
	if err != nil {
		return nil, unreadable(opOf(path), err)
	}
	return found, nil
}

// one is the member that an answer holds. Nobody comes as a refusal, as nothing,
// or as a blank record with uid 0.
func (c *Client) one(op string, e envelope) (backend.Member, error) {
	found, err := c.everyone(e)
	switch {
	case err != nil:
		return backend.Member{}, unreadable(op, err)
	case len(found) == 0:
		return backend.Member{}, notFound(op)
	case len(found) > 1:
		return backend.Member{}, unreadable(op, errShape)
	}
	return found[0], nil
}

// everyone decodes members and leaves blank records out.
func (c *Client) everyone(e envelope) ([]backend.Member, error) {
	list, err := rows[wireMember](e)
	if err != nil {
		return nil, err
	}
	return c.members(list)
}

func (c *Client) members(list []wireMember) ([]backend.Member, error) {
	var found []backend.Member
	for _, w := range list {
		if w.id() == 0 && w.Number == "" {
			continue
		}
		m, err := c.member(w)
		if err != nil {
			return nil, err
		}
		if !w.Balance.Told() {
			return nil, errShape
		}
		c.seen.learn(m)
		found = append(found, c.dressed(m))
	}
	return found, nil
}
