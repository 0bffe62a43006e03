package probe

import (
	"context"
	"errors"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

// Papers is where findings are kept, and where the audit learns of each change.
type Papers interface {
	Put(ctx context.Context, p backend.Paper, n backend.Note) (backend.Paper, error)
	Tell(ctx context.Context, n backend.Note) error
	Papers(ctx context.Context, kind string) ([]backend.Paper, error)
}

// Clock is the time that probes live by.
type Clock interface {
	Now() time.Time
	NewTimer(d time.Duration) (fired <-chan time.Time, stop func() bool)
}

// Voider uses a key up in one of several forms of a change of nothing.
type Voider interface {
	// VoidForms is how many forms there are; the first is the one to prefer.
	VoidForms() int
	// VoidAs is backend.Voider's Void in the given form, from 0.
	VoidAs(ctx context.Context, form int, op backend.Operation, t backend.Token, beforeFirstByte func() error) backend.Reply
}

// Nothing sends amounts that a till never sends.
type Nothing interface {
	// SubmitNothing is Submit for an operation whose amount is zero, or a fen below.
	SubmitNothing(ctx context.Context, op backend.Operation, t backend.Token) backend.Reply
}

// Options is what probing is made of. Vendor, Papers, Account, Clock and NewID are
// required.
type Options struct {
	Vendor backend.Backend
	Papers Papers
	// Account is the journal's name of the account: kind and name.
	Account string
	// Who probes, and Till where, for the audit and for the vendor's remarks.
	Who, Till string
	Clock     Clock
	NewID     func() string
	// Times is how often what may go wrong only now and then is tried; 0 is 5.
	Times int
	// OwnPayType is the id of the pay type that only this till uses, "" for none.
	OwnPayType string
	// Encrypted asks the vendor something over an encrypted connection; nil where
	// every call goes over one.
	Encrypted func(ctx context.Context) error
	// Told is called with what was found as soon as it was; nil tells nobody.
	Told func(backend.Finding)
}

// most is the largest balance, in yuan, of a test member whose card has to be
// emptied for a question.
const most = 10

func mostBalance() money.Amount { return money.FromFen(most * 100) }

func fen() money.Amount { return money.FromFen(1) }

// Step is one question with what asking it will do.
type Step struct {
	Probe backend.Probe
	// Does says what is sent, in one sentence.
	Does string
	// Writes and Calls are the most changes and calls that it takes.
	Writes, Calls int
}

// Plan is what a run will do.
type Plan struct {
	Member backend.Member
	Steps  []Step
}

// Writes are the most changes that the plan makes.
func (p Plan) Writes() (n int) {
	for _, s := range p.Steps {
		n += s.Writes
	}
	return n
}

// Calls are the most calls that the plan takes, the reading of the member included.
func (p Plan) Calls() int {
	n := 1
	for _, s := range p.Steps {
		n += s.Calls
	}
	return n
}

var (
	errUnknown  = errors.New("probe: this vendor has no such question")
	errQuestion = errors.New("probe: nothing to ask")
	errCalls    = errors.New("probe: too few calls are left today")
)

// Bench asks one vendor's questions.
type Bench struct{ o Options }

// New makes a bench. It touches no network.
func New(o Options) *Bench {
	if o.Times <= 0 {
		o.Times = 5
	}
	return &Bench{o}
}

// question is one probe: what it will do, and the asking.
type question struct {
	Step
	ask func(*run, context.Context) (backend.Finding, error)
}

// Questions names what can be asked of this vendor, in the order of asking.
func (b *Bench) Questions() []backend.Probe { return Questions(b.o.Vendor.Capabilities()) }

// Questions names what can be asked of a vendor, in the order of asking.
func Questions(able backend.Capabilities) []backend.Probe {
	var b Bench
	questions := b.aboutRows
	if able.Pushes {
		questions = b.aboutKeys
	}
	var all []backend.Probe
	for _, q := range questions() {
		all = append(all, q.Probe)
	}
	return all
}

func (b *Bench) questions() []question {
	if b.o.Vendor.Capabilities().Pushes {
		return b.aboutKeys()
	}
	return b.aboutRows()
}

// Plan reads the member and says what asking will do; an empty only asks
// everything. Errors: KindInvalid for a question that this vendor does not have,
// KindQuota where the calls would not last, and those of reading a member.
func (b *Bench) Plan(ctx context.Context, memberID string, only ...backend.Probe) (Plan, error) {
	const name = "probe.plan"
	var p Plan
	for _, want := range only {
		if !slices.Contains(b.Questions(), want) {
			return p, &backend.Error{Op: name, Kind: backend.KindInvalid, Field: string(want), Err: errUnknown}
		}
	}
	for _, q := range b.questions() {
		if len(only) == 0 || slices.Contains(only, q.Probe) {
			p.Steps = append(p.Steps, q.Step)
		}
	}
	m, err := b.o.Vendor.Member(ctx, memberID)
	if err != nil {
		return p, err
	}
	p.Member = m
	if q := b.o.Vendor.Capabilities().Quota; q != nil {
		if left := q.Quota(); left.Limit > 0 && left.Left()-left.Reserve < p.Calls() {
			return p, &backend.Error{Op: name, Kind: backend.KindQuota, Err: errCalls}
		}
	}
	return p, nil
}
