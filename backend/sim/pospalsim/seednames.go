package pospalsim

import (
	"fmt"
	"math/rand/v2"

	"github.com/shopspring/decimal"

	"guitai/backend/money"
	"guitai/backend/sim"
)

// extra makes up one of the generated members. Numbers and phones are counted
// up, so that each is there once; all else is drawn.
func extra(i int, seed uint64) Member {
	number := fmt.Sprintf("E%06d", i+1)
	rng := rngFor(seed, number)
	category := Categories()[min(rng.IntN(8), 3)]
	points := rng.Int64N(5000)
	m := Member{
		Number: number, Name: nameOf(rng), Phone: fmt.Sprintf("1370%07d", i+1), Category: category.Name,
		Discount: decimal.NewFromInt(category.Discount), Enable: Enabled, BalanceScale: 2,
		Balance: money.FromFen(rng.Int64N(200000)), Points: money.WholePoints(points), Blank: rng.IntN(2) == 0,
		Ext: &Ext{Gender: sim.Gender(rng.IntN(3)), TotalPoint: money.WholePoints(points + rng.Int64N(3000))},
	}
	if rng.IntN(3) > 0 {
		m.Birthday = fmt.Sprintf("%04d-%02d-%02d", 1950+rng.IntN(58), 1+rng.IntN(12), 1+rng.IntN(28))
	}
	switch rng.IntN(50) {
	case 0:
		m.Enable = Disabled
	case 1:
		m.OnAccount = true
	}
	return m
}

// nameOf joins common parts: Chinese names in both scripts and, one in eight,
// the Cantonese spelling that Macau writes.
func nameOf(rng *rand.Rand) string {
	pick := func(parts []string) string { return parts[rng.IntN(len(parts))] }
	if rng.IntN(8) == 0 {
		given := []string{"Ka", "Weng", "Sio", "Chi", "Man", "Lai", "Kin", "Hoi", "Pui", "Ieng"}
		return pick([]string{"Chan", "Lei", "Wong", "Ho", "Leong", "Cheong", "Ieong", "Lam", "Fong", "Kuok", "Vong", "Si Tou"}) +
			" " + pick(given) + " " + pick(given)
	}
	given := []string{
		"伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "霞", "平", "刚", "桂英",
		"文", "辉", "玲", "嘉", "慧", "俊", "晓", "雨", "思", "子", "欣", "怡", "浩", "宇", "轩", "梓", "涵", "詠", "儀", "麗",
	}
	name := pick([]string{
		"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "林", "郭", "何", "高", "罗",
		"梁", "鄭", "謝", "許", "馮", "鄧", "曾", "蕭", "歐陽", "司徒", "欧阳", "上官",
	}) + pick(given)
	if rng.IntN(3) > 0 {
		name += pick(given)
	}
	return name
}
