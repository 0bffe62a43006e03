package widget

import (
	"strings"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

// DayRoom is what a field for a day takes, with room for a mistake.
const DayRoom = 16

// ParseDay reads a whole day however it was written: 1999-9-9, 1999/09/09,
// 1999.9.9, 1999年9月9日 or 19990909, in full-width digits too. It returns false
// for what is no day.
func ParseDay(typed string) (backend.Date, bool) {
	s := strings.TrimSpace(money.Fold(typed))
	s = strings.TrimSuffix(strings.NewReplacer("/", "-", ".", "-", "年", "-", "月", "-", "日", "", " ", "").Replace(s), "-")
	if len(s) == 8 && !strings.Contains(s, "-") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	if strings.Count(s, "-") != 2 || strings.Trim(s, "0123456789-") != "" {
		return backend.Date{}, false
	}
	d, err := backend.ParseDate(s)
	return d, err == nil
}

// PastDay is ParseDay, or for 0831 and 8-31 the latest such day that is not in
// the future.
func PastDay(typed string, today time.Time) (backend.Date, bool) {
	if d, ok := ParseDay(typed); ok {
		return d, true
	}
	s := strings.NewReplacer("/", "-", ".", "-", "月", "-", "日", "", " ", "").Replace(money.Fold(typed))
	if len(s) == 4 && !strings.Contains(s, "-") {
		s = s[:2] + "-" + s[2:]
	}
	if strings.Count(s, "-") != 1 || strings.Trim(s, "0123456789-") != "" {
		return backend.Date{}, false
	}
	// A 29 February may lie up to eight years back.
	for year := today.Year(); year > today.Year()-9; year-- {
		d, err := backend.ParseDate(itoa(year) + "-" + s)
		if err == nil && !startOf(d, today.Location()).After(today) {
			return d, true
		}
	}
	return backend.Date{}, false
}

func startOf(d backend.Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}
