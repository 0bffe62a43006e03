package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"guitai/backend"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
)

func index(view, text string) int { return strings.Index(view, text) }

// ordered is what was opened with a command, nil without one.
func (c *counter) ordered() *ui.Order {
	if len(c.asked) == 0 {
		return nil
	}
	o, _ := c.asked[len(c.asked)-1].(ui.Open)
	return o.Args.Order
}

func TestACommandOpensItsScreenForTheMemberThatCanBeMeant(t *testing.T) {
	for _, c := range []struct {
		command string
		screen  ui.ScreenID
		says    string
	}{
		{"+500w", ui.ScreenRecharge, "▶ 充值 500.00（微信），Enter 预览"},
		{"+500", ui.ScreenRecharge, "▶ 充值 500.00（支付方式稍后选），Enter 预览"},
		{"-88.5", ui.ScreenConsume, "▶ 消费 88.50，Enter 预览"},
		{"-88.5/60", ui.ScreenConsume, "▶ 消费 88.50（60.00 可打折），Enter 预览"},
		{"p100", ui.ScreenPoints, "▶ 扣 100 积分，Enter 预览"},
	} {
		k := atCounter(t, "zh", wang())
		k.finds("1234 " + c.command)
		assert.Equal(t, []string{"1234"}, k.desk.asked, "the command is not looked for")
		assert.Contains(t, k.view(), c.says)
		assert.Contains(t, k.view(), "王小二")
		k.press(keymap.Choose)
		k.settle()
		screen, who := k.opened()
		assert.Equal(t, c.screen, screen)
		assert.Equal(t, "80001234", who)
		require.NotNil(t, k.ordered())
		assert.Contains(t, k.view(), "❯ 1234\n", "the command has left the box")
		k.press(keymap.Choose)
		k.settle()
		assert.Nil(t, k.ordered(), "a second Enter does not repeat it")
	}
}

func TestTypingACommandBehindAListLeavesTheListAlone(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.finds("1234")
	k.press(keymap.Down)
	k.finds(" -88.5")
	assert.Len(t, k.desk.asked, 1)
	assert.Contains(t, k.view(), "▸ ● 90012345")
	k.press(keymap.Choose)
	k.settle()
	screen, who := k.opened()
	assert.Equal(t, ui.ScreenConsume, screen)
	assert.Equal(t, "90012345", who, "the row that a hand chose")
}

func TestOfSeveralACommandWaitsForTheEnterThatChoosesOne(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.finds("1234 +500w")
	k.press(keymap.Choose)
	k.settle()
	assert.Empty(t, k.asked, "nobody was chosen")
	assert.Contains(t, k.view(), "，选一位再按 Enter")
	k.press(keymap.Down, keymap.Choose)
	k.settle()
	screen, who := k.opened()
	assert.Equal(t, ui.ScreenRecharge, screen)
	assert.Equal(t, "90012345", who)

	k = atCounter(t, "zh", wang(), li())
	k.finds("1234 +500w")
	k.press(keymap.Choose)
	k.press(keymap.Backspace)
	k.settle()
	assert.NotContains(t, k.view(), "选一位再按", "another command begins anew")
	k = atCounter(t, "zh", wang(), li(), zhang())
	k.finds("1234 +500w")
	k.press(keymap.Choose)
	k.settle()
	_, who = k.opened()
	assert.Equal(t, "1234", who, "the card itself needs no choice")
}

func TestACommandIsKeptForTheAnswer(t *testing.T) {
	for _, c := range []struct {
		name    string
		members []backend.Member
		opens   string
	}{{"one", []backend.Member{wang()}, "80001234"}, {"the card", []backend.Member{wang(), zhang()}, "1234"},
		{"several", []backend.Member{wang(), li()}, ""}, {"nobody", nil, ""}} {
		t.Run(c.name, func(t *testing.T) {
			k := atCounter(t, "zh", c.members...)
			k.typing("1234 +500w")
			k.press(keymap.Choose)
			k.settle()
			_, who := k.opened()
			assert.Equal(t, c.opens, who)
			if c.opens != "" {
				assert.NotNil(t, k.ordered())
			}
		})
	}
	k := atCounter(t, "zh", wang())
	k.typing("1234 +500")
	k.press(keymap.Choose)
	k.typing("0")
	k.pass(time.Second)
	k.settle()
	assert.Empty(t, k.asked, "Enter was for 500")
}

func TestACommandOnACopyAsksTheVendorWhetherThereIsAnother(t *testing.T) {
	k := atPospal(t, wang(), li())
	k.desk.mirror = copyOf(false, wang())
	k.typing("1234 +500w")
	k.settle()
	k.press(keymap.Choose)
	k.settle()
	assert.Equal(t, []string{"1234"}, k.desk.asked)
	assert.Empty(t, k.asked, "there are two")
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "80001234", who)

	k = atPospal(t)
	k.desk.mirror = copyOf(true, wang())
	k.typing("1234 +500w")
	k.settle()
	k.press(keymap.Choose)
	k.settle()
	assert.Empty(t, k.desk.asked, "the copy has everybody")
	assert.NotNil(t, k.ordered())
}

func TestWhatIsWrongWithACommandIsShownWhereItIsAndEnterDoesNothing(t *testing.T) {
	for _, c := range []struct{ typed, under, says string }{
		{"1234 +500q", "❯ 1234 +500q", "✗ 没有这个支付字母：w 微信 x 现金 z 支付宝 k 银行卡。充值写作"},
		{"1234 +5.005w", "❯ 1234 +5.005w", "✗ 金额最多两位小数。充值写作"},
		{"1234 -0", "❯ 1234 -0", "✗ 金额不能是零。消费写作 -88.5"},
		{"1234 -88.5/90", "❯ 1234 -88.5/90", "✗ 可打折金额要大于零，且不超过消费金额。消费写作"},
		{"1234 p1.5", "❯ 1234 p1.5", "✗ 积分必须是整数。扣积分写作 p100"},
		{"1234 +500w 5", "❯ 1234 +500w 5", "✗ 命令后面不能再有字"},
		{"1234 ＋", "❯ 1234 ＋", " 请输入金额。充值写作"},
	} {
		k := atCounter(t, "zh", wang())
		k.finds(c.typed)
		assert.Contains(t, k.view(), c.under)
		assert.Contains(t, k.view(), c.says)
		assert.Contains(t, k.view(), "▲")
		assert.Contains(t, k.view(), "王小二", "whoever was found stays")
		k.press(keymap.Choose)
		k.settle()
		assert.Empty(t, k.asked, c.typed)
		assert.Len(t, k.desk.asked, 1)
	}
}

func TestTheMarkStandsUnderTheCharacter(t *testing.T) {
	for _, c := range []struct{ typed, before string }{{"1234 +500q", "1234 +500"}, {"欧阳　＋５００ｑ", "欧阳　＋５００"}, {"欧阳 p1a", "欧阳 p1"}} {
		k := atCounter(t, "zh", wang())
		k.finds(c.typed)
		lines := strings.Split(k.view(), "\n")
		box, _, _ := strings.Cut(lines[0], c.typed)
		mark, _, _ := strings.Cut(lines[1], "▲")
		assert.Equal(t, width(box)+width(c.before), width(mark))
		assert.Equal(t, 80, width(lines[1]))
	}
	k := atCounter(t, "zh", wang())
	k.finds(strings.Repeat("欧", 50) + " +q")
	assert.NotContains(t, k.view(), "▲", "where the text is cut nothing points anywhere")
	assert.Contains(t, k.view(), "充值写作")
}

func TestAScanThatLooksLikeACommandIsSearchedAsItIs(t *testing.T) {
	for _, text := range []string{"1234+500w", "1234 +500", "1234 +500w", "1234 p100", "1234 -5"} {
		k := atCounter(t, "zh", wang())
		k.desk.find = func(string) ([]backend.Member, error) {
			return []backend.Member{wang(), member(text, "张三", "1")}, nil
		}
		for _, r := range text {
			k.tell(ui.Typed{Rune: r, Burst: 7})
		}
		k.tell(ui.Scanned{Text: text, Burst: 7})
		k.settle()
		assert.Nil(t, k.ordered(), text)
		_, who := k.opened()
		assert.Equal(t, text, who, "an exact card opens")
		k.desk.find = func(string) ([]backend.Member, error) { return []backend.Member{wang()}, nil }
		k.asked = nil
		k.tell(ui.Scanned{Text: text, Burst: 8})
		k.settle()
		assert.Empty(t, k.asked)
		k.press(keymap.Choose)
		k.settle()
		assert.Nil(t, k.ordered(), "nor does Enter make a command of it")
		assert.NotContains(t, k.view(), "▶")
		k.press(keymap.Backspace)
		k.typing("0w")
		k.press(keymap.Choose)
		k.settle()
		assert.Nil(t, k.ordered(), "whatever a hand adds")
		k.tell(ui.GoHome{Query: text, Scan: true})
		k.settle()
		assert.Nil(t, k.ordered())
	}
}

func TestBehindAScannedNumberACommandCanBeTyped(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.tell(ui.Scanned{Text: "1234", Burst: 1})
	k.settle()
	k.finds(" +500w")
	k.press(keymap.Choose)
	k.settle()
	assert.NotNil(t, k.ordered())
	k.tell(ui.Scanned{Text: "1234 +500w", Burst: 2}, ui.Shown{})
	k.settle()
	k.finds("1234 -5")
	k.press(keymap.Choose)
	k.settle()
	screen, _ := k.opened()
	assert.Equal(t, ui.ScreenConsume, screen, "what is typed over the scan is a hand's")
}

func TestAPasteWaitsForEnter(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.tell(ui.Pasted{Text: "1234 +500w"})
	k.pass(time.Second)
	k.settle()
	assert.Empty(t, k.asked)
	assert.Contains(t, k.view(), "▶ 充值 500.00（微信）")
	k.press(keymap.Choose)
	k.settle()
	assert.NotNil(t, k.ordered())
}

func TestACommandIsRefusedAsItsKeyWouldBe(t *testing.T) {
	closed := wang()
	closed.Status = backend.Status{Kind: backend.StatusClosed, Text: safe.Line("已退卡")}
	k := atCounter(t, "zh", closed)
	k.finds("1234 +500w")
	k.press(keymap.Choose)
	k.settle()
	require.Len(t, k.asked, 1)
	assert.Equal(t, ui.Notice{Level: ui.LevelWarn, Text: k.whyNot(keymap.Recharge)}, k.asked[0])
	assert.Contains(t, k.view(), "1234 +500w", "the command is still there")
}

func TestAKeyWinsOverTheCommandInTheBox(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.finds("1234 +500w")
	k.press(keymap.Consume)
	k.settle()
	screen, _ := k.opened()
	assert.Equal(t, ui.ScreenConsume, screen)
	assert.Nil(t, k.ordered())
}

func TestTheHelpTellsTheCommands(t *testing.T) {
	for _, code := range []string{"zh", "en"} {
		k := atCounter(t, code)
		help := strings.Join(k.screen.(ui.Helper).Help(), "\n")
		for _, text := range []string{"1234 +500w", "1234 -88.5", "-88.5/60", "1234 p100", "F10", "Ctrl+R"} {
			assert.Contains(t, help, text)
		}
		assert.NotContains(t, help, "{")
	}
}

// Whatever is typed, scanned, pasted and answered in whatever order: a command is
// carried out only upon an Enter by hand, for the text that was in the box at that
// Enter, and never for a scan.
func TestACommandIsOnlyCarriedOutForTheEnterAndTheTextThatMeantIt(t *testing.T) {
	texts := []string{"1234", " ", " +500", " -5", " p1", "0", "w", "q"}
	orders := 0
	rapid.Check(t, func(r *rapid.T) {
		k := atCounter(t, "zh", wang(), li())
		k.desk.caps.FindWhileTyping = rapid.Bool().Draw(r, "while typing")
		if rapid.Bool().Draw(r, "copy") {
			k.desk.mirror = copyOf(rapid.Bool().Draw(r, "complete"), wang(), zhang())
		}
		k = reopen(t, k)
		meant := ""      // the text for which Enter was pressed
		tainted := false // what is in the box began as a scan that looks like a command
		check := func(o ui.Open) {
			if o.Args.Order != nil {
				assert.True(r, strings.HasSuffix(meant, written(o)), "%s for %q", written(o), meant)
				orders++
			}
		}
		if rapid.IntRange(0, 3).Draw(r, "begins") > 0 {
			k.tell(ui.Pasted{Text: rapid.SampledFrom([]string{"1234 +500w", "1234 +50", "1234 p1"}).Draw(r, "first")})
			k.settle()
		}
		for range rapid.IntRange(5, 30).Draw(r, "steps") {
			box := boxed(k)
			tainted = tainted && box != ""
			switch rapid.IntRange(0, 9).Draw(r, "step") {
			case 0, 1, 2:
				k.typing(rapid.SampledFrom(texts).Draw(r, "text"))
			case 3:
				k.press(keymap.Backspace)
			case 4, 5:
				if meant = box; tainted {
					meant = "" // it is nobody's command
				}
				if cmd := k.screen.Update(ui.Intent{Action: keymap.Choose}); cmd != nil {
					msg := cmd() // an opening is one at once, a question is a batch
					k.do(func() ui.Msg { return msg })
					if o, ok := msg.(ui.Open); ok {
						k.pending = k.pending[:len(k.pending)-1]
						check(o)
					}
				}
			case 6:
				k.press(keymap.Back)
				tainted = false
				text := rapid.SampledFrom([]string{"1234 +500w", "1234 +50", "1234 p1", "1234"}).Draw(r, "scan")
				if rapid.Bool().Draw(r, "is a scan") {
					k.tell(ui.Scanned{Text: text, Burst: 9})
					meant, tainted = "", strings.Contains(text, " ")
				} else {
					k.tell(ui.Pasted{Text: text})
				}
			case 7:
				k.press(rapid.SampledFrom([]keymap.Action{keymap.Down, keymap.Up, keymap.Reload, keymap.Back}).Draw(r, "key"))
			case 8:
				k.pass(200 * time.Millisecond)
			case 9:
				if len(k.pending) > 1 { // answers overtake each other
					k.pending[0], k.pending[len(k.pending)-1] = k.pending[len(k.pending)-1], k.pending[0]
				}
				before := len(k.asked)
				k.settle()
				for _, m := range k.asked[before:] {
					if o, ok := m.(ui.Open); ok {
						check(o)
					}
				}
			}
		}
	})
	assert.NotZero(t, orders, "none was carried out, so nothing was tried")
}

// boxed is the text in the box.
func boxed(k *counter) string {
	_, text, _ := strings.Cut(strings.Split(k.view(), "\n")[0], "❯ ")
	return strings.TrimSpace(text)
}

// written is how a command of that test is written.
func written(o ui.Open) string {
	amount := strings.TrimSuffix(o.Args.Order.Amount.String(), ".00")
	switch {
	case o.Screen == ui.ScreenPoints:
		return " p" + o.Args.Order.Points.String()
	case o.Screen == ui.ScreenConsume:
		return " -" + amount
	case o.Args.Order.Pay != 0:
		return " +" + amount + string(o.Args.Order.Pay)
	}
	return " +" + amount
}
