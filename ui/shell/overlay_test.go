package shell_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

// asks is a screen that asks when F6 is pressed.
func asks(q ui.Ask) *fake {
	f := at(keymap.ScopeMember, keymap.Edit, keymap.Recharge)
	f.on = does(keymap.Edit, ui.Tell(q))
	return f
}

func TestAQuestionHasNoChosenAtFirst(t *testing.T) {
	c := start(t, asks(ui.Ask{Title: "删除？", Body: "不能恢复", Yes: "删", No: "不删", Tag: "del"}), shell.Options{})
	c.Keys("F6")
	c.See("删除？", "不能恢复", "[ 不删 ]")
	c.Keys("Enter")
	c.got(c.home, "<edit>", "answer:del:false:")
	c.Keys("F6", "Tab")
	c.See("[ 删 ]")
	c.Keys("Enter")
	c.got(c.home, "<edit>", "answer:del:true:")
	c.Keys("F6", "Esc")
	c.got(c.home, "<edit>", "answer:del:false:")
}

func TestKeysUnderAQuestionDoNotReachTheScreen(t *testing.T) {
	c := start(t, asks(ui.Ask{Title: "?"}), shell.Options{})
	c.Keys("F6", "F2", "r", "5", "F8")
	c.Scan("12345")
	c.got(c.home, "<edit>")
	c.See("[ 否 ]")
}

func TestAQuestionForAReason(t *testing.T) {
	c := start(t, asks(ui.Ask{Title: "判定", Tag: "d", Reason: true}), shell.Options{})
	c.Keys("F6", "a", "b", "c", "Tab", "Enter")
	c.See("至少四个字")
	c.Type("dé")
	c.Keys("Enter")
	c.got(c.home, "<edit>", "answer:d:true:abcdé")
}

func TestAReasonIsNotNeededToSayNo(t *testing.T) {
	c := start(t, asks(ui.Ask{Title: "判定", Tag: "d", Reason: true}), shell.Options{})
	c.Keys("F6", "x", "Enter")
	c.got(c.home, "<edit>", "answer:d:false:")
}

func TestADialogThatOpenedByItselfIgnoresKeysAtFirst(t *testing.T) {
	c := start(t, at(keymap.ScopeMember), shell.Options{})
	c.Send(ui.Ask{Title: "掉线了", Tag: "x"})
	for range 4 {
		c.Rapid("Enter")
		c.Advance(99 * time.Millisecond)
	}
	c.See("掉线了")
	c.got(c.home)
	c.Advance(4 * time.Millisecond)
	c.Keys("Enter")
	c.got(c.home, "answer:x:false:")
}

func TestADialogThatComesLateAfterAKeyOpenedByItself(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.Edit)
	c := start(t, home, shell.Options{})
	home.on = does(keymap.Edit, c.env.Clock.After(time.Second, ui.Ask{Title: "晚来的", Tag: "x"}))
	c.Keys("F6")
	c.Advance(900 * time.Millisecond)
	c.See("晚来的")
	c.Rapid("Enter")
	c.See("晚来的")
}

func TestNobodyIsAskedForAScreenThatIsGone(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.made[0].on = does(keymap.Back, ui.Batch(ui.Tell(ui.Close{}), c.env.Clock.After(time.Second, ui.Ask{Title: "还要吗"})))
	c.Keys("Esc")
	c.Advance(2 * time.Second)
	c.DontSee("还要吗")
}

func TestHelpShowsWhatKeysMeanHereAndWhyNot(t *testing.T) {
	home := &fake{name: "会员", scope: keymap.ScopeMember, offers: []ui.Offer{{Action: keymap.Recharge, WhyNot: "此卡已挂失"}}}
	c := start(t, home, shell.Options{})
	c.Keys("?")
	c.See("帮助：会员", "F2 r", "F2 充值: 此卡已挂失", "直接输入")
	c.Keys("F1")
	c.DontSee("帮助：")
	c.Keys("F1", "Esc")
	c.DontSee("帮助：")
	c.got(home)
}

func TestInATextFieldAQuestionMarkIsText(t *testing.T) {
	c := start(t, at(keymap.ScopeForm), shell.Options{})
	c.Keys("?")
	c.DontSee("帮助：")
	c.got(c.home, "?")
}

func TestThePaletteRunsWhatItNames(t *testing.T) {
	ran := false
	o := shell.Options{Commands: []shell.Command{{Name: "导出 CSV", Run: func() ui.Msg { ran = true; return nil }}}}
	home := &fake{name: "会员", scope: keymap.ScopeMember, offers: []ui.Offer{
		{Action: keymap.Recharge}, {Action: keymap.Consume, WhyNot: "此卡已挂失"}}}
	c := start(t, home, o)
	c.Keys("F9")
	c.See("更多", "充值", "消费", "此卡已挂失", "导出 CSV")
	c.Type("充")
	c.Keys("Enter")
	c.got(home, "<recharge>")
	c.DontSee("更多 ─")
	c.Keys("F9")
	c.Type("csv")
	c.Keys("Enter")
	require.True(t, ran)
}

func TestThePaletteSaysWhyNotAndStaysOpen(t *testing.T) {
	home := &fake{name: "会员", scope: keymap.ScopeMember, offers: []ui.Offer{{Action: keymap.Consume, WhyNot: "此卡已挂失"}}}
	c := start(t, home, shell.Options{})
	c.Keys("F9")
	c.Type("消费")
	c.Keys("Enter")
	require.Contains(t, c.Line(22), "此卡已挂失")
	c.See("更多")
	c.Type("xyz")
	c.See("没有这样的功能")
	c.got(home)
}

func TestThePaletteNeverMovesMoney(t *testing.T) {
	c := start(t, at(keymap.ScopePreview, keymap.Confirm), shell.Options{})
	c.Keys("F9")
	c.Type("确认")
	c.Keys("Enter")
	c.See("动钱只能按 F10")
	c.got(c.home)
}

func TestAScanIntoThePaletteIsTakenBack(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Recharge), shell.Options{})
	c.Keys("F9")
	c.Scan("M00123")
	c.See("已忽略", "充值")
	c.DontSee("M00123")
}

func TestLockingHidesEverythingPersonalUntilAKey(t *testing.T) {
	home := at(keymap.ScopeMember, keymap.Recharge)
	home.name, home.view = "张三", "13800000000"
	c := start(t, home, shell.Options{})
	c.Send(ui.Notice{Level: ui.LevelBad, Text: "张三 500.00"})
	c.Keys("Ctrl+L")
	c.See("已锁屏")
	c.DontSee("张三", "138", "500.00")
	_, _, caret := c.Caret()
	require.False(t, caret)
	c.Keys("F2")
	c.See("张三", "13800000000")
	c.got(home)
	c.Keys("F2")
	c.got(home, "<recharge>")
}

func TestAScanUnlocksAndMeansNothingElse(t *testing.T) {
	c := start(t, at(keymap.ScopeMember, keymap.Choose, keymap.Recharge), shell.Options{})
	c.Keys("Ctrl+L")
	c.Scan("r1234")
	c.DontSee("已锁屏")
	c.got(c.home)
}

func TestAnUnattendedTillLocksItself(t *testing.T) {
	c := start(t, at(keymap.ScopeMember), shell.Options{LockAfter: 2 * time.Minute})
	c.Advance(119 * time.Second)
	c.Keys("Up")
	c.Advance(119 * time.Second)
	c.DontSee("已锁屏")
	c.Advance(time.Second)
	c.See("已锁屏")
	require.Zero(t, c.Clock().Waiting(), "nothing is waited for while locked")
	c.Keys("Up")
	c.Advance(2 * time.Minute)
	c.See("已锁屏")
}

func TestOverlaysLookAsTheyShould(t *testing.T) {
	home := func() *fake {
		return &fake{name: "会员", scope: keymap.ScopeMember, view: strings.Repeat("余额 1,234.50 元 积分 88\n", 60), offers: []ui.Offer{
			{Action: keymap.Recharge}, {Action: keymap.Consume, WhyNot: "此卡已挂失"}, {Action: keymap.Points},
			{Action: keymap.History}, {Action: keymap.Reveal}, {Action: keymap.Edit}}}
	}
	for _, language := range []string{"zh", "en"} {
		for _, size := range []struct {
			name          string
			width, height int
		}{{"80x24", 80, 24}, {"120x40", 120, 40}} {
			show := func(name string, do func(*counter)) {
				t.Run(language+"/"+name+"/"+size.name, func(t *testing.T) {
					c := startIn(t, language, home(), shell.Options{Unsettled: func() int { return 2 }}, size.width, size.height)
					do(c)
					c.Golden(name + "-" + language + "-" + size.name)
				})
			}
			show("help", func(c *counter) { c.Keys("F1") })
			show("palette", func(c *counter) { c.Keys("F9") })
			show("leave", func(c *counter) { c.Keys("Ctrl+C") })
			show("lock", func(c *counter) { c.Keys("Ctrl+L") })
			show("alarm", func(c *counter) { c.Send(ui.Notice{Level: ui.LevelBad, Text: "#A0042"}) })
			show("reason", func(c *counter) {
				c.Send(ui.Ask{Title: "#A0042", Body: "500.00", Reason: true})
				uitest.Cashier(t, c.Pump).Sees("#A0042").Types("对过账").Presses("Tab", "Enter")
			})
		}
	}
}

func TestHelpThatIsTooLongScrolls(t *testing.T) {
	home := &fake{name: "记录", scope: keymap.ScopeHistory, offers: []ui.Offer{{Action: keymap.Recharge, WhyNot: "此卡已挂失"}}}
	c := start(t, home, shell.Options{})
	c.Keys("F1")
	c.See("帮助：记录 ↓")
	c.DontSee("清空")
	c.Keys("PgDn")
	c.See("清空")
	c.DontSee("↓ ─")
	c.Wheel(-30)
	c.See("帮助：记录 ↓")
	c.got(home)
}

func TestAQuestionGoesWithItsScreen(t *testing.T) {
	c := start(t, opensMember(), shell.Options{})
	c.Keys("F5")
	c.made[0].on = does(keymap.Back, ui.Batch(ui.Tell(ui.Ask{Title: "还要吗"}), c.env.Clock.After(time.Second, ui.Close{})))
	c.Keys("Esc")
	c.See("还要吗")
	c.Advance(time.Second)
	c.DontSee("还要吗")
	c.See("home 80x21")
}

func TestAScanIntoAQuestionIsDroppedWithANotice(t *testing.T) {
	c := start(t, asks(ui.Ask{Title: "确定？"}), shell.Options{})
	c.Keys("F6")
	c.Scan("M00123")
	c.See("确定？", "这里不收扫码")
}
