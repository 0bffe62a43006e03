package sim

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Any is the name that every call answers to.
const Any = "*"

// Plan decides which fault each call meets. A call has one or more names (its
// endpoint, and classes such as "money"), and every rule is kept under a name.
// Rules may be added and dropped while calls are under way. The zero value and
// a nil plan hold no faults.
type Plan struct {
	mu     sync.Mutex
	seed   uint64
	counts map[string]int
	next   map[string][]Fault
	rules  []rule
}

// rule applies to the nth call of a name, or when nth is 0 to each of them
// with the given chance in percent.
type rule struct {
	name    string
	nth     int
	percent int
	fault   Fault
}

// Next lets the next calls of name meet the given faults, one each, ahead of
// everything else that the plan holds.
func (p *Plan) Next(name string, faults ...Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.next == nil {
		p.next = map[string][]Fault{}
	}
	p.next[name] = append(p.next[name], faults...)
}

// Nth lets the nth call of name (1 is the first since the plan was made or
// cleared) meet fault.
func (p *Plan) Nth(name string, n int, fault Fault) {
	p.add(rule{name: name, nth: n, percent: 100, fault: fault})
}

// Always lets every call of name meet fault, unless an earlier rule speaks.
func (p *Plan) Always(name string, fault Fault) { p.add(rule{name: name, percent: 100, fault: fault}) }

// Chance lets percent of the calls of name meet fault. The draw depends on the
// seed, the rule and the call's number alone, so it replays exactly however
// calls of other names fall in between.
func (p *Plan) Chance(name string, percent int, fault Fault) {
	p.add(rule{name: name, percent: percent, fault: fault})
}

// Seed chooses the draws of Chance.
func (p *Plan) Seed(seed uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.seed = seed
}

// Clear drops every rule and begins counting calls anew. The seed stays.
func (p *Plan) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.counts, p.next, p.rules = nil, nil, nil
}

func (p *Plan) add(r rule) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.rules = append(p.rules, r)
}

// Decide counts one call under all its names and under Any, and returns the
// fault that it meets: first what Next queued, then the rules for one numbered
// call, then the others in the order in which they were added.
func (p *Plan) Decide(names ...string) Fault {
	if p == nil {
		return Fault{Kind: None}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.counts == nil {
		p.counts = map[string]int{}
	}
	names = append(names[:len(names):len(names)], Any)
	for _, n := range names {
		p.counts[n]++
	}
	for _, n := range names {
		if queue := p.next[n]; len(queue) > 0 {
			p.next[n] = queue[1:]
			return queue[0]
		}
	}
	for _, numbered := range []bool{true, false} {
		for i, r := range p.rules {
			if numbered == (r.nth > 0) && slices.Contains(names, r.name) && p.hits(i, r) {
				return r.fault
			}
		}
	}
	return Fault{Kind: None}
}

// hits is called with the lock held.
func (p *Plan) hits(index int, r rule) bool {
	n := p.counts[r.name]
	if r.nth > 0 {
		return n == r.nth
	}
	if r.percent >= 100 {
		return true
	}
	h := fnv.New64a()
	h.Write([]byte(r.name + "#" + strconv.Itoa(index) + "#" + strconv.Itoa(n)))
	return rand.New(rand.NewPCG(p.seed, h.Sum64())).IntN(100) < r.percent
}

// String is the plan's rules as ParsePlan reads them, without what Next queued.
func (p *Plan) String() string {
	if p == nil {
		return ""
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var parts []string
	if p.seed != 0 {
		parts = append(parts, "seed="+strconv.FormatUint(p.seed, 10))
	}
	for _, r := range p.rules {
		key := r.name
		switch {
		case r.nth > 0:
			key += "#" + strconv.Itoa(r.nth)
		case r.percent < 100:
			key += "%" + strconv.Itoa(r.percent)
		}
		parts = append(parts, key+"="+r.fault.String())
	}
	return strings.Join(parts, ",")
}
