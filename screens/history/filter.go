package history

import (
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"

	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// period is a stretch of time that has a key.
type period uint8

const (
	periodAll period = iota
	periodToday
	periodWeek
	periodMonth
	periodRange
)

// filter is what the list is restricted to.
type filter struct {
	kind       backend.EventKind
	pointsOnly bool
	period     period
	from, to   time.Time
}

func (f filter) query(id string, page int) backend.HistoryQuery {
	return backend.HistoryQuery{MemberID: id, Page: page, Size: pageSize, Kind: f.kind, PointsOnly: f.pointsOnly,
		From: f.from, To: f.to}
}

// whole tells whether no row is left out between two others, so that balances
// follow from one another.
func (f filter) whole() bool { return f.kind == backend.EventOther && !f.pointsOnly }

// within gives the filter the bounds of a period, whole days of the shop.
func (f filter) within(p period, now time.Time) filter {
	day := midnight(now)
	f.period, f.from, f.to = p, time.Time{}, time.Time{}
	switch p {
	case periodToday:
		f.from = day
	case periodWeek:
		f.from = day.AddDate(0, 0, -6)
	case periodMonth:
		first := day.AddDate(0, 0, 1-day.Day())
		f.from, f.to = first.AddDate(0, -1, 0), first.Add(-time.Nanosecond)
	}
	return f
}

// between gives the filter bounds of whole days; a zero date is open.
func (f filter) between(from, to backend.Date, zone *time.Location) filter {
	f.period, f.from, f.to = periodRange, time.Time{}, time.Time{}
	if !from.IsZero() {
		f.from = time.Date(from.Year, from.Month, from.Day, 0, 0, 0, 0, zone)
	}
	if !to.IsZero() {
		f.to = time.Date(to.Year, to.Month, to.Day+1, 0, 0, 0, 0, zone).Add(-time.Nanosecond)
	}
	if from.IsZero() && to.IsZero() {
		f.period = periodAll
	}
	return f
}

// days are the bounds of a range as the dates' form shows them, empty for open
// ones and for other periods.
func (f filter) days(zone *time.Location) (from, to string) {
	day := func(t time.Time) string {
		if t.IsZero() || f.period != periodRange {
			return ""
		}
		return t.In(zone).Format(time.DateOnly)
	}
	return day(f.from), day(f.to)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

// words say what the list is restricted to.
func (f filter) words(env *ui.Env) string {
	t := env.Text.History
	parts := []string{f.when(env), kindWord(env, f.kind)}
	if f.pointsOnly {
		parts = append(parts, t.OnlyPoints)
	}
	return strings.Join(parts, " · ")
}

func (f filter) when(env *ui.Env) string {
	t := env.Text.History
	day := func(at time.Time) string { return at.In(env.Zone).Format(time.DateOnly) }
	switch f.period {
	case periodToday:
		return t.Today + " " + day(f.from)
	case periodWeek:
		return t.Week
	case periodMonth:
		return t.LastMonth + " " + f.from.In(env.Zone).Format("2006-01")
	case periodRange:
		switch {
		case f.to.IsZero():
			return lang.Fill(t.From, "from", day(f.from))
		case f.from.IsZero():
			return lang.Fill(t.Until, "to", day(f.to))
		}
		return lang.Fill(t.FromTo, "from", day(f.from), "to", day(f.to))
	}
	return t.AllTime
}

// kinds lists what can be chosen; the first stands for all.
func kinds() []backend.EventKind {
	return []backend.EventKind{backend.EventOther, backend.EventRecharge, backend.EventConsume, backend.EventRedeem,
		backend.EventOpen, backend.EventReturn, backend.EventReplace, backend.EventReportLost, backend.EventLiftLoss,
		backend.EventTransferOut, backend.EventTransferIn, backend.EventWithdraw}
}

func kindWord(env *ui.Env, k backend.EventKind) string {
	if k == backend.EventOther {
		return env.Text.History.AllKinds
	}
	return ui.EventWord(env.Text.Domain, backend.Event{Kind: k})
}

// parseDay reads a day as people type it on a keypad: 2026-08-31, 20260831, or
// 0831 and 8-31 for the latest such day that is not in the future. Empty is no
// day.
func parseDay(typed string, today time.Time) (backend.Date, error) {
	parts := strings.FieldsFunc(width.Fold.String(typed), func(r rune) bool { return !unicode.IsDigit(r) })
	if len(parts) == 0 && strings.TrimSpace(typed) == "" {
		return backend.Date{}, nil
	}
	if len(parts) == 1 {
		parts = split(parts[0])
	}
	if len(parts) == 2 {
		return latest(parts, today)
	}
	return backend.ParseDate(strings.Join(parts, "-"))
}

// split takes days apart that were typed without anything between.
func split(digits string) []string {
	switch len(digits) {
	case 8:
		return []string{digits[:4], digits[4:6], digits[6:]}
	case 4:
		return []string{digits[:2], digits[2:]}
	}
	return []string{digits}
}

func latest(monthDay []string, today time.Time) (backend.Date, error) {
	var err error
	// A 29 February may lie up to eight years back.
	for year := today.Year(); year > today.Year()-9; year-- {
		var d backend.Date
		d, err = backend.ParseDate(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006") + "-" + strings.Join(monthDay, "-"))
		if err == nil && !time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, today.Location()).After(today) {
			return d, nil
		}
	}
	return backend.Date{}, err
}
