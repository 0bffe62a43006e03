package shell_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/stretchr/testify/require"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

func TestTheStatusBarSaysWhereOneIs(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{Health: func() string { return "账本只读" }})
	require.Contains(t, c.Line(0), "账本只读 小店  home")
	require.Contains(t, c.Line(0), "T1  阿美")
	require.NotContains(t, c.Line(0), "演练")
	c.env.Practice, c.env.Plain = true, true
	c.Resize(100, 24)
	require.Contains(t, c.Line(0), "明文HTTP")
	require.Contains(t, c.Line(0), "★ 演练 ★")
}

func TestTheFooterShowsWhatFitsAndAlwaysTheWayOut(t *testing.T) {
	var many []ui.Offer
	for _, a := range []keymap.Action{keymap.Recharge, keymap.Consume, keymap.Points, keymap.History, keymap.Edit,
		keymap.OpenCard, keymap.Unresolved, keymap.Reveal} {
		many = append(many, ui.Offer{Action: a})
	}
	c := start(t, &fake{name: "m", scope: keymap.ScopeMember, offers: many}, shell.Options{})
	foot := c.Line(23)
	require.Contains(t, foot, "Esc 返回")
	require.Contains(t, foot, "F1 帮助")
	require.Contains(t, foot, "F9 更多")
	require.Contains(t, foot, "F7 开卡")
	require.NotContains(t, foot, "显示", "a key that does not fit whole is left out")
	c.Resize(120, 24)
	require.Contains(t, c.Line(23), "u 显示手机")
}

func TestAHintTakesTheFootersPlace(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{})
	c.home.hint = "再按一次 F10"
	c.Keys("Up")
	require.Contains(t, c.Line(23), "再按一次 F10")
	c.home.hint = ""
	c.Keys("Up")
	require.Contains(t, c.Line(23), "Esc 返回")
}

func TestAScreenThatIsTooSmallSaysSoAndKeepsItsKeys(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{})
	for _, size := range [][2]int{{79, 24}, {80, 23}, {20, 5}, {3, 2}, {1, 1}} {
		c.Resize(size[0], size[1])
		c.DontSee("home 80x21")
		c.Keys("7")
		c.got(c.home, "7")
	}
	c.Resize(60, 20)
	c.See("现在 60×20", "80×24")
	c.Resize(100, 30)
	c.See("home 100x27")
}

func TestEveryScreenOfTheStackLearnsTheSize(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.Resize(120, 40)
	require.Equal(t, [2]int{120, 37}, [2]int{c.home.width, c.home.height})
	require.Equal(t, [2]int{120, 37}, [2]int{c.made[0].width, c.made[0].height})
}

func TestViewsAreCutAndPaddedToTheBody(t *testing.T) {
	home := at(keymap.ScopeHome)
	home.view = strings.Repeat("长", 60) + "\n" + strings.Repeat("x\n", 50)
	start(t, home, shell.Options{}) // the pump checks every frame's size
}

func TestTheCaretIsWhereTheScreenMarksIt(t *testing.T) {
	home := at(keymap.ScopeHome)
	home.view = "first\n查找 " + ui.Caret
	c := start(t, home, shell.Options{})
	x, y, shown := c.Caret()
	require.Equal(t, []any{5, 2, true}, []any{x, y, shown})
	c.Keys("F1")
	_, _, shown = c.Caret()
	require.False(t, shown, "help has no caret")
}

func TestClicks(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.Recharge)
	home.view = "a\n张三 " + ui.Zone(7, "打开") + " b"
	c := start(t, home, shell.Options{})
	c.Click("打开")
	c.got(home, "click:7")
	c.Click("张三")
	c.got(home)
	c.Click("充值")
	c.got(home, "<recharge>")
	c.Click("帮助")
	c.See("帮助：")
	c.Click("本页")
	c.got(home)
}

func TestClickingAnAnswer(t *testing.T) {
	c := start(t, asks(ui.Ask{Title: "?", Yes: "好的", No: "不好", Tag: "x"}), shell.Options{})
	c.Keys("F6")
	c.Click("好的")
	c.got(c.home, "<edit>", "answer:x:true:")
}

func TestAClickIntoADialogThatJustOpenedByItselfIsIgnored(t *testing.T) {
	c := start(t, at(keymap.ScopeMember), shell.Options{})
	c.Send(ui.Ask{Title: "?", Yes: "好的", Tag: "x"})
	c.Click("好的")
	c.See("好的")
	c.got(c.home)
}

func TestTheWheel(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{})
	c.Wheel(1)
	c.Wheel(-2)
	c.got(c.home, "wheel:1", "wheel:-1", "wheel:-1")
}

func TestNoticesGoByTheirLevel(t *testing.T) {
	for _, tt := range []struct {
		level               ui.Level
		after4s, key, onEsc bool // still there then
	}{
		{ui.LevelInfo, false, true, false},
		{ui.LevelGood, false, true, false},
		{ui.LevelWarn, true, false, false},
		{ui.LevelBad, true, true, false},
	} {
		t.Run(fmt.Sprint(tt.level), func(t *testing.T) {
			there := func(c *counter) bool { return strings.Contains(c.Line(22), "通知") }
			c := start(t, at(keymap.ScopeHome), shell.Options{})
			c.Send(ui.Notice{Level: tt.level, Text: "通知"})
			c.Keys("Up")
			require.Equal(t, tt.key, there(c))
			c.Send(ui.Notice{Level: tt.level, Text: "通知"})
			c.Advance(4 * time.Second)
			require.Equal(t, tt.after4s, there(c))
			c.Keys("Esc")
			require.Equal(t, tt.onEsc, there(c))
		})
	}
}

func TestAlarmsWaitForEachOther(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{})
	for _, text := range []string{"一", "二", "二", "三"} {
		c.Send(ui.Notice{Level: ui.LevelBad, Text: text})
	}
	require.Contains(t, c.Line(22), "✗ 一")
	require.Contains(t, c.Line(22), "另有 2 条")
	c.Keys("Esc")
	require.Contains(t, c.Line(22), "✗ 二")
	c.Keys("Esc", "Esc")
	require.Empty(t, c.Line(22))
	c.got(c.home)
	c.Keys("Esc")
	c.got(c.home, "<back>")
}

func TestNothingTicksWhenNothingIsWaitedFor(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Recharge), shell.Options{})
	c.Keys("r", "5", "F1", "Esc", "F3")
	c.Advance(time.Minute)
	require.Zero(t, c.Clock().Waiting())
	require.Zero(t, c.UnderWay())
}

func BenchmarkTypedCharacter(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		b.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(b *testing.B) {
			lines := make([]string, size[1])
			for i := range lines {
				lines[i] = fmt.Sprintf("\x1b[1m%d\x1b[m %s", i, strings.Repeat("会员余额", size[0]/9))
			}
			home := &fake{name: "home", scope: keymap.ScopeHome, offers: offers(keymap.Recharge, keymap.Consume)}
			env := uitest.Env(b, "zh")
			s := shell.New(env, map[ui.ScreenID]ui.Maker{"home": func(*ui.Env, ui.Args) ui.Screen { return home }}, shell.Options{Home: "home"})
			s.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			b.ReportAllocs()
			for i := range b.N {
				lines[3] = fmt.Sprintf("查找 %d%s", i, ui.Caret)
				home.view, home.got = strings.Join(lines, "\n"), home.got[:0]
				s.Update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{'7'}})
				s.Frame()
			}
		})
	}
}

func TestALongNoticeIsShownWhole(t *testing.T) {
	c := startIn(t, "en", at(keymap.ScopeHome), shell.Options{}, 80, 24)
	text := c.env.Text.Errors.Journal + " " + c.env.Text.Errors.Access
	c.Send(ui.Notice{Level: ui.LevelBad, Text: text})
	shown := strings.Join(strings.Fields(strings.Join([]string{c.Line(19), c.Line(20), c.Line(21), c.Line(22)}, " ")), " ")
	require.Contains(t, shown, "Check the disk and start again.")
	require.Contains(t, shown, "in the configuration. (Esc: seen)")
	c.Send(ui.Notice{Level: ui.LevelBad, Text: strings.Repeat("long ", 1000)})
	c.Keys("Esc")
	require.Contains(t, c.Line(22), "…")
	require.Contains(t, c.Line(1), "home")
}

func TestTheBreadcrumbKeepsItsEnd(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.home.name = strings.Repeat("很长的名字", 10)
	c.Keys("F5")
	require.Contains(t, c.Line(0), "小店  … › member")
	c.made[0].name = strings.Repeat("很长的名字", 20)
	c.Keys("Up")
	require.Contains(t, c.Line(0), "… ")
}

func TestClickingTheFooterUnderAnOverlay(t *testing.T) {
	c := start(t, at(keymap.ScopeHome), shell.Options{})
	c.Keys("F1")
	c.Click("Esc 返回")
	c.See("home 80x21")
	c.Send(ui.Ask{Title: "自己来的"})
	c.Send(tea.MouseMsg{X: 2, Y: 23, Action: tea.MouseActionPress, Button: tea.MouseButtonLeft})
	c.See("自己来的")
}
