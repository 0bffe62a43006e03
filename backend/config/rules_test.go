package config_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend/config"
)

func TestRechargeRules(t *testing.T) {
	c, err := load(t, `backend: demo
pospal:
  recharge_rules:
    - name: 每次
      kind: each_time
      gift_money: 5
      gift_points: 0.25
    - {name: 比例, kind: percent, percent_money: 2.5, percent_points: 150, levels: [金卡, "1"]}
    - {name: 一档, kind: threshold, threshold: 500.00, gift_money: 50}
    - {name: 满赠, kind: threshold, threshold: 100, counts: multiple, gift_points: 3, from: 2026-01-01, to: "2026-01-01"}
  pay_types: [现金, Alipay]
  points: {per_yuan: 0.5, rounding: half}
  password_above: 200
`)
	require.NoError(t, err)
	r := c.Pospal.RechargeRules
	require.Len(t, r, 4)
	assert.Equal(t, "每次", r[0].Name)
	assert.Equal(t, config.RuleEachTime, r[0].Kind)
	assert.Equal(t, "5.00", r[0].GiftMoney.String())
	assert.Equal(t, "0.25", r[0].GiftPoints.String())
	assert.Empty(t, r[0].Counts)
	assert.Equal(t, config.RulePercent, r[1].Kind)
	assert.Equal(t, "0.025", r[1].PercentMoney.Decimal().String())
	assert.Equal(t, "1.5", r[1].PercentPoints.Decimal().String())
	assert.Equal(t, []string{"金卡", "1"}, r[1].Levels)
	assert.Equal(t, config.CountsHighest, r[2].Counts, "the most careful one where the file says nothing")
	assert.Equal(t, "500.00", r[2].Threshold.String())
	assert.Empty(t, r[2].From)
	assert.Equal(t, config.CountsMultiple, r[3].Counts)
	assert.Equal(t, "2026-01-01", r[3].From)
	assert.Equal(t, "2026-01-01", r[3].To)
	assert.Equal(t, []string{"现金", "Alipay"}, c.Pospal.PayTypes)
	assert.Equal(t, "0.5", c.Pospal.Points.PerYuan.Decimal().String())
	assert.Equal(t, config.RoundHalf, c.Pospal.Points.Rounding)
	assert.Equal(t, "200.00", c.Pospal.PasswordAbove.String())
}

func TestPospalWithoutThem(t *testing.T) {
	c, err := load(t, "backend: demo\npospal:\n  recharge_rules:\n  pay_types:\n  points:\n")
	require.NoError(t, err)
	assert.Empty(t, c.Pospal.RechargeRules)
	assert.Equal(t, []string{"现金", "微信", "支付宝", "银行卡"}, c.Pospal.PayTypes)
	assert.True(t, c.Pospal.Points.PerYuan.IsZero())
	assert.Equal(t, config.RoundDown, c.Pospal.Points.Rounding)
	assert.True(t, c.Pospal.PasswordAbove.IsZero())
}

func TestPospalRefusals(t *testing.T) {
	rule := func(text string) string { return "recharge_rules:\n    - {" + text + "}" }
	cases := map[string]struct {
		yaml string
		kind config.Kind
		key  string
		line int
		says string
	}{
		"rules as a text":          {"recharge_rules: many", config.KindType, "recharge_rules", 3, "must be a list"},
		"a rule as a text":         {"recharge_rules: [ten]", config.KindType, "recharge_rules[1]", 3, "names with values"},
		"an empty rule":            {"recharge_rules:\n    -\n", config.KindMissing, "recharge_rules[1].name", 4, "is needed"},
		"no name":                  {rule("kind: each_time, gift_money: 1"), config.KindMissing, "recharge_rules[1].name", 4, "is needed"},
		"no kind":                  {rule("name: a, gift_money: 1"), config.KindMissing, "recharge_rules[1].kind", 4, "each_time, percent or threshold"},
		"another kind":             {rule("name: a, kind: each, gift_money: 1"), config.KindValue, "recharge_rules[1].kind", 4, "none of each_time"},
		"no threshold":             {rule("name: a, kind: threshold, gift_money: 1"), config.KindMissing, "recharge_rules[1].threshold", 4, "is needed"},
		"a threshold of nothing":   {rule("name: a, kind: threshold, threshold: 0, gift_money: 1"), config.KindValue, "recharge_rules[1].threshold", 4, "above zero"},
		"gives nothing":            {rule("name: a, kind: each_time"), config.KindMissing, "recharge_rules[1].gift_money", 4, "gives nothing"},
		"a percentage of nothing":  {rule("name: a, kind: percent"), config.KindMissing, "recharge_rules[1].percent_money", 4, "gives nothing"},
		"takes":                    {rule("name: a, kind: each_time, gift_money: -1"), config.KindValue, "recharge_rules[1].gift_money", 4, "above zero"},
		"three decimals":           {rule("name: a, kind: each_time, gift_money: 1.005"), config.KindType, "recharge_rules[1].gift_money", 4, "two decimals"},
		"points with three":        {rule("name: a, kind: each_time, gift_points: 1.005"), config.KindType, "recharge_rules[1].gift_points", 4, "two decimals"},
		"points below zero":        {rule("name: a, kind: each_time, gift_points: -1"), config.KindValue, "recharge_rules[1].gift_points", 4, "above zero"},
		"percent with its sign":    {rule("name: a, kind: percent, percent_money: 10%"), config.KindValue, "recharge_rules[1].percent_money", 4, "10 gives 10 %"},
		"a huge percentage":        {rule("name: a, kind: percent, percent_money: 10001"), config.KindValue, "recharge_rules[1].percent_money", 4, "at most 10000"},
		"a negative percentage":    {rule("name: a, kind: percent, percent_points: -5"), config.KindValue, "recharge_rules[1].percent_points", 4, "above 0"},
		"percent of a threshold":   {rule("name: a, kind: threshold, threshold: 1, gift_money: 1, percent_money: 1"), config.KindValue, "recharge_rules[1].percent_money", 4, "kind: threshold"},
		"a threshold each time":    {rule("name: a, kind: each_time, threshold: 1, gift_money: 1"), config.KindValue, "recharge_rules[1].threshold", 4, "kind: each_time"},
		"counts of a percentage":   {rule("name: a, kind: percent, percent_money: 1, counts: once"), config.KindValue, "recharge_rules[1].counts", 4, "kind: percent"},
		"counted otherwise":        {rule("name: a, kind: threshold, threshold: 1, gift_money: 1, counts: twice"), config.KindValue, "recharge_rules[1].counts", 4, "none of highest"},
		"a typo in a rule":         {rule("name: a, kind: each_time, gift_mony: 1"), config.KindUnknown, "recharge_rules[1].gift_mony", 4, "did you mean gift_money?"},
		"twice in a rule":          {rule("name: a, name: b, kind: each_time, gift_money: 1"), config.KindRepeated, "recharge_rules[1].name", 4, "twice"},
		"no such day":              {rule("name: a, kind: each_time, gift_money: 1, from: 2026-02-30"), config.KindValue, "recharge_rules[1].from", 4, "is no day"},
		"ends before it begins":    {rule("name: a, kind: each_time, gift_money: 1, from: 2026-02-02, to: 2026-02-01"), config.KindValue, "recharge_rules[1].to", 4, "before"},
		"levels as a text":         {rule("name: a, kind: each_time, gift_money: 1, levels: 金卡"), config.KindType, "recharge_rules[1].levels", 4, "must be a list"},
		"a level twice":            {rule("name: a, kind: each_time, gift_money: 1, levels: [a, a]"), config.KindRepeated, "recharge_rules[1].levels[2]", 4, "twice"},
		"an anchor in a list":      {"pay_types: [&a b]", config.KindSyntax, "pay_types[1]", 3, "quotes"},
		"a pay type twice":         {"pay_types:\n    - a\n    - a", config.KindRepeated, "pay_types[2]", 5, "twice"},
		"a pay type of nothing":    {`pay_types: [""]`, config.KindMissing, "pay_types[1]", 3, "no value"},
		"a pay type of escapes":    {`pay_types: ["\e[1m"]`, config.KindValue, "pay_types[1]", 3, "control characters"},
		"too many pay types":       {"pay_types: [" + strings.Repeat("a,", 201) + "]", config.KindValue, "pay_types", 3, "more than 200"},
		"no points per yuan":       {"points: {per_yuan: 0}", config.KindValue, "points.per_yuan", 3, "above 0"},
		"points in words":          {"points: {per_yuan: one}", config.KindValue, "points.per_yuan", 3, "above 0"},
		"rounded otherwise":        {"points: {rounding: up}", config.KindValue, "points.rounding", 3, "none of down, half, two"},
		"a typo in points":         {"points: {per_yaun: 1}", config.KindUnknown, "points.per_yaun", 3, "did you mean pospal.points.per_yuan?"},
		"a password for nothing":   {"password_above: 0", config.KindValue, "password_above", 3, "above zero"},
		"a password above a word":  {"password_above: never", config.KindType, "password_above", 3, "not an amount"},
		"the second rule is wrong": {"recharge_rules:\n    - {name: a, kind: each_time, gift_money: 1}\n    - {name: b}", config.KindMissing, "recharge_rules[2].kind", 5, "is needed"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := load(t, "backend: demo\npospal:\n  "+c.yaml+"\n")
			all := problems(t, err)
			require.Len(t, all, 1, err)
			assert.Equal(t, c.kind, all[0].Kind)
			assert.Equal(t, "pospal."+c.key, all[0].Key)
			assert.Equal(t, c.line, all[0].Line)
			assert.Contains(t, all[0].Detail, c.says)
		})
	}
}
