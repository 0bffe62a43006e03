package probe

import (
	"context"
	"errors"
	"maps"
	"strconv"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

var (
	errSilent = errors.New("probe: no clear answer")
	errNoted  = errors.New("probe: the audit takes no note, so nothing is sent")
)

// run is one going through a plan.
type run struct {
	*Bench
	// m is the member as last read, and start as it was when the question began.
	m, start backend.Member
	now      backend.Probe
	// last is the newest key that was used.
	last backend.Stamp
	// risk bounds what the present question may have moved (yuan).
	risk money.Amount
}

// Run asks what is in the plan and stores each answer as soon as it is there. It
// goes on where one question stays open. Its error is the journal's or the
// caller's leaving; what was found until then is given all the same.
func (b *Bench) Run(ctx context.Context, p Plan) ([]backend.Finding, error) {
	if len(p.Steps) == 0 {
		return nil, errQuestion
	}
	kept, err := b.kept(ctx)
	if err != nil {
		return nil, err
	}
	r := &run{Bench: b, m: p.Member, last: kept.Last}
	var found []backend.Finding
	for _, s := range p.Steps {
		f, err := r.ask(ctx, s)
		if err == nil {
			f, err = b.store(ctx, f)
		}
		if err != nil {
			return found, errors.Join(err, r.keepLast(ctx))
		}
		found = append(found, f)
		if b.o.Told != nil {
			b.o.Told(f)
		}
	}
	return found, r.keepLast(ctx)
}

// ask asks one question and puts the balance back. What the vendor did not answer
// clearly is an answer too: that nobody knows.
func (r *run) ask(ctx context.Context, s Step) (backend.Finding, error) {
	r.now, r.risk = s.Probe, money.Amount{}
	var f backend.Finding
	err := r.read(ctx)
	if r.start = r.m; err == nil {
		for _, q := range r.questions() {
			if q.Probe == s.Probe {
				f, err = q.ask(r, ctx)
			}
		}
	}
	if ctx.Err() != nil {
		return f, ctx.Err()
	}
	if errors.Is(err, errNoted) {
		return f, err
	}
	if err != nil {
		f.Answer, f.Detail = backend.AnswerUnclear, safe.Line(reason(err))
	}
	f.Probe, f.At = s.Probe, r.o.Clock.Now()
	if r.risk.IsZero() {
		return f, nil
	}
	if left := r.putBack(ctx); left != "" {
		f.Detail = safe.Line(f.Detail.String() + "; " + left)
	}
	return f, ctx.Err()
}

func reason(err error) string {
	var e *backend.Error
	if !errors.As(err, &e) {
		return err.Error()
	}
	words := e.Kind.String()
	if !e.Text.IsEmpty() {
		words += ": " + e.Text.String()
	}
	return words
}

// read reads the test member anew.
func (r *run) read(ctx context.Context) error {
	m, err := r.o.Vendor.Member(ctx, r.m.ID)
	if err == nil {
		r.m = m
	}
	return err
}

// operation is a change of the test member; amount in yuan, above zero.
func (r *run) operation(kind backend.OpKind, amount money.Amount) backend.Operation {
	op := backend.Operation{ID: r.o.NewID(), Kind: kind, MemberID: r.m.ID, Number: r.m.Number, Name: r.m.Name,
		Amount: amount, Till: r.o.Till, Operator: r.o.Who}
	op.Quote = backend.Promise{BalanceBefore: r.m.Balance, PointsBefore: r.m.Points, PointsAfter: r.m.Points, Net: amount}
	return op
}

// prepare fixes what is sent, with a key of its own.
func (r *run) prepare(ctx context.Context, op backend.Operation) (backend.Token, error) {
	now := backend.Stamp(r.o.Clock.Now().Unix())
	for ; r.last >= now+20; now = backend.Stamp(r.o.Clock.Now().Unix()) {
		// A key may not lie far ahead of the clock.
		if !r.sleep(ctx, time.Second) {
			return backend.Token{}, ctx.Err()
		}
	}
	r.last = max(now, r.last+1)
	return r.o.Vendor.Prepare(ctx, op, r.last)
}

// begin is operation and prepare.
func (r *run) begin(ctx context.Context, kind backend.OpKind, amount money.Amount) (backend.Operation, backend.Token, error) {
	op := r.operation(kind, amount)
	t, err := r.prepare(ctx, op)
	return op, t, err
}

// send submits once, after the audit knows of it.
func (r *run) send(ctx context.Context, op backend.Operation, t backend.Token) (backend.Reply, error) {
	return r.noted(ctx, op, t, "send", func(ctx context.Context) backend.Reply {
		return r.o.Vendor.Submit(ctx, op, t, func() error { return nil })
	})
}

// noted keeps what is sent and what was answered. The sending does not end with
// the caller: an answer that nobody waited for would be lost.
func (r *run) noted(ctx context.Context, op backend.Operation, t backend.Token, how string, send func(context.Context) backend.Reply) (backend.Reply, error) {
	detail := map[string]string{"probe": string(r.now), "operation": op.ID, "kind": op.Kind.String(), "amount": op.Amount.String(), "key": t.Key, "how": how}
	note := func(what string) backend.Note {
		return backend.Note{Who: r.o.Who, Till: r.o.Till, What: what, About: op.Number.String(), Detail: maps.Clone(detail)}
	}
	if err := ctx.Err(); err != nil {
		return backend.Reply{}, err
	}
	if err := r.o.Papers.Tell(ctx, note("probe.send")); err != nil {
		return backend.Reply{}, errors.Join(errNoted, err)
	}
	ctx = context.WithoutCancel(ctx)
	r.risk = r.risk.Add(magnitude(op.Amount))
	reply := send(ctx)
	detail["class"], detail["http"] = reply.Class.String(), strconv.Itoa(reply.HTTP)
	if reply.Err != nil {
		detail["error"] = reply.Err.Kind.String()
	}
	if err := r.o.Papers.Tell(ctx, note("probe.answer")); err != nil {
		return reply, errors.Join(errNoted, err)
	}
	return reply, nil
}

func magnitude(a money.Amount) money.Amount {
	if a.Sign() < 0 {
		return a.Neg()
	}
	return a
}

// change makes one change that has to succeed.
func (r *run) change(ctx context.Context, kind backend.OpKind, amount money.Amount) (backend.Operation, backend.Token, error) {
	op, t, err := r.begin(ctx, kind, amount)
	if err != nil {
		return op, t, err
	}
	reply, err := r.send(ctx, op, t)
	if err == nil && reply.Class != backend.ReplyYes {
		err = unanswered(reply)
	}
	return op, t, err
}

// unanswered is the error of a reply that is not the one which was needed.
func unanswered(reply backend.Reply) error {
	if reply.Err == nil {
		return errSilent
	}
	return reply.Err
}

// putBack makes the balance what it was before the question by one opposite
// change, where the vendor has no rules of its own that a change could set off. It
// never moves more than the question can have moved, and says what is left.
func (r *run) putBack(ctx context.Context) (left string) {
	if err := r.read(ctx); err != nil {
		return "the member could not be read afterwards"
	}
	diff := r.m.Balance.Sub(r.start.Balance)
	if diff.IsZero() {
		return ""
	}
	left = "balance moved by " + diff.Signed()
	if !r.o.Vendor.Capabilities().Pushes || magnitude(diff).Cmp(r.risk) > 0 {
		return left
	}
	kind := backend.OpConsume
	if diff.Sign() < 0 {
		kind = backend.OpRecharge
	}
	if _, _, err := r.change(ctx, kind, magnitude(diff)); err != nil {
		return left + ", which could not be put back (" + reason(err) + ")"
	}
	return ""
}

// sleep waits; false when the caller left.
func (r *run) sleep(ctx context.Context, d time.Duration) bool {
	fired, stop := r.o.Clock.NewTimer(d)
	defer stop()
	select {
	case <-fired:
		return true
	case <-ctx.Done():
		return false
	}
}

func answer(a backend.Answer, detail string) backend.Finding {
	return backend.Finding{Answer: a, Detail: safe.Line(detail)}
}

func good(detail string) backend.Finding    { return answer(backend.AnswerGood, detail) }
func bad(detail string) backend.Finding     { return answer(backend.AnswerBad, detail) }
func unclear(detail string) backend.Finding { return answer(backend.AnswerUnclear, detail) }

func number(n int) string { return strconv.Itoa(n) }
