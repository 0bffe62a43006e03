package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

func plain(s string) string { return ansi.Strip(s) }

func plainAll(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = plain(l)
	}
	return out
}

func TestInputEditsWhereTheCaretStands(t *testing.T) {
	in := widget.NewInput(20)
	typeInto(&in, "张三1234", 0)
	press(&in, keymap.First, keymap.Right)
	typeInto(&in, "小", 0)
	assert.Equal(t, "张小三1234", in.Value())
	press(&in, keymap.Backspace, keymap.Delete)
	assert.Equal(t, "张1234", in.Value())
	press(&in, keymap.Last)
	typeInto(&in, " 56", 0)
	press(&in, keymap.EraseWord)
	assert.Equal(t, "张1234 ", in.Value())
	press(&in, keymap.EraseWord)
	assert.Equal(t, "", in.Value())
	press(&in, keymap.Backspace, keymap.Delete, keymap.Left, keymap.Right, keymap.EraseAll)
	assert.Equal(t, "", in.Value(), "nothing happens in an empty field")
}

func TestInputTreatsWhatLooksLikeOneCharacterAsOne(t *testing.T) {
	for _, cluster := range []string{"👨‍👩‍👧", "🇨🇳", "é", "王"} {
		in := widget.NewInput(20)
		in.Set("a" + cluster + "b")
		press(&in, keymap.Left, keymap.Backspace)
		assert.Equal(t, "ab", in.Value(), cluster)
		in.Set(cluster)
		press(&in, keymap.First, keymap.Delete)
		assert.Equal(t, "", in.Value(), cluster)
	}
}

func TestInputTakesNoMoreThanItHolds(t *testing.T) {
	env, _ := newEnv("zh")
	in := widget.NewInput(3)
	typeInto(&in, "一二三", 0)
	assert.Empty(t, in.Notice(env.Text.Widget))
	typeInto(&in, "四", 0)
	assert.Equal(t, "一二三", in.Value())
	assert.Equal(t, "最多 3 个字，没有再加", in.Notice(env.Text.Widget))
	press(&in, keymap.Backspace)
	assert.Empty(t, in.Notice(env.Text.Widget))
	in.Handle(ui.Pasted{Text: "四五六"})
	assert.Equal(t, "一二四", in.Value())
}

func TestInputTakesABurstBack(t *testing.T) {
	in := widget.NewInput(50)
	typeInto(&in, "张", 1)
	typeInto(&in, "690", 7)
	in.Handle(ui.Scanned{Text: "6901234", Burst: 7})
	assert.Equal(t, "张6901234", in.Value(), "in a text field a scan is text")
	typeInto(&in, "99", 8)
	in.TakeBack(9)
	assert.Equal(t, "张690123499", in.Value(), "another burst is not touched")
	in.TakeBack(8)
	assert.Equal(t, "张6901234", in.Value())
}

func TestInputReplacesAnOldText(t *testing.T) {
	in := widget.NewInput(50)
	in.Set("1234")
	in.SetOld()
	typeInto(&in, "56", 0)
	assert.Equal(t, "56", in.Value())
	in.SetOld()
	press(&in, keymap.Backspace)
	typeInto(&in, "7", 0)
	assert.Equal(t, "57", in.Value(), "erasing keeps the rest")
}

func TestInputShowsTheCaretInEveryWidth(t *testing.T) {
	env, _ := newEnv("zh")
	rapid.Check(t, func(rt *rapid.T) {
		in := widget.NewInput(40)
		for range rapid.IntRange(0, 30).Draw(rt, "keys") {
			if rapid.Bool().Draw(rt, "type") {
				typeInto(&in, rapid.SampledFrom([]string{"a", "王", "👨‍👩‍👧", " ", "8"}).Draw(rt, "text"), 0)
				continue
			}
			press(&in, rapid.SampledFrom([]keymap.Action{keymap.Left, keymap.Right, keymap.First, keymap.Last,
				keymap.Backspace, keymap.Delete, keymap.EraseWord}).Draw(rt, "key"))
		}
		width := rapid.IntRange(3, 30).Draw(rt, "width")
		placed := ui.Place(in.View(env, width, true))
		require.True(rt, placed.HasCaret)
		require.Less(rt, placed.CaretX, width)
		require.LessOrEqual(rt, widget.Width(placed.Text), width)
		require.False(rt, ui.Place(in.View(env, width, false)).HasCaret)
	})
}

func TestInputScrollsToTheCaret(t *testing.T) {
	env, _ := newEnv("zh")
	in := widget.NewInput(40)
	in.Set("一二三四五六七八九十")
	assert.Equal(t, "…七八九十", strings.TrimSpace(plain(ui.Place(in.View(env, 10, true)).Text)))
	press(&in, keymap.First)
	assert.Equal(t, "一二三四…", plain(ui.Place(in.View(env, 10, true)).Text))
}

func TestMoneyFieldTakesAmounts(t *testing.T) {
	env, _ := newEnv("zh")
	for _, c := range []struct{ typed, want, problem string }{
		{"88.5", "88.50", ""},
		{"８８．５", "88.50", ""},
		{"88。5", "88.50", ""},
		{"88.555", "", "金额最多两位小数"},
		{"0", "", ""},
		{".", "", ""},
		{"1x2", "12.00", ""},
		{"12x", "12.00", "这里只能输入数字和小数点"},
		{"1.2.3", "", "这不是金额，请只输入数字和小数点"},
		{"-5", "5.00", ""},
	} {
		f := widget.NewMoneyField()
		typeInto(&f, c.typed, 0)
		assert.Equal(t, c.problem, f.Problem(env), c.typed)
		a, err := f.Amount()
		if c.want == "" {
			assert.Error(t, err, c.typed)
			continue
		}
		assert.NoError(t, err, c.typed)
		assert.Equal(t, c.want, a.String(), c.typed)
	}
}

func TestMoneyFieldReadsWhatIsPasted(t *testing.T) {
	env, _ := newEnv("zh")
	f := widget.NewMoneyField()
	for pasted, want := range map[string]string{"¥1,234.5": "1234.50", "￥８８": "88.00", " 12.30元\n": "12.30"} {
		f.Handle(ui.Pasted{Text: pasted})
		assert.Equal(t, want, f.Typed(), pasted)
	}
	f.Set("5")
	f.Handle(ui.Pasted{Text: "88.555"})
	assert.Equal(t, "5", f.Typed(), "what cannot be read changes nothing")
	assert.Equal(t, "金额最多两位小数", f.Problem(env))
	typeInto(&f, "0", 0)
	assert.Empty(t, f.Problem(env))
}

func TestMoneyFieldDropsScans(t *testing.T) {
	env, _ := newEnv("zh")
	f := widget.NewMoneyField()
	typeInto(&f, "88", 1)
	typeInto(&f, "6901", 2)
	f.Handle(ui.Scanned{Text: "6901234", Burst: 2})
	assert.Equal(t, "88", f.Typed())
	assert.Equal(t, "扫到的内容不是金额，没有填入", f.Problem(env))
	assert.Empty(t, f.Refusal(env))
	f.EraseAll()
	assert.Equal(t, "请输入金额", f.Refusal(env))
}

func TestPointsFieldTakesWholePoints(t *testing.T) {
	env, _ := newEnv("zh")
	f := widget.NewPointsField()
	typeInto(&f, "1.", 0)
	assert.Equal(t, "这里只能输入整数", f.Problem(env))
	typeInto(&f, "00", 0)
	p, err := f.Points()
	assert.NoError(t, err)
	assert.Equal(t, "100", p.String())
	f.Handle(ui.Pasted{Text: "12.5"})
	assert.Equal(t, "积分必须是整数", f.Problem(env))
	f.Handle(ui.Pasted{Text: "1,200"})
	assert.Equal(t, "1200", f.Typed())
}
