package till_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/till"
)

// A guest who leaves while nobody knows gets his money back for sure: the cashier
// voids, and nothing is sent again.
func TestAGuestWhoLeavesIsVoided(t *testing.T) {
	for name, row := range map[string]struct {
		fates, voids []fate
		wait         time.Duration
		state        backend.State
		why          backend.Why
		balance      string
	}{
		"never arrived":              {[]fate{lostBefore}, nil, 0, backend.StateVoided, backend.WhyVoided, "200.00"},
		"between two pushes":         {[]fate{lostBefore, lostBefore}, nil, 3 * time.Second, backend.StateVoided, backend.WhyVoided, "200.00"},
		"had arrived":                {[]fate{lostAfter}, nil, 0, backend.StateHuman, backend.WhyVoidKnown, "120.00"},
		"the void is lost at first":  {[]fate{lostBefore}, []fate{lostBefore}, 0, backend.StateVoided, backend.WhyVoided, "200.00"},
		"the void cannot be dialled": {[]fate{lostBefore}, []fate{dialFails}, 0, backend.StateVoided, backend.WhyVoided, "200.00"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := voiding(row.fates, row.voids)
				c := at(t, s)
				q := c.quote(backend.OpConsume, "7")
				c.do(q)
				time.Sleep(row.wait)
				pushed, _, _ := s.seen()
				got, err := c.till.Void(t.Context(), q.Operation.ID)
				require.NoError(t, err)
				assert.True(t, got.Voided, "for ever, from the moment of the wish")
				if len(row.voids) > 0 {
					assert.Equal(t, backend.StateVoiding, got.State)
					assert.False(t, got.NextLook.IsZero())
				}
				time.Sleep(3 * time.Minute)
				c.expect(q.Operation.ID, row.state, row.why)
				after, _, _ := s.seen()
				assert.Len(t, after, len(pushed), "never sent again")
				balance, _ := s.books("7")
				assert.Equal(t, row.balance, balance)
			})
		})
	}
}

func TestTheWishSurvivesACrash(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := voiding([]fate{lostBefore}, nil)
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		c.do(q)
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.AfterMove && r.State == backend.StateVoiding {
				return memory.ErrCut
			}
			return nil
		})
		_, err := c.till.Void(t.Context(), q.Operation.ID)
		require.Error(t, err)
		c.restart()
		time.Sleep(time.Minute)
		c.expect(q.Operation.ID, backend.StateVoided, backend.WhyVoided)
		tokens, _, _ := s.seen()
		assert.Len(t, tokens, 1)
	})
}

func TestWhatCannotBeVoidedSaysWhy(t *testing.T) {
	for field, change := range map[string]func(*stall, *till.Options){
		"vendor":   func(s *stall, _ *till.Options) { s.voider = false },
		"unproven": func(_ *stall, o *till.Options) { o.Contract = nil },
		"twins":    func(_ *stall, o *till.Options) { o.Contract = seenBad(backend.ProbeOneOfTwins, backend.AnswerBad) },
	} {
		t.Run(field, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := voiding([]fate{lostBefore}, nil)
				c := at(t, s, func(o *till.Options) { change(s, o) })
				q := c.quote(backend.OpConsume, "7")
				c.do(q)
				_, err := c.till.Void(t.Context(), q.Operation.ID)
				var e *backend.Error
				require.ErrorAs(t, err, &e)
				assert.Equal(t, backend.KindUnsupported, e.Kind)
				assert.Equal(t, field, e.Field)
				assert.False(t, c.now(q.Operation.ID).Voided)
			})
		})
	}
	synctest.Test(t, func(t *testing.T) {
		s := voiding(nil, nil)
		c := at(t, s)
		got := c.do(c.quote(backend.OpConsume, "7"))
		_, err := c.till.Void(t.Context(), got.ID)
		assert.Equal(t, backend.KindStale, kind(t, err), "what is settled is not made impossible")
		_, err = c.till.Void(t.Context(), "nobody")
		assert.Equal(t, backend.KindNotFound, kind(t, err))
		assert.Zero(t, s.graves())
	})
}

// A probe counts as soon as it was made.
func TestAProbeCountsWhileTheTillRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := voiding([]fate{lostBefore}, nil)
		known := false
		c := at(t, s, func(o *till.Options) {
			o.Contract = func() backend.Contract {
				if known {
					return proven()
				}
				return nil
			}
		})
		q := c.quote(backend.OpConsume, "7")
		c.do(q)
		_, err := c.till.Void(t.Context(), q.Operation.ID)
		require.Error(t, err)
		known = true
		got, err := c.till.Void(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateVoided, got.State)
	})
}

func TestWithoutCallsAnOperationWaitsForTheNextDay(t *testing.T) {
	for name, row := range map[string]struct {
		fates, voids []fate
		parkedAs     backend.State
		state        backend.State
	}{
		"at the first attempt": {[]fate{quotaGone}, nil, backend.StateUnknown, backend.StateVoided},
		"at a push":            {[]fate{lostBefore, quotaGone}, nil, backend.StateUnknown, backend.StateVoided},
		"had arrived":          {[]fate{lostAfter, quotaGone}, nil, backend.StateUnknown, backend.StateHuman},
		"at a fence":           {[]fate{refusedFate}, []fate{quotaGone}, backend.StateVoiding, backend.StateRefused},
	} {
		for _, dies := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					s := voiding(row.fates, row.voids)
					c := at(t, s)
					q := c.quote(backend.OpConsume, "7")
					c.do(q)
					time.Sleep(2 * time.Minute)
					got := c.expect(q.Operation.ID, row.parkedAs, backend.WhyQuota)
					at := got.NextLook.In(time.FixedZone("", 8*60*60))
					assert.Equal(t, "00:05", at.Format("15:04"))
					_, err := c.till.QuoteConsume(t.Context(), "7", q.Gross, nil)
					assert.Equal(t, backend.KindCardBusy, kind(t, err), "its card is locked")
					if dies {
						c.restart()
					}
					sent := s.left()
					time.Sleep(time.Until(at) - time.Minute)
					c.expect(q.Operation.ID, row.parkedAs, backend.WhyQuota)
					assert.Equal(t, sent, s.left(), "no call is wasted meanwhile")
					time.Sleep(5 * time.Minute)
					assert.Equal(t, row.state, c.now(q.Operation.ID).State)
				})
			})
		}
	}
}

func TestAReadingWithoutCallsWaitsForTheNextDay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.fates = []fate{lostAfter}
		s.starved = true
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		c.do(q)
		time.Sleep(2 * time.Minute)
		got := c.expect(q.Operation.ID, backend.StateUnknown, backend.WhyQuota)
		got, err := c.till.Look(t.Context(), got.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.WhyQuota, got.Why)
		s.set(func(s *stall) { s.starved = false })
		time.Sleep(time.Until(got.NextLook) + time.Second)
		c.expect(q.Operation.ID, backend.StateApplied, backend.WhyMatched)
	})
}

// The key was changed between an attempt and the next one: nothing that is sent
// can tell anything until somebody put it right.
func TestAKeyThatIsNotAcceptedStopsEverything(t *testing.T) {
	for name, row := range map[string]struct {
		fates, voids []fate
		stuck, state backend.State
	}{
		"at a push":      {[]fate{lostBefore, keyGone}, nil, backend.StateUnknown, backend.StateApplied},
		"at a void":      {[]fate{lostBefore, refusedFate}, []fate{keyGone}, backend.StateVoiding, backend.StateVoided},
		"at a fence":     {[]fate{refusedFate}, []fate{keyGone}, backend.StateVoiding, backend.StateRefused},
		"from the first": {[]fate{keyGone}, []fate{keyGone}, backend.StateVoiding, backend.StateRefused},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := voiding(row.fates, row.voids)
				c := at(t, s)
				q := c.quote(backend.OpConsume, "7")
				c.do(q)
				time.Sleep(8 * time.Minute)
				got := c.now(q.Operation.ID)
				assert.Equal(t, row.stuck, got.State)
				assert.True(t, got.NextLook.IsZero())
				assert.LessOrEqual(t, s.left(), 3)
				c.restart()
				time.Sleep(time.Minute)
				assert.Equal(t, row.state, c.now(q.Operation.ID).State)
			})
		})
	}
}

func TestAYoungJournalGivesOutNoTokens(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := voiding(nil, nil)
		c := at(t, s)
		young := till.New(till.Options{Backend: s, Journal: memory.Open(memory.Options{Clock: time.Now, Born: time.Now()}),
			Account: journal.Account{Backend: "pospal", Name: "merchant"}, Name: "till 9"})
		t.Cleanup(func() { _ = young.Close() })
		q := c.quote(backend.OpConsume, "7")
		_, err := young.Do(t.Context(), q)
		assert.Equal(t, backend.KindClock, kind(t, err))
		time.Sleep(61 * time.Second)
		got, err := young.Do(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
	})
}
