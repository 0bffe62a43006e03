package probe_test

import (
	"context"
	"errors"
	"fmt"
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
	"guitai/backend/probe"
	"guitai/backend/sandy"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
	"guitai/backend/sim/sandysim"
)

type secret string

func (s secret) Reveal() string { return string(s) }

type wall struct{}

func (wall) Now() time.Time { return time.Now() }

func (wall) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}

// account is a simulated vendor with a journal beside it.
type account struct {
	t       *testing.T
	keys    *pospalsim.Server
	rows    *sandysim.Server
	plan    *sim.Plan
	vendor  backend.Backend
	journal *memory.Journal
	options probe.Options
}

// inBubble runs a test in virtual time.
func inBubble(t *testing.T, name string, body func(*testing.T)) {
	t.Run(name, func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			time.Sleep(100 * time.Hour)
			body(t)
		})
	})
}

func pospalAccount(t *testing.T, s pospalsim.Switches) *account {
	t.Helper()
	a := &account{t: t, plan: &sim.Plan{}, journal: memory.New(time.Now)}
	a.keys = pospalsim.New(pospalsim.Options{Plan: a.plan, Clock: time.Now, DailyLimit: -1, Switches: s})
	dial, shut := sim.Serve(a.keys)
	t.Cleanup(shut)
	c := pospal.New(pospal.Options{BaseURL: "http://vendor.invalid", DialContext: dial, Clock: time.Now,
		AppID: secret(pospalsim.DefaultAppID), AppKey: secret(pospalsim.DefaultAppKey), Quota: pospal.QuotaOptions{Daily: 1000}})
	t.Cleanup(c.Close)
	return a.open(c)
}

func sandyAccount(t *testing.T, s sandysim.Switches) *account {
	t.Helper()
	a := &account{t: t, plan: &sim.Plan{}, journal: memory.New(time.Now)}
	a.rows = sandysim.New(sandysim.Options{Plan: a.plan, Clock: time.Now, Switches: s})
	dial, shut := sim.Serve(a.rows)
	t.Cleanup(shut)
	c := sandy.New(sandy.Options{BaseURL: "http://vendor.invalid", DialContext: dial, Clock: time.Now,
		Token: secret(sandysim.DefaultToken), GUID: secret(sandysim.DefaultGUID)})
	t.Cleanup(c.Close)
	return a.open(c)
}

func (a *account) open(vendor backend.Backend) *account {
	n := 0
	a.vendor = vendor
	a.options = probe.Options{Vendor: vendor, Papers: a.journal, Account: "kind/name", Who: "阿美", Till: "T1", Clock: wall{},
		NewID: func() string { n++; return fmt.Sprintf("00000000-0000-7000-8000-%012d", n) }, Times: 3}
	return a
}

// member is a card's id at the vendor.
func (a *account) member(number string) string {
	if a.keys == nil {
		return number
	}
	m, ok := a.keys.Numbered(number)
	require.True(a.t, ok)
	return fmt.Sprint(m.UID)
}

func (a *account) balance(number string) string {
	m, err := a.vendor.Member(a.t.Context(), a.member(number))
	require.NoError(a.t, err)
	return m.Balance.String()
}

// asks runs probes on a member and gives the answers by name.
func (a *account) asks(number string, only ...backend.Probe) map[backend.Probe]backend.Finding {
	b := probe.New(a.options)
	plan, err := b.Plan(a.t.Context(), a.member(number), only...)
	require.NoError(a.t, err)
	found, err := b.Run(a.t.Context(), plan)
	require.NoError(a.t, err)
	all := map[backend.Probe]backend.Finding{}
	for _, f := range found {
		all[f.Probe] = f
	}
	return all
}

func (a *account) told(what string) (notes []backend.Note) {
	entries, err := a.journal.Audit(a.t.Context(), journal.AuditFilter{What: what, Oldest: true})
	require.NoError(a.t, err)
	for _, e := range entries {
		notes = append(notes, e.Note)
	}
	return notes
}

func TestWhatAVendorOfKeysShows(t *testing.T) {
	const good, bad, unclear = backend.AnswerGood, backend.AnswerBad, backend.AnswerUnclear
	for name, c := range map[string]struct {
		switches pospalsim.Switches
		want     map[backend.Probe]backend.Answer
	}{
		"as its pages say": {pospalsim.Switches{}, map[backend.Probe]backend.Answer{"P1": good, "P2": good, "P3": good, "P4": good, "P5": unclear, "P6": good}},
		"refusals burn":    {pospalsim.Switches{RefusalBurnsKey: true}, map[backend.Probe]backend.Answer{"P1": good, "P2": bad, "P3": good, "P4": good, "P6": good}},
		"no nothing":       {pospalsim.Switches{ZeroRejected: true}, map[backend.Probe]backend.Answer{"P1": good, "P2": good, "P3": bad}},
		"balance first":    {pospalsim.Switches{BalanceFirst: true}, map[backend.Probe]backend.Answer{"P2": good, "P4": bad}},
	} {
		inBubble(t, name, func(t *testing.T) {
			a := pospalAccount(t, c.switches)
			got := a.asks("M000111")
			for p, want := range c.want {
				assert.Equal(t, want, got[p].Answer, "%s: %s", p, got[p].Detail)
			}
			assert.Equal(t, "0.00", a.balance("M000111"), "everything is put back")
			stored, err := probe.Stored(t.Context(), a.journal, "kind/name")
			require.NoError(t, err)
			assert.Len(t, stored, 6)
			assert.Equal(t, c.want["P2"], stored["P2"].Answer)
			for _, f := range stored {
				assert.False(t, f.At.IsZero())
			}
		})
	}
}

func TestEveryChangeIsToldBeforeItIsSent(t *testing.T) {
	inBubble(t, "keys", func(t *testing.T) {
		a := pospalAccount(t, pospalsim.Switches{})
		b := probe.New(a.options)
		plan, err := b.Plan(t.Context(), a.member("M000111"))
		require.NoError(t, err)
		before := len(a.keys.Requests())
		_, err = b.Run(t.Context(), plan)
		require.NoError(t, err)
		sent := a.told("probe.send")
		require.NotEmpty(t, sent)
		assert.Len(t, a.told("probe.answer"), len(sent))
		assert.Len(t, a.told("probe.finding"), 6)
		changes := a.keys.Changes(mustUID(t, a, "M000111"))
		assert.LessOrEqual(t, len(changes), plan.Writes())
		assert.LessOrEqual(t, len(a.keys.Requests())-before, plan.Calls())
		seen := map[string]bool{}
		for _, c := range changes {
			assert.False(t, seen[c.Key], "no key is used twice")
			seen[c.Key] = true
			assert.LessOrEqual(t, c.Balance.Cmp(money.Must("0.05")), 0)
		}
		for _, n := range sent {
			assert.Equal(t, "阿美", n.Who)
			assert.Equal(t, "M000111", n.About)
			assert.NotEmpty(t, n.Detail["key"])
		}
	})
}

func mustUID(t *testing.T, a *account, number string) int64 {
	m, ok := a.keys.Numbered(number)
	require.True(t, ok)
	return m.UID
}

func TestNothingIsSentThatTheAuditDoesNotTake(t *testing.T) {
	inBubble(t, "keys", func(t *testing.T) {
		a := pospalAccount(t, pospalsim.Switches{})
		a.options.Papers = deaf{a.journal}
		b := probe.New(a.options)
		plan, err := b.Plan(t.Context(), a.member("M000111"))
		require.NoError(t, err)
		_, err = b.Run(t.Context(), plan)
		require.Error(t, err)
		assert.Empty(t, a.keys.Changes(mustUID(t, a, "M000111")))
	})
}

type deaf struct{ *memory.Journal }

func (deaf) Tell(context.Context, backend.Note) error { return errors.New("disk full") }

// A key's life is asked after again and again, with the key of the first time.
func TestAKeyIsTriedAgainLater(t *testing.T) {
	inBubble(t, "keys", func(t *testing.T) {
		a := pospalAccount(t, pospalsim.Switches{})
		assert.Equal(t, backend.AnswerUnclear, a.asks("M000111", backend.ProbeKeyLife)["P5"].Answer)
		changes := len(a.keys.Changes(mustUID(t, a, "M000111")))
		for _, wait := range []time.Duration{time.Hour, 23 * time.Hour, 6 * 24 * time.Hour} {
			time.Sleep(wait)
			f := a.asks("M000111", backend.ProbeKeyLife)["P5"]
			assert.Equal(t, backend.AnswerGood, f.Answer, f.Detail)
			assert.GreaterOrEqual(t, f.Span, wait)
		}
		assert.Len(t, a.keys.Changes(mustUID(t, a, "M000111")), changes, "an old key moves nothing")
		time.Sleep(3 * 24 * time.Hour)
		f := a.asks("M000111", backend.ProbeKeyLife)["P5"]
		assert.Equal(t, backend.AnswerUnclear, f.Answer, "too old to be of use, so another one is begun")
		stored, err := probe.Stored(t.Context(), a.journal, "kind/name")
		require.NoError(t, err)
		assert.Equal(t, backend.AnswerGood, stored["P5"].Answer, "what is not clear does not unlearn what was")
		assert.Greater(t, stored["P5"].Span, 6*24*time.Hour)
	})
}

func TestAChangedAnswerIsTold(t *testing.T) {
	inBubble(t, "keys", func(t *testing.T) {
		a := pospalAccount(t, pospalsim.Switches{})
		a.asks("M000111", backend.ProbeRefusalKeeps)
		older, err := probe.Stored(t.Context(), a.journal, "kind/name")
		require.NoError(t, err)
		a.keys.Switch(func(s *pospalsim.Switches) { s.RefusalBurnsKey = true })
		a.asks("M000111", backend.ProbeRefusalKeeps)
		newer, err := probe.Stored(t.Context(), a.journal, "kind/name")
		require.NoError(t, err)
		changed := probe.Changed(older, newer)
		require.Len(t, changed, 1)
		assert.Equal(t, backend.ProbeRefusalKeeps, changed[0].Probe)
		require.Len(t, a.told("probe.changed"), 1)
		assert.Equal(t, "good", a.told("probe.changed")[0].Detail["before"])
		assert.Empty(t, probe.Changed(nil, newer), "a first answer is no change")
	})
}

func TestABadLineAnswersNothing(t *testing.T) {
	for _, kind := range []sim.Kind{sim.ResetAfter, sim.ResetBefore, sim.HTML} {
		inBubble(t, string(kind), func(t *testing.T) {
			a := pospalAccount(t, pospalsim.Switches{})
			for range 60 {
				a.plan.Next("money", sim.Fault{Kind: kind})
			}
			for p, f := range a.asks("M000111") {
				assert.Equal(t, backend.AnswerUnclear, f.Answer, "%s: %s", p, f.Detail)
			}
		})
	}
}

func TestAMemberWithMoneyIsNotEmptied(t *testing.T) {
	inBubble(t, "keys", func(t *testing.T) {
		a := pospalAccount(t, pospalsim.Switches{})
		for _, f := range a.asks("M000110", backend.ProbeRefusalKeeps, backend.ProbeCheckOrder) {
			assert.Equal(t, backend.AnswerUnclear, f.Answer)
			assert.Contains(t, f.Detail.String(), "10.00")
		}
		assert.Empty(t, a.keys.Changes(mustUID(t, a, "M000110")))
	})
}

func TestCallsThatWouldNotLastAreNotBegun(t *testing.T) {
	inBubble(t, "keys", func(t *testing.T) {
		a := pospalAccount(t, pospalsim.Switches{})
		a.options.Times = 600
		_, err := probe.New(a.options).Plan(t.Context(), a.member("M000111"))
		assert.Equal(t, backend.KindQuota, backend.KindOf(err))
		_, err = probe.New(a.options).Plan(t.Context(), a.member("M000111"), backend.ProbeRowOrder)
		assert.Equal(t, backend.KindInvalid, backend.KindOf(err), "that is not asked of this vendor")
	})
}

func TestWhatAVendorOfRowsShows(t *testing.T) {
	const good, bad, unclear = backend.AnswerGood, backend.AnswerBad, backend.AnswerUnclear
	for name, c := range map[string]struct {
		switches sandysim.Switches
		want     map[backend.Probe]backend.Answer
	}{
		"as its page says": {sandysim.Switches{}, map[backend.Probe]backend.Answer{"S1": good, "S2": good, "S3": good, "S5": good, "S6": good, "S7": good, "SP": good}},
		"rows come late":   {sandysim.Switches{HistoryLag: 7 * time.Second}, map[backend.Probe]backend.Answer{"S2": bad, "S5": good}},
		"rows do not come": {sandysim.Switches{HistoryLag: time.Hour}, map[backend.Probe]backend.Answer{"S2": bad, "S5": unclear}},
	} {
		inBubble(t, name, func(t *testing.T) {
			a := sandyAccount(t, c.switches)
			got := a.asks("M000101")
			for p, want := range c.want {
				assert.Equal(t, want, got[p].Answer, "%s: %s", p, got[p].Detail)
			}
			if c.switches.HistoryLag == 7*time.Second {
				assert.InDelta(t, 7, got["S2"].Span.Seconds(), 2)
			}
			for _, n := range a.told("probe.send") {
				assert.True(t, strings.HasSuffix(n.Detail["amount"], "0.01") || n.Detail["amount"] == "0.00", n.Detail["amount"])
			}
		})
	}
}

func TestABillThatTheCardDoesNotCover(t *testing.T) {
	for depot, words := range map[bool]string{false: "refused whole", true: "row: gross"} {
		inBubble(t, words, func(t *testing.T) {
			a := sandyAccount(t, sandysim.Switches{Depot: depot})
			f := a.asks("M000111", backend.ProbePartial)[backend.ProbePartial]
			assert.Contains(t, f.Detail.String(), words)
			assert.NotEqual(t, backend.AnswerNone, f.Answer)
		})
	}
}

func TestAnEncryptedAnswerIsAnyAnswer(t *testing.T) {
	for kind, want := range map[backend.Kind]backend.Answer{backend.KindNone: backend.AnswerGood, backend.KindUnreachable: backend.AnswerBad, backend.KindAccess: backend.AnswerUnclear} {
		inBubble(t, kind.String(), func(t *testing.T) {
			a := sandyAccount(t, sandysim.Switches{})
			a.options.Encrypted = func(context.Context) error {
				if kind == backend.KindNone {
					return nil
				}
				return &backend.Error{Kind: kind}
			}
			assert.Equal(t, want, a.asks("M000101", backend.ProbeEncrypted)["S7"].Answer)
		})
	}
}
