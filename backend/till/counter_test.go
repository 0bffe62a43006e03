package till_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/journal/memory"
	"guitai/backend/money"
	"guitai/backend/till"
)

// counter is a till with its shop and its journal, in one bubble of time.
type counter struct {
	t       *testing.T
	shop    *shop
	journal *memory.Journal
	till    *till.Till
	options till.Options
	told    *ear
}

func account() journal.Account { return journal.Account{Backend: "sandy", Name: "merchant"} }

func open(t *testing.T, change ...func(*till.Options)) *counter {
	t.Helper()
	c := &counter{t: t, shop: newShop(), journal: memory.New(time.Now)}
	c.options = till.Options{Backend: c.shop, Account: account(), Name: "till 1", Operator: "小王", Contract: proven}
	for _, f := range change {
		f(&c.options)
	}
	c.start()
	return c
}

// start opens a till over the journal as it is, as after a crash.
func (c *counter) start() {
	c.t.Helper()
	o := c.options
	c.told = &ear{journal: c.journal}
	o.Journal = c.told.over(c.journal)
	if o.SweepHour != 0 {
		o.Journal = c.journal // what the ear does not pass on is needed
	}
	c.till = till.New(o)
	changes, _ := c.till.Watch()
	if o.SweepHour == 0 {
		c.told.listen(c.t, changes)
	}
	require.NoError(c.t, c.till.Start(c.t.Context()))
	running := c.till
	c.t.Cleanup(func() { _ = running.Close() })
}

// restart cuts the power and starts anew.
func (c *counter) restart() {
	c.t.Helper()
	c.journal = c.journal.Cut()
	_ = c.till.Close()
	c.start()
}

// neighbour is another till of another process on the same journal.
func (c *counter) neighbour(name string) *counter {
	other := *c
	other.journal = c.journal.Again(time.Now)
	other.options.Name = name
	other.start()
	return &other
}

func (c *counter) quote(kind backend.OpKind, id string) backend.Quote {
	c.t.Helper()
	var q backend.Quote
	var err error
	switch kind {
	case backend.OpConsume:
		q, err = c.till.QuoteConsume(c.t.Context(), id, money.Must("100"), nil)
	case backend.OpRecharge:
		q, err = c.till.QuoteRecharge(c.t.Context(), id, money.Must("100"), backend.PayType{ID: "1"})
	default:
		q, err = c.till.QuoteRedeem(c.t.Context(), id, money.WholePoints(100))
	}
	require.NoError(c.t, err)
	return q
}

func (c *counter) do(q backend.Quote) backend.Case {
	c.t.Helper()
	got, err := c.till.Do(c.t.Context(), q)
	require.NoError(c.t, err)
	return got
}

func (c *counter) now(id string) backend.Case {
	c.t.Helper()
	got, err := c.till.Case(c.t.Context(), id)
	require.NoError(c.t, err)
	return got
}

func (c *counter) expect(id string, state backend.State, why backend.Why) backend.Case {
	c.t.Helper()
	got := c.now(id)
	assert.Equal(c.t, state, got.State)
	assert.Equal(c.t, why, got.Why)
	return got
}

// ear hears what the till tells and holds it against what the journal stored: it
// is the proof that nobody is told an end that a power loss could undo.
type ear struct {
	journal.Journal
	journal *memory.Journal
	mu      sync.Mutex
	stored  map[string]backend.State
	told    []backend.Case
}

func (e *ear) over(j journal.Journal) journal.Journal {
	e.Journal, e.stored = j, map[string]backend.State{}
	return e
}

func (e *ear) Move(ctx context.Context, id string, ver int64, s journal.Step) (journal.Record, error) {
	rec, err := e.Journal.Move(ctx, id, ver, s)
	e.store(rec, err)
	return rec, err
}

func (e *ear) Get(ctx context.Context, id string) (journal.Record, error) {
	rec, err := e.Journal.Get(ctx, id)
	e.store(rec, err)
	return rec, err
}

func (e *ear) store(rec journal.Record, err error) {
	if err == nil {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.stored[rec.ID] = rec.State
	}
}

func (e *ear) listen(t *testing.T, changes <-chan backend.Case) {
	go func() {
		for c := range changes {
			e.mu.Lock()
			e.told = append(e.told, c)
			stored := e.stored[c.ID]
			e.mu.Unlock()
			if c.Outcome() != backend.OutcomeUnknown {
				assert.Equal(t, c.Outcome(), stored.Outcome(), "told %s, stored %s", c.State, stored)
			}
		}
	}()
}

// states are the different states that were told about a case, in order.
func (e *ear) states(id string) []backend.State {
	e.mu.Lock()
	defer e.mu.Unlock()
	var states []backend.State
	for _, c := range e.told {
		if c.ID == id && (len(states) == 0 || states[len(states)-1] != c.State) {
			states = append(states, c.State)
		}
	}
	return states
}

func kind(t *testing.T, err error) backend.Kind {
	t.Helper()
	var e *backend.Error
	require.True(t, errors.As(err, &e), "%v is no *backend.Error", err)
	return e.Kind
}
