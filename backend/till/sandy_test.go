package till_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/sandy"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
)

type secret string

func (s secret) Reveal() string { return string(s) }

// vendor is the real client before the simulated vendor, over pipes.
type vendor struct {
	t       *testing.T
	server  *sandysim.Server
	plan    *sim.Plan
	client  *sandy.Client
	journal *memory.Journal
	till    *till.Till
	past    int // rows that the card was seeded with
}

const guest = "T000001"

func visit(t *testing.T) *vendor {
	t.Helper()
	v := &vendor{t: t, plan: &sim.Plan{}, journal: memory.New(time.Now)}
	person := sim.Person{Card: guest, Name: "客人", Phone: "66001234", Level: "普通卡", Status: sim.Normal,
		Balance: money.Must("3000"), Points: money.WholePoints(900)}
	other := person
	other.Card, other.Phone = "T000002", "66005678"
	v.server = sandysim.New(sandysim.Options{Clock: time.Now, Plan: v.plan, People: []sim.Person{person, other}})
	dial, shut := sim.Serve(v.server)
	t.Cleanup(shut)
	v.client = sandy.New(sandy.Options{BaseURL: "http://vendor.invalid", DialContext: dial, Clock: time.Now,
		Token: secret(sandysim.DefaultToken), GUID: secret(sandysim.DefaultGUID)})
	t.Cleanup(v.client.Close)
	time.Sleep(48 * time.Hour) // so that the seeded past is nobody's work of today
	v.past = len(v.server.Rows(guest))
	v.start()
	return v
}

func (v *vendor) start() {
	v.t.Helper()
	counter := till.New(till.Options{Backend: v.client, Journal: v.journal, Account: account(), Name: "till 1"})
	require.NoError(v.t, counter.Start(v.t.Context()))
	v.t.Cleanup(func() { _ = counter.Close() })
	v.till = counter
}

// rows counts what the vendor booked for a bill or a recharge of that amount.
func (v *vendor) rows(kind backend.OpKind, amount money.Amount) int {
	want := map[backend.OpKind]sandysim.Event{backend.OpConsume: sandysim.Consume, backend.OpRecharge: sandysim.Recharge}
	n := 0
	for _, row := range v.server.Rows(guest)[v.past:] {
		if row.Type == want[kind] && row.Ori.Equal(amount) {
			n++
		}
	}
	return n
}

func (v *vendor) quote(kind backend.OpKind, amount money.Amount) (backend.Quote, error) {
	switch kind {
	case backend.OpConsume:
		return v.till.QuoteConsume(v.t.Context(), guest, amount, nil)
	case backend.OpRecharge:
		return v.till.QuoteRecharge(v.t.Context(), guest, amount, backend.PayType{ID: "1"})
	}
	return v.till.QuoteRedeem(v.t.Context(), guest, money.WholePoints(77))
}

// truthful holds a case against the vendor's ledger.
func (v *vendor) truthful(c backend.Case) {
	v.t.Helper()
	booked := v.rows(c.Kind, c.Amount)
	switch {
	case c.Outcome() == backend.OutcomeSettled:
		assert.Equal(v.t, 1, booked, "%s %s %s", c.Slip, c.State, c.Why)
	case c.Outcome() == backend.OutcomeRefused, c.State == backend.StateNotFound:
		assert.Zero(v.t, booked, "%s %s %s", c.Slip, c.State, c.Why)
	default:
		assert.LessOrEqual(v.t, booked, 1)
	}
}

func TestSandyEndToEnd(t *testing.T) {
	applied, notFound := backend.StateApplied, backend.StateNotFound
	cases := []struct {
		fault string
		state backend.State
		why   backend.Why
	}{
		{"none", applied, backend.WhyReply},
		{"reset-before", notFound, backend.WhyNotFound},
		{"reset-after", applied, backend.WhyMatchedAmount},
		{"hang", notFound, backend.WhyNotFound},
		{"hang-after", applied, backend.WhyMatchedAmount},
		{"delay:3s", applied, backend.WhyReply},
		{"delay:25s", applied, backend.WhyMatchedAmount},
		{"http502", notFound, backend.WhyNotFound},
		{"http502-after", applied, backend.WhyMatchedAmount},
		{"html-after", applied, backend.WhyMatchedAmount},
		{"truncated", applied, backend.WhyMatchedAmount},
		{"half-headers", applied, backend.WhyMatchedAmount},
		{"empty", applied, backend.WhyMatchedAmount},
		{"garbage", applied, backend.WhyMatchedAmount},
		{"redirect307:http://elsewhere.invalid/", notFound, backend.WhyNotFound},
		{"trailing", applied, backend.WhyMatchedAmount},
		{"duplicate-keys", applied, backend.WhyMatchedAmount},
		{"wrong-card", applied, backend.WhyMatchedAmount},
		{"late:30s", applied, backend.WhyMatchedAmount},
	}
	for _, kind := range []backend.OpKind{backend.OpConsume, backend.OpRecharge, backend.OpRedeem} {
		for _, row := range cases {
			t.Run(kind.String()+" "+row.fault, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					v := visit(t)
					fault, err := sim.ParseFault(row.fault)
					require.NoError(t, err)
					q, err := v.quote(kind, money.Must("100"))
					require.NoError(t, err)
					v.plan.Next("money", fault)
					_, err = v.till.Do(t.Context(), q)
					require.NoError(t, err)
					time.Sleep(5 * time.Minute)
					got, err := v.till.Case(t.Context(), q.Operation.ID)
					require.NoError(t, err)
					if kind == backend.OpRedeem {
						if row.why != backend.WhyReply {
							assert.Equal(t, backend.StateHuman, got.State)
							assert.Equal(t, backend.WhyUndocumented, got.Why)
						}
						return
					}
					assert.Equal(t, row.state, got.State)
					assert.Equal(t, row.why, got.Why)
					v.truthful(got)
					if got.State == applied {
						card, _ := v.server.Card(guest)
						assert.True(t, card.Balance.Equal(got.Receipt.Balance))
						assert.NotZero(t, got.Receipt.RowID)
					}
				})
			})
		}
	}
}

func TestSandyRefusesAndDeliversTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := visit(t)
		q, err := v.quote(backend.OpConsume, money.Must("9999"))
		require.NoError(t, err)
		assert.Contains(t, q.Warnings, backend.WarnMayCollect)
		got, err := v.till.Do(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, backend.StateRefused, got.State)
		assert.Equal(t, backend.KindShortBalance, got.Refusal.Kind)

		v.plan.Next("money", sim.Fault{Kind: sim.Twice})
		q, err = v.quote(backend.OpConsume, money.Must("100"))
		require.NoError(t, err)
		_, err = v.till.Do(t.Context(), q)
		require.NoError(t, err)
		time.Sleep(time.Minute)
		got, err = v.till.Case(t.Context(), q.Operation.ID)
		require.NoError(t, err)
		assert.Equal(t, backend.StateApplied, got.State)
		require.True(t, got.Incident.Open())
		assert.Equal(t, backend.WhyExtraRow, got.Incident.Why)
	})
}

// TestSandySchedules lets seeded accidents happen to calls, lines and this
// machine's power, and holds every end against the vendor's ledger. Duplicated
// deliveries and those later than the quiet period are left out: nothing at this
// vendor can prevent them.
func TestSandySchedules(t *testing.T) {
	faults := []string{"reset-before", "reset-after", "hang", "hang-after", "delay:4s", "http502", "http502-after",
		"truncated", "garbage", "empty", "late:20s", "wrong-card"}
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := visit(t)
				r := rand.New(rand.NewPCG(seed, 7))
				v.plan.Seed(seed)
				for _, f := range faults {
					fault, err := sim.ParseFault(f)
					require.NoError(t, err)
					v.plan.Chance("money", 6, fault)
				}
				v.plan.Chance("getcardhis", 10, sim.Fault{Kind: sim.ResetBefore})
				v.plan.Chance("getcardinfo", 5, sim.Fault{Kind: sim.HTML})
				for n := range 8 {
					v.ring(r, int64(n))
				}
				time.Sleep(10 * time.Minute)
				v.audit()
			})
		})
	}
}

// ring does one operation of an amount of its own, and now and then loses power
// while it runs.
func (v *vendor) ring(r *rand.Rand, n int64) {
	kind := backend.OpConsume
	if r.IntN(3) == 0 {
		kind = backend.OpRecharge
	}
	q, err := v.quote(kind, money.FromFen(10000+n))
	if err == nil {
		go func() { _, _ = v.till.Do(v.t.Context(), q) }()
	}
	time.Sleep(time.Duration(r.IntN(5000)) * time.Millisecond)
	if r.IntN(4) == 0 {
		v.journal = v.journal.Cut()
		_ = v.till.Close()
		v.start()
	}
	time.Sleep(time.Duration(r.IntN(90)) * time.Second)
}

func (v *vendor) audit() {
	v.t.Helper()
	require.NoError(v.t, v.journal.Verify(v.t.Context()))
	cases, err := v.till.Cases(v.t.Context(), true)
	require.NoError(v.t, err)
	for _, c := range cases {
		assert.Equal(v.t, backend.StateHuman, c.State, "only persons' cases stay open")
	}
	for n := range int64(8) {
		for _, kind := range []backend.OpKind{backend.OpConsume, backend.OpRecharge} {
			assert.LessOrEqual(v.t, v.rows(kind, money.FromFen(10000+n)), 1, "nothing is charged twice")
		}
	}
	recs, err := v.journal.List(v.t.Context(), journalOf())
	require.NoError(v.t, err)
	for _, rec := range recs {
		v.truthful(rec.Case)
	}
}

func journalOf() journal.Filter {
	a := account()
	return journal.Filter{Account: &a}
}
