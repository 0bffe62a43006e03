package pospal_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

// inBubble runs a test against the simulator in virtual time.
func inBubble(t *testing.T, name string, switches pospalsim.Switches, body func(*testing.T, shop), change ...func(*pospal.Options, *pospalsim.Options)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(time.Until(noon)) // no key may lie ahead of the clock
			body(t, open(t, switches, change...))
		})
	})
}

func fine() error { return nil }

func TestPushingSettlesALostReply(t *testing.T) {
	for _, kind := range []backend.OpKind{backend.OpRecharge, backend.OpConsume, backend.OpRedeem} {
		for _, fault := range []sim.Kind{sim.ResetAfter, sim.ResetBefore} {
			inBubble(t, kind.String()+" "+string(fault), pospalsim.Switches{}, func(t *testing.T, s shop) {
				id := s.uid("M000115")
				op := s.operation(kind, id)
				token, err := s.Prepare(t.Context(), op, backend.Stamp(time.Now().Unix()))
				require.NoError(t, err)
				before := s.truth(id)
				s.plan.Next("money", sim.Fault{Kind: fault})
				assert.Equal(t, backend.ReplyUnclear, s.Submit(t.Context(), op, token, fine).Class)
				want := backend.ReplyYes
				if fault == sim.ResetAfter {
					want = backend.ReplyDuplicate
				}
				assert.Equal(t, want, s.Submit(t.Context(), op, token, fine).Class)
				assert.Equal(t, backend.ReplyDuplicate, s.Submit(t.Context(), op, token, fine).Class)
				changes := s.server.Changes(before.UID)
				require.Len(t, changes, 1, "however often it was sent")
				assert.Equal(t, token.Key, changes[0].Key)
				var bodies []string
				for _, r := range s.server.Requests() {
					if r.Name == "updateBalancePointByIncrement" && len(r.Body) > 0 {
						bodies = append(bodies, string(r.Body))
					}
				}
				for _, b := range bodies {
					assert.Equal(t, bodies[0], b)
				}
				e, err := s.Resolve(t.Context(), op, token)
				require.NoError(t, err)
				assert.True(t, e.Moved())
				assert.Equal(t, s.truth(id).Balance.String(), e.Now.Balance.String())
			})
		}
	}
}

func TestVoidingMakesAnOperationImpossible(t *testing.T) {
	inBubble(t, "before it arrived", pospalsim.Switches{}, func(t *testing.T, s shop) {
		id := s.uid("M000115")
		op := s.operation(backend.OpConsume, id)
		token, err := s.Prepare(t.Context(), op, 1714536000)
		require.NoError(t, err)
		before := s.truth(id)
		r := s.Void(t.Context(), op, token, fine)
		require.Equal(t, backend.ReplyYes, r.Class, "%v", r.Err)
		assert.Equal(t, before.Balance.String(), r.Receipt.Balance.String())
		assert.Equal(t, backend.ReplyDuplicate, s.Submit(t.Context(), op, token, fine).Class)
		assert.Equal(t, before.Balance.String(), s.truth(id).Balance.String())
	})
	inBubble(t, "after it arrived", pospalsim.Switches{}, func(t *testing.T, s shop) {
		op := s.operation(backend.OpConsume, s.uid("M000115"))
		token, err := s.Prepare(t.Context(), op, 1714536000)
		require.NoError(t, err)
		require.Equal(t, backend.ReplyYes, s.Submit(t.Context(), op, token, fine).Class)
		assert.Equal(t, backend.ReplyDuplicate, s.Void(t.Context(), op, token, fine).Class)
	})
	inBubble(t, "where a change of nothing is refused", pospalsim.Switches{ZeroRejected: true}, func(t *testing.T, s shop) {
		op := s.operation(backend.OpConsume, s.uid("M000115"))
		token, err := s.Prepare(t.Context(), op, 1714536000)
		require.NoError(t, err)
		assert.Equal(t, backend.ReplyRefused, s.Void(t.Context(), op, token, fine).Class)
	})
}

func TestSomebodyElseMovedTheMember(t *testing.T) {
	inBubble(t, "between quote and sale", pospalsim.Switches{}, func(t *testing.T, s shop) {
		id := s.uid("M000115")
		op := s.operation(backend.OpConsume, id)
		token, err := s.Prepare(t.Context(), op, 1714536000)
		require.NoError(t, err)
		_, err = s.server.Foreign(s.truth(id).UID, yuan("-1.50"), money.Points{}, "")
		require.NoError(t, err)
		r := s.Submit(t.Context(), op, token, fine)
		require.Equal(t, backend.ReplyYes, r.Class)
		assert.True(t, r.Receipt.Odd)
		assert.Equal(t, s.truth(id).Balance.String(), r.Receipt.Balance.String())
	})
	inBubble(t, "with our second", pospalsim.Switches{}, func(t *testing.T, s shop) {
		id := s.uid("M000115")
		op := s.operation(backend.OpConsume, id)
		token, err := s.Prepare(t.Context(), op, 1714536000)
		require.NoError(t, err)
		_, err = s.server.Foreign(s.truth(id).UID, yuan("-1.50"), money.Points{}, token.Key)
		require.NoError(t, err)
		assert.Equal(t, backend.ReplyDuplicate, s.Submit(t.Context(), op, token, fine).Class)
	})
}

func TestMembersOfTheSimulator(t *testing.T) {
	earn := &backend.Earning{}
	inBubble(t, "particulars", pospalsim.Switches{}, func(t *testing.T, s shop) {
		read := func(number string) backend.Member {
			m, err := s.Member(t.Context(), s.uid(number))
			require.NoError(t, err, number)
			return m
		}
		assert.Equal(t, "356.2", read("M000101").Points.String())
		assert.Equal(t, &backend.Credit{Limit: read("M000102").Credit.Limit, Days: 30}, read("M000102").Credit)
		assert.True(t, read("M000105").Credit.Limit.IsZero())
		assert.Equal(t, backend.StatusOther, read("M000106").Status.Kind)
		assert.Equal(t, backend.RateLevel, read("M000107").RateFrom)
		assert.Equal(t, "0.88", read("M000109").Rate.String())
		assert.Equal(t, backend.StatusDisabled, read("M000112").Status.Kind)
		assert.Nil(t, read("M000139").Earning, "staff earn nothing")
		assert.NotNil(t, read("M000115").Earning)
		deleted, err := s.Find(t.Context(), "M000113")
		require.NoError(t, err)
		assert.Empty(t, deleted)
	}, func(o *pospal.Options, _ *pospalsim.Options) { o.Earn = earn })

	inBubble(t, "two with one phone, and uids that a binary fraction confuses", pospalsim.Switches{}, func(t *testing.T, s shop) {
		found, err := s.Find(t.Context(), "13800001015")
		require.NoError(t, err)
		require.Len(t, found, 2)
		assert.Equal(t, []string{s.uid("M000115"), s.uid("M000116")}, []string{found[0].ID, found[1].ID})
	})
}

func TestTheWholeListOfTheSimulator(t *testing.T) {
	walk := func(t *testing.T, s shop) (ids map[string]bool, err error) {
		ids = map[string]bool{}
		var next []byte
		for {
			found, after, err := s.Pages(t.Context(), time.Time{}, next)
			if err != nil {
				return ids, err
			}
			for _, m := range found {
				assert.False(t, ids[m.ID], "each member once")
				ids[m.ID] = true
			}
			if next = after; next == nil {
				return ids, nil
			}
		}
	}
	more := func(n int) func(*pospal.Options, *pospalsim.Options) {
		return func(_ *pospal.Options, o *pospalsim.Options) { o.Extra = n - len(sim.People(time.Now())) }
	}
	for _, n := range []int{100, 199, 200, 301} {
		inBubble(t, "", pospalsim.Switches{}, func(t *testing.T, s shop) {
			ids, err := walk(t, s)
			require.NoError(t, err)
			assert.Len(t, ids, n)
			assert.Len(t, s.server.Members(), n)
		}, more(n))
	}
	inBubble(t, "a cursor that stands still", pospalsim.Switches{CursorLoops: true}, func(t *testing.T, s shop) {
		_, err := walk(t, s)
		assert.Equal(t, backend.KindUnreadable, kind(err))
		assert.Less(t, len(s.server.Requests()), 4)
	}, more(400))
}

func TestLogsOfTheSimulatorAreWhole(t *testing.T) {
	inBubble(t, "", pospalsim.Switches{}, func(t *testing.T, s shop) {
		p := backend.Period{From: time.Now().AddDate(-1, 0, 0), To: time.Now()}
		recharges, err := s.Recharges(t.Context(), p)
		require.NoError(t, err)
		sum, want := money.Amount{}, money.Amount{}
		for _, r := range recharges {
			sum = sum.Add(r.Money).Add(r.Gift)
		}
		for _, r := range s.server.Recharges() {
			want = want.Add(r.Money).Add(r.Gift)
		}
		assert.Len(t, recharges, len(s.server.Recharges()))
		assert.Equal(t, want.String(), sum.String())
		subsidies, err := s.Subsidies(t.Context(), p)
		require.NoError(t, err)
		assert.Len(t, subsidies, len(s.server.Subsidies()))
		assert.NotEmpty(t, subsidies)

		// A period of one second at a row's own second brings that row.
		at := s.server.Recharges()[7].Time
		one, err := s.Recharges(t.Context(), backend.Period{From: at, To: at})
		require.NoError(t, err)
		assert.NotEmpty(t, one)
		for _, r := range one {
			assert.True(t, r.At.Equal(at))
		}
	})
}

func TestOpeningAndEditingOnTheSimulator(t *testing.T) {
	for name, switches := range map[string]pospalsim.Switches{"": {}, "without data": {AddSilent: true}} {
		inBubble(t, name, switches, func(t *testing.T, s shop) {
			levels, err := s.Levels(t.Context())
			require.NoError(t, err)
			m := backend.NewMember{Number: "N1", Name: "新人", Phone: "13700000000", LevelID: levels[2].ID, Password: "1234"}
			opened, err := s.Open(t.Context(), m)
			require.NoError(t, err)
			assert.Equal(t, "0.8", opened.Rate.String(), "gold")
			assert.Nil(t, opened.Credit)
			assert.True(t, opened.Balance.IsZero())
			right, err := s.CheckPassword(t.Context(), opened.ID, "1234")
			require.NoError(t, err)
			assert.True(t, right)
			_, err = s.Open(t.Context(), m)
			assert.Equal(t, backend.KindExists, kind(err))

			m.Number = "N2"
			s.plan.Next("add", sim.Fault{Kind: sim.ResetAfter})
			second, err := s.Open(t.Context(), m)
			require.NoError(t, err, "the reply was lost, the card is there")
			assert.NotEqual(t, opened.ID, second.ID)

			edited, err := s.Edit(t.Context(), opened.ID, backend.Edit{Remarks: ptr("常客"), CreditDays: ptr(7), OnCredit: ptr(true), Gender: ptr(backend.GenderMale)})
			require.NoError(t, err)
			assert.Equal(t, "常客", edited.Details.Remarks.String())
			assert.Equal(t, 7, edited.Credit.Days)
			require.NoError(t, s.ChangeLevel(t.Context(), levels[4].ID, []string{opened.ID, second.ID}))
			edited, err = s.Member(t.Context(), opened.ID)
			require.NoError(t, err)
			assert.Equal(t, levels[4].Name, edited.Level.Name)
			gone, err := s.Edit(t.Context(), opened.ID, backend.Edit{Status: ptr(backend.StatusClosed)})
			require.NoError(t, err)
			assert.Equal(t, backend.StatusClosed, gone.Status.Kind)
		})
	}
}

func TestQuotaOnTheSimulator(t *testing.T) {
	inBubble(t, "counted alike", pospalsim.Switches{}, func(t *testing.T, s shop) {
		for range 7 {
			_, err := s.Member(t.Context(), s.uid("M000115"))
			require.NoError(t, err)
		}
		limit, err := s.AccessLimit(t.Context())
		require.NoError(t, err)
		assert.Equal(t, pospalsim.DefaultDailyLimit, limit)
		today, err := backend.ParseDate(time.Now().In(sim.Zone()).Format(time.DateOnly))
		require.NoError(t, err)
		log, err := s.AccessLog(t.Context(), today, today)
		require.NoError(t, err)
		require.Len(t, log, 1)
		assert.Equal(t, s.server.Used(), log[0].Used)
		assert.Equal(t, s.server.Used(), s.Quota().Used)
	})
	inBubble(t, "used up by others", pospalsim.Switches{}, func(t *testing.T, s shop) {
		op := s.operation(backend.OpConsume, s.uid("M000115"))
		token, err := s.Prepare(t.Context(), op, 1714536000)
		require.NoError(t, err)
		require.True(t, s.server.Spend(pospalsim.DefaultDailyLimit-1))
		_, err = s.Member(t.Context(), op.MemberID)
		assert.Equal(t, backend.KindQuota, kind(err))
		r := s.Submit(t.Context(), op, token, fine)
		assert.Equal(t, backend.ReplyUnclear, r.Class)
		assert.Equal(t, backend.KindQuota, r.Err.Kind)
	})
}
