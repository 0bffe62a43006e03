package history_test

import (
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

func TestItReadsOnAsSomebodyScrolls(t *testing.T) {
	c := opens(t, "zh", ledger(230)).settle()
	require.Len(t, c.desk.asked, 1, "one page is enough at first")
	assert.Contains(t, c.view(), "第 1 条，已读 100 条，向下继续")
	for range 65 {
		c.press(keymap.Down).settle()
	}
	assert.Len(t, c.desk.asked, 2, "the next page comes before it is needed")
	assert.Equal(t, 2, c.desk.last().Page)
	for range 3 {
		c.press(keymap.Last).settle()
	}
	assert.Contains(t, c.view(), "第 230 条，共 230 条")
	c.press(keymap.Down, keymap.PageDown, keymap.First, keymap.Last).settle()
	assert.Len(t, c.desk.asked, 3, "and after the last page nothing is asked")
}

func TestOnlyOnePageIsAskedForAtATime(t *testing.T) {
	c := opens(t, "zh", ledger(230)).settle()
	c.press(keymap.Last, keymap.Last, keymap.Up, keymap.Down).settle()
	assert.Equal(t, []int{1, 2}, pages(c.desk.asked))
}

func pages(asked []backend.HistoryQuery) []int {
	var out []int
	for _, q := range asked {
		out = append(out, q.Page)
	}
	return out
}

func TestRowsThatComeTwiceAreListedOnce(t *testing.T) {
	rows := ledger(150)
	c := opens(t, "zh", rows).settle()
	// Three new rows push the others down while the second page is read.
	c.desk.rows = append(ledger(153)[:3:3], rows...)
	c.press(keymap.Last).settle().press(keymap.Last).settle()
	assert.Contains(t, c.view(), "共 150 条")
}

func TestAServerThatBeginsAgainDoesNotMakeItEndless(t *testing.T) {
	c := opens(t, "zh", ledger(200), func(d *desk) { d.wraps = true }).settle()
	for range 5 {
		c.press(keymap.Last).settle()
	}
	assert.Contains(t, c.view(), "共 200 条")
	assert.Equal(t, []int{1, 2, 3}, pages(c.desk.asked))
}

func TestABalanceThatDoesNotFollowIsMarked(t *testing.T) {
	rows := ledger(60)
	rows[1].Balance = rows[1].Balance.Sub(money.FromFen(1200))
	c := opens(t, "zh", rows).settle()
	assert.Contains(t, c.view(), "⚠ 2 处余额对不上", "the row itself and the one that goes on from the right figure")
	assert.Contains(t, c.view(), "⚠ -12.00")
	c.press(keymap.Down)
	assert.Contains(t, c.view(), "应为 8,230.00，实际 8,218.00，差 -12.00")

	sound := opens(t, "zh", ledger(220)).settle().press(keymap.Last).settle().press(keymap.Last).settle()
	assert.NotContains(t, sound.view(), "⚠", "across pages too")
}

func TestWhatCannotBeJudgedIsNot(t *testing.T) {
	rows := ledger(10)
	rows[2].Balance = money.FromFen(1)
	rows[2].Kind, rows[1].Kind = backend.EventOther, backend.EventOther
	c := opens(t, "zh", rows).settle()
	assert.NotContains(t, c.view(), "⚠", "a kind that nobody knows")

	rows = ledger(10)
	rows[3].Balance = money.FromFen(1)
	c = opens(t, "zh", rows, func(d *desk) { d.partial = true }).settle()
	assert.NotContains(t, c.view(), "⚠")
	assert.Contains(t, c.view(), "! 会员系统只提供部分记录，不核对余额")

	c = opens(t, "zh", rows).settle()
	assert.Contains(t, c.view(), "⚠")
	c.press(keymap.OnlyPoints).settle()
	assert.NotContains(t, c.view(), "⚠", "rows are left out")
}

func TestPeriodsAreWholeDaysOfTheShop(t *testing.T) {
	at := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, uitest.Shanghai()) }
	for _, c := range []struct {
		action   keymap.Action
		from, to time.Time
		words    string
	}{
		{keymap.PeriodMonth, at(2026, 2, 1), at(2026, 3, 1).Add(-time.Nanosecond), "上月 2026-02"},
		{keymap.PeriodToday, at(2026, 3, 2), time.Time{}, "今天 2026-03-02"},
		{keymap.PeriodWeek, at(2026, 2, 24), time.Time{}, "近七天"},
		{keymap.PeriodAll, time.Time{}, time.Time{}, "全部时间"},
	} {
		k := opens(t, "zh", ledger(5)).settle().press(c.action).settle()
		assert.True(t, c.from.Equal(k.desk.last().From), "%s: %s", c.action, k.desk.last().From)
		assert.True(t, c.to.Equal(k.desk.last().To), "%s: %s", c.action, k.desk.last().To)
		assert.Contains(t, k.view(), c.words)
	}
}

func TestDatesAreTypedAndChecked(t *testing.T) {
	typing := func(c *counter, text string) {
		for _, r := range text {
			c.tell(ui.Typed{Rune: r})
		}
	}
	for _, c := range []struct{ from, to, wantFrom, wantTo, problem string }{
		{"2026-01-05", "2026-01-31", "2026-01-05", "2026-01-31", ""},
		{"20260105", "0131", "2026-01-05", "2026-01-31", ""},
		{"1.5", "１／３１", "2026-01-05", "2026-01-31", ""},
		{"1231", "", "2025-12-31", "", ""},
		{"", "0302", "", "2026-03-02", ""},
		{"", "", "", "", ""},
		{"0229", "", "2024-02-29", "", ""},
		{"0230", "", "", "", "没有这一天"},
		{"abc", "", "", "", "没有这一天"},
		{"0302", "0301", "", "", "开始日期在结束日期之后"},
	} {
		k := opens(t, "zh", ledger(5)).settle().press(keymap.PeriodRange)
		require.Equal(t, keymap.ScopeForm, k.screen.Scope())
		typing(k, c.from)
		k.press(keymap.Choose)
		typing(k, c.to)
		k.press(keymap.Choose).settle()
		if c.problem != "" {
			assert.Contains(t, k.view(), "✗ "+c.problem, "%s-%s", c.from, c.to)
			assert.Len(t, k.desk.asked, 1)
			k.press(keymap.Back)
			assert.Equal(t, keymap.ScopeHistory, k.screen.Scope())
			continue
		}
		day := func(at time.Time) string {
			if at.IsZero() {
				return ""
			}
			return at.In(uitest.Shanghai()).Format(time.DateOnly)
		}
		assert.Equal(t, c.wantFrom, day(k.desk.last().From), "%s-%s", c.from, c.to)
		assert.Equal(t, c.wantTo, day(k.desk.last().To), "%s-%s", c.from, c.to)
	}
}

func TestAKindIsPickedFromAShortList(t *testing.T) {
	c := opens(t, "zh", ledger(5)).settle().press(keymap.FilterKind)
	assert.Equal(t, keymap.ScopePick, c.screen.Scope())
	assert.Contains(t, c.view(), "▸ 1  全部类型")
	c.tell(ui.Typed{Rune: '3'}).settle()
	assert.Equal(t, backend.EventConsume, c.desk.last().Kind)
	assert.Contains(t, c.view(), "全部时间 · 消费")
	c.press(keymap.FilterKind, keymap.Back).settle()
	assert.Len(t, c.desk.asked, 2, "Esc changes nothing")
	c.press(keymap.FilterKind, keymap.Up, keymap.Up, keymap.Choose).settle()
	assert.Equal(t, backend.EventOther, c.desk.last().Kind)
}

func TestAFilterForgetsLateAnswersToTheOneBefore(t *testing.T) {
	c := opens(t, "zh", ledger(5))
	late := c.pending
	c.pending = nil
	c.desk.rows = nil
	c.press(keymap.PeriodToday).settle()
	assert.Contains(t, c.view(), "没有符合的记录")
	c.desk.rows, c.pending = ledger(5), late
	c.settle()
	assert.Contains(t, c.view(), "没有符合的记录")
	assert.Error(t, c.desk.context.Err())
}

func TestAnErrorKeepsWhatWasReadAndEnterGoesOn(t *testing.T) {
	c := opens(t, "zh", ledger(230)).settle()
	c.desk.err = &backend.Error{Kind: backend.KindTimeout}
	c.press(keymap.Last).settle().press(keymap.Up).settle()
	assert.Contains(t, c.view(), "已读 100 条")
	assert.Contains(t, c.view(), "✗ 按 Enter 再试 · 会员系统没有及时回应")
	assert.Len(t, c.desk.asked, 2, "no key but Enter tries again")
	c.desk.err = nil
	c.press(keymap.Choose).settle()
	assert.Contains(t, c.view(), "已读 200 条")

	c = opens(t, "zh", nil, func(d *desk) { d.err = &backend.Error{Kind: backend.KindUnreachable} }).settle()
	assert.Contains(t, c.view(), "✗ 连不上会员系统")
	assert.Contains(t, c.view(), "按 Enter 再试")
}

func TestDetailsTellTheWholeRow(t *testing.T) {
	rows := ledger(3)
	rows[1].Detail = []safe.Text{safe.Line("宫保鸡丁 x1")}
	c := opens(t, "zh", rows).settle().press(keymap.Down)
	for _, want := range []string{"2026-03-02 08:00:00", "金额  110.63 元", "实际  88.50 元", "优惠  22.13 元", "总店", "宫保鸡丁"} {
		assert.Contains(t, c.view(), want)
	}
}

func TestWaitingIsShownAndEndsWithTheScreen(t *testing.T) {
	c := opens(t, "zh", ledger(5)).pass(300 * time.Millisecond)
	assert.Contains(t, c.view(), "正在读取记录")
	c.press(keymap.Back).settle().pass(time.Hour)
	assert.Equal(t, ui.Close{}, c.last())
	assert.Empty(t, c.wakes)
}

func TestAScanBeginsWithTheNextGuest(t *testing.T) {
	c := opens(t, "zh", ledger(5)).settle().tell(ui.Scanned{Text: "80009999", Burst: 1}).settle()
	assert.Equal(t, ui.GoHome{Query: "80009999", Scan: true}, c.last())
}

func TestAnOperationThatEndsBringsItsRow(t *testing.T) {
	c := opens(t, "zh", ledger(70)).settle()
	done := backend.Case{Operation: backend.Operation{MemberID: "m1"}, State: backend.StateApplied}
	c.tell(ui.CaseChanged{Case: done}).settle()
	assert.Len(t, c.desk.asked, 2)
	c.press(keymap.Down).tell(ui.CaseChanged{Case: done}).settle()
	assert.Len(t, c.desk.asked, 2, "but does not take the list from under somebody's eyes")
}

func TestTheBodyFitsEverySize(t *testing.T) {
	rows := ledger(60)
	rows[0].Balance = rows[0].Balance.Add(money.FromFen(123456))
	for _, size := range [][2]int{{80, 21}, {100, 30}, {120, 37}, {200, 60}} {
		for _, code := range []string{"zh", "en"} {
			for _, action := range []keymap.Action{keymap.Up, keymap.FilterKind, keymap.PeriodRange} {
				c := opens(t, code, rows)
				c.screen.SetSize(size[0], size[1])
				c.settle().press(action)
				lines := strings.Split(c.view(), "\n")
				assert.Len(t, lines, size[1])
				for _, l := range lines {
					assert.LessOrEqual(t, ansi.StringWidth(l), size[0], l)
				}
			}
		}
	}
}

// BenchmarkScroll is what one key costs among 10,000 rows, from the key to the
// drawn body.
func BenchmarkScroll(b *testing.B) {
	c := opens(b, "zh", ledger(10_000))
	c.screen.SetSize(120, 37)
	c.settle()
	for range 250 {
		c.press(keymap.Last).settle()
	}
	require.Contains(b, c.view(), "共 10000 条")
	c.press(keymap.First)
	for b.Loop() {
		c.screen.Update(ui.Intent{Action: keymap.Down})
		_ = c.screen.View()
	}
}
