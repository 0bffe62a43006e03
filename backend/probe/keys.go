package probe

import (
	"context"
	"fmt"
	"time"

	"guitai/backend"
	"guitai/backend/money"
)

// aboutKeys are the questions to a vendor that applies a key at most once.
func (b *Bench) aboutKeys() []question {
	n := b.o.Times
	_, forms := b.voider()
	return []question{
		{Step{backend.ProbeOneOfTwins, fmt.Sprintf("%d recharges of 0.01, each sent twice at the same moment; then the balance is put back", n), 2*n + 1, 2*n + 3}, (*run).oneOfTwins},
		{Step{backend.ProbeRefusalKeeps, "a consumption of the whole balance and 0.01 more, a recharge of 0.01, the consumption again; then the balance is put back", 4, 6}, (*run).refusalKeeps},
		{Step{backend.ProbeNothingUses, "a change of nothing, then a recharge of 0.01 with the same key; then the balance is put back", forms + 2, forms + 5}, (*run).nothingUses},
		{Step{backend.ProbeCheckOrder, "a consumption of the whole balance, sent twice; then the balance is put back", 4, 6}, (*run).checkOrder},
		{Step{backend.ProbeKeyLife, "a recharge of 0.01, or the one of an earlier time once more with its old key; then the balance is put back", 3, 5}, (*run).keyLife},
		{Step{backend.ProbeKeyTime, "two recharges of 0.01 with keys of ten minutes ago and ahead; then the balance is put back", 3, 6}, (*run).keyTime},
	}
}

func (b *Bench) voider() (v Voider, forms int) {
	v, ok := b.o.Vendor.(Voider)
	if !ok {
		return nil, 0
	}
	return v, v.VoidForms()
}

// oneOfTwins sends the same bytes over two connections at once.
func (r *run) oneOfTwins(ctx context.Context) (backend.Finding, error) {
	for n := range r.o.Times {
		op, t, err := r.begin(ctx, backend.OpRecharge, fen())
		if err != nil {
			return backend.Finding{}, err
		}
		var second backend.Reply
		first, err := r.noted(ctx, op, t, "twice at once", func(ctx context.Context) backend.Reply {
			other := make(chan backend.Reply, 1)
			go func() { other <- r.o.Vendor.Submit(ctx, op, t, func() error { return nil }) }()
			one := r.o.Vendor.Submit(ctx, op, t, func() error { return nil })
			second = <-other
			return one
		})
		r.risk = r.risk.Add(op.Amount)
		if err != nil {
			return backend.Finding{}, err
		}
		switch yes := count(backend.ReplyYes, first, second); {
		case yes == 2:
			return bad(fmt.Sprintf("pair %d: both were applied", n+1)), nil
		case yes == 0 || count(backend.ReplyDuplicate, first, second) == 0:
			return unclear(fmt.Sprintf("pair %d: %s and %s", n+1, first.Class, second.Class)), nil
		}
	}
	if err := r.read(ctx); err != nil {
		return backend.Finding{}, err
	}
	if moved, want := r.m.Balance.Sub(r.start.Balance), money.FromFen(int64(r.o.Times)); !moved.Equal(want) {
		return bad(fmt.Sprintf("%d pairs moved %s instead of %s", r.o.Times, moved, want)), nil
	}
	return good(fmt.Sprintf("%d pairs, one of each applied", r.o.Times)), nil
}

func count(class backend.ReplyClass, replies ...backend.Reply) (n int) {
	for _, reply := range replies {
		if reply.Class == class {
			n++
		}
	}
	return n
}

// small tells whether the member's card may be emptied for a question.
func (r *run) small() (backend.Finding, bool) {
	if r.m.Balance.Sign() < 0 || r.m.Balance.Cmp(mostBalance()) > 0 {
		return unclear(fmt.Sprintf("the test member has to hold between 0 and %s", mostBalance())), false
	}
	return backend.Finding{}, true
}

func (r *run) refusalKeeps(ctx context.Context) (backend.Finding, error) {
	if f, ok := r.small(); !ok {
		return f, nil
	}
	op, t, err := r.begin(ctx, backend.OpConsume, r.m.Balance.Add(fen()))
	if err != nil {
		return backend.Finding{}, err
	}
	refused, err := r.send(ctx, op, t)
	switch {
	case err != nil:
		return backend.Finding{}, err
	case refused.Class == backend.ReplyYes:
		return unclear("the test member may go below zero"), nil
	case refused.Class != backend.ReplyRefused:
		return backend.Finding{}, unanswered(refused)
	}
	if _, _, err := r.change(ctx, backend.OpRecharge, fen()); err != nil {
		return backend.Finding{}, err
	}
	again, err := r.send(ctx, op, t)
	switch {
	case err != nil:
		return backend.Finding{}, err
	case again.Class == backend.ReplyYes:
		return good("refused for want of money, then applied with the same key"), nil
	case again.Class == backend.ReplyDuplicate:
		return bad("refused for want of money, and its key is known ever after"), nil
	}
	return backend.Finding{}, unanswered(again)
}

// nothingUses tries each form of a change of nothing with a key of its own, until
// one is taken.
func (r *run) nothingUses(ctx context.Context) (backend.Finding, error) {
	v, forms := r.voider()
	if v == nil {
		return bad("there is no change of nothing"), nil
	}
	silent := false
	for form := range forms {
		op, t, err := r.begin(ctx, backend.OpRecharge, fen())
		if err != nil {
			return backend.Finding{}, err
		}
		reply, err := r.noted(ctx, op, t, "void "+number(form), func(ctx context.Context) backend.Reply {
			return v.VoidAs(ctx, form, op, t, func() error { return nil })
		})
		if err != nil {
			return backend.Finding{}, err
		}
		if reply.Class != backend.ReplyYes {
			silent = silent || !answered(reply)
			continue
		}
		real, err := r.send(ctx, op, t)
		switch {
		case err != nil:
			return backend.Finding{}, err
		case real.Class == backend.ReplyDuplicate:
			f := good("used up by " + formWords(form))
			f.Form = form
			return f, nil
		case real.Class == backend.ReplyYes:
			return bad("a change of nothing is taken, but its key stays usable"), nil
		}
		return backend.Finding{}, unanswered(real)
	}
	if silent {
		return unclear("a change of nothing was not answered clearly"), nil
	}
	return bad("a change of nothing is refused in every form"), nil
}

func formWords(form int) string {
	switch form {
	case 0:
		return "a balance increment of 0"
	case 1:
		return "leaving both increments out"
	}
	return "a point increment of 0"
}

// answered tells whether the vendor said anything at all, in its own form.
func answered(reply backend.Reply) bool {
	if reply.Class != backend.ReplyUnclear {
		return reply.Class != backend.ReplyNotSent
	}
	if reply.Err == nil {
		return false
	}
	switch reply.Err.Kind {
	case backend.KindRejected, backend.KindVendorFault, backend.KindInvalid, backend.KindForbidden:
		return true
	}
	return false
}

func (r *run) checkOrder(ctx context.Context) (backend.Finding, error) {
	if f, ok := r.small(); !ok {
		return f, nil
	}
	if r.m.Balance.IsZero() {
		if _, _, err := r.change(ctx, backend.OpRecharge, fen()); err != nil {
			return backend.Finding{}, err
		}
		r.m.Balance = fen()
	}
	op, t, err := r.change(ctx, backend.OpConsume, r.m.Balance)
	if err != nil {
		return backend.Finding{}, err
	}
	again, err := r.send(ctx, op, t)
	switch {
	case err != nil:
		return backend.Finding{}, err
	case again.Class == backend.ReplyDuplicate:
		return good("a known key is told before a low balance"), nil
	case again.Class == backend.ReplyRefused:
		return bad("a low balance is told before a known key"), nil
	case again.Class == backend.ReplyYes:
		return unclear("the same key was applied twice: ask P1"), nil
	}
	return backend.Finding{}, unanswered(again)
}

// longest is the age up to which an old key is tried again.
const longest = 8 * 24 * time.Hour

// keyLife tries the key of an earlier run once more, or uses a new one for the
// runs to come.
func (r *run) keyLife(ctx context.Context) (backend.Finding, error) {
	k, err := r.kept(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	if k.At.IsZero() || k.Op.MemberID != r.m.ID || r.o.Clock.Now().Sub(k.At) > longest {
		at := r.o.Clock.Now()
		op, t, err := r.change(ctx, backend.OpRecharge, fen())
		if err != nil {
			return backend.Finding{}, err
		}
		k.Op, k.Token, k.At, k.Last = op, t, at, r.last
		if err := r.keep(ctx, k); err != nil {
			return backend.Finding{}, err
		}
	}
	age := r.o.Clock.Now().Sub(k.At).Truncate(time.Second)
	again, err := r.send(ctx, k.Op, k.Token)
	switch {
	case err != nil:
		return backend.Finding{}, err
	case again.Class == backend.ReplyYes:
		k.At = time.Time{} // the next run begins with a new one
		f := bad("forgotten after " + age.String())
		f.Span = age
		return f, r.keep(ctx, k)
	case again.Class != backend.ReplyDuplicate:
		return backend.Finding{}, unanswered(again)
	case age < time.Hour:
		f := unclear("known after " + age.String() + "; ask again after 1 h, 24 h and 7 d")
		f.Span = age
		return f, nil
	}
	f := good("still known after " + age.String())
	f.Span = age
	// What was seen of an older key is not unlearned by a younger one.
	if _, before, err := r.stored(ctx, r.o.Account+"/"+string(r.now)); err == nil && before.Answer == backend.AnswerGood {
		f.Span = max(age, before.Span)
	}
	return f, nil
}

// keyTime tries keys on both sides of the clock. Clocks that differ are told by
// it, and so is what a till with a wrong one would be told.
func (r *run) keyTime(ctx context.Context) (backend.Finding, error) {
	const far = 10 * time.Minute
	var refused []string
	for _, by := range []time.Duration{-far, far} {
		op, t, err := r.begin(ctx, backend.OpRecharge, fen())
		if err != nil {
			return backend.Finding{}, err
		}
		at, err := time.Parse(time.DateTime, t.Key)
		if err != nil {
			return backend.Finding{}, err
		}
		t.Key = at.Add(by).Format(time.DateTime)
		reply, err := r.send(ctx, op, t)
		switch {
		case err != nil:
			return backend.Finding{}, err
		case reply.Class == backend.ReplyYes:
		case answered(reply):
			refused = append(refused, by.String())
		default:
			return backend.Finding{}, unanswered(reply)
		}
	}
	if len(refused) > 0 {
		return bad(fmt.Sprint("refused at ", refused)), nil
	}
	return good("taken ten minutes ago and ahead"), nil
}
