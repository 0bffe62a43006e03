package search_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/search"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
)

// counter is a home screen with everything around it held in the hand: the
// clock, the desk and the moment at which answers arrive.
type counter struct {
	t       *testing.T
	env     *ui.Env
	screen  ui.Screen
	desk    *desk
	now     time.Time
	wakes   []wake
	pending []ui.Cmd
	// asked is what the screen wanted of the shell.
	asked []ui.Msg
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

// desk answers from a list and remembers what it was asked.
type desk struct {
	find    func(key string) ([]backend.Member, error)
	recent  []backend.Member
	caps    backend.Capabilities
	asked   []string
	context context.Context
	// mirror is the local copy; nil is an empty one.
	mirror func(text string) search.MirrorAnswer
}

func (d *desk) Mirror(_ context.Context, text string, _ int) (search.MirrorAnswer, error) {
	if d.mirror == nil {
		return search.MirrorAnswer{}, nil
	}
	return d.mirror(text), nil
}

func (d *desk) Find(ctx context.Context, key string) ([]backend.Member, error) {
	d.asked, d.context = append(d.asked, key), ctx
	return d.find(key)
}

func (d *desk) Recent(int) []backend.Member        { return d.recent }
func (d *desk) Capabilities() backend.Capabilities { return d.caps }

func start() time.Time { return time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC) }

// atCounter opens the screen at 80 by 21 cells in a language.
func atCounter(t *testing.T, code string, members ...backend.Member) *counter {
	t.Helper()
	d := &desk{caps: backend.Capabilities{FindWhileTyping: true, Opener: opener{}, Editor: editor{}}}
	d.find = func(string) ([]backend.Member, error) { return members, nil }
	c := &counter{t: t, desk: d, now: start()}
	text, _ := lang.For(code)
	keys, err := keymap.New(nil)
	require.NoError(t, err)
	env := &ui.Env{Text: text, Theme: theme.New(theme.NoColours, true), Keys: keys, Clock: c, Zone: time.UTC, MaskPhones: true}
	c.env = env
	c.screen = search.New(env, ui.Args{}, d)
	c.screen.SetSize(80, 21)
	c.do(c.screen.Init())
	c.settle()
	return c
}

type opener struct{ backend.Opener }
type editor struct{ backend.Editor }

func (c *counter) do(cmd ui.Cmd) {
	if cmd != nil {
		c.pending = append(c.pending, cmd)
	}
}

func (c *counter) tell(msgs ...ui.Msg) {
	for _, m := range msgs {
		c.do(c.screen.Update(m))
	}
}

// settle lets every command run that was started and brings their messages.
func (c *counter) settle() {
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
			c.do(c.screen.Update(m))
		}
	}
}

// pass moves the clock and wakes up whoever wanted to be.
func (c *counter) pass(d time.Duration) {
	end := c.now.Add(d)
	for {
		i := -1
		for j, w := range c.wakes {
			if !w.at.After(end) && (i < 0 || w.at.Before(c.wakes[i].at)) {
				i = j
			}
		}
		if i < 0 {
			break
		}
		w := c.wakes[i]
		c.wakes = append(c.wakes[:i:i], c.wakes[i+1:]...)
		c.now = w.at
		c.tell(w.msg)
	}
	c.now = end
}

func (c *counter) typing(text string) {
	for _, r := range text {
		c.tell(ui.Typed{Rune: r})
	}
}

// finds types a text and waits until its answer is there.
func (c *counter) finds(text string) {
	c.typing(text)
	c.pass(150 * time.Millisecond)
	c.settle()
}

func (c *counter) press(actions ...keymap.Action) {
	for _, a := range actions {
		c.tell(ui.Intent{Action: a})
	}
}

func (c *counter) view() string { return ansi.Strip(ui.Place(c.screen.View()).Text) }

// opened is the screen that was asked for last, and for whom.
func (c *counter) opened() (ui.ScreenID, string) {
	if len(c.asked) == 0 {
		return "", ""
	}
	o, ok := c.asked[len(c.asked)-1].(ui.Open)
	if !ok || o.Args.Member == nil {
		return o.Screen, o.Args.Number
	}
	return o.Screen, o.Args.Member.Number.String()
}

func (c *counter) whyNot(a keymap.Action) string {
	for _, o := range c.screen.Offers() {
		if o.Action == a {
			return o.WhyNot
		}
	}
	return "not offered"
}

func member(number, name, phone string) backend.Member {
	consumed := money.FromFen(321000)
	return backend.Member{ID: "id-" + number, Number: safe.Line(number), Name: safe.Line(name), Phone: safe.Line(phone),
		Level: backend.Level{Name: safe.Line("金卡")}, Status: backend.Status{Kind: backend.StatusNormal},
		Balance: money.FromFen(123450), Points: money.WholePoints(2555), Birthday: backend.Date{Year: 1990, Month: 9, Day: 1},
		Consumed: &consumed, ReadAt: start()}
}

func crowd(n int) []backend.Member {
	names := []string{"王小二", "欧阳娜娜", "Anna Li", "张三", "司马相如"}
	all := make([]backend.Member, n)
	for i := range all {
		all[i] = member("8800"+strconv.Itoa(1000+i), names[i%len(names)], "1380000"+strconv.Itoa(1000+i))
	}
	return all
}

func width(s string) int { return ansi.StringWidth(s) }

// reopen makes the screen anew after its desk was changed.
func reopen(t *testing.T, c *counter) *counter {
	t.Helper()
	fresh := atCounter(t, "zh")
	fresh.desk.find, fresh.desk.caps, fresh.desk.recent = c.desk.find, c.desk.caps, c.desk.recent
	fresh.desk.mirror = c.desk.mirror
	env := fresh.env
	fresh.screen = search.New(env, ui.Args{}, fresh.desk)
	fresh.screen.SetSize(80, 21)
	fresh.do(fresh.screen.Init())
	fresh.settle()
	return fresh
}
