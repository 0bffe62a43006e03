package cli

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/probe"
	"guitai/backend/safe"
)

// prober asks the vendor of one shop what only a test member can show.
type prober struct {
	copyReader
	member string
	only   []string
	yes    bool
	times  int
}

// findingJSON is what other programs read of a finding.
type findingJSON struct {
	Probe  backend.Probe  `json:"probe"`
	Answer backend.Answer `json:"answer"`
	Before backend.Answer `json:"before,omitempty"`
	Detail safe.Text      `json:"detail"`
	At     *string        `json:"at"`
	Span   string         `json:"span,omitempty"`
}

// probe shows what it is about to do, asks, does it, and prints what was found.
func (p *prober) probe(ctx context.Context) error {
	if p.member == "" {
		return &exitError{2, errors.New("--probe needs --member NUMBER: a member that was opened for tests alone")}
	}
	if p.times < 1 || p.times > 200 {
		return &exitError{2, errors.New("--times: 1 to 200")}
	}
	s, _, shut, err := p.pick()
	if err != nil {
		return err
	}
	defer shut()
	h, err := openBooks(ctx, vaultIn(s.cfg.DataDir, []shop{s}), s)
	if err != nil {
		return err
	}
	return errors.Join(p.ask(ctx, h, s), h.close())
}

func (p *prober) ask(ctx context.Context, h *house, s shop) error {
	vendor, err := s.vendor(h.log)
	if err != nil {
		return err
	}
	o := probe.Options{Vendor: vendor, Papers: h.journal, Account: accountName(vendor), Who: cmp.Or(s.cfg.Operator, "doctor"), Till: s.cfg.Till,
		Clock: wallTimer{}, NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Times: p.times}
	if s.cfg.Backend == config.BackendSandy {
		o.OwnPayType, o.Encrypted = s.cfg.Sandy.OwnPayType, s.overTLS(vendor)
	}
	before, err := probe.Stored(ctx, h.journal, o.Account)
	if err != nil {
		return &exitError{1, err}
	}
	if !p.json {
		o.Told = func(f backend.Finding) { p.print(f, before[f.Probe].Answer) }
	}
	bench := probe.New(o)
	plan, err := p.plan(ctx, bench, vendor)
	if err != nil {
		return err
	}
	p.show(plan, vendor)
	if err := p.confirmed(plan); err != nil {
		return err
	}
	found, err := bench.Run(ctx, plan)
	if p.json {
		out := make([]findingJSON, 0, len(found))
		for _, f := range found {
			one := findingJSON{Probe: f.Probe, Answer: f.Answer, Before: before[f.Probe].Answer, Detail: f.Detail, At: stamp(f.At, s.cfg.Zone)}
			if f.Span > 0 {
				one.Span = f.Span.String()
			}
			out = append(out, one)
		}
		err = errors.Join(err, printJSON(p.std.Out, out))
	}
	if err != nil {
		return &exitError{1, spoken(err)}
	}
	for _, f := range found {
		if f.Answer == backend.AnswerBad {
			return &exitError{1, errors.New("not every answer is good: the till does less by itself, see F9, About")}
		}
	}
	return nil
}

// plan finds the one member with this very number and what will be done to it.
func (p *prober) plan(ctx context.Context, bench *probe.Bench, vendor backend.Backend) (probe.Plan, error) {
	hits, err := vendor.Find(ctx, p.member)
	if err != nil {
		return probe.Plan{}, &exitError{1, spoken(err)}
	}
	var ids []string
	for _, m := range hits {
		if m.Number.String() == p.member {
			ids = append(ids, m.ID)
		}
	}
	if len(ids) != 1 {
		return probe.Plan{}, &exitError{1, fmt.Errorf("--member: %d members have the number %s, not one", len(ids), p.member)}
	}
	var only []backend.Probe
	for _, name := range p.only {
		only = append(only, backend.Probe(strings.ToUpper(name)))
	}
	plan, err := bench.Plan(ctx, ids[0], only...)
	switch backend.KindOf(err) {
	case backend.KindNone:
		return plan, nil
	case backend.KindInvalid:
		return plan, &exitError{2, fmt.Errorf("--only: this vendor is asked %v", bench.Questions())}
	}
	return plan, &exitError{1, spoken(err)}
}

// show says beforehand what will be sent. It stands apart from the results, so
// that those can be read by a program.
func (p *prober) show(plan probe.Plan, vendor backend.Backend) {
	w, m := p.std.Err, plan.Member
	fmt.Fprintf(w, "Test member %s %s, balance %s, points %s, at %s\n\n", m.Number, m.Name, m.Balance, m.Points, vendor.Capabilities().Vendor)
	for _, s := range plan.Steps {
		fmt.Fprintf(w, "  %s  %s\n      %s: up to %d changes, %d calls\n", s.Probe, asks(s.Probe), s.Does, s.Writes, s.Calls)
	}
	fmt.Fprintf(w, "\nUp to %d changes and %d calls in all", plan.Writes(), plan.Calls())
	if q := vendor.Capabilities().Quota; q != nil && q.Quota().Limit > 0 {
		fmt.Fprintf(w, "; %d calls are left today, of which %d are kept for settling", q.Quota().Left(), q.Quota().Reserve)
	}
	fmt.Fprintln(w, ".\nEach change is real and stands in the vendor's books; each is noted in the journal before it is sent.")
	if !vendor.Capabilities().Pushes {
		fmt.Fprintln(w, "This vendor has no undo: what is not used up again stays on the card, and its recharge rules apply.")
	}
}

var errNotConfirmed = errors.New("not confirmed; nothing was sent")

// confirmed asks for the member's number once more.
func (p *prober) confirmed(plan probe.Plan) error {
	if p.yes {
		return nil
	}
	fmt.Fprint(p.std.Err, "\nType the member's number to begin, anything else to leave: ")
	typed, _ := bufio.NewReader(p.std.In).ReadString('\n')
	if strings.TrimSpace(typed) != plan.Member.Number.String() {
		return &exitError{1, errNotConfirmed}
	}
	fmt.Fprintln(p.std.Err)
	return nil
}

func (p *prober) print(f backend.Finding, before backend.Answer) {
	changed := ""
	if before != backend.AnswerNone && before != f.Answer {
		changed = "  CHANGED: it was " + string(before)
	}
	fmt.Fprintf(p.std.Out, "%-7s  %s  %s (%s)%s\n", f.Answer, f.Probe, asks(f.Probe), f.Detail, changed)
}

// asks is what a probe is about.
func asks(p backend.Probe) string {
	switch p {
	case backend.ProbeOneOfTwins:
		return "of two identical changes at once exactly one is applied"
	case backend.ProbeRefusalKeeps:
		return "a refused key stays usable"
	case backend.ProbeNothingUses:
		return "a change of nothing uses its key up"
	case backend.ProbeCheckOrder:
		return "a known key is told before a low balance"
	case backend.ProbeKeyLife:
		return "a key stays known"
	case backend.ProbeKeyTime:
		return "keys ten minutes off the clock are taken"
	case backend.ProbeRowOrder:
		return "history ids rise with time"
	case backend.ProbeRowAtOnce:
		return "a row can be read as soon as the reply is there"
	case backend.ProbeRowChain:
		return "each row's balance follows from the one before"
	case backend.ProbePointRow:
		return "taking points leaves a row that shows them"
	case backend.ProbePartial:
		return "what a bill that the card does not cover leaves"
	case backend.ProbeFingerprint:
		return "a row shows the pay type that was sent"
	case backend.ProbeRefusals:
		return "amounts of nothing and below are refused"
	}
	return "the vendor answers over an encrypted connection"
}

// overTLS reads the levels over an encrypted connection, nil where every call goes
// over one.
func (s shop) overTLS(vendor backend.Backend) func(context.Context) error {
	if !vendor.Capabilities().Plain {
		return nil
	}
	_, host, _ := strings.Cut(s.cfg.Sandy.BaseURL, "://")
	s.cfg.Sandy.BaseURL = "https://" + host
	c := s.sandy(nil)
	return func(ctx context.Context) error {
		defer c.Close()
		_, err := c.Levels(ctx)
		return err
	}
}

// wallTimer is this machine's clock.
type wallTimer struct{}

func (wallTimer) Now() time.Time { return time.Now() }

func (wallTimer) NewTimer(d time.Duration) (<-chan time.Time, func() bool) {
	t := time.NewTimer(d)
	return t.C, t.Stop
}
