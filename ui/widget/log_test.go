package widget_test

import (
	"context"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// diary is a log of one row a day since the first of 2025.
type diary struct {
	*widget.Log[time.Time]
	env     *ui.Env
	asked   []backend.Period
	err     error
	pending []ui.Cmd
	since   time.Time
}

func newDiary(span widget.Span) *diary {
	d := &diary{since: time.Date(2025, 1, 1, 9, 0, 0, 0, time.UTC)}
	d.env, _ = newEnv("zh")
	d.Log = widget.NewLog(d.env, 5000, span, d.read)
	d.List.SetHeight(10)
	d.do(d.Restart())
	return d
}

func (d *diary) read(_ context.Context, p backend.Period) ([]time.Time, error) {
	d.asked = append(d.asked, p)
	var rows []time.Time
	for at := d.since; !at.After(p.To); at = at.AddDate(0, 0, 1) {
		if !at.Before(p.From) {
			rows = append(rows, at)
		}
	}
	return rows, d.err
}

func (d *diary) do(cmd ui.Cmd) {
	d.pending = append(d.pending, cmd)
	for len(d.pending) > 0 {
		next := d.pending[0]
		d.pending = d.pending[1:]
		if next == nil {
			continue
		}
		switch m := next().(type) {
		case nil:
		case tea.BatchMsg:
			d.pending = append(d.pending, m...)
		default:
			d.tell(m)
		}
	}
}

func (d *diary) tell(msg ui.Msg) bool {
	cmd, mine := d.Handle(msg)
	d.do(cmd)
	return mine
}

func (d *diary) press(actions ...keymap.Action) {
	for _, a := range actions {
		d.tell(ui.Intent{Action: a})
	}
}

func (d *diary) says() string { return ansi.Strip(d.Says()) }

func TestALogReadsBackOnlyAsFarAsItIsAsked(t *testing.T) {
	d := newDiary(widget.Span{})
	require.Len(t, d.asked, 1, "one stretch is enough at first")
	assert.Equal(t, 31, d.Count())
	assert.Equal(t, "2026-09-01", d.Row(0).Format(time.DateOnly), "the newest first")
	assert.Contains(t, d.says(), "第 1 条，共 31 条，读到 2026-08-01，向下继续")
	for range 30 {
		d.press(keymap.Down)
	}
	assert.Greater(t, len(d.asked), 1)
	for i := 1; i < len(d.asked); i++ {
		assert.Equal(t, d.asked[i].To.Add(time.Second), d.asked[i-1].From, "no second is left out and none is read twice")
		assert.LessOrEqual(t, d.asked[i].To.Sub(d.asked[i].From), 31*24*time.Hour)
	}
	for i := 1; i < d.Count(); i++ {
		assert.True(t, d.Row(i).Before(d.Row(i-1)))
	}
	assert.False(t, d.Whole())
}

func TestAPeriodIsReadAsAWhole(t *testing.T) {
	d := newDiary(widget.SpanBetween(backend.Date{Year: 2026, Month: 1, Day: 1}, backend.Date{Year: 2026, Month: 3, Day: 31}, time.UTC))
	assert.Equal(t, 90, d.Count())
	assert.True(t, d.Whole())
	assert.Contains(t, d.says(), "自 2026-01-01 起已全部读完")
	for key, want := range map[keymap.Action]int{keymap.PeriodToday: 1, keymap.PeriodWeek: 7, keymap.PeriodMonth: 31} {
		d.press(key)
		assert.Equal(t, want, d.Count(), key)
		assert.True(t, d.Whole())
	}
}

func TestALogThatNothingFitsLooksFurtherOnlyWhenAsked(t *testing.T) {
	d := newDiary(widget.Span{})
	d.Filter(func(time.Time) bool { return false })
	assert.Contains(t, d.says(), "没有符合的记录 · 读到 2026-08-01。按 Enter 再往前找")
	d.press(keymap.Choose)
	assert.Len(t, d.asked, 4)
	assert.Contains(t, d.says(), "按 Enter")
	d.Filter(func(at time.Time) bool { return at.Day() == 1 })
	assert.Equal(t, 5, d.Count())
	assert.Len(t, d.All(), 31*4)
}

func TestAFailedStretchIsReadAgain(t *testing.T) {
	d := newDiary(widget.Span{})
	d.err = &backend.Error{Kind: backend.KindTimeout}
	d.press(keymap.Last)
	assert.Contains(t, d.says(), "按 Enter 再试")
	assert.Equal(t, 31, d.Count(), "what was read stays")
	asked := len(d.asked)
	d.press(keymap.Up, keymap.Down)
	assert.Len(t, d.asked, asked, "moving does not try again")
	d.err = nil
	d.press(keymap.Choose)
	assert.Equal(t, d.asked[asked-1], d.asked[asked])
	assert.Greater(t, d.Count(), 31)
}

func TestDatesAreTyped(t *testing.T) {
	d := newDiary(widget.Span{})
	d.press(keymap.PeriodRange)
	assert.Equal(t, keymap.ScopeForm, d.Scope())
	write := func(text string) {
		for _, r := range text {
			d.tell(ui.Typed{Rune: r})
		}
	}
	write("0230")
	d.press(keymap.Choose)
	assert.Contains(t, drawn(d.DatesView(60)), "没有这一天")
	d.press(keymap.EraseAll)
	write("0820")
	d.press(keymap.Choose)
	write("2026-8-10")
	d.press(keymap.Choose)
	assert.Contains(t, drawn(d.DatesView(60)), "开始日期在结束日期之后")
	d.press(keymap.EraseAll)
	write("8-21")
	d.press(keymap.Choose)
	assert.False(t, d.Dating())
	assert.Equal(t, 2, d.Count())
	assert.Equal(t, "2026-08-20 至 2026-08-21", d.Span().Words(d.env))
	d.press(keymap.PeriodRange, keymap.Back)
	assert.False(t, d.Dating())
	assert.False(t, d.tell(ui.Intent{Action: keymap.Back}), "Esc in the list is the screen's")
}

func TestDaysAreReadHoweverTheyAreWritten(t *testing.T) {
	today := time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC)
	for typed, want := range map[string]string{
		"2026-8-31": "2026-08-31", "20260831": "2026-08-31", "２０２６／８／３１": "2026-08-31", "2026年8月31日": "2026-08-31",
		"0831": "2026-08-31", "9-2": "2025-09-02", "8月31日": "2026-08-31", "0229": "2024-02-29",
		"0230": "", "yesterday": "", "13-1": "", "2026-08-31x": "",
	} {
		d, ok := widget.PastDay(typed, today)
		assert.Equal(t, want, d.String(), typed)
		assert.Equal(t, want != "", ok, typed)
	}
}
