package change_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
)

// Over every second of a day and every way that the last stamp may lie to it, ten
// tills that know nothing of each other never give the same second.
func TestSlotsNeverMeet(t *testing.T) {
	const day = 86_400
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC).Unix()
	owner := make([]int, day+60) // by second, from 1; nobody is 0
	for till := range 10 {
		slots := change.Slots{Mine: till, Of: 10}
		for second := range int64(day) {
			now := time.Unix(start+second, 999_999_999)
			for _, last := range []int64{0, now.Unix() - 1, now.Unix(), now.Unix() + 7, now.Unix() + 20} {
				stamp, err := slots.Next(now, last)
				if err != nil || stamp <= last || stamp < now.Unix() || stamp > max(now.Unix(), last+1)+9 {
					t.Fatalf("till %d at %d after %d: %d, %v", till, now.Unix(), last, stamp, err)
				}
				of := &owner[stamp-start]
				if *of != 0 && *of != till+1 {
					t.Fatalf("tills %d and %d both gave %d", till, *of-1, stamp)
				}
				*of = till + 1
			}
		}
	}
	assert.NotContains(t, owner[9:day], 0, "every second is somebody's")
}

// One till alone, as busy as it can be, never repeats itself in a day and gives
// every second of its slot.
func TestABusySlotGivesEverySecondOnce(t *testing.T) {
	start := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	for till := range 10 {
		last, given := int64(0), 0
		for second := range 86_400 {
			stamp, err := (change.Slots{Mine: till, Of: 10}).Next(start.Add(time.Duration(second)*time.Second), last)
			if err != nil {
				require.ErrorIs(t, err, journal.ErrClock)
				continue
			}
			require.Greater(t, stamp, last)
			last, given = stamp, given+1
		}
		assert.InDelta(t, 8640, given, 4)
	}
}

func TestStampsDoNotDrift(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	now, last := time.Unix(1_772_000_000, 0), int64(0)
	for range 100_000 {
		now = now.Add(time.Duration(random.Int64N(int64(4*time.Second))) - time.Second)
		if random.IntN(1000) == 0 {
			now = now.Add(time.Duration(random.Int64N(int64(4*time.Hour))) - 2*time.Hour)
		}
		stamp, err := change.Slots{}.Next(now, last)
		if err != nil {
			require.ErrorIs(t, err, journal.ErrClock)
			require.Greater(t, last+1, now.Unix()+30)
			continue
		}
		require.Greater(t, stamp, last)
		require.LessOrEqual(t, time.Unix(stamp, 0).Sub(now), 30*time.Second)
		last = stamp
	}
}

func TestWhatIsNoSlot(t *testing.T) {
	for _, s := range []change.Slots{{Mine: 1}, {Mine: 10, Of: 10}, {Mine: -1, Of: 10}, {Of: 7}, {Of: -10}} {
		require.Error(t, s.Check())
		_, err := s.Next(time.Unix(0, 0), 0)
		require.Error(t, err)
	}
	before, err := (change.Slots{Mine: 3, Of: 10}).Next(time.Unix(-15, 0), -100)
	require.NoError(t, err)
	assert.Equal(t, int64(-7), before, "also before 1970 it is a second of its own")
}

func TestYoung(t *testing.T) {
	born := time.Unix(1_772_000_000, 0)
	assert.True(t, change.Young(time.Time{}, born).IsZero(), "always there")
	assert.Equal(t, born.Add(time.Minute), change.Young(born, born))
	assert.Equal(t, born.Add(time.Minute), change.Young(born, born.Add(59*time.Second)))
	assert.True(t, change.Young(born, born.Add(time.Minute)).IsZero())
	assert.Equal(t, born.Add(time.Minute), change.Young(born, born.Add(-time.Hour)), "a clock that went back proves no age")
}
