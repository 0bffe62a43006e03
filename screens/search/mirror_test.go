package search_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
	"guitai/keymap"
	"guitai/screens/search"
	"guitai/ui"
)

// copyOf is a local copy that has just these members, three hours old and without
// figures.
func copyOf(complete bool, members ...backend.Member) func(string) search.MirrorAnswer {
	kept := make([]backend.Member, len(members))
	for i, m := range members {
		kept[i] = backend.Member{ID: m.ID, Number: m.Number, Name: m.Name, Phone: m.Phone, Level: m.Level, Status: m.Status,
			Source: backend.SourceMirror, ReadAt: start().Add(-3 * time.Hour)}
	}
	return func(text string) search.MirrorAnswer {
		a := search.Among(text, kept, nil, 50)
		a.Complete = complete
		return a
	}
}

// atPospal is a counter whose vendor is asked only on wish.
func atPospal(t *testing.T, members ...backend.Member) *counter {
	t.Helper()
	k := atCounter(t, "zh", members...)
	k.desk.caps.FindWhileTyping = false
	return reopen(t, k)
}

func TestTheCopyAnswersEveryKeyAndTheVendorNone(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(false, wang(), zhang(), li())
	k.typing("1")
	k.settle()
	assert.Contains(t, k.view(), "找到 3 位")
	k.typing("234")
	k.settle()
	assert.Empty(t, k.desk.asked)
	assert.Contains(t, k.view(), "▸ ○ 1234", "the card itself is first")
	assert.Contains(t, k.view(), "○ 只查了本机副本 3 位（不齐全，3 小时前）")
	assert.Contains(t, k.view(), "Ctrl+R 问会员系统")
	assert.Contains(t, k.view(), "3 小时前")
	assert.NotContains(t, k.view(), "0.00", "a copy has no balance")
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "1234", who, "opening reads it anew")
	assert.Empty(t, k.desk.asked)
}

func TestNotFoundSaysWhatWasSearchedAndEnterAsksTheVendor(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(true, wang(), zhang())
	k.typing("13700000000")
	k.settle()
	assert.Empty(t, k.desk.asked)
	assert.Contains(t, k.view(), "没有找到“13700000000”")
	assert.Contains(t, k.view(), "还没有问会员系统：按 Enter 请它按“13700000000”查找")
	assert.Contains(t, k.view(), "本机副本里也没有：2 位会员，齐全，3 小时前")
	k.press(keymap.Choose)
	k.settle()
	assert.Equal(t, []string{"13700000000"}, k.desk.asked)
	assert.Contains(t, k.view(), "已请会员系统按“13700000000”查找")
	assert.NotContains(t, k.view(), "还没有问")
}

func TestTheVendorIsAskedByKeyThoughTheCopyFoundSomebody(t *testing.T) {
	k := atPospal(t, zhang())
	k.desk.mirror = copyOf(false, wang())
	k.typing("1234")
	k.settle()
	k.press(keymap.Reload)
	k.settle()
	assert.Equal(t, []string{"1234"}, k.desk.asked)
	assert.Contains(t, k.view(), "张三")
	assert.Contains(t, k.view(), "▸ ○ 80001234", "whoever was selected still is")
	assert.Empty(t, k.asked, "nothing opens by it")
	assert.NotContains(t, k.view(), "只查了本机副本")
}

func TestWhatOnlyTheCopyKnowsIsSaid(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(false, wang(), li())
	k.typing("1234")
	k.settle()
	k.press(keymap.Reload)
	k.settle()
	assert.Contains(t, k.view(), "○ 会员系统没有查到，这是本机副本里的")
}

func TestTheVendorsAnswerJoinsTheCopysWithoutMovingTheSelection(t *testing.T) {
	renamed := wang()
	renamed.Name = safe.Line("王小三")
	k := atCounter(t, "zh", zhang(), renamed, li())
	k.desk.mirror = copyOf(false, wang(), member("70001234", "赵六", "13700000000"))
	k.typing("1234")
	k.settle()
	assert.Contains(t, k.view(), "○ 本机副本，正在问会员系统")
	assert.Contains(t, k.view(), "▸ ○ 80001234  王小二")
	k.press(keymap.Down)
	k.pass(150 * time.Millisecond)
	k.settle()
	view := k.view()
	assert.Contains(t, view, "▸ ○ 70001234", "the selected member stays selected")
	assert.Contains(t, view, "● 80001234  王小三", "the copy's row is the vendor's now")
	assert.NotContains(t, view, "王小二")
	assert.Contains(t, view, "找到 4 位")
	assert.Less(t, index(view, "张三"), index(view, "王小三"), "the card itself goes to its rank")
	assert.Less(t, index(view, "王小三"), index(view, "赵六"))
	assert.Less(t, index(view, "赵六"), index(view, "李四"))
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "70001234", who)
}

func TestEnterOnTheCopysRowsWaitsForTheVendorUnlessTheyAreCertain(t *testing.T) {
	for _, c := range []struct {
		name     string
		complete bool
		kept     []backend.Member
		press    []keymap.Action
		opens    string
	}{
		{"one that may not be the only one", false, []backend.Member{wang()}, []keymap.Action{keymap.Choose}, ""},
		{"the card itself", false, []backend.Member{wang(), zhang()}, []keymap.Action{keymap.Choose}, "1234"},
		{"chosen by hand", false, []backend.Member{wang(), li()}, []keymap.Action{keymap.Down, keymap.Choose}, "90012345"},
		{"the copy has everybody", true, []backend.Member{wang()}, []keymap.Action{keymap.Choose}, "80001234"},
	} {
		t.Run(c.name, func(t *testing.T) {
			k := atCounter(t, "zh", wang(), li())
			k.desk.mirror = copyOf(c.complete, c.kept...)
			k.typing("1234")
			k.settle()
			k.press(c.press...)
			k.settle()
			_, who := k.opened()
			assert.Equal(t, c.opens, who)
		})
	}
}

func TestTypingQuicklyShowsOnlyTheNewestAnswer(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(false, wang(), li(), zhang())
	k.typing("123")
	first := k.pending
	k.pending = nil
	k.typing("45")
	k.settle()
	assert.Contains(t, k.view(), "李四")
	k.pending = first
	k.settle()
	assert.NotContains(t, k.view(), "张三", "what the copy said of 123 came too late")
	assert.Contains(t, k.view(), "找到 1 位")
}

func TestARowOfAnEarlierTextIsNotOpened(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(false, wang())
	k.typing("123")
	k.settle()
	k.typing("9")
	assert.NotEmpty(t, k.whyNot(keymap.Recharge))
	k.press(keymap.Recharge, keymap.Choose)
	k.settle()
	assert.Empty(t, k.asked)
}

func TestTheCopysRowsStayWhenTheVendorIsOutOfReach(t *testing.T) {
	k := atCounter(t, "zh")
	k.desk.mirror = copyOf(false, wang())
	k.desk.find = func(string) ([]backend.Member, error) {
		return nil, &backend.Error{Op: "find", Kind: backend.KindUnreachable}
	}
	k.finds("1234")
	assert.Contains(t, k.view(), "✗ 下面只是本机副本。连不上会员系统")
	k.press(keymap.Choose)
	k.settle()
	_, who := k.opened()
	assert.Equal(t, "80001234", who)
}

func TestTheRestThatIsNotDrawnIsCountedByTheCopy(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(true, crowd(63)...)
	k.typing("8800")
	k.settle()
	assert.Contains(t, k.view(), "找到 63 位 · 另有 13 位没有列出")
}

func TestComingBackTheCopyIsReadAgain(t *testing.T) {
	k := atPospal(t)
	k.desk.mirror = copyOf(false, wang())
	k.typing("1234")
	k.settle()
	renamed := wang()
	renamed.Name = safe.Line("王小三")
	k.desk.mirror = copyOf(false, renamed)
	k.tell(ui.Shown{})
	k.settle()
	assert.Contains(t, k.view(), "王小三")
	assert.NotContains(t, k.view(), "王小二")
}

func TestTheAgeOfAStrangeCardStandsBesideIt(t *testing.T) {
	lost := wang()
	lost.Status = backend.Status{Kind: backend.StatusLost}
	k := atPospal(t)
	k.desk.mirror = copyOf(false, lost)
	k.typing("1234")
	k.settle()
	assert.Contains(t, k.view(), "读取  ○ 3 小时前")
}

func TestABalanceThatMovedIsNotLostWhenTheVendorsAnswerComes(t *testing.T) {
	k := atPospal(t, li())
	k.desk.mirror = copyOf(false, wang())
	k.typing("1234")
	k.settle()
	k.tell(ui.CaseChanged{Case: backend.Case{Operation: backend.Operation{MemberID: "id-80001234"}, State: backend.StateApplied,
		UpdatedAt: start(), Receipt: &backend.Receipt{Balance: money.FromFen(7777), Points: money.WholePoints(9)}}})
	k.press(keymap.Reload)
	k.settle()
	assert.Contains(t, k.view(), "77.77")
	assert.Contains(t, k.view(), "李四")
}

func TestWhomTheCopyKnowsByTheSoundOfTheNameTheVendorMayConfirm(t *testing.T) {
	k := atCounter(t, "zh", wang(), li())
	old := wang()
	old.Source, old.ReadAt = backend.SourceMirror, start().Add(-time.Hour)
	k.desk.mirror = func(string) search.MirrorAnswer {
		return search.MirrorAnswer{Members: []backend.Member{old}, Total: 1, Kept: 2}
	}
	k.finds("ws 1234")
	assert.Equal(t, []string{"1234"}, k.desk.asked)
	assert.Contains(t, k.view(), "▸ ● 80001234", "nothing in the row is written like ws")
	assert.NotContains(t, k.view(), "李四")
}
