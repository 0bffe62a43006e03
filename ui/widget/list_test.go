package widget_test

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func intent(a keymap.Action) ui.Msg { return ui.Intent{Action: a} }

func TestListAlwaysHasASelectionInSight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := widget.NewList(100)
		for range rapid.IntRange(1, 40).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				l.SetCount(rapid.IntRange(0, 30).Draw(rt, "count"))
			case 1:
				l.SetHeight(rapid.IntRange(0, 12).Draw(rt, "height"))
			case 2:
				l.Handle(ui.Wheel{Delta: rapid.IntRange(-1, 1).Draw(rt, "wheel")})
			case 3:
				l.Handle(ui.Clicked{Zone: rapid.IntRange(90, 140).Draw(rt, "zone")})
			default:
				l.Handle(intent(rapid.SampledFrom([]keymap.Action{keymap.Up, keymap.Down, keymap.PageUp,
					keymap.PageDown, keymap.First, keymap.Last}).Draw(rt, "key")))
			}
			row, ok := l.Selected()
			from, to := l.Visible()
			require.Equal(rt, l.Count() > 0, ok)
			require.GreaterOrEqual(rt, row, 0)
			if ok && to > from {
				require.True(rt, row >= from && row < to && row < l.Count(), "%d in %d..%d", row, from, to)
			}
		}
	})
}

func TestListDrawsOnlyWhatIsInSight(t *testing.T) {
	env, _ := newEnv("zh")
	l := widget.NewList(100)
	l.SetCount(10_000)
	l.SetHeight(3)
	l.Select(5000)
	drawn := 0
	lines := l.View(env.Theme, 12, func(i int, _ bool) string { drawn++; return "行" + strconv.Itoa(i) })
	assert.Equal(t, 3, drawn)
	placed := ui.Place(lines[2])
	assert.Equal(t, "▸ 行5000    ", plain(placed.Text))
	assert.Equal(t, []ui.Area{{Zone: 5100, X: 0, Y: 0, Width: 12}}, placed.Zones)
	assert.Equal(t, "  行4999    ", plain(lines[1]))
}

func TestListTellsWhatHappened(t *testing.T) {
	l := widget.NewList(100)
	l.SetCount(3)
	l.SetHeight(3)
	assert.Equal(t, widget.ListMoved, l.Handle(intent(keymap.Down)))
	assert.Equal(t, widget.ListSame, l.Handle(ui.Wheel{}))
	assert.Equal(t, widget.ListChosen, l.Handle(ui.Clicked{Zone: 101}))
	assert.Equal(t, widget.ListMoved, l.Handle(ui.Clicked{Zone: 102}))
	assert.Equal(t, widget.ListNone, l.Handle(ui.Clicked{Zone: 103}))
	assert.Equal(t, widget.ListNone, l.Handle(intent(keymap.Choose)))
}

func TestPickerIsChosenByArrowsDigitsAndLetters(t *testing.T) {
	env, _ := newEnv("zh")
	p := widget.NewPicker(10, []widget.Option{{Label: "微信", Key: 'w'}, {Label: "现金", Key: 'x'}, {Label: "支付宝"}})
	assert.Equal(t, "▸微信 w   现金 x   支付宝 ", plain(ui.Place(p.Inline(env.Theme)).Text))
	p.Handle(intent(keymap.Up))
	assert.Equal(t, 0, p.At())
	_, done := p.Handle(intent(keymap.Down))
	assert.False(t, done, "moving is not choosing")
	assert.Equal(t, 1, p.At())
	for _, c := range []struct {
		msg  ui.Msg
		at   int
		done bool
	}{
		{ui.Typed{Rune: '3'}, 2, true}, {ui.Typed{Rune: 'X'}, 1, true}, {ui.Typed{Rune: '9'}, 1, false},
		{ui.Clicked{Zone: 10}, 0, true}, {ui.Clicked{Zone: 99}, 0, false}, {intent(keymap.Choose), 0, true},
		{intent(keymap.Last), 2, false}, {intent(keymap.First), 0, false},
	} {
		_, done := p.Handle(c.msg)
		assert.Equal(t, c.done, done)
		assert.Equal(t, c.at, p.At())
	}
	lines := plainAll(p.Lines(env.Theme, 16))
	assert.Equal(t, "▸ 1 w  微信     ", lines[0])
	var empty widget.Picker
	_, ok := empty.Chosen()
	assert.False(t, ok)
	_, done = empty.Handle(intent(keymap.Choose))
	assert.False(t, done)
}

func newForm() widget.Form {
	return widget.NewForm(1000,
		widget.FormField{Name: "name", Label: "姓名", Hint: "会员的称呼", Limit: 20, Value: "王小二"},
		widget.FormField{Name: "gender", Label: "性别", Choices: []widget.Option{{Label: "女"}, {Label: "男"}}, Value: "男"},
		widget.FormField{Name: "phone", Label: "手机号码", Limit: 11})
}

func TestFormMovesAndKnowsWhatChanged(t *testing.T) {
	f := newForm()
	assert.False(t, f.Dirty())
	assert.Equal(t, widget.FormChanged, f.Handle(ui.Typed{Rune: '甲'}))
	assert.True(t, f.Dirty())
	assert.True(t, f.Changed("name"))
	assert.Equal(t, widget.FormChanged, f.Handle(intent(keymap.Backspace)))
	assert.False(t, f.Dirty(), "typed and taken back")

	assert.Equal(t, widget.FormSame, f.Handle(intent(keymap.NextField)))
	assert.Equal(t, "gender", f.Focused())
	assert.Equal(t, "男", f.Value("gender"))
	assert.Equal(t, widget.FormChanged, f.Handle(intent(keymap.Left)))
	assert.Equal(t, 0, f.Choice("gender"))
	assert.Equal(t, widget.FormSame, f.Handle(intent(keymap.Choose)), "Enter goes on")
	assert.Equal(t, widget.FormDone, f.Handle(intent(keymap.Choose)), "and is done on the last")
	f.Handle(intent(keymap.PrevField))
	assert.Equal(t, "gender", f.Focused())
	assert.Equal(t, widget.FormNone, f.Handle(intent(keymap.Help)))
}

func TestFormShowsWhatIsWrongUntilItIsChanged(t *testing.T) {
	env, _ := newEnv("zh")
	f := newForm()
	f.SetProblem("phone", "号码不对")
	f.Focus("phone")
	lines := plainAll(f.View(env, 40))
	assert.Contains(t, lines[5], "✗ 号码不对")
	f.Handle(ui.Typed{Rune: '1'})
	assert.NotContains(t, plainAll(f.View(env, 40))[5], "号码不对")
	placed := ui.Place(f.View(env, 40)[4])
	assert.True(t, placed.HasCaret)
	assert.Equal(t, 13, placed.CaretX, "behind the one digit")
	f.Handle(ui.Clicked{Zone: 1000})
	assert.Equal(t, "name", f.Focused())
	f.Handle(ui.Clicked{Zone: 1101})
	assert.Equal(t, "女", f.Value("gender"))
	f.Set("phone", "13800138000")
	assert.Equal(t, "13800138000", f.Value("phone"))
}
