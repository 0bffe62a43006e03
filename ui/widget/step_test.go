package widget_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// tillDesk counts what a step asks of the till and answers as it is told.
type tillDesk struct {
	did                     []string
	rest                    string
	acknowledged, collected []string
	answer                  backend.Case
	err                     error
}

func (d *tillDesk) Do(_ context.Context, q backend.Quote) (backend.Case, error) {
	d.did, d.rest = append(d.did, q.Operation.ID), q.Operation.PayType.ID
	c := d.answer
	c.Operation = q.Operation
	return c, d.err
}

func (d *tillDesk) Acknowledge(_ context.Context, id string) error {
	d.acknowledged = append(d.acknowledged, id)
	return nil
}

func (d *tillDesk) Collected(_ context.Context, id string) error {
	d.collected = append(d.collected, id)
	return nil
}

// counter is a step with the person in front of it.
type counter struct {
	t     *testing.T
	step  *widget.Step
	desk  *tillDesk
	clock *handClock
	env   *ui.Env
	// asked are the messages that the step had for the shell.
	asked []ui.Msg
}

func newCounter(t *testing.T, answer backend.Case) *counter {
	env, clock := newEnv("zh")
	keys, err := keymap.New(nil)
	require.NoError(t, err)
	env.Keys = keys
	d := &tillDesk{answer: answer}
	return &counter{t: t, step: widget.NewStep(env, d, ui.ScreenConsume, nil), desk: d, clock: clock, env: env}
}

// run carries commands out, and their answers, until there are none.
func (c *counter) run(cmd ui.Cmd) {
	if cmd == nil {
		return
	}
	msg := cmd()
	if batch, ok := msg.(tea.BatchMsg); ok {
		for _, cmd := range batch {
			c.run(cmd)
		}
		return
	}
	c.tell(msg)
}

func (c *counter) tell(msg ui.Msg) {
	switch msg.(type) {
	case nil:
		return
	case ui.Close, ui.Open, ui.Notice:
		c.asked = append(c.asked, msg)
		return
	}
	cmd, _ := c.step.Handle(msg)
	c.run(cmd)
}

func (c *counter) press(actions ...keymap.Action) {
	for _, a := range actions {
		cmd, _ := c.step.Handle(ui.Intent{Action: a})
		c.run(cmd)
	}
}

func (c *counter) passes(d time.Duration) { c.clock.pass(d, c.tell) }

func (c *counter) preview(q backend.Quote) {
	c.run(c.step.Ask(func(context.Context) (backend.Quote, error) { return q, nil }))
	require.Equal(c.t, widget.Confirming, c.step.Phase())
}

func (c *counter) sees(texts ...string) {
	c.t.Helper()
	view := ansi.Strip(c.step.View(100, 30))
	for _, s := range texts {
		assert.Contains(c.t, view, s)
	}
}

func bill() backend.Quote {
	m := backend.Member{ID: "M1", Number: safe.Line("M1"), Name: safe.Line("陈大文"), Balance: money.Must("100"), Points: money.WholePoints(5),
		Status: backend.Status{Kind: backend.StatusNormal}}
	rate, _ := money.ParseRate("0.8")
	op := backend.Operation{ID: "op-1", Kind: backend.OpConsume, MemberID: "M1", Amount: money.Must("88.50"),
		Quote: backend.Promise{Net: money.Must("70.80"), BalanceAfter: money.Must("29.20")}}
	return backend.Quote{Operation: op, Member: m, Gross: money.Must("88.50"), Discountable: money.Must("88.50"), Discount: money.Must("17.70"),
		Net: money.Must("70.80"), Rate: rate, RateFrom: backend.RateLastReceipt, FromCard: money.Must("70.80"), BalanceAfter: money.Must("29.20"),
		PointsAfter: money.WholePoints(75)}
}

func settled(net, collect string) backend.Case {
	rate, _ := money.ParseRate("0.8")
	return backend.Case{State: backend.StateApplied, Slip: "A0042", Receipt: &backend.Receipt{Gross: money.Must("88.50"), Net: money.Must(net), Rate: rate,
		FromCard: money.Must(net).Sub(money.Must(collect)), Collect: money.Must(collect), Balance: money.Must("29.20"), Points: money.WholePoints(75)}}
}

func TestAPreviewSaysEveryFigureAndWhereTheRateComesFrom(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.sees("陈大文", "88.50", "8折", "按此卡上次消费", "-17.70", "70.80", "100.00", "29.20", "预计", "F10")
}

func TestEnterNeverMovesMoney(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Choose, keymap.Choose)
	assert.Empty(t, c.desk.did)
	assert.Contains(t, c.step.Offers(), ui.Offer{Action: keymap.Choose, WhyNot: "Enter 不会动钱：请按 F10 确认"})
}

func TestF10IsDeafUntilThePreviewCanBeRead(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(399 * time.Millisecond)
	c.press(keymap.Confirm)
	assert.Empty(t, c.desk.did)
	c.passes(time.Millisecond)
	c.press(keymap.Confirm)
	assert.Equal(t, []string{"op-1"}, c.desk.did)
}

func TestF10TwiceIsOneOperation(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(time.Second)
	first, _ := c.step.Handle(ui.Intent{Action: keymap.Confirm})
	second, _ := c.step.Handle(ui.Intent{Action: keymap.Confirm})
	assert.Nil(t, second)
	c.run(first)
	assert.Equal(t, []string{"op-1"}, c.desk.did)
}

func TestAWarningOfARepeatAsksForF10Twice(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	q := bill()
	q.Warnings = []backend.Warning{backend.WarnRepeat}
	c.preview(q)
	c.sees("60 秒内")
	c.passes(time.Second)
	c.press(keymap.Confirm, keymap.Confirm)
	assert.Empty(t, c.desk.did, "the second press came too early")
	c.sees("再按一次")
	c.passes(time.Second)
	c.press(keymap.Confirm)
	assert.Len(t, c.desk.did, 1)
}

func TestAScanIntoAPreviewIsDroppedAndSaid(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(time.Second)
	c.tell(ui.Scanned{Text: "M000123"})
	assert.Empty(t, c.desk.did)
	c.sees("已忽略", "请核对")
}

func TestAScanIntoAResultIsSaidToBeDropped(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.tell(ui.Scanned{Text: "M000123"})
	assert.Equal(t, []ui.Msg{ui.Notice{Level: ui.LevelWarn, Text: "这里不收扫码，已忽略。"}}, c.asked)
}

func TestEnterKeepsItsPlaceInTheFooterWhenThePreviewAppears(t *testing.T) {
	// Whoever clicks on Enter twice must not hit the confirmation.
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	offers := c.step.Offers()
	assert.Equal(t, keymap.Choose, offers[0].Action)
	assert.Equal(t, keymap.Confirm, offers[1].Action)
}

func TestAPreviewAlwaysSaysThePoints(t *testing.T) {
	q := bill()
	q.PointsAfter = q.Member.Points
	c := newCounter(t, settled("70.80", "0"))
	c.preview(q)
	c.sees("积分", "→ 由会员系统计算")
	q.Operation.Kind = backend.OpRecharge
	c = newCounter(t, settled("70.80", "0"))
	c.preview(q)
	c.sees("积分", "→ 5")
}

func TestSentencesNameTheOwnersKeyForConfirming(t *testing.T) {
	c := newCounter(t, settled("70.80", "40.80"))
	keys, err := keymap.New(map[string][]string{"confirm": {"f12"}})
	require.NoError(t, err)
	c.env.Keys = keys
	q := bill()
	q.Warnings = []backend.Warning{backend.WarnRepeat}
	c.preview(q)
	c.sees("按 F12 确认")
	c.press(keymap.Confirm)
	c.sees("再按 F12")
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("请再按一次 F12")
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("收齐后按 F12")
	assert.NotContains(t, c.step.View(100, 30), "F10")
}

func TestWhoLeavesWhileMoneyMovesIsToldThatItGoesOn(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(time.Second)
	_, _ = c.step.Handle(ui.Intent{Action: keymap.Confirm}) // its answer does not come
	c.press(keymap.Back)
	require.Len(t, c.asked, 2)
	assert.Contains(t, c.asked[0].(ui.Notice).Text, "仍在办理")
	assert.Equal(t, ui.Close{}, c.asked[1])
}

func TestTheResultPutsWhatWasDoneBesideWhatWasPromised(t *testing.T) {
	c := newCounter(t, settled("70.81", "0"))
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("✔ 已扣 70.81", "#A0042", "与预览相差 +0.01", "29.20")
	c.press(keymap.Choose)
	assert.Empty(t, c.asked, "an Enter meant for the preview must not close the result")
	c.passes(time.Second)
	c.press(keymap.Choose)
	assert.Contains(t, c.asked, ui.Close{})
	assert.Equal(t, []string{"op-1"}, c.desk.acknowledged)
}

func TestWhatIsStillToCollectIsTheLargestThingAndHoldsEnterBack(t *testing.T) {
	c := newCounter(t, settled("70.80", "40.80"))
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("另收 40.80", "╻ ╻")
	c.passes(time.Second)
	c.press(keymap.Choose)
	assert.Empty(t, c.asked)
	c.sees("还有 40.80 没有收")
	c.press(keymap.Confirm)
	assert.Equal(t, []string{"op-1"}, c.desk.collected)
	c.sees("已收齐")
	c.passes(time.Second)
	c.press(keymap.Choose)
	assert.Contains(t, c.asked, ui.Close{})
}

func TestADoubledF10DoesNotSayThatTheRestWasCollected(t *testing.T) {
	c := newCounter(t, settled("70.80", "40.80"))
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm, keymap.Confirm)
	assert.Empty(t, c.desk.collected)
}

func TestAnUnknownResultForbidsToChargeAgainAndSettlesByItself(t *testing.T) {
	c := newCounter(t, backend.Case{State: backend.StateUnknown, Slip: "A0042", Why: backend.WhyWaiting})
	c.desk.answer.NextLook = c.clock.Now().Add(6 * time.Second)
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("结果未知", "不要再收一次", "再过 5 秒")
	c.passes(2 * time.Second)
	c.sees("再过 3 秒")
	later := settled("70.80", "0")
	later.Operation, later.Why = bill().Operation, backend.WhyMatched
	later.Receipt.Matched = true
	c.tell(ui.CaseChanged{Case: later})
	c.sees("✔ 已扣 70.80", "金额取自记录")
	assert.Len(t, c.desk.did, 1)
}

func TestARefusalGoesBackToTheFormWithWhatWasTyped(t *testing.T) {
	c := newCounter(t, backend.Case{State: backend.StateRefused, Slip: "A0042", Why: backend.WhyRefusal,
		Refusal: &backend.Error{Kind: backend.KindShortBalance, Code: "4", Text: safe.Line("余额不足")}})
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("✘ 未扣款", "余额不足，没有扣款", "余额不足 (4)")
	c.passes(time.Second)
	c.press(keymap.Choose)
	assert.Equal(t, widget.Entering, c.step.Phase())
}

func TestWhatWasDoneButNotRecordedIsToBeWrittenDown(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.desk.err = &backend.Error{Op: "till.do", Kind: backend.KindJournal}
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("请手工记下", "A0042", "88.50")
	assert.NotContains(t, c.step.View(100, 30), "✔")
}

func TestWhatIsLeftToCollectIsSaidAlsoWhereItWasNotRecorded(t *testing.T) {
	c := newCounter(t, settled("70.80", "40.80"))
	c.desk.answer.State = backend.StateSending
	c.desk.err = &backend.Error{Op: "till.do", Kind: backend.KindJournal}
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("请手工记下", "40.80")
}

// The journal can fail before the first byte, and after it without an answer: to
// say then that the member system did it would be a lie.
func TestAJournalThatFailedDoesNotMakeItDone(t *testing.T) {
	for _, tc := range []struct {
		state backend.State
		sees  string
	}{
		{backend.StateNotSent, "✘ 未扣款"},
		{backend.StateIntent, "✘ 未扣款"},
		{backend.StateSending, "不要再收一次"},
		{backend.StateUnknown, "不要再收一次"},
	} {
		t.Run(string(tc.state), func(t *testing.T) {
			c := newCounter(t, backend.Case{State: tc.state, Slip: "A0042"})
			c.desk.err = &backend.Error{Op: "till.do", Kind: backend.KindJournal}
			c.preview(bill())
			c.passes(time.Second)
			c.press(keymap.Confirm)
			c.sees(tc.sees)
			assert.NotContains(t, c.step.View(100, 30), "会员系统已执行")
		})
	}
}

func TestAHeldF10NeverConfirmsTwiceNorCollects(t *testing.T) {
	hold := func(c *counter) {
		for range 60 { // three seconds of a key that repeats
			c.press(keymap.Confirm)
			c.passes(50 * time.Millisecond)
		}
	}
	c := newCounter(t, settled("70.80", "40.80"))
	q := bill()
	q.Warnings = []backend.Warning{backend.WarnRepeat}
	c.preview(q)
	c.passes(time.Second)
	hold(c)
	assert.Empty(t, c.desk.did, "the second confirmation is a second press")
	c.passes(time.Second)
	hold(c)
	assert.Len(t, c.desk.did, 1)
	assert.Empty(t, c.desk.collected, "nobody said that the rest was collected")
	c.passes(time.Second)
	c.press(keymap.Confirm)
	assert.Len(t, c.desk.collected, 1)
}

func TestAnEndThatOvertakesTheAnswerIsNotLost(t *testing.T) {
	c := newCounter(t, backend.Case{State: backend.StateUnknown, Slip: "A0042", Why: backend.WhyWaiting, UpdatedAt: time.Unix(100, 0)})
	c.preview(bill())
	c.passes(time.Second)
	cmd, _ := c.step.Handle(ui.Intent{Action: keymap.Confirm})
	later := settled("70.80", "0")
	later.Operation, later.UpdatedAt = bill().Operation, time.Unix(101, 0)
	c.tell(ui.CaseChanged{Case: later})
	c.run(cmd)
	c.sees("✔ 已扣 70.80")
}

func TestNothingThatWasNotFoundIsRungAgainByAccident(t *testing.T) {
	c := newCounter(t, backend.Case{State: backend.StateNotFound, Slip: "A0042", Why: backend.WhyNotFound})
	c.preview(bill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	c.sees("没有查到这一笔")
	c.passes(time.Second)
	c.press(keymap.RingAgain)
	require.Len(t, c.asked, 1)
	open := c.asked[0].(ui.Open)
	assert.Equal(t, "op-1", open.Args.RetryOf.ID)
	assert.True(t, open.Replace)
	assert.Len(t, c.desk.did, 1)
}

func TestLeavingWhileItIsQuotedDropsTheLateAnswer(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	answer := c.step.Ask(func(context.Context) (backend.Quote, error) { return bill(), nil })
	c.press(keymap.Back)
	assert.Equal(t, widget.Entering, c.step.Phase())
	c.run(answer)
	assert.Equal(t, widget.Entering, c.step.Phase())
}

func TestALongWaitSaysNotToChargeAgain(t *testing.T) {
	c := newCounter(t, settled("70.80", "0"))
	c.preview(bill())
	c.passes(time.Second)
	_, _ = c.step.Handle(ui.Intent{Action: keymap.Confirm})
	c.sees("正在处理 88.50")
	c.passes(3 * time.Second)
	c.sees("请勿重复收款")
	assert.True(t, strings.Contains(c.step.View(100, 30), "陈大文"))
}

func splitBill() backend.Quote {
	q := bill()
	q.FromCard, q.Collect, q.Sure = money.Must("30.00"), money.Must("40.80"), true
	q.RestBy = []backend.PayType{{ID: "现金", Name: safe.Line("现金")}, {ID: "微信", Name: safe.Line("微信")}}
	return q
}

func TestASplitBillWaitsUntilSomebodySaysHowTheRestIsPaid(t *testing.T) {
	c := newCounter(t, settled("70.80", "40.80"))
	c.preview(splitBill())
	c.passes(time.Second)
	c.press(keymap.Confirm)
	assert.Empty(t, c.desk.did)
	c.sees("另收方式", "x 现金", "w 微信")
	c.press(keymap.PayAlipay)
	c.sees("没有这种支付方式")
	c.press(keymap.PayWeChat)
	c.sees("✔ w 微信")
	c.press(keymap.Confirm)
	assert.Equal(t, []string{"op-1"}, c.desk.did)
	assert.Equal(t, "微信", c.desk.rest)
}

func TestADigitChoosesHowTheRestIsPaid(t *testing.T) {
	c := newCounter(t, settled("70.80", "40.80"))
	c.preview(splitBill())
	c.tell(ui.Typed{Rune: '9'})
	c.sees("没有这种支付方式")
	c.tell(ui.Typed{Rune: '1'})
	c.sees("✔ x 现金")
}

// announcer is an answer that tells people who left the screen about itself.
type announcer interface{ Notice() ui.Notice }

func TestWhoLeftIsNotToldThatNothingWasSentWhereNobodyKnows(t *testing.T) {
	for _, tc := range []struct {
		name  string
		kase  backend.Case
		sees  string
		never string
	}{
		{"nothing was sent", backend.Case{State: backend.StateNotSent}, "什么也没有发出", "会员系统已执行"},
		{"nobody knows", backend.Case{State: backend.StateSending, Slip: "A0042"}, "不要再收一次", "什么也没有发出"},
		{"done, not recorded", settled("70.80", "40.80"), "会员系统已执行", "什么也没有发出"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := newCounter(t, tc.kase)
			c.desk.err = &backend.Error{Op: "till.do", Kind: backend.KindJournal}
			c.preview(bill())
			c.passes(time.Second)
			cmd, _ := c.step.Handle(ui.Intent{Action: keymap.Confirm})
			told, ok := cmd().(announcer)
			require.True(t, ok)
			text := told.Notice().Text
			assert.Contains(t, text, tc.sees)
			assert.NotContains(t, text, tc.never)
		})
	}
}
