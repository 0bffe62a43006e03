package config

import (
	"fmt"
	"time"

	"go.yaml.in/yaml/v4"

	"guitai/backend/money"
)

// RechargeRule is what a recharge gives. Which fields count depends on Kind;
// the others are zero.
type RechargeRule struct {
	Name string
	Kind RuleKind
	// Threshold in yuan is the least principal of a threshold rule, and Counts
	// how often it pays.
	Threshold money.Amount
	Counts    Counts
	// GiftMoney (yuan) and GiftPoints are given flat by each-time and threshold
	// rules, one of them at least.
	GiftMoney  money.Amount
	GiftPoints money.Points
	// PercentMoney and PercentPoints are given for each yuan by percent rules:
	// "10" in the file is a share of 0.1.
	PercentMoney, PercentPoints money.Share
	// From and To are the first and the last day, YYYY-MM-DD; "" is open.
	From, To string
	// Levels are the names of the levels that it is for; empty is all.
	Levels []string
}

// RuleKind says when a rule applies.
type RuleKind string

// Each-time rules apply to every recharge, percent rules in proportion,
// threshold rules from an amount on.
const (
	RuleEachTime  RuleKind = "each_time"
	RulePercent   RuleKind = "percent"
	RuleThreshold RuleKind = "threshold"
)

// Counts says how often a threshold rule pays.
type Counts string

// Of all CountsHighest rules only the highest one reached pays; a CountsOnce
// rule pays once, a CountsMultiple rule for each whole multiple.
const (
	CountsHighest  Counts = "highest"
	CountsOnce     Counts = "once"
	CountsMultiple Counts = "multiple"
)

// maxList bounds lists, so that a mistake cannot make a screen of thousands.
const maxList = 200

// items gives each item of a list to each, with its place from 1.
func (d *decoder) items(e entry, each func(one entry)) {
	switch {
	case isNull(e.node):
		return
	case e.node.Kind != yaml.SequenceNode:
		d.fail(KindType, e, "must be a list, as in [a, b]")
		return
	case len(e.node.Content) > maxList:
		d.fail(KindValue, e, fmt.Sprintf("holds more than %d items", maxList))
		return
	}
	for i, n := range e.node.Content {
		one := entry{fmt.Sprintf("%s[%d]", e.key, i+1), n.Line, n}
		if !d.isTricky(one) {
			each(one)
		}
	}
}

// names reads a list of different names.
func (d *decoder) names(e entry, into *[]string) {
	var names []string
	seen := map[string]bool{}
	d.items(e, func(one entry) {
		var name string
		d.label(one, &name)
		if seen[name] && name != "" {
			d.fail(KindRepeated, one, "stands there twice")
		}
		seen[name] = true
		names = append(names, name)
	})
	if len(names) > 0 {
		*into = names
	}
}

func (d *decoder) rules(e entry, into *[]RechargeRule) {
	d.items(e, func(one entry) {
		if r, ok := d.rule(one); ok {
			*into = append(*into, r)
		}
	})
}

// ruleField is a key of a rule, with the kinds that it belongs to, "" for all.
type ruleField struct {
	key   string
	kinds [2]RuleKind
	read  func(d *decoder, r *RechargeRule, e entry)
}

func ruleFields() []ruleField {
	all, flat := [2]RuleKind{}, [2]RuleKind{RuleEachTime, RuleThreshold}
	only := func(k RuleKind) [2]RuleKind { return [2]RuleKind{k, k} }
	return []ruleField{
		{"name", all, func(d *decoder, r *RechargeRule, e entry) { d.label(e, &r.Name) }},
		{"kind", all, func(d *decoder, r *RechargeRule, e entry) {
			choose(d, e, &r.Kind, RuleEachTime, RulePercent, RuleThreshold)
		}},
		{"threshold", only(RuleThreshold), func(d *decoder, r *RechargeRule, e entry) { d.amount(e, &r.Threshold) }},
		{"counts", only(RuleThreshold), func(d *decoder, r *RechargeRule, e entry) {
			choose(d, e, &r.Counts, CountsHighest, CountsOnce, CountsMultiple)
		}},
		{"gift_money", flat, func(d *decoder, r *RechargeRule, e entry) { d.amount(e, &r.GiftMoney) }},
		{"gift_points", flat, func(d *decoder, r *RechargeRule, e entry) { d.points(e, &r.GiftPoints) }},
		{"percent_money", only(RulePercent), func(d *decoder, r *RechargeRule, e entry) { d.percent(e, &r.PercentMoney) }},
		{"percent_points", only(RulePercent), func(d *decoder, r *RechargeRule, e entry) { d.percent(e, &r.PercentPoints) }},
		{"from", all, func(d *decoder, r *RechargeRule, e entry) { d.day(e, &r.From) }},
		{"to", all, func(d *decoder, r *RechargeRule, e entry) { d.day(e, &r.To) }},
		{"levels", all, func(d *decoder, r *RechargeRule, e entry) { d.names(e, &r.Levels) }},
	}
}

// rule reads one rule. A key that its kind has no use for is refused, because
// whoever wrote it expects it to give something.
func (d *decoder) rule(e entry) (RechargeRule, bool) {
	before := len(d.problems)
	given := map[string]entry{}
	var known []field
	for _, f := range ruleFields() {
		known = append(known, field{KeyDoc: KeyDoc{Key: f.key}})
	}
	d.pairs(e, func(name string, one entry) {
		given[name] = one
		if !isKey(known, name) {
			d.fail(KindUnknown, one, "there is no such setting"+suggestion(known, name))
		}
	})
	r := RechargeRule{Counts: CountsHighest}
	for _, f := range ruleFields() {
		if one, ok := given[f.key]; ok {
			f.read(d, &r, one)
		}
	}
	if len(d.problems) > before {
		return r, false
	}
	for _, f := range ruleFields() {
		if one, ok := given[f.key]; ok && f.kinds[0] != "" && r.Kind != f.kinds[0] && r.Kind != f.kinds[1] && r.Kind != "" {
			d.fail(KindValue, one, "means nothing for kind: "+string(r.Kind))
		}
	}
	d.complete(e, r)
	if r.Kind != RuleThreshold {
		r.Counts = ""
	}
	return r, len(d.problems) == before
}

// complete reports what a rule lacks.
func (d *decoder) complete(e entry, r RechargeRule) {
	lacks := func(key, detail string) {
		d.fail(KindMissing, entry{e.key + "." + key, e.line, nil}, detail)
	}
	gives := !r.GiftMoney.IsZero() || !r.GiftPoints.IsZero() || !r.PercentMoney.IsZero() || !r.PercentPoints.IsZero()
	switch {
	case r.Name == "":
		lacks("name", "is needed: it stands beside what the rule gives")
	case r.Kind == "":
		lacks("kind", "is needed: each_time, percent or threshold")
	case r.Kind == RuleThreshold && r.Threshold.IsZero():
		lacks("threshold", "is needed for kind: threshold")
	case r.Kind == RulePercent && !gives:
		lacks("percent_money", "is needed, or percent_points: the rule gives nothing")
	case !gives:
		lacks("gift_money", "is needed, or gift_points: the rule gives nothing")
	case r.From != "" && r.To != "" && r.To < r.From:
		d.fail(KindValue, entry{e.key + ".to", e.line, nil}, "must not be before from")
	}
}

// points reads a number of points, above zero, with at most two decimals.
func (d *decoder) points(e entry, into *money.Points) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	p, err := money.ParsePointsLiteral(s)
	switch {
	case err != nil:
		d.fail(KindType, e, quoted(s)+" is not a number of points with at most two decimals")
	case p.Sign() <= 0:
		d.fail(KindValue, e, "must be above zero")
	default:
		*into = p
	}
}

// share reads what is given for each yuan, above zero.
func (d *decoder) share(e entry, into *money.Share) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	v, err := money.ParseShare(s)
	if err != nil || v.IsZero() {
		d.fail(KindValue, e, quoted(s)+" must be a number above 0 and at most 100")
		return
	}
	*into = v
}

// percent reads a share that is written in percent.
func (d *decoder) percent(e entry, into *money.Share) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	a, err := money.ParseLiteral(s)
	if err == nil {
		var v money.Share
		if v, err = money.ShareFromDecimal(a.Decimal().Shift(-2)); err == nil && !v.IsZero() {
			*into = v
			return
		}
	}
	d.fail(KindValue, e, quoted(s)+" must be percent, above 0 and at most 10000, with at most two decimals: 10 gives 10 %")
}

// day reads a day as YYYY-MM-DD.
func (d *decoder) day(e entry, into *string) {
	s, ok := d.text(e)
	if !ok {
		return
	}
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		d.fail(KindValue, e, quoted(s)+" is no day; write 2026-01-31")
		return
	}
	*into = s
}
