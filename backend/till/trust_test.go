package till_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/till"
)

// saw is a till at a vendor of which a probe showed something.
func saw(p backend.Probe, a backend.Answer, codes ...int) func(*till.Options) {
	return found(backend.Finding{Probe: p, Answer: a, Codes: codes})
}

func found(f backend.Finding) func(*till.Options) {
	return func(o *till.Options) {
		o.Contract = func() backend.Contract { return backend.Contract{f.Probe: f} }
	}
}

func TestWhatWasSeenOfTheVendorDecidesWhatIsBelieved(t *testing.T) {
	own := func(o *till.Options) { o.OwnPayType, o.ExactOnly = "9", true }
	skewed := func(s *shop) { s.skewed = true }
	consumption := int(backend.EventConsume)
	cases := []struct {
		name  string
		probe func(*till.Options)
		shop  func(*shop)
		kind  backend.OpKind
		fate  fate
		state backend.State
		why   backend.Why
	}{
		{"ids in no order: nothing is matched", saw(backend.ProbeRowOrder, backend.AnswerBad), nil, backend.OpConsume, lostAfter, backend.StateHuman, backend.WhyUndocumented},
		{"ids in no order: nothing is presumed", saw(backend.ProbeRowOrder, backend.AnswerBad), nil, backend.OpConsume, lostBefore, backend.StateHuman, backend.WhyUndocumented},
		{"ids in no order: a refusal", saw(backend.ProbeRowOrder, backend.AnswerBad), nil, backend.OpConsume, refusedFate, backend.StateRefused, backend.WhyRefusal},
		{"rows that do not chain", func(*till.Options) {}, skewed, backend.OpConsume, lostAfter, backend.StateHuman, backend.WhyBroken},
		{"no row chains, as was seen", saw(backend.ProbeRowChain, backend.AnswerBad), skewed, backend.OpConsume, lostAfter, backend.StateApplied, backend.WhyMatchedAmount},
		{"another kind does not chain", saw(backend.ProbeRowChain, backend.AnswerBad, 99), skewed, backend.OpConsume, lostAfter, backend.StateHuman, backend.WhyBroken},
		{"this kind does not, but the last row is not the card", saw(backend.ProbeRowChain, backend.AnswerBad, consumption), skewed, backend.OpConsume, lostAfter, backend.StateHuman, backend.WhyBroken},
		{"our own pay type", func(*till.Options) {}, nil, backend.OpRecharge, lostAfter, backend.StateApplied, backend.WhyMatched},
		{"our own pay type does not show", saw(backend.ProbeFingerprint, backend.AnswerBad), nil, backend.OpRecharge, lostAfter, backend.StateHuman, backend.WhyMatchedAmount},
	}
	for _, row := range cases {
		t.Run(row.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := open(t, row.probe, func(o *till.Options) {
					if row.kind == backend.OpRecharge {
						own(o)
					}
				})
				if row.shop != nil {
					c.shop.set(row.shop)
				}
				c.shop.will(row.fate)
				q := c.quote(backend.OpConsume, "1001")
				if row.kind == backend.OpRecharge {
					var err error
					q, err = c.till.QuoteRecharge(t.Context(), "1001", money.Must("100"), backend.PayType{ID: "9"})
					require.NoError(t, err)
				}
				c.do(q)
				time.Sleep(5 * time.Minute)
				c.expect(q.Operation.ID, row.state, row.why)
			})
		})
	}
}

func TestTheQuietPeriodIsLongerThanAnyRowTook(t *testing.T) {
	for lag, quiet := range map[time.Duration]time.Duration{40 * time.Second: 2 * time.Minute, 2 * time.Second: time.Minute, 0: time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			c := open(t, found(backend.Finding{Probe: backend.ProbeRowAtOnce, Answer: backend.AnswerBad, Span: lag}))
			c.shop.will(lostBefore)
			q := c.quote(backend.OpConsume, "1001")
			c.do(q)
			time.Sleep(quiet - time.Second)
			assert.Equal(t, backend.StateUnknown, c.now(q.Operation.ID).State, lag)
			time.Sleep(2 * time.Second)
			assert.Equal(t, backend.StateNotFound, c.now(q.Operation.ID).State, lag)
		})
	}
}
