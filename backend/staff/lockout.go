package staff

import (
	"context"
	"encoding/json"
	"time"

	"guitai/backend"
)

// After five wrong PINs of a person, or ten at one place, nobody gets a try for half
// an hour, with that person's PIN or at that place. The counts are
// papers of the journal, so that starting again or another till gives no new
// tries. A right PIN ends the person's count and leaves the place's.
const (
	maxWrong   = 5
	maxPlace   = 10
	lockTime   = 30 * time.Minute
	lockKind   = "lockout"
	forgetTime = 24 * time.Hour
)

// tries is what is known of wrong PINs, of a person or a place.
type tries struct {
	Wrong int
	Last  time.Time
	Until time.Time
}

// locked says until when nobody may try, zero for not.
func (t tries) locked(now time.Time) time.Time {
	if now.Before(t.Until) {
		return t.Until
	}
	return time.Time{}
}

// next counts one more try of so many. The count begins anew behind a lock, and
// after a day without any.
func (t tries) next(now time.Time, of int) tries {
	if now.Sub(t.Last) > forgetTime {
		t = tries{}
	}
	t.Wrong, t.Last = t.Wrong+1, now
	if t.Wrong >= of {
		t.Wrong, t.Until = 0, now.Add(lockTime)
	}
	return t
}

// lockKeys are the two counts of one try.
func lockKeys(id, source string) []string { return []string{"person/" + id, "place/" + source} }

// reserve counts a try as wrong before it is looked at, so that a program that is
// ended in between gives none back. It fails with KindLocked.
func (b *Book) reserve(ctx context.Context, id, source string) error {
	now := b.o.Now()
	for _, key := range lockKeys(id, source) {
		t, _ := b.tries(key)
		if until := t.locked(now); !until.IsZero() {
			return &backend.Error{Op: "staff.pin", Kind: backend.KindLocked, Until: until}
		}
	}
	for i, key := range lockKeys(id, source) {
		if err := b.count(ctx, key, backend.Note{Who: id, From: source, What: "pin.try", About: id},
			func(t tries) tries { return t.next(now, []int{maxWrong, maxPlace}[i]) }); err != nil {
			return err
		}
	}
	return nil
}

// forgive takes back what reserve counted, because the PIN was right: all of the
// person's count, and the one try of the place.
func (b *Book) forgive(ctx context.Context, id, source string) error {
	note := backend.Note{Who: id, From: source, What: "pin.right", About: id}
	if err := b.count(ctx, "person/"+id, note, func(tries) tries { return tries{} }); err != nil {
		return err
	}
	return b.count(ctx, "place/"+source, note, func(t tries) tries {
		if !t.Until.IsZero() && t.Wrong == 0 {
			// This very try had locked the place, and was no wrong one.
			return tries{Wrong: maxPlace - 1, Last: t.Last}
		}
		t.Wrong = max(t.Wrong-1, 0)
		return t
	})
}

// LockedUntil is when a person may try a PIN again, zero for now.
func (b *Book) LockedUntil(id string) time.Time {
	t, _ := b.tries("person/" + id)
	return t.locked(b.o.Now())
}

func (b *Book) tries(key string) (tries, int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	l := b.locks[key]
	return l.tries, l.ver
}

// count stores a new count. Another till may have counted in between; then it
// starts from what that one stored.
func (b *Book) count(ctx context.Context, key string, n backend.Note, change func(tries) tries) error {
	var err error
	for range 8 {
		t, ver := b.tries(key)
		body, failed := json.Marshal(change(t))
		if failed != nil {
			return failed
		}
		if _, err = b.o.Papers.Put(ctx, backend.Paper{Kind: lockKind, Key: key, Ver: ver, Body: body}, n); err == nil {
			return b.Refresh(ctx)
		}
		if unread := b.Refresh(ctx); unread != nil {
			return unread
		}
	}
	return stored(err)
}
