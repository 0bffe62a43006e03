package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
)

// ruling is what a person decides about an operation; the zero value decides
// nothing and only looks.
type ruling struct {
	paid, unpaid, incident bool
	reason                 string
}

func (r *bookReader) resolveCommand() *cobra.Command {
	var d ruling
	cmd := &cobra.Command{
		Use:   "resolve ID|SLIP",
		Short: "Look at the vendor now how an operation ended, or close one that only a person can decide",
		Long: "Asks the vendor how an operation ended and prints where it stands then. What nothing can prove waits for a person:\n" +
			"--paid or --unpaid closes it, with a reason that the journal keeps for ever. --incident closes the incident of an\n" +
			"operation that had ended, once its rows were looked into, so that money moves on the card again.\n" +
			"It may run beside the program.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.resolve(cmd.Context(), args[0], d)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&d.paid, "paid", false, "close it: it happened")
	f.BoolVar(&d.unpaid, "unpaid", false, "close it: it did not happen")
	f.BoolVar(&d.incident, "incident", false, "close its incident: the rows were looked into")
	f.StringVar(&d.reason, "reason", "", "why, in at least four characters")
	cmd.MarkFlagsMutuallyExclusive("paid", "unpaid", "incident")
	return cmd
}

func (d ruling) made() bool { return d.paid || d.unpaid || d.incident }

func (r *bookReader) resolve(ctx context.Context, what string, d ruling) error {
	if !d.made() && d.reason != "" {
		return &exitError{2, errors.New("--reason is for a decision: add --paid or --unpaid, or --incident")}
	}
	b, err := r.find()
	if err != nil {
		return err
	}
	shops, shut, err := b.shops()
	if err != nil {
		return err
	}
	defer shut()
	h, err := openBooks(ctx, b.vault)
	if err != nil {
		return err
	}
	rec, err := h.resolve(ctx, shops, what, d)
	if err = errors.Join(err, h.close()); err != nil {
		return err
	}
	if r.json {
		return printJSON(r.std.Out, operationJSON(rec, b.cfg.Zone))
	}
	b.printList(r.std.Out, []journal.Record{rec})
	return nil
}

// shops are those that the configuration names, or the demo's two.
func (b book) shops() (shops []shop, shut func(), err error) {
	shut = func() {}
	if b.cfg.Backend != config.BackendDemo {
		return configured(b.cfg), shut, nil
	}
	for _, vendor := range []string{"sandy", "pospal"} {
		s, close, err := simulated(b.cfg, vendor, nil)
		if err != nil {
			return nil, shut, err
		}
		earlier := shut
		shut = func() { close(); earlier() }
		shops = append(shops, s)
	}
	return shops, shut, nil
}

// resolve looks an operation up or decides it at a till that was not started:
// a start would take over what a running program of the same till has in hand.
func (h *house) resolve(ctx context.Context, shops []shop, what string, d ruling) (journal.Record, error) {
	rec, err := operationOf(ctx, h.journal, what)
	if err != nil {
		return rec, err
	}
	c, err := h.keeperOf(rec, shops)
	if err != nil {
		return rec, err
	}
	var seen backend.Case
	if d.made() {
		seen, err = c.decide(ctx, rec, d)
	} else {
		seen, err = c.look(ctx, rec)
	}
	if err != nil {
		return rec, err
	}
	// What the till still had under way may settle the operation while it closes.
	if err := c.till.Close(); err != nil {
		return rec, &exitError{1, spoken(err)}
	}
	if rec, err = h.journal.Get(ctx, rec.ID); err != nil {
		return rec, &exitError{1, err}
	}
	if rec.State == seen.State && seen.Evidence != nil {
		rec.Evidence = seen.Evidence // a look that settles nothing is not stored
	}
	return rec, nil
}

// keeperOf seats a till at the account that an operation belongs to.
func (h *house) keeperOf(rec journal.Record, shops []shop) (*counter, error) {
	for _, s := range shops {
		c, err := h.seat(s)
		if err != nil {
			return nil, err
		}
		able := c.till.Capabilities()
		if rec.Account == (journal.Account{Backend: able.Kind, Name: able.Account}) {
			return c, nil
		}
	}
	return nil, &exitError{1, fmt.Errorf("%s belongs to an account at %s that the configuration does not name (%s)",
		rec.Slip, rec.Account.Backend, rec.Account.Name)}
}

// look asks the vendor. A submission whose process is gone is first taken over,
// which is not a look yet.
func (c *counter) look(ctx context.Context, rec journal.Record) (backend.Case, error) {
	seen, err := c.till.Look(ctx, rec.ID)
	if err == nil && seen.State == backend.StateUnknown && rec.State != backend.StateUnknown {
		seen, err = c.till.Look(ctx, rec.ID)
	}
	if err != nil {
		return seen, &exitError{1, spoken(err)}
	}
	return seen, nil
}

func (c *counter) decide(ctx context.Context, rec journal.Record, d ruling) (backend.Case, error) {
	decide := func() (backend.Case, error) { return c.till.Decide(ctx, rec.ID, d.paid, d.reason) }
	if d.incident {
		decide = func() (backend.Case, error) { return c.till.CloseIncident(ctx, rec.ID, d.reason) }
	}
	seen, err := decide()
	switch backend.KindOf(err) {
	case backend.KindNone:
		return seen, nil
	case backend.KindInvalid:
		return seen, &exitError{2, errors.New("a decision needs --reason with at least four characters")}
	case backend.KindStale:
		if d.incident {
			return seen, &exitError{1, fmt.Errorf("%s has no open incident", rec.Slip)}
		}
		return seen, &exitError{1, fmt.Errorf("%s is %s: only what is HUMAN is for a person to decide%s", rec.Slip, seen.State, instead(rec.Slip, seen.State))}
	}
	return seen, &exitError{1, spoken(err)}
}

// instead says what can be done about an operation that is not a person's to
// decide.
func instead(slip string, s backend.State) string {
	if s.Open() {
		return "; guitai journal resolve " + slip + " looks it up"
	}
	return ""
}
