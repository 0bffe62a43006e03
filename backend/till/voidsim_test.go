package till_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

// The real client before the simulated vendor, which behaves in every way that its
// pages leave open.
func TestVoidAndFenceAtTheSimulatedVendor(t *testing.T) {
	short := func(b *branch) { // other software empties the card behind the preview
		m, _ := b.server.Member(b.uid)
		_, err := b.server.Foreign(b.uid, m.Balance.Neg(), money.Points{}, "")
		require.NoError(b.t, err)
	}
	silent := func(b *branch) {
		for range 5 {
			b.plan.Next("updateBalancePointByIncrement", sim.Fault{Kind: sim.ResetBefore})
		}
	}
	for name, row := range map[string]struct {
		switches pospalsim.Switches
		before   func(*branch)
		state    backend.State
		zeros    int
	}{
		"refused, fenced":                         {pospalsim.Switches{}, short, backend.StateRefused, 1},
		"refused, the balance is looked at first": {pospalsim.Switches{BalanceFirst: true}, short, backend.StateRefused, 1},
		"refused, nothing is a bad parameter":     {pospalsim.Switches{ZeroRejected: true}, short, backend.StateHuman, 0},
		"never heard, voided":                     {pospalsim.Switches{}, silent, backend.StateVoided, 1},
		"never heard, nothing is a bad parameter": {pospalsim.Switches{ZeroRejected: true}, silent, backend.StateHuman, 0},
		"only what was sent is echoed":            {pospalsim.Switches{EchoSentOnly: true}, silent, backend.StateVoided, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := enter(t)
				b.server.Switch(func(s *pospalsim.Switches) { *s = row.switches })
				q, err := b.quote(backend.OpConsume, money.Must("10"))
				require.NoError(t, err)
				row.before(b)
				used := b.server.Used()
				_, err = b.till.Do(t.Context(), q)
				require.NoError(t, err)
				time.Sleep(5 * time.Minute)
				got, err := b.till.Case(t.Context(), q.Operation.ID)
				require.NoError(t, err)
				assert.Equal(t, row.state, got.State)
				zeros := 0
				for _, c := range b.server.Changes(b.uid) {
					if c.Key != "" && c.Balance.IsZero() {
						zeros++
					}
				}
				assert.Equal(t, row.zeros, zeros)
				assert.LessOrEqual(t, b.server.Used()-used, 8, "calls after the look-up")
				rec, err := b.journal.Get(t.Context(), got.ID)
				require.NoError(t, err)
				if row.zeros > 0 {
					_, err = b.server.Foreign(b.uid, money.Must("-1"), money.Points{}, rec.Token.Key)
					assert.Error(t, err, "its key is used up for ever")
				}
			})
		})
	}
}

func TestAClockThatIsWrongStopsNewMoney(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := enter(t)
		b.server.Switch(func(s *pospalsim.Switches) { s.DateSkew = 2 * time.Minute })
		q, err := b.quote(backend.OpConsume, money.Must("10"))
		require.NoError(t, err)
		got, err := b.till.Do(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, backend.StateNotSent, got.State)
		assert.Equal(t, backend.KindClock, got.Refusal.Kind)
		b.server.Switch(func(s *pospalsim.Switches) { s.DateSkew = 0 })
		q, err = b.quote(backend.OpConsume, money.Must("10"))
		require.NoError(t, err)
		got, err = b.till.Do(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
	})
}
