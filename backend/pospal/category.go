package pospal

import (
	"context"
	"sync"

	"guitai/backend"
	"guitai/backend/safe"
)

// levelCache holds the levels of one day.
type levelCache struct {
	// asking is held while the levels are read, so that the first members of a
	// morning do not all ask. It is a channel because waiting for it ends with
	// the caller's context.
	asking chan struct{}

	mu   sync.Mutex
	day  string
	list []backend.Level
}

func newLevelCache() *levelCache { return &levelCache{asking: make(chan struct{}, 1)} }

func (l *levelCache) of(day string) ([]backend.Level, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.list, l.day == day
}

func (l *levelCache) keep(day string, list []backend.Level) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.day, l.list = day, list
}

// named finds a level, one that can be given to somebody first.
func (l *levelCache) named(name safe.Text) (backend.Level, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var found backend.Level
	for _, each := range l.list {
		if each.Name == name && !name.IsEmpty() && (found.ID == "" || found.Disabled && !each.Disabled) {
			found = each
		}
	}
	return found, found.ID != ""
}

// categories gives the levels of today, or those of another day if today's
// cannot be read: levels seldom change.
func (c *Client) categories(ctx context.Context) ([]backend.Level, error) {
	day := dayOf(c.now())
	if list, fresh := c.levels.of(day); fresh {
		return list, nil
	}
	select {
	case c.levels.asking <- struct{}{}:
	case <-ctx.Done():
		return nil, &backend.Error{Op: "pospal.queryAllCustomerCategory", Kind: backend.KindCanceled, Err: ctx.Err()}
	}
	defer func() { <-c.levels.asking }()
	old, fresh := c.levels.of(day)
	if fresh {
		return old, nil
	}
	list, err := c.readCategories(ctx)
	switch {
	case err == nil:
		c.levels.keep(day, list)
		return list, nil
	case old != nil:
		return old, nil
	}
	return nil, err
}

func (c *Client) readCategories(ctx context.Context) ([]backend.Level, error) {
	const path = members + "queryAllCustomerCategory"
	e, err := c.read(ctx, path, ordinary, c.auth())
	if err != nil {
		return nil, err
	}
	list, err := rows[wireCategory](e)
	if err != nil {
		return nil, unreadable(opOf(path), err)
	}
	found := make([]backend.Level, 0, len(list))
	for _, w := range list {
		l, err := level(w)
		if err != nil {
			return nil, unreadable(opOf(path), err)
		}
		found = append(found, l)
	}
	return found, nil
}

// Levels gives every level, also those that are disabled. They are read once a
// day.
func (c *Client) Levels(ctx context.Context) ([]backend.Level, error) {
	list, err := c.categories(ctx)
	return append([]backend.Level(nil), list...), err
}

// maxMoves is how many members one call takes.
const maxMoves = 100

// ChangeLevel gives members another level. Their own discounts stay as they
// are: the vendor changes them only when told a new one.
func (c *Client) ChangeLevel(ctx context.Context, levelID string, memberIDs []string) error {
	const path = members + "batchUpdateCategory"
	type row struct {
		Member   uid `json:"customerUid"`
		Category uid `json:"customerCategoryUid"`
	}
	category, ok := uidOf(levelID)
	if !ok {
		return invalid(opOf(path), "level")
	}
	if len(memberIDs) > maxMoves {
		return invalid(opOf(path), "members")
	}
	moves := make([]row, 0, len(memberIDs))
	for _, id := range memberIDs {
		u, ok := uidOf(id)
		if !ok {
			return invalid(opOf(path), "members")
		}
		moves = append(moves, row{u, category})
	}
	if len(moves) == 0 {
		return nil
	}
	c.seen.forget(memberIDs...)
	return c.set(ctx, path, struct {
		auth
		Moves []row `json:"customerCategories"`
	}{c.auth(), moves})
}
