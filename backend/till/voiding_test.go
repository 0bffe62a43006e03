package till_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/till"
)

// voiding is a stall that uses tokens up, with these fates of its attempts and of
// its changes of nothing.
func voiding(fates, voids []fate) *stall {
	s := newStall()
	s.voider, s.fates, s.voids = true, fates, voids
	return s
}

// seenBad is a contract in which one probe was answered badly, or never made.
func seenBad(p backend.Probe, a backend.Answer) func() backend.Contract {
	return func() backend.Contract {
		c := proven()
		c[p] = backend.Finding{Probe: p, Answer: a}
		return c
	}
}

// othersMove lets somebody else move the card when so many attempts have left.
func othersMove(after int, balance string) func(*stall) {
	return func(s *stall) {
		if len(s.sent) == after {
			m := s.members["7"]
			m.Balance = money.Must(balance)
			s.members["7"] = m
		}
	}
}

func TestTheRowsOfPushVoidAndFence(t *testing.T) {
	silent := func(n int) (f []fate) {
		for range n {
			f = append(f, lostBefore)
		}
		return f
	}
	good, none, bad := backend.AnswerGood, backend.AnswerNone, backend.AnswerBad
	twins, keeps, nothing := backend.ProbeOneOfTwins, backend.ProbeRefusalKeeps, backend.ProbeNothingUses
	cases := []struct {
		name          string
		fates, voids  []fate
		meanwhile     func(*stall)
		probe         backend.Probe
		answer        backend.Answer
		ownKeys       bool
		state         backend.State
		why           backend.Why
		pushes, tombs int
		balance       string
	}{
		{"a push answers", []fate{lostBefore}, nil, nil, keeps, good, false, backend.StateApplied, backend.WhyReply, 2, 0, "120.00"},
		{"known on a push, by exactly this", []fate{lostAfter}, nil, nil, keeps, good, false, backend.StateApplied, backend.WhyMatched, 2, 0, "120.00"},
		{"known on a push, but refusals burn", []fate{lostAfter}, nil, nil, keeps, bad, false, backend.StateHuman, backend.WhyMoved, 2, 0, "120.00"},
		{"known on a push, nothing moved", []fate{lostBefore, duplicate}, nil, nil, keeps, good, true, backend.StateHuman, backend.WhyUndocumented, 2, 0, "200.00"},
		{"known on a push, another balance", []fate{lostAfter}, nil, othersMove(2, "110"), keeps, good, false, backend.StateHuman, backend.WhyMoved, 2, 0, "110.00"},
		{"known on a push, another balance, keys ours alone", []fate{lostAfter}, nil, othersMove(2, "110"), keeps, good, true, backend.StateApplied, backend.WhyMatched, 2, 0, "110.00"},
		{"known at first, by exactly this", []fate{knownAfter}, nil, nil, keeps, good, false, backend.StateApplied, backend.WhyMatched, 1, 0, "120.00"},
		{"known at first, nothing moved", []fate{duplicate}, nil, nil, keeps, good, true, backend.StateHuman, backend.WhyUndocumented, 1, 0, "200.00"},

		{"refused: the fence stands", []fate{refusedFate}, nil, nil, keeps, good, false, backend.StateRefused, backend.WhyRefusal, 1, 1, "200.00"},
		{"refused, and the fence was known: nothing moved", []fate{refusedFate}, []fate{lostAfter}, nil, keeps, good, false, backend.StateHuman, backend.WhyVoidKnown, 1, 2, "200.00"},
		{"refused, which burns, and the fence was known: nothing moved", []fate{refusedFate}, []fate{lostAfter}, nil, keeps, bad, false, backend.StateRefused, backend.WhyRefusal, 1, 2, "200.00"},
		{"refused, and the fence was known: the card moved", []fate{refusedFate}, []fate{lostAfter}, othersMove(1, "150"), keeps, good, false, backend.StateHuman, backend.WhyVoidKnown, 1, 2, "150.00"},
		{"refused, and applied by a copy", []fate{refusedYet}, nil, nil, keeps, good, false, backend.StateHuman, backend.WhyVoidKnown, 1, 1, "120.00"},
		{"refused, the fence answers at the third", []fate{refusedFate}, []fate{lostBefore, dialFails, lostBefore}, nil, keeps, good, false, backend.StateRefused, backend.WhyRefusal, 1, 3, "200.00"},
		{"refused, and no fence was proven", []fate{refusedFate}, nil, nil, nothing, none, false, backend.StateRefused, backend.WhyRefusal, 1, 0, "200.00"},
		{"refused, no fence, and a copy applied", []fate{refusedYet}, nil, nil, nothing, none, false, backend.StateHuman, backend.WhyMoved, 1, 0, "120.00"},
		{"refused, and a change of nothing is rejected", []fate{refusedFate}, []fate{refusedFate, refusedFate, refusedFate, refusedFate, refusedFate, refusedFate}, nil, keeps, good, false, backend.StateHuman, backend.WhyVoidSilent, 1, 6, "200.00"},

		{"refused on a push, never applied", []fate{lostBefore, refusedFate}, nil, nil, keeps, good, false, backend.StateVoided, backend.WhyVoided, 2, 1, "200.00"},
		{"refused on a push, applied before", []fate{lostAfter, refusedFate}, nil, nil, keeps, good, false, backend.StateHuman, backend.WhyVoidKnown, 2, 1, "120.00"},
		{"refused on a push, nothing proven", []fate{lostBefore, refusedFate}, nil, nil, nothing, none, false, backend.StateHuman, backend.WhyUndocumented, 2, 0, "200.00"},
		{"pushed in vain", silent(5), nil, nil, keeps, good, false, backend.StateVoided, backend.WhyVoided, 5, 1, "200.00"},
		{"pushed in vain, the void is lost once", silent(5), []fate{lostBefore}, nil, keeps, good, false, backend.StateVoided, backend.WhyVoided, 5, 2, "200.00"},
		{"pushed in vain, the void is never heard", silent(5), silent(9), nil, keeps, good, false, backend.StateHuman, backend.WhyVoidSilent, 5, 2, "200.00"},
		{"pushed in vain, the void had landed", silent(5), []fate{lostAfter}, nil, keeps, good, false, backend.StateHuman, backend.WhyVoidKnown, 5, 2, "200.00"},
		{"pushed in vain, the last push had landed", append(silent(4), lostAfter), nil, nil, keeps, good, true, backend.StateHuman, backend.WhyVoidKnown, 5, 1, "120.00"},
		{"pushed in vain, nothing proven", silent(5), nil, nil, nothing, none, false, backend.StateHuman, backend.WhyUndocumented, 5, 0, "200.00"},
		{"twins were applied: no push, no void", []fate{lostBefore}, nil, nil, twins, bad, true, backend.StateHuman, backend.WhyUndocumented, 1, 0, "200.00"},
		{"twins were never probed", []fate{lostBefore}, nil, nil, twins, none, false, backend.StateApplied, backend.WhyReply, 2, 0, "120.00"},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := voiding(row.fates, row.voids)
				s.meanwhile = row.meanwhile
				c := at(t, s, func(o *till.Options) { o.Contract, o.OwnKeys = seenBad(row.probe, row.answer), row.ownKeys })
				q := c.quote(backend.OpConsume, "7")
				c.do(q)
				time.Sleep(4 * time.Minute)
				got := c.expect(q.Operation.ID, row.state, row.why)
				tokens, _, reads := s.seen()
				assert.Len(t, tokens, row.pushes)
				assert.Equal(t, row.tombs, s.graves())
				assert.LessOrEqual(t, s.left()+reads, 9, "calls")
				balance, _ := s.books("7")
				assert.Equal(t, row.balance, balance)
				assert.Equal(t, row.tombs > 0, got.Voided)
				if row.state == backend.StateHuman {
					require.NotNil(t, got.Evidence)
					assert.Equal(t, row.balance, got.Evidence.Now.Balance.String())
				}
				if row.state == backend.StateRefused {
					assert.Equal(t, backend.KindShortBalance, got.Refusal.Kind, "what a person reads is why it was refused")
				}
				require.NoError(t, c.journal.Verify(t.Context()))
			})
		})
	}
}

func TestARefusalIsToldWithItsFence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := voiding([]fate{refusedFate}, nil)
		c := at(t, s)
		got := c.do(c.quote(backend.OpConsume, "7"))
		assert.Equal(t, backend.StateRefused, got.State, "at once")
		require.Len(t, got.Attempts, 2)
		assert.False(t, got.Attempts[0].Void)
		assert.True(t, got.Attempts[1].Void)
		synctest.Wait()
		assert.NotContains(t, c.told.states(got.ID), backend.StateUnknown)
	})
}

// TestPowerLossAroundTheTombstone cuts the power at every commit of a voiding.
// Whatever is on the disk, nothing is sent again once the tombstone may be on its
// way, and no own tombstone is taken for a sale.
func TestPowerLossAroundTheTombstone(t *testing.T) {
	five := []fate{lostBefore, lostBefore, lostBefore, lostBefore, lostBefore}
	for name, start := range map[string][]fate{
		"fence": {refusedFate}, "fence, and applied": {refusedYet}, "pushed in vain": five,
		"pushed, the first applied": {lostAfter, refusedFate},
	} {
		for _, tomb := range []fate{arrives, lostAfter, lostBefore} {
			for _, when := range []struct {
				point memory.Point
				state backend.State
				tombs int
			}{
				{memory.BeforeMove, backend.StateVoiding, 0}, {memory.AfterMove, backend.StateVoiding, 0},
				{memory.BeforeMove, backend.StateVoiding, 1}, {memory.AfterMove, backend.StateVoiding, 1},
				{memory.BeforeMove, backend.StateVoided, 1}, {memory.AfterMove, backend.StateVoided, 1},
				{memory.BeforeMove, backend.StateRefused, 1}, {memory.AfterMove, backend.StateRefused, 1},
				{memory.BeforeMove, backend.StateHuman, 1}, {memory.AfterMove, backend.StateHuman, 1},
			} {
				t.Run(name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						s := voiding(start, []fate{tomb})
						c := at(t, s)
						q := c.quote(backend.OpConsume, "7")
						c.journal.Hook(func(p memory.Point, r journal.Record) error {
							if p == when.point && r.State == when.state && tombstones(r.Case) == when.tombs {
								return memory.ErrCut
							}
							return nil
						})
						_, _ = c.till.Do(t.Context(), q)
						time.Sleep(50 * time.Second)
						stored, err := c.journal.Cut().Get(t.Context(), q.Operation.ID)
						require.NoError(t, err)
						tokens, _, _ := s.seen()
						c.restart()
						time.Sleep(5 * time.Minute)
						after, _, _ := s.seen()
						if stored.Voided {
							assert.Len(t, after, len(tokens), "never pushed again")
						}
						got := c.now(q.Operation.ID)
						balance, _ := s.books("7")
						switch got.Outcome() {
						case backend.OutcomeSettled:
							assert.Equal(t, "120.00", balance)
						case backend.OutcomeRefused:
							assert.Equal(t, "200.00", balance)
							assert.True(t, s.usedUp(), "no copy can be applied any more")
						default:
							assert.Equal(t, backend.StateHuman, got.State)
						}
						if s.graves() > 0 {
							assert.True(t, got.Voided)
						}
						require.NoError(t, c.journal.Verify(t.Context()))
					})
				})
			}
		}
	}
}

func tombstones(c backend.Case) (n int) {
	for _, a := range c.Attempts {
		if a.Void {
			n++
		}
	}
	return n
}

// strict wraps a stall whose tombstones look into the journal.
type strict struct {
	*stall
	look func()
}

func (s strict) Capabilities() backend.Capabilities {
	able := s.stall.Capabilities()
	able.Voider = s
	return able
}

func (s strict) Void(ctx context.Context, op backend.Operation, token backend.Token, hook func() error) backend.Reply {
	return s.stall.Void(ctx, op, token, func() error {
		err := hook()
		s.look()
		return err
	})
}

func TestTheTombstoneIsOnTheDiskBeforeItsFirstByte(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := strict{stall: voiding([]fate{refusedFate}, nil)}
		var c *counter
		looked := false
		s.look = func() {
			recs, err := c.journal.List(context.Background(), journal.Filter{Open: true})
			require.NoError(t, err)
			require.Len(t, recs, 1)
			assert.Equal(t, backend.StateVoiding, recs[0].State)
			assert.True(t, recs[0].Voided)
			assert.Equal(t, 1, tombstones(recs[0].Case))
			looked = true
		}
		c = open(t, func(o *till.Options) { o.Backend, o.Account.Backend = &s, "pospal" })
		got := c.do(c.quote(backend.OpConsume, "7"))
		assert.Equal(t, backend.StateRefused, got.State)
		assert.True(t, looked)
	})
}
