package sim

import (
	"fmt"
	"strconv"
	"strings"
)

// ParsePlan reads a plan from one line, as a command-line flag gives it:
// entries separated by commas, each "name=fault" for every call of that name,
// "name#2=fault" for the second one, or "name%25=fault" for a quarter of them;
// "*" is any call, "money" any call that moves money or points, and "seed=42"
// chooses the draws.
//
//	consume=reset-after,recharge#2=http500-after,*=delay:300ms
//
// Names are not checked against a vendor's endpoints.
func ParsePlan(text string) (*Plan, error) {
	p := &Plan{}
	if err := p.Set(text); err != nil {
		return nil, err
	}
	return p, nil
}

// Set replaces everything in the plan by what text says (see ParsePlan) and
// begins counting anew. On an error the plan stays as it was.
func (p *Plan) Set(text string) error {
	var rules []rule
	var seed uint64
	for entry := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(entry) == "" {
			continue
		}
		key, value, ok := strings.Cut(strings.TrimSpace(entry), "=")
		if !ok {
			return fmt.Errorf("sim: %q is not of the form name=fault", entry)
		}
		if key == "seed" {
			n, err := strconv.ParseUint(value, 10, 64)
			if err != nil {
				return fmt.Errorf("sim: seed %q is not a whole number", value)
			}
			seed = n
			continue
		}
		r, err := parseRule(key, value)
		if err != nil {
			return err
		}
		rules = append(rules, r)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seed, p.rules, p.counts, p.next = seed, rules, nil, nil
	return nil
}

func parseRule(key, value string) (rule, error) {
	fault, err := ParseFault(value)
	if err != nil {
		return rule{}, err
	}
	r := rule{name: key, percent: 100, fault: fault}
	if name, n, ok := strings.Cut(key, "#"); ok {
		r.name = name
		if r.nth, err = strconv.Atoi(n); err != nil || r.nth < 1 {
			return rule{}, fmt.Errorf("sim: %q: the number of a call counts from 1", key)
		}
	} else if name, n, ok := strings.Cut(key, "%"); ok {
		r.name = name
		if r.percent, err = strconv.Atoi(n); err != nil || r.percent < 0 || r.percent > 100 {
			return rule{}, fmt.Errorf("sim: %q: a chance is 0 to 100 percent", key)
		}
	}
	if r.name == "" {
		return rule{}, fmt.Errorf("sim: %q names no call", key+"="+value)
	}
	return r, nil
}
