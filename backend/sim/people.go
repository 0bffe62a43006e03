package sim

import (
	"fmt"
	"time"

	"guitai/backend/money"
)

// Gender is what a vendor knows of a member's gender.
type Gender int

// The genders. Unknown comes first, so that it is what a zero value says.
const (
	Unknown Gender = iota
	Female
	Male
)

// The card states that people are seeded with, in the vendors' words.
const (
	Normal   = "正常"
	Lost     = "挂失"
	Returned = "已退卡"
)

// Person is one invented member, in terms that both vendors can be seeded from.
type Person struct {
	Card     string
	Name     string
	Phone    string // "", 8 digits (Macau) or 11 digits (mainland)
	Birthday string // "" or YYYY-MM-DD
	Gender   Gender
	Level    string // 普通卡, 银卡, 金卡, 钻石卡 or 员工卡
	Status   string
	Balance  money.Amount // yuan
	Points   money.Points // whole
}

// Find returns the person whose card is card.
func Find(people []Person, card string) (Person, bool) {
	for _, p := range people {
		if p.Card == card {
			return p, true
		}
	}
	return Person{}, false
}

// People returns sixty invented members, always the same but for one (M000108)
// whose birthday falls on today, as that day is in Zone. Worth knowing among
// them: M000123 is the member of Sandy's published samples; M000110 has exactly
// 100.00 and no points; M000111 has no money; M000112 is reported lost; M000113
// has returned the card; M000114 has no phone; M000115 and M000116 share one.
func People(today time.Time) []Person {
	rows := table()
	out := make([]Person, len(rows))
	today = today.In(Zone())
	for i, r := range rows {
		out[i] = Person{
			Card: r.card, Name: r.name, Phone: r.phone, Birthday: r.birthday, Gender: r.gender,
			Level: r.level, Status: r.status,
			Balance: money.FromFen(r.fen), Points: money.WholePoints(r.points),
		}
		if r.birthday == birthdayToday {
			// 1988 was a leap year: every day of today's calendar existed in it.
			out[i].Birthday = fmt.Sprintf("1988-%02d-%02d", today.Month(), today.Day())
		}
		if r.status == "" {
			out[i].Status = Normal
		}
	}
	return out
}
