package cli

import (
	"context"
	"errors"
	"sync"

	"guitai/backend"
	"guitai/backend/staff"
	"guitai/backend/till"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/shell"
)

// permits lets a call of the desk wait while somebody at the same screen proves by
// a PIN that it may go on. A nil *permits lets every refusal stand.
type permits struct {
	// ctx ends with the terminal: nobody is there to answer any more.
	mu    sync.Mutex
	ctx   context.Context
	badge *staff.Badge
	text  lang.Strings
	asked chan shell.Permit
}

func newPermits(ctx context.Context, badge *staff.Badge, text lang.Strings) *permits {
	if badge == nil {
		return nil
	}
	return &permits{ctx: ctx, badge: badge, text: text, asked: make(chan shell.Permit)}
}

// channel is what the shell reads; nil without staff.
func (p *permits) channel() <-chan shell.Permit {
	if p == nil {
		return nil
	}
	return p.asked
}

// allowed carries something out. If the person at the till alone may not, somebody
// else is asked for, and it is tried again with their approval.
func allowed[T any](p *permits, do func() (T, error)) (T, error) {
	for {
		got, err := do()
		var refused *till.Refusal
		if p == nil || !errors.As(err, &refused) {
			return got, err
		}
		ask := refused.Ask
		if !p.ask(shell.Permit{Why: ui.Sentence(p.text, err), Try: func(ctx context.Context, who, pin string) error {
			return p.badge.Approve(ctx, ask, who, []byte(pin))
		}}) {
			return got, err
		}
	}
}

// own asks for the person's own PIN once more, before what somebody passing by must
// not be able to do. Without staff there is nothing to ask.
func (p *permits) own() error {
	if p == nil || p.ask(shell.Permit{Own: true, Why: p.text.Staff.OwnWhy, Try: func(ctx context.Context, _, pin string) error {
		return p.badge.Confirm(ctx, []byte(pin))
	}}) {
		return nil
	}
	return &backend.Error{Op: "cli.own", Kind: backend.KindCanceled}
}

// ask waits for the answer, or for the session's end.
func (p *permits) ask(x shell.Permit) bool {
	answered := make(chan bool, 1)
	x.Done = func(ok bool) { answered <- ok }
	p.mu.Lock()
	ctx := p.ctx
	p.mu.Unlock()
	select {
	case p.asked <- x:
	case <-ctx.Done():
		return false
	}
	select {
	case ok := <-answered:
		return ok
	case <-ctx.Done():
		return false
	}
}

// renew lets what is asked from now on wait for another terminal.
func (p *permits) renew(ctx context.Context) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ctx = ctx
}

// confirmed asks for the person's own PIN first, then does it as allowed does.
func confirmed[T any](p *permits, do func() (T, error)) (T, error) {
	if err := p.own(); err != nil {
		var none T
		return none, err
	}
	return allowed(p, do)
}

// none is for calls that give nothing but an error.
type none struct{}

func (d desk) allow(x staff.Right, about string, do func() error) error {
	_, err := allowed(d.permits, func() (none, error) {
		if _, err := d.May(x, about); err != nil {
			return none{}, err
		}
		return none{}, do()
	})
	return err
}

// Do carries an operation out; see till.Do.
func (d desk) Do(ctx context.Context, q backend.Quote) (backend.Case, error) {
	return allowed(d.permits, func() (backend.Case, error) { return d.Till.Do(ctx, q) })
}

// Decide closes a case that only a person can decide; see till.Decide.
func (d desk) Decide(ctx context.Context, id string, paid bool, reason string) (backend.Case, error) {
	return confirmed(d.permits, func() (backend.Case, error) { return d.Till.Decide(ctx, id, paid, reason) })
}

// CloseIncident lets money move on a card again; see till.CloseIncident.
func (d desk) CloseIncident(ctx context.Context, id, reason string) (backend.Case, error) {
	return confirmed(d.permits, func() (backend.Case, error) { return d.Till.CloseIncident(ctx, id, reason) })
}

// Void makes an operation impossible; see till.Void.
func (d desk) Void(ctx context.Context, id string) (backend.Case, error) {
	return allowed(d.permits, func() (backend.Case, error) { return d.Till.Void(ctx, id) })
}

// OpenCard opens a card; see till.OpenCard.
func (d desk) OpenCard(ctx context.Context, m backend.NewMember) (backend.Member, error) {
	return allowed(d.permits, func() (backend.Member, error) { return d.Till.OpenCard(ctx, m) })
}

// Edit changes a member's record; see till.Edit.
func (d desk) Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error) {
	return allowed(d.permits, func() (backend.Member, error) { return d.Till.Edit(ctx, id, change) })
}
