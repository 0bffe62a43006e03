package probe

import (
	"context"
	"fmt"
	"slices"
	"time"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/backend/safe"
)

// aboutRows are the questions to a vendor whose history proves what happened. What
// was written is looked at last, when there is something to look at.
func (b *Bench) aboutRows() []question {
	n := b.o.Times
	return []question{
		{Step{backend.ProbeEncrypted, "a look-up over an encrypted connection; nothing is changed", 0, 1}, (*run).encrypted},
		{Step{backend.ProbeRowAtOnce, fmt.Sprintf("%d consumptions of 0.01, or recharges where the card is empty, each looked up at once", n), n, 12 * n}, (*run).rowAtOnce},
		{Step{backend.ProbeFingerprint, "a recharge of 0.01 by the pay type that is this till's own, or else by the first one; it may set off the shop's rules", 1, 8}, (*run).fingerprint},
		{Step{backend.ProbePartial, "a consumption of the whole balance and 0.01 more; what it took is recharged, which may set off the shop's rules", 3, 18}, (*run).partial},
		{Step{backend.ProbePointRow, "one point is taken, if there is one", 1, 8}, (*run).pointRow},
		{Step{backend.ProbeRefusals, "recharges and consumptions of 0 and of -0.01, which have to be refused", 4, 14}, (*run).refusals},
		{Step{backend.ProbeRowOrder, "the history is read; nothing is changed", 0, mostPages}, (*run).rowOrder},
		{Step{backend.ProbeRowChain, "the history is read; nothing is changed", 0, mostPages}, (*run).rowChain},
	}
}

const (
	mostPages = 10
	pageRows  = 200
	// mostLag is how long a row is waited for.
	mostLag = 60 * time.Second
)

// encrypted asks over https. Any answer of the vendor's own is one.
func (r *run) encrypted(ctx context.Context) (backend.Finding, error) {
	if r.o.Encrypted == nil {
		return good("every call is encrypted"), nil
	}
	switch err := r.o.Encrypted(ctx); backend.KindOf(err) {
	case backend.KindNone:
		return good("it answers over an encrypted connection too: change base_url"), nil
	case backend.KindUnreachable, backend.KindTimeout, backend.KindUnreadable, backend.KindRedirected:
		return bad("no encrypted connection: " + reason(err)), nil
	default:
		return unclear(reason(err)), nil
	}
}

// row writes one change and gives the row that it left, and how long that did not
// show after the reply. found is false where the row did not come.
func (r *run) row(ctx context.Context, op backend.Operation) (row backend.Event, before backend.Snapshot, lag time.Duration, found bool, err error) {
	t, err := r.prepare(ctx, op)
	if err != nil {
		return row, before, 0, false, err
	}
	reply, err := r.send(ctx, op, t)
	if err == nil && reply.Class != backend.ReplyYes {
		err = unanswered(reply)
	}
	if err != nil {
		return row, before, 0, false, err
	}
	replied := r.o.Clock.Now()
	for {
		e, err := r.o.Vendor.Resolve(ctx, op, t)
		lag = r.o.Clock.Now().Sub(replied)
		switch {
		case err == nil && len(e.Fits) == 1:
			return e.Rows[e.Fits[0]], e.Before, lag, true, r.read(ctx)
		case err == nil && len(e.Fits) > 1:
			return row, e.Before, lag, false, fmt.Errorf("probe: %d rows fit one change: somebody else is at work on this card", len(e.Fits))
		case lag > mostLag:
			return row, before, lag, false, err
		}
		if !r.sleep(ctx, time.Second) {
			return row, before, lag, false, ctx.Err()
		}
	}
}

// atOnce is how soon a first look counts as at once: reading takes a while itself.
const atOnce = time.Second

func (r *run) rowAtOnce(ctx context.Context) (backend.Finding, error) {
	pay, err := r.payType(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	var worst time.Duration
	for range r.o.Times {
		// A recharge may set off the shop's rules, a consumption does not.
		kind := backend.OpConsume
		if r.m.Balance.Cmp(fen()) < 0 {
			kind = backend.OpRecharge
		}
		op := r.operation(kind, fen())
		op.PayType = pay
		_, _, lag, found, err := r.row(ctx, op)
		if err != nil {
			return backend.Finding{}, err
		}
		if worst = max(worst, lag); !found {
			f := bad("a row did not show within " + mostLag.String())
			f.Span = mostLag
			return f, nil
		}
	}
	if worst >= atOnce {
		f := bad(fmt.Sprintf("%d rows, the slowest after %s", r.o.Times, worst.Truncate(time.Millisecond)))
		f.Span = worst
		return f, nil
	}
	f := good(fmt.Sprintf("%d rows, each there at the first look", r.o.Times))
	f.Span = worst
	return f, nil
}

// payType is the till's own, or else the first one.
func (r *run) payType(ctx context.Context) (backend.PayType, error) {
	rules, err := r.o.Vendor.Rules(ctx, r.m.ID)
	if err != nil {
		return backend.PayType{}, err
	}
	for _, p := range rules.PayTypes {
		if p.ID == r.o.OwnPayType {
			return p, nil
		}
	}
	if len(rules.PayTypes) == 0 {
		return backend.PayType{}, &backend.Error{Op: "probe.pay-type", Kind: backend.KindUnsupported}
	}
	return rules.PayTypes[0], nil
}

func (r *run) fingerprint(ctx context.Context) (backend.Finding, error) {
	pay, err := r.payType(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	op := r.operation(backend.OpRecharge, fen())
	shown := pay.Name
	op.PayType = backend.PayType{ID: pay.ID} // or a row without the name would not fit
	row, _, _, found, err := r.row(ctx, op)
	switch {
	case err != nil:
		return backend.Finding{}, err
	case !found:
		return unclear("its row did not show"), nil
	case row.PayType != shown:
		return bad(fmt.Sprintf("sent %q, the row shows %q", shown, row.PayType)), nil
	case r.o.OwnPayType == "" || pay.ID != r.o.OwnPayType:
		return good(fmt.Sprintf("the row shows %q; this till has no pay type of its own", shown)), nil
	}
	return good(fmt.Sprintf("the row shows this till's own %q", shown)), nil
}

// partial asks for more than the card holds.
func (r *run) partial(ctx context.Context) (backend.Finding, error) {
	if f, ok := r.small(); !ok {
		return f, nil
	}
	pay, err := r.payType(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	if r.m.Balance.IsZero() {
		filled := r.operation(backend.OpRecharge, fen())
		filled.PayType = pay
		if _, _, _, _, err := r.row(ctx, filled); err != nil {
			return backend.Finding{}, err
		}
	}
	held := r.m.Balance
	op := r.operation(backend.OpConsume, held.Add(fen()))
	row, before, _, found, err := r.row(ctx, op)
	if backend.KindOf(err) == backend.KindShortBalance {
		return good("a bill that the card does not cover is refused whole"), nil
	}
	if err != nil {
		return backend.Finding{}, err
	}
	f := unclear("its row did not show")
	if found {
		shown := fmt.Sprintf("asked %s, row: gross %s, net %s, balance %s", op.Amount, row.Gross, row.Net, row.Balance)
		change, told := row.Change()
		if f = bad(shown); row.Gross.Equal(op.Amount) && told && before.Balance.Add(change).Equal(row.Balance) {
			f = good(shown)
		}
	}
	if taken := held.Sub(r.m.Balance); taken.Sign() > 0 {
		back := r.operation(backend.OpRecharge, taken)
		back.PayType = pay
		if _, _, _, _, err := r.row(ctx, back); err != nil {
			f.Detail = safe.Line(f.Detail.String() + "; what it took could not be put back: " + reason(err))
		}
	}
	return f, nil
}

func (r *run) pointRow(ctx context.Context) (backend.Finding, error) {
	one := money.WholePoints(1)
	if r.m.Points.Cmp(one) < 0 {
		return unclear("the test member has no points"), nil
	}
	op := r.operation(backend.OpRedeem, money.Amount{})
	op.Points = one
	row, before, _, found, err := r.row(ctx, op)
	switch {
	case err != nil:
		return backend.Finding{}, err
	case !found:
		return bad("taking points left no row"), nil
	case !before.Points.Sub(row.Points).Equal(one):
		return bad(fmt.Sprintf("points before %s, the row shows %s", before.Points, row.Points)), nil
	}
	return good("taking a point left a row that shows it"), nil
}

func (r *run) refusals(ctx context.Context) (backend.Finding, error) {
	n, ok := r.o.Vendor.(Nothing)
	if !ok {
		return unclear("this vendor's client cannot send it"), nil
	}
	pay, err := r.payType(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	var taken, told []string
	silent := false
	for _, kind := range []backend.OpKind{backend.OpConsume, backend.OpRecharge} {
		for _, amount := range []money.Amount{{}, fen().Neg()} {
			op := r.operation(kind, fen())
			op.PayType = pay
			t, err := r.prepare(ctx, op)
			if err != nil {
				return backend.Finding{}, err
			}
			op.Amount = amount
			reply, err := r.noted(ctx, op, t, "nothing", func(ctx context.Context) backend.Reply { return n.SubmitNothing(ctx, op, t) })
			if err != nil {
				return backend.Finding{}, err
			}
			what := kind.String() + " " + amount.String()
			switch {
			case reply.Class == backend.ReplyYes:
				taken = append(taken, what)
			case answered(reply):
				told = append(told, fmt.Sprintf("%s: HTTP %d %s", what, reply.HTTP, reply.Err.Code))
			default:
				silent = true
			}
		}
	}
	switch {
	case len(taken) > 0:
		return bad(fmt.Sprint("taken: ", taken)), nil
	case silent:
		return unclear("not answered clearly"), nil
	}
	return good(fmt.Sprint(told)), nil
}

// rows reads the newest part of the history, oldest first.
func (r *run) rows(ctx context.Context) ([]backend.Event, error) {
	var all []backend.Event
	seen := map[int64]bool{}
	for page := 1; page <= mostPages; page++ {
		p, err := r.o.Vendor.History(ctx, backend.HistoryQuery{MemberID: r.m.ID, Page: page, Size: pageRows})
		if err != nil {
			return nil, err
		}
		for _, e := range p.Events {
			if !seen[e.ID] {
				seen[e.ID] = true
				all = append(all, e)
			}
		}
		if !p.More {
			break
		}
	}
	slices.SortFunc(all, func(a, b backend.Event) int { return int(min(max(a.ID-b.ID, -1), 1)) })
	return all, nil
}

// rowOrder holds ids against times.
func (r *run) rowOrder(ctx context.Context) (backend.Finding, error) {
	rows, err := r.rows(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	if len(rows) < 2 {
		return unclear("fewer than two rows to compare"), nil
	}
	for i, row := range rows[1:] {
		if row.At.Before(rows[i].At) {
			return bad(fmt.Sprintf("row %d is older than row %d before it", row.ID, rows[i].ID)), nil
		}
	}
	return good(fmt.Sprintf("%d rows, ids and times rise together", len(rows))), nil
}

// rowChain holds each row's balance against the one before it.
func (r *run) rowChain(ctx context.Context) (backend.Finding, error) {
	rows, err := r.rows(ctx)
	if err != nil {
		return backend.Finding{}, err
	}
	chained := map[backend.EventKind]int{}
	broken := map[backend.EventKind]int64{}
	var codes []int
	for i := 1; i < len(rows); i++ {
		change, told := rows[i].Change()
		switch {
		case !told:
		case rows[i-1].Balance.Add(change).Equal(rows[i].Balance):
			chained[rows[i].Kind]++
		default:
			broken[rows[i].Kind] = rows[i].ID
			codes = append(codes, rows[i].Code)
		}
	}
	switch {
	case len(broken) > 0:
		f := bad("does not follow: " + kinds(broken, "row %d"))
		slices.Sort(codes)
		f.Codes = slices.Compact(codes)
		return f, nil
	case chained[backend.EventRecharge] == 0 || chained[backend.EventConsume] == 0:
		return unclear("no recharge or no consumption to look at"), nil
	}
	return good("follows: " + kinds(chained, "%d rows")), nil
}

// kinds lists figures by the kind of row, always in the same order.
func kinds[N int | int64](of map[backend.EventKind]N, words string) string {
	names := map[backend.EventKind]string{backend.EventRecharge: "recharge", backend.EventConsume: "consume", backend.EventRedeem: "redeem",
		backend.EventTransferOut: "transfer out", backend.EventTransferIn: "transfer in", backend.EventWithdraw: "withdraw",
		backend.EventReportLost: "lost", backend.EventLiftLoss: "found"}
	text := ""
	for k := backend.EventOther; k <= backend.EventWithdraw; k++ {
		if n, has := of[k]; has {
			if text != "" {
				text += ", "
			}
			text += names[k] + " " + fmt.Sprintf(words, n)
		}
	}
	return text
}
