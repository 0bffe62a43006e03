package cli

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"sync/atomic"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/probe"
	"guitai/ui"
	"guitai/ui/lang"
)

// contract is what is known of one account's vendor by probing, as it is stored
// now. What a probe of another process found counts within seconds.
type contract struct {
	// taught is known without asking; what was asked counts before it.
	taught  backend.Contract
	papers  journal.Papers
	account string
	log     *slog.Logger
	mu      sync.Mutex
	// told are those who are told what was answered otherwise than before.
	told map[chan backend.Finding]bool

	now  atomic.Pointer[backend.Contract]
	stop context.CancelFunc
}

func newContract(taught backend.Contract, papers journal.Papers, account string, log *slog.Logger) *contract {
	return &contract{taught: taught, papers: papers, account: account, log: log, told: map[chan backend.Finding]bool{}, stop: func() {}}
}

// Known is the contract as of now.
func (c *contract) Known() backend.Contract {
	if c == nil {
		return nil
	}
	if now := c.now.Load(); now != nil {
		return *now
	}
	return c.taught
}

// voidForm is the form of a change of nothing that was seen to work.
func (c *contract) voidForm() int { return c.Known()[backend.ProbeNothingUses].Form }

// read reads what is stored, and tells what changed since it last did.
func (c *contract) read(ctx context.Context) error {
	stored, err := probe.Stored(ctx, c.papers, c.account)
	if err != nil {
		return err
	}
	all := maps.Clone(c.taught)
	if all == nil {
		all = backend.Contract{}
	}
	maps.Copy(all, stored)
	before := c.now.Swap(&all)
	if before == nil {
		return nil
	}
	for _, f := range probe.Changed(*before, all) {
		c.log.Warn("the vendor behaves otherwise than before", "account", c.account, "probe", f.Probe, "answer", f.Answer, "seen", f.Detail)
		c.tell(f)
	}
	return nil
}

func (c *contract) tell(f backend.Finding) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for ch := range c.told {
		select {
		case ch <- f:
		default: // so many are read by nobody
		}
	}
}

// watch gives what is answered otherwise than before, until ctx ends.
func (c *contract) watch(ctx context.Context) <-chan backend.Finding {
	ch := make(chan backend.Finding, 16)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.told[ch] = true
	context.AfterFunc(ctx, func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.told, ch)
		close(ch)
	})
	return ch
}

// news are the sentences about what changed, until ctx ends.
func (c *contract) news(ctx context.Context, text lang.Strings) <-chan ui.Notice {
	changed, out := c.watch(ctx), make(chan ui.Notice)
	go func() {
		defer close(out)
		for f := range changed {
			t := text.About
			word := map[backend.Answer]string{backend.AnswerGood: t.Good, backend.AnswerBad: t.Bad, backend.AnswerUnclear: t.Unclear}[f.Answer]
			n := ui.Notice{Level: ui.LevelBad, Text: lang.Fill(t.Changed, "probe", string(f.Probe), "asks", t.Probe(string(f.Probe)).Asks, "answer", word)}
			select {
			case out <- n:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}

// follow reads again whenever another process changed the journal.
func (c *contract) follow(ctx context.Context) {
	w, can := c.papers.(journal.Watcher)
	if !can {
		return
	}
	ctx, c.stop = context.WithCancel(ctx)
	changes := w.Changes(ctx)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case _, more := <-changes:
				if !more {
					return
				}
			}
			if err := c.read(ctx); err != nil && ctx.Err() == nil {
				c.log.Error("what was probed cannot be read", "err", err)
			}
		}
	}()
}
