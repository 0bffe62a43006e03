package cli

import (
	"context"
	"sync"

	"guitai/backend"
)

// traffic counts the calls to a vendor that a person or an open operation waits
// for, so that what nobody waits for can stand back. The zero value is quiet.
type traffic struct {
	mu   sync.Mutex
	n    int
	free chan struct{} // closed when the last call ends; nil while there is none
}

// enter begins a call; leave ends it.
func (t *traffic) enter() (leave func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.n == 0 {
		t.free = make(chan struct{})
	}
	t.n++
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.n--; t.n == 0 {
			close(t.free)
			t.free = nil
		}
	}
}

// Yield waits until no call is under way. Errors: that of ctx.
func (t *traffic) Yield(ctx context.Context) error {
	for {
		t.mu.Lock()
		free := t.free
		t.mu.Unlock()
		if free == nil {
			return ctx.Err()
		}
		select {
		case <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// witness is told what a vendor says of its members.
type witness interface {
	// saw is told of members as the vendor told them just now.
	saw(members ...backend.Member)
	// missed is told that the vendor does not know a member any more.
	missed(id string)
}

// attended is a vendor whose calls count as traffic and whose answers about
// members are noted in the shop's copy.
type attended struct {
	backend.Backend
	traffic *traffic
	witness witness
}

// Capabilities are the vendor's own, with opening and editing attended to.
func (a attended) Capabilities() backend.Capabilities {
	c := a.Backend.Capabilities()
	if c.Opener != nil {
		c.Opener = attendedOpener{c.Opener, a}
	}
	if c.Editor != nil {
		c.Editor = attendedEditor{c.Editor, a}
	}
	return c
}

func (a attended) Find(ctx context.Context, key string) ([]backend.Member, error) {
	defer a.traffic.enter()()
	found, err := a.Backend.Find(ctx, key)
	a.witness.saw(found...)
	return found, err
}

func (a attended) Member(ctx context.Context, id string) (backend.Member, error) {
	defer a.traffic.enter()()
	m, err := a.Backend.Member(ctx, id)
	switch {
	case err == nil:
		a.witness.saw(m)
	case backend.KindOf(err) == backend.KindNotFound:
		a.witness.missed(id)
	}
	return m, err
}

func (a attended) History(ctx context.Context, q backend.HistoryQuery) (backend.HistoryPage, error) {
	defer a.traffic.enter()()
	return a.Backend.History(ctx, q)
}

func (a attended) Rules(ctx context.Context, id string) (backend.RuleSet, error) {
	defer a.traffic.enter()()
	return a.Backend.Rules(ctx, id)
}

func (a attended) Prepare(ctx context.Context, op backend.Operation, stamp backend.Stamp) (backend.Token, error) {
	defer a.traffic.enter()()
	return a.Backend.Prepare(ctx, op, stamp)
}

func (a attended) Submit(ctx context.Context, op backend.Operation, token backend.Token, beforeFirstByte func() error) backend.Reply {
	defer a.traffic.enter()()
	return a.Backend.Submit(ctx, op, token, beforeFirstByte)
}

func (a attended) Resolve(ctx context.Context, op backend.Operation, token backend.Token) (backend.Evidence, error) {
	defer a.traffic.enter()()
	return a.Backend.Resolve(ctx, op, token)
}

type attendedOpener struct {
	backend.Opener
	a attended
}

func (o attendedOpener) Open(ctx context.Context, m backend.NewMember) (backend.Member, error) {
	defer o.a.traffic.enter()()
	opened, err := o.Opener.Open(ctx, m)
	if err == nil {
		o.a.witness.saw(opened)
	}
	return opened, err
}

type attendedEditor struct {
	backend.Editor
	a attended
}

func (e attendedEditor) Edit(ctx context.Context, id string, change backend.Edit) (backend.Member, error) {
	defer e.a.traffic.enter()()
	edited, err := e.Editor.Edit(ctx, id, change)
	if err == nil {
		e.a.witness.saw(edited)
	}
	return edited, err
}
