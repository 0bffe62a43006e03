package cli

import (
	"context"

	"guitai/backend/staff"
	"guitai/screens/search"
)

// Mirror looks in the shop's copy of its members.
func (d desk) Mirror(_ context.Context, text string, limit int) (search.MirrorAnswer, error) {
	if _, err := d.May(staff.RightFind, ""); err != nil {
		return search.MirrorAnswer{}, err
	}
	if d.copy == nil {
		return search.MirrorAnswer{}, nil
	}
	return d.copy.search(text, limit), nil
}

// search looks in the copy. It is complete once a whole reading reached its end;
// how old that makes it is said with it.
func (c *memberCopy) search(text string, limit int) search.MirrorAnswer {
	m := c.mirror.Load()
	if m == nil {
		return search.MirrorAnswer{}
	}
	found, n := m.Search(text, limit), filled{m}.Notes()
	a := search.MirrorAnswer{Total: found.Total, Kept: m.Len(), Complete: !n.WholeDone.IsZero(), ReadAt: n.LastDone}
	for _, h := range found.Hits {
		a.Members = append(a.Members, h.Member)
		if !a.Complete && h.Member.ReadAt.After(a.ReadAt) {
			a.ReadAt = h.Member.ReadAt
		}
	}
	return a
}
