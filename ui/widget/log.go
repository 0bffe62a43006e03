package widget

import (
	"context"
	"slices"
	"time"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

const (
	// logAhead is how many rows below those in sight make it read on.
	logAhead = 10
	// logSteps is how many stretches of 31 days one key may read: a vendor
	// counts each of them.
	logSteps = 12
	// logFurther is how many Enter looks further back where nothing fits.
	logFurther = 3
)

// Log is an endless list of dated rows, the newest first, that is read in
// stretches of 31 days as somebody scrolls. A period with a beginning is read
// as a whole, so that its sums are whole; without one it reads back only as far
// as it is asked to. It must not be copied once it reads.
type Log[T any] struct {
	env  *ui.Env
	read func(context.Context, backend.Period) ([]T, error)

	// List is the selection in the rows that are kept by the filter.
	List  List
	rows  []T
	shown []int
	keep  func(T) bool
	// version counts the changes of what is shown.
	version int

	span   Span
	left   steps
	budget int // stretches that may still be read without a key
	err    error

	dating bool
	dates  Form

	generation int
	cancel     context.CancelFunc
	wait       Wait
}

// logRead is one stretch, or why it did not come.
type logRead[T any] struct {
	log        *Log[T]
	generation int
	left       steps
	rows       []T
	err        error
}

// NewLog makes a log over a period. read gives the rows of a stretch, the
// oldest first; it runs in a command of its own. The zones from zone on are the
// rows'; those of the dates lie a thousand below it.
func NewLog[T any](env *ui.Env, zone int, span Span, read func(context.Context, backend.Period) ([]T, error)) *Log[T] {
	return &Log[T]{env: env, read: read, span: span, List: NewList(zone), dates: NewForm(zone - 1000), keep: func(T) bool { return true }}
}

// Span is the chosen period.
func (l *Log[T]) Span() Span { return l.span }

// Err is why the last stretch did not come.
func (l *Log[T]) Err() error { return l.err }

// Reading tells whether a stretch is awaited.
func (l *Log[T]) Reading() bool { return l.cancel != nil }

// Dating tells whether the dates of a period are being typed.
func (l *Log[T]) Dating() bool { return l.dating }

// Row is one of the rows that the filter keeps, counted from the newest.
func (l *Log[T]) Row(i int) T { return l.rows[l.shown[i]] }

// Count is how many rows the filter keeps of those that were read.
func (l *Log[T]) Count() int { return len(l.shown) }

// All are the rows that were read, the newest first, whatever the filter.
func (l *Log[T]) All() []T { return l.rows }

// Whole tells whether every row of the period was read.
func (l *Log[T]) Whole() bool { return !l.left.more() }

// Filter keeps the rows for which keep says so.
func (l *Log[T]) Filter(keep func(T) bool) {
	l.keep, l.shown = keep, l.shown[:0]
	l.take(0)
	l.List.Select(0)
}

// Version is another number whenever other rows are shown, so that sums need
// not be made anew for every key.
func (l *Log[T]) Version() int { return l.version }

// take filters the rows from a number on.
func (l *Log[T]) take(from int) {
	l.version++
	for i := from; i < len(l.rows); i++ {
		if l.keep(l.rows[i]) {
			l.shown = append(l.shown, i)
		}
	}
	l.List.SetCount(len(l.shown))
}

// Restart forgets what was read and reads the newest stretch.
func (l *Log[T]) Restart() ui.Cmd {
	l.GiveUp()
	l.generation++
	l.rows, l.shown, l.err = nil, nil, nil
	l.take(0)
	l.left = l.span.steps(l.env.Clock.Now())
	l.budget = 1
	if !l.left.begin.IsZero() {
		l.budget = logSteps
	}
	return l.readOn()
}

// GiveUp cancels the stretch that is awaited.
func (l *Log[T]) GiveUp() {
	if l.cancel != nil {
		l.cancel()
	}
	l.cancel = nil
	l.wait.Stop()
}

func (l *Log[T]) readOn() ui.Cmd {
	if l.cancel != nil || l.err != nil || l.budget <= 0 || !l.left.more() {
		return nil
	}
	l.budget--
	ctx, cancel := context.WithCancel(context.Background())
	l.cancel = cancel
	period, left := l.left.next()
	read, n := l.read, l.generation
	return ui.Batch(l.wait.Start(l.env), func() ui.Msg {
		rows, err := read(ctx, period)
		return logRead[T]{l, n, left, rows, err}
	})
}

func (l *Log[T]) arrived(m logRead[T]) ui.Cmd {
	if m.generation != l.generation {
		return nil
	}
	l.GiveUp()
	l.err = m.err
	if m.err != nil {
		return nil
	}
	l.left = m.left
	had := len(l.rows)
	slices.Reverse(m.rows)
	l.rows = append(l.rows, m.rows...)
	l.take(had)
	return l.readOn()
}

// Scope is that of a list or, while dates are typed, of a form.
func (l *Log[T]) Scope() keymap.Scope {
	if l.dating {
		return keymap.ScopeForm
	}
	return keymap.ScopeHistory
}

// Periods are the keys of the periods.
func (l *Log[T]) Periods() []keymap.Action {
	return []keymap.Action{keymap.PeriodMonth, keymap.PeriodToday, keymap.PeriodWeek, keymap.PeriodAll, keymap.PeriodRange}
}

// Handle takes what concerns the log: its own messages, periods, dates, moving
// and, where a stretch failed or nothing fits, Enter.
func (l *Log[T]) Handle(msg ui.Msg) (ui.Cmd, bool) {
	if cmd, mine := l.wait.Handle(l.env, msg); mine {
		return cmd, true
	}
	if m, ok := msg.(logRead[T]); ok {
		if m.log != l {
			return nil, false
		}
		return l.arrived(m), true
	}
	if l.dating {
		return l.date(msg), true
	}
	if i, ok := msg.(ui.Intent); ok {
		if cmd, mine := l.act(i.Action); mine {
			return cmd, true
		}
	}
	e := l.List.Handle(msg)
	if e == ListNone || e == ListChosen {
		return nil, false
	}
	return l.scrolled(), true
}

func (l *Log[T]) act(a keymap.Action) (ui.Cmd, bool) {
	switch {
	case slices.Contains(l.Periods(), a) && a != keymap.PeriodRange:
		l.span = SpanOf(a, l.env.Today())
		return l.Restart(), true
	case a == keymap.PeriodRange:
		l.askDates()
		return nil, true
	case a == keymap.Reload:
		return l.Restart(), true
	case a == keymap.Choose && l.err != nil:
		return l.continued(1), true
	case a == keymap.Choose && l.CanContinue():
		return l.continued(logFurther), true
	case a == keymap.Last:
		l.List.Handle(ui.Intent{Action: a})
		return l.continued(logSteps), true
	}
	return nil, false
}

// CanContinue tells whether Enter reads: again after a failure, or further back
// where nothing fits yet.
func (l *Log[T]) CanContinue() bool {
	return l.cancel == nil && (l.err != nil || len(l.shown) == 0 && l.left.more())
}

func (l *Log[T]) continued(budget int) ui.Cmd {
	l.err, l.budget = nil, max(l.budget, budget)
	return l.readOn()
}

// scrolled reads on if the rows in sight are near the last one.
func (l *Log[T]) scrolled() ui.Cmd {
	if _, end := l.List.Visible(); l.err != nil || end+logAhead < len(l.shown) {
		return nil
	}
	return l.continued(1)
}

func (l *Log[T]) askDates() {
	t := l.env.Text.History
	from, to := l.span.days(l.env.Zone)
	l.dates = NewForm(l.dates.zone,
		FormField{Name: "from", Label: t.RangeFrom, Hint: t.RangeHint, Limit: DayRoom, Value: from},
		FormField{Name: "to", Label: t.RangeTo, Hint: t.RangeHint, Limit: DayRoom, Value: to})
	l.dating = true
}

func (l *Log[T]) date(msg ui.Msg) ui.Cmd {
	i, ok := msg.(ui.Intent)
	if ok && i.Action == keymap.Back {
		l.dating = false
		return nil
	}
	if ok && i.Action == keymap.Choose {
		if _, right := l.day(l.dates.Focused()); !right {
			return nil
		}
	}
	if l.dates.Handle(msg) != FormDone {
		return nil
	}
	from, right := l.day("from")
	to, also := l.day("to")
	switch {
	case !right:
		l.dates.Focus("from")
		return nil
	case !also:
		return nil
	case !from.IsZero() && !to.IsZero() && from.String() > to.String():
		l.dates.SetProblem("to", l.env.Text.History.Backwards)
		return nil
	}
	l.dating, l.span = false, SpanBetween(from, to, l.env.Zone)
	return l.Restart()
}

// day reads a field; nothing in it is an open end. It says at the field what is
// wrong with it.
func (l *Log[T]) day(name string) (backend.Date, bool) {
	typed := l.dates.Value(name)
	if typed == "" {
		return backend.Date{}, true
	}
	d, ok := PastDay(typed, l.env.Today())
	if !ok {
		l.dates.SetProblem(name, l.env.Text.History.BadDate)
	}
	return d, ok
}

// DatesView draws the dates that are being typed.
func (l *Log[T]) DatesView(width int) []string {
	t, th := l.env.Text.History, l.env.Theme
	lines := append([]string{th.Title.Render(t.RangeTitle), ""}, l.dates.View(l.env, min(width, 60))...)
	return append(lines, "", th.Dim.Render(Cut(t.RangeKeys, width)))
}

// Says is the line about how far the log was read.
func (l *Log[T]) Says() string {
	t, th := l.env.Text.Widget, l.env.Theme
	n, from := len(l.shown), l.left.end.Add(time.Second).In(l.env.Zone).Format(time.DateOnly)
	at, _ := l.List.Selected()
	wait := l.wait.View(l.env, t.LogReading)
	switch {
	case wait != "":
		return wait
	case l.err != nil:
		return th.Bad.Render("✗ " + l.env.Text.History.Retry + " · " + ui.Sentence(l.env.Text, l.err))
	case l.cancel != nil:
		return ""
	case n == 0 && l.left.more():
		return t.LogNone + " · " + th.Warn.Render(lang.Fill(t.LogFurther, "from", from))
	case n == 0:
		return t.LogNone
	case l.left.more():
		return lang.Fill(t.LogSoFar, "at", itoa(at+1), "n", itoa(n), "from", from)
	}
	return lang.Fill(t.LogAll, "at", itoa(at+1), "n", itoa(n), "from", from)
}
