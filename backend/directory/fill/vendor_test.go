package fill_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/directory/fill"
	"guitai/backend/pospal"
	"guitai/backend/sim"
	"guitai/backend/sim/pospalsim"
)

type secret string

func (s secret) Reveal() string { return string(s) }

// shop is a simulated vendor with its real wire client.
type shop struct {
	*pospalsim.Server
	client *pospal.Client
	plan   *sim.Plan
}

func openShop(t *testing.T, members, daily int) *shop {
	t.Helper()
	s := &shop{plan: &sim.Plan{}}
	s.Server = pospalsim.New(pospalsim.Options{Plan: s.plan, Extra: members - len(sim.People(time.Now())), History: pospalsim.NoHistory, DailyLimit: daily})
	dial, shut := sim.Serve(s.Server)
	s.client = pospal.New(pospal.Options{BaseURL: "http://127.0.0.1", AppID: secret(pospalsim.DefaultAppID), AppKey: secret(pospalsim.DefaultAppKey),
		DialContext: dial, Clock: time.Now, Quota: pospal.QuotaOptions{Daily: daily}})
	t.Cleanup(func() {
		s.client.Close()
		shut()
	})
	return s
}

// Calls leaves a third of the day to people, and the reserve to what is open.
func (s *shop) Calls() fill.Calls {
	q := s.client.Quota()
	kept := q.Reserve + q.Limit/3
	return fill.Calls{Used: q.Used, Limit: q.Limit, Left: max(q.Left()-kept, 0), Daily: q.Limit - kept}
}

func (s *shop) filler(c *copied) *fill.Filler {
	return fill.New(fill.Options{Pager: s.client, Store: c, Budget: s, Clock: clock{}, PagesPerSecond: 2})
}

// drop takes a member away without a trace.
func (s *shop) drop(t *testing.T, number string) {
	t.Helper()
	var saved bytes.Buffer
	require.NoError(t, s.Save(&saved))
	var state map[string]any
	d := json.NewDecoder(&saved)
	d.UseNumber()
	require.NoError(t, d.Decode(&state))
	var rest []any
	for _, a := range state["Accounts"].([]any) {
		if a.(map[string]any)["Member"].(map[string]any)["Number"] != number {
			rest = append(rest, a)
		}
	}
	state["Accounts"] = rest
	text, err := json.Marshal(state)
	require.NoError(t, err)
	require.NoError(t, s.Load(bytes.NewReader(text)))
}

// sameAs holds a copy against the vendor's truth: everybody is there once, with
// name, phone, level and state.
func (s *shop) sameAs(t *testing.T, c *copied) {
	t.Helper()
	truth := s.Members()
	assert.Equal(t, len(truth), c.Len())
	for _, m := range truth {
		got, ok := c.members[strconv.FormatInt(m.UID, 10)]
		require.True(t, ok, m.Number)
		assert.Equal(t, []string{m.Number, m.Name, m.Phone, m.Category}, []string{got.Number.String(), got.Name.String(), got.Phone.String(), got.Level.Name.String()})
		if m.Enable == pospalsim.Disabled {
			assert.Equal(t, backend.StatusDisabled, got.Status.Kind)
		}
	}
}

func TestTheQuotaRunsOutInTheMiddleOfAReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := openShop(t, 4000, 60), newCopied()
		f := s.filler(c)
		background(t, f)
		time.Sleep(time.Hour)
		p := f.Progress()
		assert.Equal(t, fill.NoCalls, p.State)
		assert.Equal(t, 15, p.Pages, "60 calls, of which 25 are for open operations and 20 for people")
		person, err := s.client.Find(t.Context(), "E000001")
		require.NoError(t, err, "people still get through")
		assert.Len(t, person, 1)
		time.Sleep(3 * 24 * time.Hour)
		assert.Equal(t, fill.Resting, f.Progress().State)
		s.sameAs(t, c)
	})
}

func TestOtherSoftwareUsesTheQuotaUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := openShop(t, 1000, 300), newCopied()
		require.True(t, s.Spend(296))
		f := s.filler(c)
		background(t, f)
		time.Sleep(time.Hour)
		p := f.Progress()
		assert.Equal(t, fill.NoCalls, p.State, "the vendor's count is the one that holds")
		assert.Equal(t, 4, p.Pages)
		time.Sleep(24 * time.Hour)
		s.sameAs(t, c)
	})
}

func TestWhatChangedAtTheVendorIsSeenByTheNextWholeReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := openShop(t, 250, 300), newCopied()
		f := s.filler(c)
		require.NoError(t, f.Once(t.Context(), false, false))
		s.sameAs(t, c)

		renamed, _ := s.Numbered("E000003")
		off, _ := s.Numbered("E000004")
		name, disabled := "欧阳静怡", backend.StatusDisabled
		_, err := s.client.Edit(t.Context(), strconv.FormatInt(renamed.UID, 10), backend.Edit{Name: &name})
		require.NoError(t, err)
		_, err = s.client.Edit(t.Context(), strconv.FormatInt(off.UID, 10), backend.Edit{Status: &disabled})
		require.NoError(t, err)
		gone, _ := s.Numbered("E000005")
		s.drop(t, "E000005")
		opened, err := s.client.Open(t.Context(), backend.NewMember{Number: "NEW1", Name: "新来的", Phone: "13799990000", LevelID: levelID(t, s)})
		require.NoError(t, err)

		require.NoError(t, f.Once(t.Context(), false, false))
		assert.Contains(t, c.members, opened.ID, "who is new comes with the next few calls")
		assert.Equal(t, renamed.Name, c.members[strconv.FormatInt(renamed.UID, 10)].Name.String(), "the vendor does not say who changed")
		require.NoError(t, f.Once(t.Context(), true, false))
		assert.Equal(t, 1, f.Progress().Gone)
		assert.True(t, c.gone[strconv.FormatInt(gone.UID, 10)])
		s.sameAs(t, c)
	})
}

func levelID(t *testing.T, s *shop) string {
	t.Helper()
	levels, err := s.client.Levels(t.Context())
	require.NoError(t, err)
	return levels[0].ID
}

func TestLateAndBrokenPagesLoseNobody(t *testing.T) {
	const page = "queryCustomerPages"
	for _, kind := range []sim.Fault{
		{Kind: sim.ResetBefore}, {Kind: sim.ResetAfter}, {Kind: sim.Hang}, {Kind: sim.HangAfter}, {Kind: sim.Delay, Wait: 12 * time.Second},
		{Kind: sim.HTTPBefore, Status: 502}, {Kind: sim.HTTPAfter, Status: 504}, {Kind: sim.HTML}, {Kind: sim.Truncated}, {Kind: sim.HalfHeaders},
		{Kind: sim.Empty}, {Kind: sim.Garbage}, {Kind: sim.Redirect, Status: 307}, {Kind: sim.Trailing}, {Kind: sim.Endless},
		{Kind: sim.Rewrite, Rewrite: func(b []byte) []byte { return bytes.Replace(b, []byte(`"balance"`), []byte(`"balanze"`), 1) }},
	} {
		t.Run(kind.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, c := openShop(t, 550, 300), newCopied()
				s.plan.Nth(page, 1, kind)
				s.plan.Nth(page, 3, kind)
				s.plan.Nth(page, 4, kind)
				s.plan.Nth(page, 9, kind) // the last page
				require.NoError(t, s.filler(c).Once(t.Context(), false, false))
				s.sameAs(t, c)
				assert.Len(t, c.ids(), 550, "nobody is stored twice")
			})
		})
	}
}

func TestARevokedKeyStopsTheReading(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := openShop(t, 550, 300), newCopied()
		s.Switch(func(w *pospalsim.Switches) { w.Revoked = true })
		f := s.filler(c)
		assert.Equal(t, backend.KindAccess, backend.KindOf(f.Once(t.Context(), false, true)))
		assert.Equal(t, 1, len(s.Requests()))
	})
}

func TestPagesThatDoNotMoveOnAreNotTakenForTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := openShop(t, 550, 300), newCopied()
		s.Switch(func(w *pospalsim.Switches) { w.CursorLoops = true })
		f := s.filler(c)
		assert.Equal(t, backend.KindUnreadable, backend.KindOf(f.Once(t.Context(), false, false)))
		assert.True(t, c.Mark().DoneAt.IsZero())
		s.Switch(func(w *pospalsim.Switches) { w.CursorLoops = false })
		require.NoError(t, f.Once(t.Context(), false, false))
		s.sameAs(t, c)
	})
}
