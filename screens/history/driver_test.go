package history_test

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
	"guitai/screens/history"
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

// desk answers with pages of its rows and remembers what it was asked.
type desk struct {
	rows    []backend.Event
	partial bool
	err     error
	asked   []backend.HistoryQuery
	context context.Context
	// wraps makes a page beyond the last the first one again.
	wraps bool
}

func (d *desk) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	d.asked, d.context = append(d.asked, q), ctx
	if d.err != nil {
		return backend.HistoryPage{}, d.err
	}
	from := (q.Page - 1) * q.Size
	if from >= len(d.rows) && d.wraps {
		from = 0
	}
	rows := d.rows[min(from, len(d.rows)):min(from+q.Size, len(d.rows))]
	return backend.HistoryPage{Events: rows, More: len(rows) == q.Size, Partial: d.partial}, nil
}

func (d *desk) last() backend.HistoryQuery { return d.asked[len(d.asked)-1] }

// opens the history of a card in which every balance follows from the last.
func opens(t testing.TB, code string, rows []backend.Event, change ...func(*desk)) *counter {
	t.Helper()
	d := &desk{rows: rows}
	for _, f := range change {
		f(d)
	}
	c := &counter{env: uitest.Env(t, code), desk: d, now: uitest.Morning()}
	c.env.Clock = c
	m := backend.Member{ID: "m1", Number: safe.Line("80001234"), Name: safe.Line("王小二")}
	c.screen = history.New(c.env, ui.Args{Member: &m}, d)
	c.screen.SetSize(80, 21)
	c.do(c.screen.Init())
	return c
}

// ledger makes rows newest first, an hour apart, ending an hour before the
// tests' morning.
func ledger(n int) []backend.Event {
	rows := make([]backend.Event, n)
	balance := money.FromFen(0)
	for i := n - 1; i >= 0; i-- {
		e := backend.Event{ID: int64(n - i), At: uitest.Morning().Add(-time.Duration(i+1) * time.Hour), Shop: safe.Line("总店")}
		switch (n - i) % 3 {
		case 1:
			e.Kind, e.Gross, e.Net, e.PayType = backend.EventRecharge, money.FromFen(50000), money.FromFen(50000), safe.Line("微信")
		case 2:
			e.Kind, e.Gross, e.Net = backend.EventConsume, money.FromFen(11063), money.FromFen(8850)
		default:
			e.Kind = backend.EventRedeem
		}
		change, _ := e.Change()
		balance = balance.Add(change)
		e.Balance, e.Points = balance, money.WholePoints(int64(n-i))
		rows[i] = e
	}
	return rows
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
