package member_test

import (
	"context"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/member"
	"guitai/ui"
	"guitai/ui/uitest"
)

// counter is an open member with everything around it held in the hand.
type counter struct {
	env     *ui.Env
	screen  ui.Screen
	desk    *desk
	now     time.Time
	wakes   []wake
	pending []ui.Cmd
	asked   []ui.Msg
}

type wake struct {
	at  time.Time
	msg ui.Msg
}

func (c *counter) Now() time.Time { return c.now }

func (c *counter) After(d time.Duration, msg ui.Msg) ui.Cmd {
	c.wakes = append(c.wakes, wake{c.now.Add(d), msg})
	return nil
}

type desk struct {
	member    backend.Member
	err       error
	events    []backend.Event
	eventsErr error
	cases     []backend.Case
	reveal    error
	reads     int
	revealed  int
	caps      backend.Capabilities
}

func (d *desk) Member(context.Context, string) (backend.Member, error) {
	d.reads++
	return d.member, d.err
}

func (d *desk) History(context.Context, backend.HistoryQuery) (backend.HistoryPage, error) {
	return backend.HistoryPage{Events: d.events}, d.eventsErr
}

func (d *desk) Lately(ctx context.Context, id string) (backend.Member, error) {
	return d.Member(ctx, id)
}

func (d *desk) Glance(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	return d.History(ctx, q)
}

func (d *desk) Cases(context.Context, string) ([]backend.Case, error) { return d.cases, nil }

func (d *desk) Reveal(context.Context, string) error {
	d.revealed++
	return d.reveal
}

func (d *desk) Capabilities() backend.Capabilities { return d.caps }

type opener struct{ backend.Opener }
type editor struct{ backend.Editor }

// opens a member as the search screen had it three hours ago; the vendor says
// something newer.
func opens(t *testing.T, code string, change ...func(*desk)) *counter {
	t.Helper()
	old := wang()
	old.ReadAt, old.Source, old.Balance = uitest.Morning().Add(-3*time.Hour), backend.SourceMirror, money.FromFen(100)
	d := &desk{member: wang(), events: events(), caps: backend.Capabilities{Opener: opener{}, Editor: editor{}}}
	for _, f := range change {
		f(d)
	}
	c := &counter{env: uitest.Env(t, code), desk: d, now: uitest.Morning()}
	c.env.Clock = c
	c.screen = member.New(c.env, ui.Args{Member: &old}, d)
	c.screen.SetSize(80, 21)
	c.do(c.screen.Init())
	return c
}

func (c *counter) do(cmd ui.Cmd) {
	if cmd != nil {
		c.pending = append(c.pending, cmd)
	}
}

func (c *counter) tell(msgs ...ui.Msg) *counter {
	for _, m := range msgs {
		c.do(c.screen.Update(m))
	}
	return c
}

func (c *counter) press(actions ...keymap.Action) *counter {
	for _, a := range actions {
		c.tell(ui.Intent{Action: a})
	}
	return c
}

// settle lets every command run that was started and brings their messages.
func (c *counter) settle() *counter {
	for len(c.pending) > 0 {
		cmd := c.pending[0]
		c.pending = c.pending[1:]
		switch m := cmd().(type) {
		case nil:
		case tea.BatchMsg:
			for _, sub := range m {
				c.do(sub)
			}
		case ui.Open, ui.Close, ui.Notice, ui.GoHome, ui.Ask:
			c.asked = append(c.asked, m)
		default:
			c.tell(m)
		}
	}
	return c
}

func (c *counter) pass(d time.Duration) *counter {
	end := c.now.Add(d)
	for len(c.wakes) > 0 {
		i := 0
		for j, w := range c.wakes {
			if w.at.Before(c.wakes[i].at) {
				i = j
			}
		}
		w := c.wakes[i]
		if w.at.After(end) {
			break
		}
		c.wakes = append(c.wakes[:i:i], c.wakes[i+1:]...)
		c.now = w.at
		c.tell(w.msg)
	}
	c.now = end
	return c
}

func (c *counter) view() string { return ansi.Strip(ui.Place(c.screen.View()).Text) }

func (c *counter) last() ui.Msg {
	if len(c.asked) == 0 {
		return nil
	}
	return c.asked[len(c.asked)-1]
}

func (c *counter) whyNot(a keymap.Action) string {
	for _, o := range c.screen.Offers() {
		if o.Action == a {
			return o.WhyNot
		}
	}
	return "not offered"
}

func wang() backend.Member {
	consumed, recharged := money.FromFen(321000), money.FromFen(500000)
	return backend.Member{ID: "m1", Number: safe.Line("80001234"), Name: safe.Line("王小二"), Phone: safe.Line("13800138000"),
		Level: backend.Level{Name: safe.Line("金卡")}, Status: backend.Status{Kind: backend.StatusNormal},
		Balance: money.FromFen(123450), Points: money.WholePoints(2555), Birthday: backend.Date{Year: 1990, Month: 3, Day: 2},
		Gender: backend.GenderMale, Consumed: &consumed, Recharged: &recharged, ReadAt: uitest.Morning()}
}

func events() []backend.Event {
	at := uitest.Morning()
	return []backend.Event{
		{ID: 5, At: at.Add(-time.Hour), Kind: backend.EventConsume, Gross: money.FromFen(11063), Net: money.FromFen(8850), Balance: money.FromFen(123450), Points: money.WholePoints(2555), Shop: safe.Line("总店")},
		{ID: 4, At: at.AddDate(0, 0, -1), Kind: backend.EventRecharge, Gross: money.FromFen(50000), Net: money.FromFen(50000), Balance: money.FromFen(132300), Points: money.WholePoints(2467), Shop: safe.Line("总店")},
		{ID: 3, At: at.AddDate(0, -2, 0), Kind: backend.EventRedeem, Balance: money.FromFen(82300), Points: money.WholePoints(1967)},
		{ID: 2, At: at.AddDate(-1, 0, 0), Kind: backend.EventOther, Code: 42, Net: money.FromFen(300), Balance: money.FromFen(82300)},
		{ID: 1, At: at.AddDate(-1, 0, -1), Kind: backend.EventOpen},
	}
}

func unfinished(state backend.State) backend.Case {
	return backend.Case{Operation: backend.Operation{ID: "op1", Kind: backend.OpRecharge, MemberID: "m1", Amount: money.FromFen(50000)},
		State: state, Slip: "A0042", UpdatedAt: uitest.Morning()}
}
