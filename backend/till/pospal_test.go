package till_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/till"
)

// pushing is the real client of a merchant of whom it is known that a token is
// applied at most once.
type pushing struct{ *pospal.Client }

func (p pushing) Capabilities() backend.Capabilities {
	able := p.Client.Capabilities()
	able.Pushes = true
	return able
}

// branch is the real client before the simulated vendor, over pipes.
type branch struct {
	t       *testing.T
	server  *pospalsim.Server
	plan    *sim.Plan
	client  pushing
	journal *memory.Journal
	till    *till.Till
	uid     int64
	guest   string
}

func enter(t *testing.T) *branch {
	t.Helper()
	b := &branch{t: t, plan: &sim.Plan{}, journal: memory.New(time.Now)}
	b.server = pospalsim.New(pospalsim.Options{Plan: b.plan, Clock: time.Now, DailyLimit: -1})
	dial, shut := sim.Serve(b.server)
	t.Cleanup(shut)
	b.client = pushing{pospal.New(pospal.Options{BaseURL: "http://vendor.invalid", DialContext: dial, Clock: time.Now,
		AppID: secret(pospalsim.DefaultAppID), AppKey: secret(pospalsim.DefaultAppKey), Quota: pospal.QuotaOptions{Daily: 100_000}})}
	t.Cleanup(b.client.Close)
	m, known := b.server.Numbered("M000115")
	require.True(t, known)
	b.uid, b.guest = m.UID, strconv.FormatInt(m.UID, 10)
	b.start()
	return b
}

func (b *branch) start() {
	b.t.Helper()
	a := journal.Account{Backend: "pospal", Name: b.client.Capabilities().Account}
	counter := till.New(till.Options{Backend: b.client, Journal: b.journal, Account: a, Name: "till 1", Contract: proven})
	require.NoError(b.t, counter.Start(b.t.Context()))
	b.t.Cleanup(func() { _ = counter.Close() })
	b.till = counter
}

func (b *branch) quote(kind backend.OpKind, amount money.Amount) (backend.Quote, error) {
	switch kind {
	case backend.OpConsume:
		return b.till.QuoteConsume(b.t.Context(), b.guest, amount, nil)
	case backend.OpRecharge:
		return b.till.QuoteRecharge(b.t.Context(), b.guest, amount, backend.PayType{ID: "现金"})
	}
	return b.till.QuoteRedeem(b.t.Context(), b.guest, money.WholePoints(7))
}

// booked counts the vendor's changes that carry the id of an operation.
func (b *branch) booked(id string) int {
	n := 0
	for _, c := range b.server.Changes(b.uid) {
		if strings.Contains(c.Remark, id) {
			n++
		}
	}
	return n
}

// truthful holds a case against the vendor's ledger.
func (b *branch) truthful(c backend.Case) {
	b.t.Helper()
	booked := b.booked(c.ID)
	switch c.Outcome() {
	case backend.OutcomeSettled:
		assert.Equal(b.t, 1, booked, "%s %s %s", c.Slip, c.State, c.Why)
	case backend.OutcomeRefused:
		assert.Zero(b.t, booked, "%s %s %s", c.Slip, c.State, c.Why)
	default:
		assert.LessOrEqual(b.t, booked, 1)
		assert.Equal(b.t, backend.StateHuman, c.State, "only persons' cases stay open, and nothing is presumed")
	}
}

func TestPospalEndToEnd(t *testing.T) {
	reply, matched := backend.WhyReply, backend.WhyMatched
	cases := []struct {
		fault string
		why   backend.Why
	}{
		{"none", reply},
		{"reset-before", reply},
		{"reset-after", matched},
		{"hang", reply},
		{"hang-after", matched},
		{"delay:3s", reply},
		{"delay:25s", reply}, // the push overtakes it, and it is the one that is refused,
		{"http502", reply},
		{"http502-after", matched},
		{"html-after", matched},
		{"truncated", matched},
		{"half-headers", matched},
		{"empty", matched},
		{"garbage", matched},
		{"redirect307:http://elsewhere.invalid/", reply},
		{"trailing", matched},
		{"duplicate-keys", matched},
		{"wrong-card", matched},
		{"twice", reply},
	}
	for _, kind := range []backend.OpKind{backend.OpConsume, backend.OpRecharge, backend.OpRedeem} {
		for _, row := range cases {
			t.Run(kind.String()+" "+row.fault, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					b := enter(t)
					fault, err := sim.ParseFault(row.fault)
					require.NoError(t, err)
					q, err := b.quote(kind, money.Must("10"))
					require.NoError(t, err)
					b.plan.Next("updateBalancePointByIncrement", fault)
					_, err = b.till.Do(t.Context(), q)
					require.NoError(t, err)
					time.Sleep(5 * time.Minute)
					got, err := b.till.Case(t.Context(), q.Operation.ID)
					require.NoError(t, err)
					assert.Equal(t, backend.StateApplied, got.State, "whatever happens to one attempt")
					assert.Equal(t, row.why, got.Why)
					b.truthful(got)
					truth, _ := b.server.Member(b.uid)
					assert.Equal(t, truth.Balance.String(), got.Receipt.Balance.String())
				})
			})
		}
	}
}

// TestPospalSchedules lets seeded accidents happen to calls and this machine's
// power, with an interface that other software uses as well, and holds every end
// against the vendor's ledger.
func TestPospalSchedules(t *testing.T) {
	faults := []string{"reset-before", "reset-after", "hang", "hang-after", "delay:4s", "http502", "http502-after",
		"truncated", "garbage", "empty", "late:20s", "wrong-card", "twice"}
	for seed := range uint64(20) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := enter(t)
				r := rand.New(rand.NewPCG(seed, 7))
				b.plan.Seed(seed)
				for _, f := range faults {
					fault, err := sim.ParseFault(f)
					require.NoError(t, err)
					b.plan.Chance("updateBalancePointByIncrement", 6, fault)
				}
				b.plan.Chance("queryByUid", 8, sim.Fault{Kind: sim.ResetBefore})
				for n := range int64(8) {
					b.ring(r, n)
				}
				time.Sleep(15 * time.Minute)
				b.audit()
			})
		})
	}
}

// ring does one operation, now and then loses power while it runs, and now and
// then lets other software move the card.
func (b *branch) ring(r *rand.Rand, n int64) {
	kind := backend.OpConsume
	if r.IntN(3) == 0 {
		kind = backend.OpRecharge
	}
	q, err := b.quote(kind, money.FromFen(100+n))
	if err == nil {
		go func() { _, _ = b.till.Do(b.t.Context(), q) }()
	}
	time.Sleep(time.Duration(r.IntN(8000)) * time.Millisecond)
	if r.IntN(6) == 0 {
		_, err := b.server.Foreign(b.uid, money.FromFen(5), money.Points{}, time.Now().Add(-time.Hour).Format(time.DateTime))
		require.NoError(b.t, err)
	}
	if r.IntN(4) == 0 {
		b.journal = b.journal.Cut()
		_ = b.till.Close()
		b.start()
	}
	time.Sleep(time.Duration(r.IntN(90)) * time.Second)
}

func (b *branch) audit() {
	b.t.Helper()
	require.NoError(b.t, b.journal.Verify(b.t.Context()))
	recs, err := b.journal.List(b.t.Context(), journal.Filter{})
	require.NoError(b.t, err)
	keys := map[string]bool{}
	for _, rec := range recs {
		b.truthful(rec.Case)
		assert.False(b.t, rec.Token.Key != "" && keys[rec.Token.Key], "no two operations share a key")
		keys[rec.Token.Key] = true
	}
}
