package member_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/uitest"
)

func TestWhatItWasOpenedWithIsTheLastKnownUntilTheVendorAnswers(t *testing.T) {
	c := opens(t, "zh")
	assert.Contains(t, c.view(), "余额 上次")
	assert.Contains(t, c.view(), "上次读取：3 小时前")
	c.pass(300 * time.Millisecond)
	assert.Contains(t, c.view(), "正在读取最新资料")
	c.settle()
	assert.NotContains(t, c.view(), "上次")
	assert.NotContains(t, c.view(), "正在读取")
	assert.Contains(t, c.view(), "● 实时")
	assert.Equal(t, 1, c.desk.reads)
	c.pass(time.Minute)
	assert.Empty(t, c.wakes, "at rest nothing ticks")
}

func TestAFailedReadingKeepsTheLastKnownAndSaysSo(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.err = &backend.Error{Op: "member", Kind: backend.KindTimeout} }).settle()
	assert.Contains(t, c.view(), "✗ 会员系统没有及时回应")
	assert.Contains(t, c.view(), "上次读到的资料")
	assert.Contains(t, c.view(), "余额 上次")
	assert.Empty(t, c.whyNot(keymap.Consume), "the money screens read for themselves")
	c.desk.err = nil
	c.press(keymap.Reload).settle()
	assert.NotContains(t, c.view(), "上次")
}

func TestAMemberWhoIsGoneTakesNoMoney(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.err = &backend.Error{Op: "member", Kind: backend.KindNotFound} }).settle()
	assert.Contains(t, c.whyNot(keymap.Recharge), "没有这个会员")
}

func TestTheStateOfTheCardIsLoudAndSaysWhyNot(t *testing.T) {
	for _, c := range []struct {
		kind   backend.StatusKind
		alarm  string
		refuse bool
	}{
		{backend.StatusNormal, "", false},
		{backend.StatusLost, "⚠ 此卡状态：挂失", false},
		{backend.StatusClosed, "⚠ 此卡状态：已退卡", true},
	} {
		k := opens(t, "zh", func(d *desk) { d.member.Status.Kind = c.kind }).settle()
		assert.Equal(t, c.alarm != "", strings.Contains(k.view(), "此卡状态"), c.alarm)
		assert.Contains(t, k.view(), c.alarm)
		assert.Equal(t, c.refuse, k.whyNot(keymap.Recharge) != "", c.alarm)
		assert.Equal(t, c.refuse, k.whyNot(keymap.Points) != "", c.alarm)
		assert.Empty(t, k.whyNot(keymap.History), c.alarm)
	}
}

func TestPointsAreOfferedOnlyWhereThereAreAny(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.member.Points = money.WholePoints(0) })
	assert.Empty(t, c.whyNot(keymap.Points), "not before the vendor said so")
	c.settle()
	assert.Equal(t, "此卡没有积分可扣", c.whyNot(keymap.Points))
}

func TestWhatTheVendorCannotDoIsSaid(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.caps = backend.Capabilities{} }).settle()
	assert.Equal(t, "这家会员系统不提供此功能。", c.whyNot(keymap.Edit))
	assert.Equal(t, "这家会员系统不提供此功能。", c.whyNot(keymap.OpenCard))
}

func TestThePhoneIsShownForTenSecondsOnceItIsRecorded(t *testing.T) {
	c := opens(t, "zh").settle()
	assert.Contains(t, c.view(), "138****8000")
	c.press(keymap.Reveal)
	assert.NotContains(t, c.view(), "13800138000", "not before it is recorded")
	c.settle()
	assert.Equal(t, 1, c.desk.revealed)
	assert.Contains(t, c.view(), "13800138000")
	c.pass(9 * time.Second)
	assert.Contains(t, c.view(), "13800138000")
	c.pass(time.Second)
	assert.Contains(t, c.view(), "138****8000")

	c.press(keymap.Reveal).settle().press(keymap.Reveal)
	assert.Contains(t, c.view(), "138****8000", "the same key hides it")
	c.press(keymap.Reveal).settle().press(keymap.Recharge)
	assert.Contains(t, c.view(), "138****8000", "leaving hides it")
}

func TestAnEarlierTimerDoesNotEndALaterRevelation(t *testing.T) {
	c := opens(t, "zh").settle()
	c.press(keymap.Reveal).settle().pass(6 * time.Second)
	c.press(keymap.Reveal).press(keymap.Reveal).settle().pass(5 * time.Second)
	assert.Contains(t, c.view(), "13800138000")
}

func TestWithoutARecordThePhoneStaysHidden(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.reveal = errors.New("disk full") }).settle()
	c.press(keymap.Reveal).settle()
	assert.Contains(t, c.view(), "138****8000")
	assert.IsType(t, ui.Notice{}, c.last())
}

func TestABirthdayStandsOut(t *testing.T) {
	c := opens(t, "zh").settle()
	assert.Contains(t, c.view(), "★ 今天生日")
	c = opens(t, "zh", func(d *desk) { d.member.Birthday.Day = 3 }).settle()
	assert.NotContains(t, c.view(), "★")
}

func TestWhatOnlySomeVendorsKeepIsShownWhereItIsKept(t *testing.T) {
	c := opens(t, "zh", func(d *desk) {
		subsidy, rate := money.FromFen(2000), mustRate(t, "0.85")
		d.member.Subsidy, d.member.Rate, d.member.RateFrom = &subsidy, rate, backend.RateLevel
		d.member.Credit = &backend.Credit{Limit: money.FromFen(50000)}
		d.member.Details = &backend.Details{Remarks: safe.Line("花生过敏"), Expires: uitest.Morning().AddDate(0, 0, -1)}
	}).settle()
	for _, want := range []string{"补贴余额  20.00 元", "8.5折 · 等级折扣", "最低 -500.00", "⚠ 2026-03-01", "花生过敏"} {
		assert.Contains(t, c.view(), want)
	}
	c = opens(t, "zh", func(d *desk) {
		d.member.Credit = &backend.Credit{}
		d.member.Details = &backend.Details{Expires: uitest.Morning()}
	}).settle()
	assert.Contains(t, c.view(), "不限额")
	assert.Contains(t, c.view(), "有效期至  2026-03-02", "the last day still counts")
}

func mustRate(t *testing.T, s string) money.Rate {
	t.Helper()
	r, err := money.ParseRate(s)
	require.NoError(t, err)
	return r
}

func TestTheLastFiveEventsAreListed(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.events = append(d.events, d.events...) }).settle()
	for _, want := range []string{"09:00:00", "消费", "-88.50", "+500.00", "扣积分", "类型 42", "开卡", "总店"} {
		assert.Contains(t, c.view(), want)
	}
	assert.Equal(t, 1, strings.Count(c.view(), "开卡"))
	c = opens(t, "zh", func(d *desk) { d.events = nil }).settle()
	assert.Contains(t, c.view(), "还没有记录")
	c = opens(t, "zh", func(d *desk) { d.eventsErr = &backend.Error{Kind: backend.KindTimeout} }).settle()
	assert.Contains(t, c.view(), "! 记录没有读到")
	assert.Contains(t, c.view(), "● 实时", "the member is read all the same")
}

func TestAnOpenOperationStandsOnTopAndHoldsTheCard(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.cases = []backend.Case{unfinished(backend.StateUnknown)} }).settle()
	assert.Contains(t, c.view(), "? 未完成：充值 500.00 元（#A0042）核对中 · 不要重复收款；按 F8 查看")
	assert.Contains(t, c.whyNot(keymap.Recharge), "#A0042")
	c.press(keymap.Unresolved).settle()
	assert.Equal(t, ui.Open{Screen: ui.ScreenUnresolved, Args: ui.Args{CaseID: "op1"}}, c.last())
}

func TestWhatWasNotFoundIsNotForbiddenToBeRungAgain(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.cases = []backend.Case{unfinished(backend.StateNotFound)} }).settle()
	assert.Contains(t, c.view(), "未查到 · 按 F8 可再查一次或重新收款")
	assert.NotContains(t, c.view(), "不要重复收款")
}

func TestAnOperationThatEndsIsShownAndTheBalanceReadAgain(t *testing.T) {
	c := opens(t, "zh", func(d *desk) { d.cases = []backend.Case{unfinished(backend.StateUnknown)} }).settle()
	c.tell(ui.CaseChanged{Case: unfinished(backend.StateHuman)}).settle()
	assert.Contains(t, c.view(), "需主管处理")
	assert.Equal(t, 1, c.desk.reads)
	c.desk.cases = nil
	c.tell(ui.CaseChanged{Case: unfinished(backend.StateApplied)}).settle()
	assert.Contains(t, c.view(), "✓ 充值 500.00 元（#A0042）已入账")
	assert.Equal(t, 2, c.desk.reads)
	assert.Empty(t, c.whyNot(keymap.Recharge))

	other := unfinished(backend.StateApplied)
	other.MemberID = "m2"
	c.tell(ui.CaseChanged{Case: other}).settle()
	assert.Equal(t, 2, c.desk.reads, "another card is no concern of this screen")
}

func TestComingBackReadsAgainUnlessNothingCanHaveChanged(t *testing.T) {
	c := opens(t, "zh").settle()
	c.press(keymap.History).settle().tell(ui.Shown{}).settle()
	assert.Equal(t, 1, c.desk.reads, "history changes nothing")
	c.press(keymap.Recharge).settle().tell(ui.Shown{}).settle()
	assert.Equal(t, 2, c.desk.reads)
	c.press(keymap.History).settle().tell(ui.CaseChanged{Case: unfinished(backend.StateApplied)}).settle()
	assert.Equal(t, 2, c.desk.reads, "not while something else is on top")
	c.tell(ui.Shown{}).settle()
	assert.Equal(t, 3, c.desk.reads)
	c.press(keymap.History).settle().pass(time.Hour).tell(ui.Shown{}).settle()
	assert.Equal(t, 4, c.desk.reads, "after an hour anything may have happened")
}

func TestDigitsAndHanBeginANewSearch(t *testing.T) {
	for typed, query := range map[string]string{"1": "1", "１": "1", "王": "王", "x": "", "*": ""} {
		c := opens(t, "zh").settle()
		c.tell(ui.Typed{Rune: []rune(typed)[0]}).settle()
		if query == "" {
			assert.Nil(t, c.last(), typed)
			continue
		}
		assert.Equal(t, ui.GoHome{Query: query}, c.last(), typed)
	}
	c := opens(t, "zh").settle()
	c.tell(ui.Typed{Rune: '8'}, ui.Typed{Rune: '8'}, ui.Typed{Rune: 'a'}).settle()
	assert.Equal(t, []ui.Msg{ui.GoHome{Query: "88a"}}, c.asked, "what came together goes together")
	c = opens(t, "zh").settle()
	c.tell(ui.Scanned{Text: "90001234", Burst: 1}).settle()
	assert.Equal(t, ui.GoHome{Query: "90001234", Scan: true}, c.last())
}

func TestKeysOpenScreensForThisMember(t *testing.T) {
	for action, screen := range map[keymap.Action]ui.ScreenID{keymap.Recharge: ui.ScreenRecharge, keymap.Consume: ui.ScreenConsume,
		keymap.Points: ui.ScreenPoints, keymap.History: ui.ScreenHistory, keymap.Edit: ui.ScreenEdit} {
		c := opens(t, "zh").settle()
		c.press(action).settle()
		o, ok := c.last().(ui.Open)
		assert.True(t, ok)
		assert.Equal(t, screen, o.Screen)
		assert.Equal(t, money.FromFen(123450), o.Args.Member.Balance)
	}
	c := opens(t, "zh").settle()
	c.press(keymap.Back).settle()
	assert.Equal(t, ui.Close{}, c.last())
}

func TestALateAnswerToAnEarlierReadingIsDropped(t *testing.T) {
	c := opens(t, "zh")
	first := c.pending
	c.pending = nil
	c.press(keymap.Reload).settle()
	c.desk.member.Balance = money.FromFen(999)
	c.pending = first
	c.settle()
	c.screen.SetSize(40, 21) // too narrow for big digits
	assert.Contains(t, c.view(), "1,234.50")
}

func TestTheBodyFitsEverySize(t *testing.T) {
	for _, size := range [][2]int{{80, 21}, {100, 30}, {120, 37}, {200, 60}} {
		for _, code := range []string{"zh", "en"} {
			c := opens(t, code, func(d *desk) {
				d.member.Status.Kind = backend.StatusLost
				d.member.Balance = money.FromFen(9999999999)
				d.cases = []backend.Case{unfinished(backend.StateHuman), unfinished(backend.StateUnknown)}
			}).settle()
			c.screen.SetSize(size[0], size[1])
			lines := strings.Split(c.view(), "\n")
			assert.Len(t, lines, size[1])
			for _, l := range lines {
				assert.LessOrEqual(t, ansi.StringWidth(l), size[0], l)
			}
		}
	}
}
