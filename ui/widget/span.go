package widget

import (
	"time"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// Span is the period of a log that somebody chose: whole days of the shop. The
// zero value is all of the time.
type Span struct {
	key      keymap.Action
	from, to time.Time
}

// SpanOf is the period of a key: today, the last seven days, the month before
// this one, or all of the time.
func SpanOf(key keymap.Action, now time.Time) Span {
	y, m, d := now.Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, now.Location())
	s := Span{key: key}
	switch key {
	case keymap.PeriodToday:
		s.from = day
	case keymap.PeriodWeek:
		s.from = day.AddDate(0, 0, -6)
	case keymap.PeriodMonth:
		first := day.AddDate(0, 0, 1-day.Day())
		s.from, s.to = first.AddDate(0, -1, 0), first.Add(-time.Second)
	}
	return s
}

// SpanBetween is a period of whole days; a zero date is open.
func SpanBetween(from, to backend.Date, zone *time.Location) Span {
	s := Span{key: keymap.PeriodRange}
	if !from.IsZero() {
		s.from = startOf(from, zone)
	}
	if !to.IsZero() {
		s.to = startOf(to, zone).AddDate(0, 0, 1).Add(-time.Second)
	}
	if from.IsZero() && to.IsZero() {
		s.key = keymap.PeriodAll
	}
	return s
}

// Words say the period.
func (s Span) Words(env *ui.Env) string {
	t := env.Text.History
	day := func(at time.Time) string { return at.In(env.Zone).Format(time.DateOnly) }
	switch {
	case s.key == keymap.PeriodToday:
		return t.Today + " " + day(s.from)
	case s.key == keymap.PeriodWeek:
		return t.Week
	case s.key == keymap.PeriodMonth:
		return t.LastMonth + " " + s.from.In(env.Zone).Format("2006-01")
	case s.from.IsZero() && s.to.IsZero():
		return t.AllTime
	case s.to.IsZero():
		return lang.Fill(t.From, "from", day(s.from))
	case s.from.IsZero():
		return lang.Fill(t.Until, "to", day(s.to))
	}
	return lang.Fill(t.FromTo, "from", day(s.from), "to", day(s.to))
}

// days are the bounds as the dates' form shows them, empty for open ones.
func (s Span) days(zone *time.Location) (from, to string) {
	day := func(t time.Time) string {
		if t.IsZero() || s.key != keymap.PeriodRange {
			return ""
		}
		return t.In(zone).Format(time.DateOnly)
	}
	return day(s.from), day(s.to)
}

// spanStep is the longest stretch that is read at once: what vendors take in
// one call.
const spanStep = 31 * 24 * time.Hour

// steps cut a span into stretches, the newest first.
type steps struct {
	begin time.Time // zero: there is none
	end   time.Time // of the next stretch
}

func (s Span) steps(now time.Time) steps {
	end := s.to
	if end.IsZero() || end.After(now) {
		end = now
	}
	return steps{begin: s.from, end: end.Truncate(time.Second)}
}

func (s *steps) more() bool { return s.begin.IsZero() || !s.end.Before(s.begin) }

// next is the stretch to be read, and what is left after it.
func (s steps) next() (backend.Period, steps) {
	from := s.end.Add(time.Second - spanStep)
	if !s.begin.IsZero() && from.Before(s.begin) {
		from = s.begin
	}
	return backend.Period{From: from, To: s.end}, steps{begin: s.begin, end: from.Add(-time.Second)}
}

// Bounds are the first and the last second of the period; zero is open.
func (s Span) Bounds() (from, to time.Time) { return s.from, s.to }

// Days are the bounds of a period that was typed, as fields for days show them; ""
// for open ones.
func (s Span) Days(zone *time.Location) (from, to string) { return s.days(zone) }
