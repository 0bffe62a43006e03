package postgres_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/postgres"
	"guitai/backend/money"
	"guitai/backend/sandy"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
)

// counter is a till at a simulated vendor, with its journal behind a proxy.
type counter struct {
	*till.Till
	t       *testing.T
	proxy   *proxy
	vendor  *sandysim.Server
	journal *postgres.Journal
}

func openCounter(t *testing.T) *counter {
	t.Helper()
	c := &counter{t: t, proxy: between(t, server.Database(t)), vendor: sandysim.New(sandysim.Options{History: sandysim.NoHistory})}
	web := httptest.NewServer(c.vendor)
	t.Cleanup(web.Close)
	c.journal = open(t, postgres.Options{Address: c.proxy.address}.WithBusy(500*time.Millisecond))
	client := sandy.New(sandy.Options{BaseURL: web.URL, Token: config.NewSecret("test"), GUID: config.NewSecret(sandysim.DefaultGUID), Clock: time.Now})
	able := client.Capabilities()
	c.Till = till.New(till.Options{Backend: client, Journal: c.journal,
		Account: journal.Account{Backend: able.Kind, Name: able.Account}, Name: "till 1", Operator: "小王", SweepHour: -1})
	require.NoError(t, c.Start(t.Context()))
	t.Cleanup(func() { _ = c.Close() })
	return c
}

func (c *counter) quote() backend.Quote {
	c.t.Helper()
	q, err := c.QuoteConsume(c.t.Context(), "M000123", money.Must("20"), nil)
	require.NoError(c.t, err)
	return q
}

// sent is how often money was asked to be moved.
func (c *counter) sent() (n int) {
	for _, r := range c.vendor.Requests() {
		if strings.HasSuffix(r.Path, "consume") {
			n++
		}
	}
	return n
}

// Where it is not known whether the commit before the first byte is stored, no byte
// leaves.
func TestNothingIsSentWithoutAConfirmedCommit(t *testing.T) {
	for name, at := range map[string][]cut{
		"the lock, lost":           {beforeCommit},
		"the lock, unknown":        {afterCommit},
		"before the byte, lost":    {nowhere, beforeCommit},
		"before the byte, unknown": {nowhere, afterCommit},
		"before the byte, away":    {nowhere, atBegin},
	} {
		t.Run(name, func(t *testing.T) {
			c := openCounter(t)
			q := c.quote()
			back := c.journal.Changes(t.Context())
			c.proxy.loseAll(at...)
			_, err := c.Do(t.Context(), q)
			require.Equal(t, backend.KindJournal, backend.KindOf(err), err)
			assert.Zero(t, c.sent())
			require.Equal(t, backend.KindJournal, backend.KindOf(c.Health()))
			_, err = c.Do(t.Context(), q)
			require.Error(t, err)
			c.proxy.off()
			c.proxy.on()
			<-back
			require.NoError(t, c.Health())
			assert.Zero(t, c.sent())
		})
	}
}

// A commit whose answer is lost while the server is there is found out in time, and
// the sale goes on.
func TestASaleGoesOnWhereTheServerIsFoundAgain(t *testing.T) {
	for name, at := range map[string][]cut{
		"the lock": {afterCommit}, "before the byte": {nowhere, afterCommit}, "the end": {nowhere, nowhere, afterCommit},
		"everywhere": {beforeCommit, afterCommit},
	} {
		t.Run(name, func(t *testing.T) {
			c := openCounter(t)
			q := c.quote()
			c.proxy.lose(at...)
			got, err := c.Do(t.Context(), q)
			require.NoError(t, err)
			assert.Equal(t, backend.StateApplied, got.State)
			assert.Equal(t, 1, c.sent())
		})
	}
}

// What the vendor did is told although it could not be recorded, and recorded when the
// server is back.
func TestAnEndIsKeptUntilTheServerIsBack(t *testing.T) {
	for _, at := range []cut{atBegin, beforeCommit} {
		t.Run(string(at), func(t *testing.T) {
			c := openCounter(t)
			q := c.quote()
			changes, leave := c.Watch()
			defer leave()
			c.proxy.loseAll(nowhere, nowhere, at)
			got, err := c.Do(t.Context(), q)
			var fault *backend.Error
			require.ErrorAs(t, err, &fault)
			assert.Equal(t, "end", fault.Field)
			require.NotNil(t, got.Receipt, "the cashier can write it down")
			require.Error(t, c.Health())
			c.proxy.off()
			c.proxy.on()
			for got = range changes {
				if got.State == backend.StateApplied {
					break
				}
			}
			rec, err := c.journal.Get(t.Context(), q.Operation.ID)
			require.NoError(t, err)
			assert.Equal(t, backend.StateApplied, rec.State)
			assert.Equal(t, 1, c.sent())
			require.NoError(t, c.journal.Verify(t.Context()))
		})
	}
}

// An end whose commit was not answered is read on a connection that is still there.
func TestAnEndThatWasStoredIsTold(t *testing.T) {
	c := openCounter(t)
	q := c.quote()
	c.proxy.loseAll(nowhere, nowhere, afterCommit)
	got, err := c.Do(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, backend.StateApplied, got.State)
}
