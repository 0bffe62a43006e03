package staff_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/staff"
)

var guesses = flag.Int("guesses", 6000, "how many PINs each guesser tries; 100000 before a release")

// guesser is somebody who tries PINs: whose, and from where.
type guesser struct {
	name           string
	people, places int
	// most is how many tries may be looked at in half an hour.
	most int
}

// A guesser types one PIN a second, whatever the answer is, and the program is
// started anew again and again. What counts is how many tries are looked at at
// all: while a lock holds, not even the right PIN opens.
func TestGuessingPINsOverRestarts(t *testing.T) {
	for _, g := range []guesser{
		{"one person from one place", 1, 1, 5},
		{"one person from forty places", 1, 40, 5},
		{"thirty people from one place", 30, 1, 10},
		{"thirty people from forty places", 30, 40, 150},
	} {
		t.Run(g.name, func(t *testing.T) { g.guess(t) })
	}
}

func (g guesser) guess(t *testing.T) {
	const right = "482917"
	h := open(t)
	r := mathrand.New(mathrand.NewPCG(uint64(g.people), uint64(g.places)))
	var people []staff.Person
	for i := range g.people {
		people = append(people, h.hires(fmt.Sprint("员工", i), staff.Cashier, right))
	}
	var lookedAt []time.Time
	locked, restarts := 0, 0
	for n := range *guesses {
		h.now = h.now.Add(time.Second)
		if r.IntN(50) == 0 {
			h.Book, restarts = h.again(), restarts+1
		}
		who, from := people[r.IntN(len(people))], fmt.Sprint("10.0.0.", r.IntN(g.places))
		pin := fmt.Sprintf("%06d", n%1_000_000)
		if pin == right {
			pin = "000000"
		}
		switch kind := h.tries(who, from, pin); kind {
		case backend.KindPIN:
			lookedAt = append(lookedAt, h.now)
		case backend.KindLocked:
			locked++
			require.Equal(t, backend.KindLocked, h.tries(who, from, right), "a lock that the right PIN opens tells when a guess was right")
			require.Equal(t, backend.KindLocked, backend.KindOf(h.again().CheckPIN(t.Context(), who.ID, from, []byte(right))), "nor does a restart open it")
		default:
			require.Failf(t, "accepted", "guess %d: %s", n, kind)
		}
	}
	// The densest half hour.
	most, first := 0, 0
	for last, at := range lookedAt {
		for at.Sub(lookedAt[first]) >= 30*time.Minute {
			first++
		}
		most = max(most, last-first+1)
	}
	assert.LessOrEqual(t, most, g.most)
	hours := float64(*guesses) / 3600
	t.Logf("%d guesses in %.1f h, %d restarts: 0 accepted, %d refused unseen, %d looked at (%.1f an hour, at most %d in half an hour)",
		*guesses, hours, restarts, locked, len(lookedAt), float64(len(lookedAt))/hours, most)
}

// A try is counted before it is looked at, so that ending the program between the
// two gives none back.
func TestATryThatWasCutShortCounts(t *testing.T) {
	h := open(t)
	mei := h.hires("小梅", staff.Cashier, "482917")
	for range 5 {
		cut := &cutShort{shelf: h.shelf, puts: 2}
		b, err := staff.Open(t.Context(), staff.Options{Papers: cut, Pepper: make([]byte, staff.PepperSize), Now: func() time.Time { return h.now },
			Limits: staff.DefaultLimits(), HashMemory: 64})
		require.NoError(t, err)
		require.Error(t, b.CheckPIN(t.Context(), mei.ID, "till 1", []byte("000001")))
	}
	assert.Equal(t, backend.KindLocked, backend.KindOf(h.again().CheckPIN(t.Context(), mei.ID, "till 2", []byte("482917"))))
}

// cutShort stores so much and then nothing any more, as a program that was ended.
type cutShort struct {
	*shelf
	puts int
}

func (c *cutShort) Put(ctx context.Context, p backend.Paper, n backend.Note) (backend.Paper, error) {
	if c.puts--; c.puts < 0 {
		return p, errors.New("ended")
	}
	return c.shelf.Put(ctx, p, n)
}
