package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/ui"
)

func wang() backend.Member  { return member("80001234", "王小二", "13800138000") }
func zhang() backend.Member { return member("1234", "张三", "13900001111") }
func li() backend.Member    { return member("90012345", "李四", "13712345678") }

func TestNothingIsAskedBeforeThereIsEnough(t *testing.T) {
	for _, c := range []struct {
		typed string
		asks  bool
	}{{"1", false}, {"12", false}, {"123", true}, {"张", false}, {"张三", true}, {"w", false}, {"ws", true}, {"１２３", true}, {"  ", false}} {
		k := atCounter(t, "zh", wang())
		k.finds(c.typed)
		assert.Equal(t, c.asks, len(k.desk.asked) == 1, "%q", c.typed)
	}
}

func TestALookUpWaitsForAPauseInTyping(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.typing("123")
	k.pass(100 * time.Millisecond)
	k.typing("4")
	k.pass(149 * time.Millisecond)
	k.settle()
	assert.Empty(t, k.desk.asked)
	k.pass(time.Millisecond)
	k.settle()
	assert.Equal(t, []string{"1234"}, k.desk.asked, "one question for all of it")
}

func TestACostlyVendorIsAskedOnlyOnEnter(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.desk.caps.FindWhileTyping = false
	k = reopen(t, k)
	k.finds("1234")
	assert.Empty(t, k.desk.asked)
	assert.Contains(t, k.view(), "按 Enter 查找")
	k.press(keymap.Choose)
	k.settle()
	assert.Equal(t, []string{"1234"}, k.desk.asked)
}

func TestALateAnswerToAnEarlierQuestionIsDropped(t *testing.T) {
	k := atCounter(t, "zh")
	k.desk.find = func(key string) ([]backend.Member, error) {
		if key == "123" {
			return []backend.Member{wang()}, nil
		}
		return []backend.Member{li()}, nil
	}
	k.typing("123")
	k.pass(150 * time.Millisecond)
	first := k.pending
	k.pending = nil
	k.typing("4")
	k.pass(150 * time.Millisecond)
	k.settle()
	assert.Contains(t, k.view(), "李四")
	k.pending = first
	k.settle()
	assert.Error(t, k.desk.context.Err(), "what was superseded is cancelled")
	assert.Contains(t, k.view(), "李四")
	assert.NotContains(t, k.view(), "王小二")
}

func TestTheFirstRowIsSelectedAndItsDetailsShown(t *testing.T) {
	k := atCounter(t, "zh", wang(), zhang())
	k.finds("小二")
	assert.Contains(t, k.view(), "▸ ● 80001234")
	assert.Contains(t, k.view(), "─ 王小二 80001234 ─")
	k.press(keymap.Down)
	assert.Contains(t, k.view(), "▸ ● 1234")
	assert.Contains(t, k.view(), "─ 张三 1234 ─")
	k.typing("x")
	assert.Contains(t, k.view(), "小二x", "the caret stayed in the box")
}

func TestDigitsRankTheCardBeforeSuffixesBeforeTheRest(t *testing.T) {
	k := atCounter(t, "zh", li(), wang(), member("55", "赵六", "13700001234"), zhang())
	k.finds("1234")
	view := k.view()
	order := []string{"张三", "王小二", "赵六", "李四"}
	for i := 1; i < len(order); i++ {
		assert.Less(t, strings.Index(view, order[i-1]), strings.Index(view, order[i]), "%s before %s", order[i-1], order[i])
	}
}

func TestSomebodyServedLatelyComesFirstAmongEquals(t *testing.T) {
	k := atCounter(t, "zh", wang(), member("70001234", "赵六", "13700000000"))
	k.desk.recent = []backend.Member{member("70001234", "赵六", "13700000000")}
	k.tell(ui.Shown{})
	k.settle()
	k.finds("1234")
	assert.Contains(t, k.view(), "▸ ● 70001234")
}

func TestWordsCombine(t *testing.T) {
	for _, query := range []string{"王 8000", "8000 王", "王8000"} {
		k := atCounter(t, "zh", wang(), member("1", "张三", "13900008000"))
		k.finds(query)
		assert.Equal(t, []string{"8000"}, k.desk.asked, query)
		assert.Contains(t, k.view(), "王小二", query)
		assert.NotContains(t, k.view(), "张三", query)
	}
}

func TestEnterOnADrawnListOpensTheSelectedRow(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.finds("1234")
	k.press(keymap.Down, keymap.Choose)
	k.settle()
	screen, who := k.opened()
	assert.Equal(t, ui.ScreenMember, screen)
	assert.Equal(t, "90012345", who)
}

func TestEnterBeforeTheAnswerIsKept(t *testing.T) {
	for _, c := range []struct {
		name    string
		members []backend.Member
		opens   string
	}{
		{"one hit", []backend.Member{wang()}, "80001234"},
		{"an exact card among others", []backend.Member{wang(), zhang(), li()}, "1234"},
		{"several", []backend.Member{wang(), li()}, ""},
		{"nobody", nil, ""},
		{"the same number twice", []backend.Member{zhang(), zhang()}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := atCounter(t, "zh", c.members...)
			k.typing("1234")
			k.press(keymap.Choose)
			k.settle()
			_, who := k.opened()
			assert.Equal(t, c.opens, who)
			assert.Equal(t, []string{"1234"}, k.desk.asked)
			k.pass(time.Second)
			k.settle()
			assert.Len(t, k.desk.asked, 1, "the pause asks no second time")
		})
	}
}

func TestEnterIsKeptForItsOwnTextOnly(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.typing("123")
	k.press(keymap.Choose)
	k.typing("4")
	k.pass(150 * time.Millisecond)
	k.settle()
	assert.Empty(t, k.asked, "the text is another now")
	assert.Contains(t, k.view(), "王小二")
}

func TestAnEnterWhileTheQuestionIsUnderWayAsksNoSecondTime(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.typing("1234")
	k.pass(150 * time.Millisecond)
	k.press(keymap.Choose, keymap.Choose)
	k.settle()
	assert.Len(t, k.desk.asked, 1)
	assert.Len(t, k.asked, 1, "opened once")
}

func TestAScanOpensAnExactCardAndNothingElse(t *testing.T) {
	k := atCounter(t, "zh", wang(), zhang())
	k.typing("old")
	k.tell(ui.Typed{Rune: '1', Burst: 3}, ui.Typed{Rune: '2', Burst: 3}, ui.Scanned{Text: ";1234?", Burst: 3})
	k.settle()
	assert.Equal(t, []string{"1234"}, k.desk.asked)
	_, who := k.opened()
	assert.Equal(t, "1234", who)

	k = atCounter(t, "zh", wang())
	k.tell(ui.Scanned{Text: "1234", Burst: 1})
	k.settle()
	assert.Empty(t, k.asked, "a suffix is not the card")
	assert.Contains(t, k.view(), "没有卡号正好是“1234”的会员")
}

func TestAScanSentFromAMemberIsTheSame(t *testing.T) {
	k := atCounter(t, "zh", zhang())
	k.tell(ui.GoHome{Query: "1234", Scan: true})
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "1234", who)
	k = atCounter(t, "zh", zhang())
	k.tell(ui.GoHome{Query: "1"})
	k.finds("234")
	assert.Empty(t, k.asked)
	assert.Equal(t, []string{"1234"}, k.desk.asked, "digits go on behind the first")
}

func TestNotFoundSaysWhatWasSearchedAndOffersTheNumberForANewCard(t *testing.T) {
	k := atCounter(t, "zh")
	k.finds("13800138000")
	assert.Contains(t, k.view(), "没有找到“13800138000”")
	assert.Contains(t, k.view(), "已请会员系统按“13800138000”查找")
	k.press(keymap.OpenCard)
	k.settle()
	screen, number := k.opened()
	assert.Equal(t, ui.ScreenOpenCard, screen)
	assert.Equal(t, "13800138000", number)
}

func TestAnErrorLosesNothingAndEnterTriesAgain(t *testing.T) {
	k := atCounter(t, "zh")
	fail := true
	k.desk.find = func(string) ([]backend.Member, error) {
		if fail {
			return nil, &backend.Error{Op: "find", Kind: backend.KindUnreachable}
		}
		return []backend.Member{wang()}, nil
	}
	k.finds("1234")
	assert.Contains(t, k.view(), "✗ 连不上会员系统")
	assert.Contains(t, k.view(), "按 Enter 重试")
	assert.Contains(t, k.view(), "❯ 1234")
	fail = false
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "80001234", who)
}

func TestWaitingIsShownAndTypingStaysFree(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.typing("123")
	k.pass(150 * time.Millisecond)
	assert.NotContains(t, k.view(), "正在查找")
	k.pass(300 * time.Millisecond)
	assert.Contains(t, k.view(), "⠙ 正在查找")
	k.typing("4")
	assert.Contains(t, k.view(), "❯ 1234")
	k.pass(450 * time.Millisecond)
	k.press(keymap.Choose)
	assert.Contains(t, k.view(), "找到唯一的会员就打开")
	k.settle()
	k.pass(time.Minute)
	assert.Empty(t, k.wakes, "at rest nothing ticks")
}

func TestMoneyKeysActOnTheSelectedRowOnceItIsTheAnswer(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	assert.Equal(t, "请先找到会员：输入卡号、手机尾号或姓名", k.whyNot(keymap.Recharge))
	k.typing("1234")
	assert.Equal(t, "还在查找，请等结果出来再按", k.whyNot(keymap.Recharge))
	k.press(keymap.Recharge)
	k.pass(150 * time.Millisecond)
	assert.Equal(t, "还在查找，请等结果出来再按", k.whyNot(keymap.Recharge))
	k.settle()
	assert.Empty(t, k.asked)
	assert.Empty(t, k.whyNot(keymap.Recharge))
	k.press(keymap.Down, keymap.Consume)
	k.settle()
	screen, who := k.opened()
	assert.Equal(t, ui.ScreenConsume, screen)
	assert.Equal(t, "90012345", who)
}

func TestAReturnedCardStandsOutAndTakesNoMoney(t *testing.T) {
	returned := wang()
	returned.Status = backend.Status{Kind: backend.StatusClosed, Text: safe.Line("已退卡")}
	k := atCounter(t, "zh", returned)
	k.finds("1234")
	assert.Contains(t, k.view(), "⚠ 已退卡")
	assert.Contains(t, k.whyNot(keymap.Recharge), "已退")
	assert.Empty(t, k.whyNot(keymap.History))
}

func TestWhatTheVendorCannotDoIsSaid(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.desk.caps = backend.Capabilities{FindWhileTyping: true}
	k = reopen(t, k)
	k.finds("1234")
	assert.Equal(t, "这家会员系统不提供此功能。", k.whyNot(keymap.OpenCard))
	assert.Equal(t, "这家会员系统不提供此功能。", k.whyNot(keymap.Edit))
}

func TestFiftyRowsAreListedAndTheRestIsCounted(t *testing.T) {
	k := atCounter(t, "zh", crowd(63)...)
	k.finds("8800")
	assert.Contains(t, k.view(), "找到 63 位")
	assert.Contains(t, k.view(), "另有 13 位没有列出")
	for range 100 {
		k.press(keymap.PageDown)
	}
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "88001049", who, "the fiftieth is the last")
}

func TestAnEmptyBoxListsWhomWasServedLately(t *testing.T) {
	k := atCounter(t, "zh", wang())
	assert.Contains(t, k.view(), "今天还没有服务过会员")
	k.desk.recent = []backend.Member{zhang()}
	k.tell(ui.Shown{})
	k.settle()
	assert.Contains(t, k.view(), "张三")
	assert.Contains(t, k.view(), "最近服务的会员")
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "1234", who)
}

func TestEscEmptiesTheBoxAndAfterAMemberTypingBeginsAnew(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.finds("1234")
	k.tell(ui.Shown{})
	k.settle()
	assert.Contains(t, k.view(), "❯ 1234", "it can be read and gone on with")
	assert.Contains(t, k.view(), "直接输入即开始新的查找")
	k.finds("567")
	assert.Equal(t, []string{"1234", "567"}, k.desk.asked)
	k.press(keymap.Back)
	assert.Contains(t, k.view(), "输入卡号、手机尾号或姓名")
	k.press(keymap.Back)
	assert.Empty(t, k.asked)
}

func TestAListedBalanceIsNotShownAsLiveAfterMoneyMoved(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.finds("1234")
	done := backend.Case{Operation: backend.Operation{MemberID: "id-80001234"}, State: backend.StateApplied, UpdatedAt: start(),
		Receipt: &backend.Receipt{Balance: money.FromFen(7777), Points: money.WholePoints(9)}}
	k.tell(ui.CaseChanged{Case: done})
	assert.Contains(t, k.view(), "77.77")
	assert.Equal(t, 1, strings.Count(k.view(), "1,234.50"), "the other member's stays")
	done.Receipt, done.State = nil, backend.StateClosedPaid
	k.tell(ui.CaseChanged{Case: done})
	assert.Contains(t, k.view(), "▸ ○ 80001234")
	done.MemberID, done.State = "id-90012345", backend.StateRefused
	k.tell(ui.CaseChanged{Case: done})
	assert.Contains(t, k.view(), "● 90012345", "what was refused changed nothing")
}

func TestWhatWasNeverReadIsNotShownAsNothing(t *testing.T) {
	for _, size := range [][2]int{{80, 21}, {120, 37}} {
		k := atCounter(t, "zh")
		k.screen.SetSize(size[0], size[1])
		k.desk.recent = []backend.Member{{ID: "id-1", Number: safe.Line("80001234"), Name: safe.Line("王小二"),
			Source: backend.SourceJournal, ReadAt: start()}}
		k.tell(ui.Shown{})
		k.settle()
		assert.Contains(t, k.view(), "王小二")
		assert.NotContains(t, k.view(), "0.00")
		assert.NotContains(t, k.view(), "0 分")
		assert.Contains(t, k.view(), "打开后读取")
		k.tell(ui.CaseChanged{Case: backend.Case{Operation: backend.Operation{MemberID: "id-1"}, State: backend.StateApplied,
			UpdatedAt: start(), Receipt: &backend.Receipt{Balance: money.FromFen(7777), Points: money.WholePoints(9)}}})
		assert.Contains(t, k.view(), "77.77")
	}
}

func TestAListedBalanceIsNotShownAsLiveWhileAResultIsUnknown(t *testing.T) {
	for _, state := range []backend.State{backend.StateUnknown, backend.StateHuman} {
		k := atCounter(t, "zh", wang(), li())
		k.finds("1234")
		k.tell(ui.CaseChanged{Case: backend.Case{Operation: backend.Operation{MemberID: "id-80001234"}, State: state}})
		assert.Contains(t, k.view(), "▸ ○ 80001234")
		assert.Contains(t, k.view(), "1,234.50")
		assert.Contains(t, k.view(), "● 90012345")
	}
}

func TestTakingACharacterBackAsksNoSecondTime(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.finds("1234")
	k.typing("5")
	k.press(keymap.Backspace)
	k.pass(time.Second)
	k.settle()
	assert.Len(t, k.desk.asked, 1)
	assert.Contains(t, k.view(), "找到 2 位")
}

func TestPhonesAreMasked(t *testing.T) {
	k := atCounter(t, "zh", wang())
	k.finds("1234")
	assert.Contains(t, k.view(), "138****8000")
	assert.NotContains(t, k.view(), "13800138000")
}

func TestAClickSelectsAndASecondOneOpens(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	k.finds("1234")
	k.tell(ui.Clicked{Zone: 101})
	assert.Contains(t, k.view(), "▸ ● 90012345")
	k.tell(ui.Clicked{Zone: 101})
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "90012345", who)
}

func TestNothingStandsRightOfTheCaretAndTheBodyFits(t *testing.T) {
	for _, size := range [][2]int{{80, 21}, {100, 30}, {120, 37}, {200, 60}} {
		for _, members := range [][]backend.Member{nil, {wang()}, crowd(60)} {
			for _, code := range []string{"zh", "en"} {
				k := atCounter(t, code, members...)
				k.screen.SetSize(size[0], size[1])
				k.finds("8800")
				placed := ui.Place(k.screen.View())
				require.True(t, placed.HasCaret)
				lines := strings.Split(placed.Text, "\n")
				assert.Len(t, lines, size[1])
				for _, l := range lines {
					assert.LessOrEqual(t, width(l), size[0], l)
				}
				assert.Equal(t, placed.CaretX, width(strings.TrimRight(lines[placed.CaretY], " ")), "blank behind the caret")
			}
		}
	}
}
