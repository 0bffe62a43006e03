package till_test

import (
	"errors"
	"sync/atomic"
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

// at opens a till at a stall.
func at(t *testing.T, s *stall, change ...func(*till.Options)) *counter {
	t.Helper()
	return open(t, append([]func(*till.Options){func(o *till.Options) {
		o.Backend = s
		o.Account.Backend = "pospal"
	}}, change...)...)
}

func TestAnUnansweredOperationIsPushed(t *testing.T) {
	silent := []fate{lostBefore, lostBefore, lostBefore, lostBefore, lostBefore}
	others := func(balance string) func(*stall) {
		return func(s *stall) {
			if len(s.sent) == 2 {
				m := s.members["7"]
				m.Balance = money.Must(balance)
				s.members["7"] = m
			}
		}
	}
	cases := []struct {
		name      string
		fates     []fate
		meanwhile func(*stall)
		pushless  bool
		state     backend.State
		why       backend.Why
		attempts  int
		balance   string
	}{
		{"the first push arrives", []fate{lostBefore}, nil, false, backend.StateApplied, backend.WhyReply, 2, "120.00"},
		{"the last push arrives", silent[:4], nil, false, backend.StateApplied, backend.WhyReply, 5, "120.00"},
		{"the first attempt had arrived", []fate{lostAfter}, nil, false, backend.StateApplied, backend.WhyMatched, 2, "120.00"},
		{"a push had arrived", []fate{lostBefore, lostBefore, lostAfter}, nil, false, backend.StateApplied, backend.WhyMatched, 4, "120.00"},
		{"a push that cannot be dialled counts for nothing", []fate{lostAfter, dialFails}, nil, false, backend.StateApplied, backend.WhyMatched, 2, "120.00"},
		{"known on a push, but somebody moved the card too", []fate{lostAfter}, others("110"), false, backend.StateHuman, backend.WhyMoved, 2, "110.00"},
		{"known on a push, but nothing moved", []fate{lostBefore, duplicate}, nil, false, backend.StateHuman, backend.WhyUndocumented, 2, "200.00"},
		{"refused on a push: says nothing about the first", []fate{lostAfter, refusedFate}, nil, false, backend.StateHuman, backend.WhyUndocumented, 2, "120.00"},
		{"nothing ever arrives", silent, nil, false, backend.StateHuman, backend.WhyUndocumented, 5, "200.00"},
		{"known at the first attempt is not pushed", []fate{duplicate}, nil, false, backend.StateHuman, backend.WhyUndocumented, 1, "200.00"},
		{"a known refusal and nothing moved", []fate{refusedFate}, nil, false, backend.StateRefused, backend.WhyRefusal, 1, "200.00"},
		{"a vendor that is not pushed, applied", []fate{lostAfter}, nil, true, backend.StateHuman, backend.WhyMoved, 1, "120.00"},
		{"a vendor that is not pushed, lost", []fate{lostBefore}, nil, true, backend.StateHuman, backend.WhyUndocumented, 1, "200.00"},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newStall()
				s.fates, s.meanwhile, s.pushless = row.fates, row.meanwhile, row.pushless
				c := at(t, s)
				q := c.quote(backend.OpConsume, "7")
				c.do(q)
				time.Sleep(3 * time.Minute)
				got := c.expect(q.Operation.ID, row.state, row.why)
				assert.Len(t, got.Attempts, row.attempts)
				tokens, _, _ := s.seen()
				for _, token := range tokens {
					assert.Equal(t, tokens[0], token, "the same token every time")
				}
				balance, _ := s.books("7")
				assert.Equal(t, row.balance, balance)
				switch row.state {
				case backend.StateApplied:
					require.NotNil(t, got.Receipt)
					assert.Equal(t, "120.00", got.Receipt.Balance.String())
					assert.Equal(t, "80.00", got.Receipt.FromCard.String())
					assert.Equal(t, row.why == backend.WhyMatched, got.Receipt.Matched)
				case backend.StateHuman:
					require.NotNil(t, got.Evidence)
					assert.Equal(t, "200.00", got.Evidence.Before.Balance.String())
					assert.Equal(t, row.balance, got.Evidence.Now.Balance.String())
				}
				require.NoError(t, c.journal.Verify(t.Context()))
			})
		})
	}
}

func TestPushesFollowTheTimetable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.fates = []fate{lostBefore, lostBefore, lostBefore, lostBefore, lostBefore}
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		c.do(q)
		synctest.Wait()
		_, times, _ := s.seen()
		assert.Equal(t, 1500*time.Millisecond, c.now(q.Operation.ID).NextLook.Sub(times[0]))
		time.Sleep(23 * time.Second)
		synctest.Wait()
		_, times, _ = s.seen()
		require.Len(t, times, 5)
		for i, wait := range []time.Duration{1500, 3000, 6000, 12000} {
			assert.Equal(t, wait*time.Millisecond, times[i+1].Sub(times[i]))
		}
		time.Sleep(59 * time.Second)
		c.expect(q.Operation.ID, backend.StateUnknown, backend.WhyWaiting)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		c.expect(q.Operation.ID, backend.StateHuman, backend.WhyUndocumented)
		_, _, reads := s.seen()
		assert.LessOrEqual(t, reads, 6, "the quota is small")
	})
}

// Every attempt is in the journal before its first byte, so a till that died says
// how many there were.
func TestARestartGoesOnPushing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.fates = []fate{lostBefore, lostBefore}
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.AfterMove && len(r.Attempts) == 2 && r.Attempts[1].Wrote {
				return memory.ErrCut
			}
			return nil
		})
		c.do(q)
		time.Sleep(2 * time.Second)
		c.restart()
		time.Sleep(2 * time.Second)
		synctest.Wait()
		got := c.expect(q.Operation.ID, backend.StateApplied, backend.WhyReply)
		require.Len(t, got.Attempts, 3)
		assert.Equal(t, backend.ReplyUnclear, got.Attempts[1].Class)
	})
}

func TestNobodyPushesWhatIsOld(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.fates = []fate{lostBefore, lostBefore}
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		c.do(q)
		require.NoError(t, c.till.Close())
		time.Sleep(11 * time.Minute)
		c.restart()
		time.Sleep(3 * time.Minute)
		c.expect(q.Operation.ID, backend.StateHuman, backend.WhyUndocumented)
		tokens, _, _ := s.seen()
		assert.Len(t, tokens, 1)
	})
}

func TestALaptopThatSleptSendsNoPush(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.fates = []fate{lostBefore}
		lid := &sleepy{}
		c := open(t, func(o *till.Options) { o.Backend, o.Clock = s, lid })
		q := c.quote(backend.OpConsume, "7")
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if p == memory.AfterMove && len(r.Attempts) == 2 && r.Attempts[1].Class == backend.ReplyUnclear {
				lid.offset.Store(int64(time.Minute))
			}
			return nil
		})
		c.do(q)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		tokens, _, _ := s.seen()
		assert.Len(t, tokens, 1)
		got := c.now(q.Operation.ID)
		require.Len(t, got.Attempts, 2)
		assert.Equal(t, backend.ReplyNotSent, got.Attempts[1].Class)
		assert.False(t, got.Attempts[1].Wrote)
	})
}

func TestAPushThatTheJournalForgotIsStillPaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newStall()
		s.fates = []fate{lostBefore}
		c := at(t, s)
		q := c.quote(backend.OpConsume, "7")
		var failing atomic.Bool
		failing.Store(true)
		c.journal.Hook(func(p memory.Point, r journal.Record) error {
			if failing.Load() && p == memory.BeforeMove && r.State == backend.StateApplied {
				return errors.New("the disk said no")
			}
			return nil
		})
		c.do(q)
		time.Sleep(2 * time.Second)
		synctest.Wait()
		failing.Store(false)
		time.Sleep(time.Minute)
		got := c.now(q.Operation.ID)
		assert.Equal(t, backend.StateApplied, got.State)
		balance, _ := s.books("7")
		assert.Equal(t, "120.00", balance)
		require.NoError(t, c.till.Health())
	})
}
