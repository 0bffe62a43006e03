package staff_test

import (
	"bytes"
	"crypto/rand"
	"flag"
	"fmt"
	mathrand "math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/staff"
)

var sequences = flag.Int("sequences", 400, "how many command sequences are played for each role; 100000 before a release")

// Whatever somebody tries, in whatever order: no limit is escaped without somebody
// else, and nobody is their own somebody else.
func TestNoSequenceOfCommandsEscapesALimit(t *testing.T) {
	for _, role := range staff.Roles() {
		t.Run(string(role), func(t *testing.T) {
			for seed := range uint64(*sequences) {
				play(t, role, seed)
			}
		})
	}
}

// crew is one seller, one person of the same role and one who may allow.
type crew struct {
	book   *staff.Book
	badge  *staff.Badge
	now    time.Time
	boss   staff.Role
	pins   map[string]string
	seller string
}

func hire(t *testing.T, role, boss staff.Role) *crew {
	c := &crew{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), boss: boss, seller: "seller",
		pins: map[string]string{"seller": "482917", "mate": "591736", "boss": "739162"}}
	n := 0
	book, err := staff.Open(t.Context(), staff.Options{Papers: &shelf{papers: map[string]backend.Paper{}}, Pepper: bytes.Repeat([]byte{7}, staff.PepperSize),
		Now: func() time.Time { return c.now }, Rand: rand.Reader, Limits: staff.DefaultLimits(), HashMemory: 8,
		NewID: func() string { n++; return fmt.Sprint("id-", n) }})
	require.NoError(t, err)
	c.book = book
	for _, who := range []struct {
		name string
		role staff.Role
	}{{"seller", role}, {"mate", role}, {"boss", boss}} {
		p, err := book.Add(t.Context(), staff.By{}, who.name, who.role)
		require.NoError(t, err)
		require.NoError(t, book.SetPIN(t.Context(), staff.By{}, p.ID, []byte(c.pins[who.name])))
		if who.name == "seller" {
			c.badge = book.Seat(p.ID, "till 1", "tty")
		}
	}
	return c
}

func play(t *testing.T, role staff.Role, seed uint64) {
	r := mathrand.New(mathrand.NewPCG(seed, 6))
	boss := staff.Roles()[r.IntN(len(staff.Roles()))]
	c := hire(t, role, boss)
	allowed := map[string]string{} // what the boss or a mate allowed: about -> who
	var moved [3]int64
	for step := range 3 + r.IntN(8) {
		kind := []backend.OpKind{backend.OpRecharge, backend.OpConsume}[r.IntN(2)]
		right := []staff.Right{staff.RightRecharge, staff.RightConsume}[kind-1]
		if r.IntN(4) == 0 {
			kind, right = 0, staff.Rights()[r.IntN(len(staff.Rights()))]
		}
		ask := staff.Ask{Right: right, About: fmt.Sprint("op-", step), Kind: kind, Amount: money.FromFen(int64(r.IntN(400_000)))}
		if kind == 0 {
			ask.Amount = money.Amount{}
		}
		ask.Moved = staff.Moved{Shift: money.FromFen(moved[kind]), Day: money.FromFen(moved[kind])}
		if r.IntN(2) == 0 {
			who := []string{"seller", "mate", "boss"}[r.IntN(3)]
			pin := c.pins[[]string{"seller", "mate", "boss"}[r.IntN(3)]]
			if c.badge.Approve(t.Context(), ask, who, []byte(pin)) == nil {
				require.NotEqual(t, c.seller, who, "seed %d: allowed by herself", seed)
				require.Equal(t, c.pins[who], pin, "seed %d: allowed without the PIN", seed)
				allowed[ask.About] = who
			}
		}
		by, err := c.badge.May(ask)
		if err != nil {
			continue
		}
		if by == "" {
			require.True(t, role.May(right), "seed %d: %s without the right", seed, right)
			require.False(t, tooMuch(role, kind, ask.Amount.Fen(), moved[kind]), "seed %d: above a limit alone", seed)
		} else {
			require.Equal(t, allowed[ask.About], by, "seed %d", seed)
			who := role
			if by == "boss" {
				who = boss
			}
			require.True(t, who.May(right), "seed %d: %s allowed %s", seed, who, right)
			require.False(t, tooMuch(who, kind, ask.Amount.Fen(), moved[kind]), "seed %d: above the limit of who allowed it", seed)
		}
		moved[kind] += ask.Amount.Fen()
	}
}

// tooMuch are the limits once more, in fen.
func tooMuch(role staff.Role, kind backend.OpKind, fen, moved int64) bool {
	times := int64(1)
	switch role {
	case staff.Supervisor:
		times = 10
	case staff.Manager:
		times = 100
	}
	switch kind {
	case backend.OpRecharge:
		return fen > 100_000*times || fen+moved > 500_000*times
	case backend.OpConsume:
		return fen > 100_000*times || fen+moved > 2_000_000*times
	}
	return false
}
