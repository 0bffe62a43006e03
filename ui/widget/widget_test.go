package widget_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
	"guitai/ui/widget"
)

// handClock stands still until it is moved.
type handClock struct {
	now  time.Time
	wake []wake
}

type wake struct {
	at  time.Time
	msg ui.Msg
}

func (c *handClock) Now() time.Time { return c.now }

func (c *handClock) After(d time.Duration, msg ui.Msg) ui.Cmd {
	c.wake = append(c.wake, wake{c.now.Add(d), msg})
	return nil
}

// pass moves the clock and gives the messages that fell due on the way.
func (c *handClock) pass(d time.Duration, tell func(ui.Msg)) {
	end := c.now.Add(d)
	for len(c.wake) > 0 && !c.wake[0].at.After(end) {
		next := c.wake[0]
		c.wake = c.wake[1:]
		c.now = next.at
		tell(next.msg)
	}
	c.now = end
}

func newEnv(code string) (*ui.Env, *handClock) {
	text, _ := lang.For(code)
	clock := &handClock{now: time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)}
	return &ui.Env{Text: text, Theme: theme.New(theme.NoColours, true), Clock: clock, Zone: time.UTC}, clock
}

type handler interface {
	Handle(ui.Msg) (bool, bool)
}

func typeInto(h handler, text string, burst uint64) {
	for _, r := range text {
		h.Handle(ui.Typed{Rune: r, Burst: burst})
	}
}

func press(h handler, actions ...keymap.Action) {
	for _, a := range actions {
		h.Handle(ui.Intent{Action: a})
	}
}

func TestCellsAreAsWideAsTheySay(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		align widget.Align
		want  string
	}{
		{"88.50", 8, widget.End, "   88.50"},
		{"王小二", 8, widget.Start, "王小二  "},
		{"王小二", 5, widget.Start, "王小…"},
		{"王小二", 4, widget.Start, "王… "},
		{"金卡", 7, widget.Middle, " 金卡  "},
		{"abc", 0, widget.Start, ""},
		{"👨‍👩‍👧ab", 4, widget.Start, "👨‍👩‍👧ab"},
	} {
		got := widget.Cell(c.text, c.width, c.align)
		assert.Equal(t, c.want, got)
		assert.Equal(t, c.width, widget.Width(got), c.text)
	}
	assert.Equal(t, "王小二…", widget.Cut("王小二先生", 7))
	assert.Equal(t, "短", widget.Cut("短", 7))
}

func TestColumnsLineUpWithWideText(t *testing.T) {
	cols := widget.Columns{{Width: 6}, {Width: 0}, {Width: 8, Align: widget.End}}
	assert.Equal(t, "张三    1,234.00", cols.Row("张三", "hidden", "1,234.00"))
	assert.Equal(t, 16, cols.Width())
	for _, name := range []string{"张三", "Anna", "欧阳娜娜小姐", ""} {
		assert.Equal(t, 16, widget.Width(cols.Row(name, "", "1.00")), name)
	}
}

func TestRulesPanelsAndBlocksKeepTheirSize(t *testing.T) {
	env, _ := newEnv("zh")
	for _, title := range []string{"", "会员", "一个长得放不下的标题一个长得放不下的标题"} {
		assert.Equal(t, 30, widget.Width(widget.Rule(env.Theme, 30, title)), title)
		lines := widget.Panel(env.Theme, title, []string{"第一行", strings.Repeat("很长", 30)}, 30, 5)
		assert.Len(t, lines, 5)
		for _, l := range lines {
			assert.Equal(t, 30, widget.Width(l), l)
		}
	}
	both := widget.Beside([]string{"左"}, []string{"right", "two"}, 6, 2)
	assert.Equal(t, []string{"左      right", "        two"}, both)
	assert.Equal(t, "a\n\n", widget.Fit([]string{"a"}, 3))
	assert.Equal(t, "a", widget.Fit([]string{"a", "b"}, 1))
}

func TestFieldsAlignTheirValues(t *testing.T) {
	env, _ := newEnv("zh")
	lines := widget.Fields(env.Theme, 20, []widget.Field{{Label: "等级", Value: "金卡"}, {Label: "手机号码", Value: "138****8000 还有很多"}})
	assert.Equal(t, "等级      金卡", plain(lines[0]))
	assert.Equal(t, "手机号码  138****80…", plain(lines[1]))
}

func TestWrapBreaksHanAnywhereAndSaysWhenThereIsMore(t *testing.T) {
	assert.Equal(t, []string{"没有这个会", "员或这张卡"}, widget.Wrap("没有这个会员或这张卡", 10, 0))
	assert.Equal(t, []string{"相差", "-88.50"}, widget.Wrap("相差 -88.50", 8, 0), "a sign stays with its figures")
	assert.Equal(t, []string{"没有这个…"}, widget.Wrap("没有这个会员或这张卡", 10, 1))
}

func TestBigDigitsFallBackToOneLine(t *testing.T) {
	env, _ := newEnv("zh")
	lines := widget.Big(env.Theme.Big, "88.50 元", 40)
	assert.Len(t, lines, widget.BigHeight)
	assert.Equal(t, "┏━┓ ┏━┓  ┏━╸ ┏━┓", strings.TrimRight(plain(lines[0]), " "))
	assert.Equal(t, "┗━┛ ┗━┛. ╺━┛ ┗━┛ 元", plain(lines[2]))
	assert.Equal(t, []string{"", "88.50 元", ""}, plainAll(widget.Big(env.Theme.Big, "88.50 元", 12)))
	for r := '0'; r <= '9'; r++ {
		for _, row := range widget.Big(env.Theme.Big, string(r), 3) {
			assert.Equal(t, 3, widget.Width(row), string(r))
		}
	}
}

func TestGateIsDeafAtFirst(t *testing.T) {
	_, clock := newEnv("zh")
	var g widget.Gate
	assert.False(t, g.Open(clock.now), "before anything appeared")
	g.Appear(clock.now)
	assert.False(t, g.Open(clock.now.Add(399*time.Millisecond)))
	assert.True(t, g.Open(clock.now.Add(400*time.Millisecond)))
	g.Shut()
	assert.False(t, g.Open(clock.now.Add(time.Hour)))
}

func TestWaitShowsItselfLateAndTicksOnlyWhileWaiting(t *testing.T) {
	env, clock := newEnv("zh")
	var w, other widget.Wait
	tell := func(m ui.Msg) {
		_, mine := other.Handle(env, m)
		assert.False(t, mine, "another wait's tick")
		_, mine = w.Handle(env, m)
		assert.True(t, mine)
	}
	w.Start(env)
	clock.pass(299*time.Millisecond, tell)
	assert.Empty(t, w.View(env, "正在查"))
	clock.pass(time.Millisecond, tell)
	assert.Equal(t, "⠙ 正在查", plain(w.View(env, "正在查")))
	clock.pass(2*time.Second, tell)
	assert.Contains(t, plain(w.View(env, "正在查")), "正在查 2 秒")
	w.Stop()
	clock.pass(time.Minute, tell)
	assert.Empty(t, clock.wake, "a screen at rest has no ticks")
	assert.Empty(t, w.View(env, "正在查"))
}
