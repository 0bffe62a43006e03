package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/safe"
	"guitai/backend/till"
	"guitai/ui"
	"guitai/ui/lang"
)

func (r *bookReader) sweepCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "sweep",
		Short: "Read the cards of the day and compare every row with the journal; exits with 1 if a supervisor is called",
		Long: "Reads every card on which something was done since the last sweep, once, and holds its history against the journal.\n" +
			"Rows that nothing accounts for call a supervisor, and what other tills did is listed. The program does the same by\n" +
			"itself at the end of the day. It may run beside the program.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return r.sweep(cmd.Context()) },
	}
}

// sweepJSON is what other programs read of one shop's sweep.
type sweepJSON struct {
	Shop    safe.Text     `json:"shop"`
	Backend string        `json:"backend"`
	Account string        `json:"account"`
	From    *string       `json:"from"`
	Started *string       `json:"started_at"`
	Ended   *string       `json:"ended_at"`
	Rowless bool          `json:"rowless"`
	Cards   int           `json:"cards"`
	Rows    int           `json:"rows"`
	Bound   int           `json:"bound"`
	Foreign []foreignJSON `json:"foreign"`
	Raised  []operation   `json:"raised"`
	Unread  []safe.Text   `json:"unread"`
}

type foreignJSON struct {
	Subject safe.Text `json:"subject"`
	Number  safe.Text `json:"number"`
	Row     rowJSON   `json:"row"`
}

// swept is one shop's sweep.
type swept struct {
	shop   string
	of     journal.Account
	report till.Report
}

func (r *bookReader) sweep(ctx context.Context) error {
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
	all, err := h.sweep(ctx, shops)
	if err = errors.Join(err, h.close()); err != nil {
		return err
	}
	if r.json {
		err = printJSON(r.std.Out, b.sweeps(all))
	} else {
		b.printSweeps(r.std.Out, all)
	}
	for _, s := range all {
		if len(s.report.Raised) > 0 {
			return errors.Join(err, &exitError{1, errors.New("a supervisor is called: see what is to be verified")})
		}
	}
	return err
}

// sweep sweeps each shop at a till that was not started, which takes nothing over.
func (h *house) sweep(ctx context.Context, shops []shop) ([]swept, error) {
	var all []swept
	for _, s := range shops {
		c, err := h.seat(s)
		if err != nil {
			return nil, err
		}
		report, err := c.till.Sweep(ctx)
		if err != nil {
			return nil, &exitError{1, spoken(err)}
		}
		able := c.till.Capabilities()
		all = append(all, swept{c.title(), journal.Account{Backend: able.Kind, Name: able.Account}, report})
	}
	return all, nil
}

func (b book) sweeps(all []swept) []sweepJSON {
	out := make([]sweepJSON, 0, len(all))
	for _, s := range all {
		p, zone := s.report, b.cfg.Zone
		o := sweepJSON{Shop: safe.Line(s.shop), Backend: s.of.Backend, Account: s.of.Name,
			From: stamp(p.From, zone), Started: stamp(p.Started, zone), Ended: stamp(p.Ended, zone),
			Rowless: p.Rowless, Cards: p.Cards, Rows: p.Rows, Bound: p.Bound,
			Foreign: []foreignJSON{}, Raised: []operation{}, Unread: []safe.Text{}}
		for _, f := range p.Foreign {
			o.Foreign = append(o.Foreign, foreignJSON{safe.Line(f.Member.ID), f.Member.Number, rowOf(f.Row, false, zone)})
		}
		for _, c := range p.Raised {
			o.Raised = append(o.Raised, operationJSON(journal.Record{Case: c, Account: s.of}, zone))
		}
		for _, m := range p.Unread {
			o.Unread = append(o.Unread, m.Number)
		}
		out = append(out, o)
	}
	return out
}

func (b book) printSweeps(w io.Writer, all []swept) {
	t := b.text.Sweep
	for _, s := range all {
		p := s.report
		if p.Rowless {
			fmt.Fprintln(w, lang.Fill(t.Rowless, "shop", s.shop))
			continue
		}
		fmt.Fprintln(w, lang.Fill(t.Done, "shop", s.shop, "cards", strconv.Itoa(p.Cards), "rows", strconv.Itoa(p.Rows), "bound", strconv.Itoa(p.Bound)))
		if len(p.Raised)+len(p.Foreign)+len(p.Unread) == 0 {
			fmt.Fprintln(w, t.Nothing)
		}
		if len(p.Raised) > 0 {
			fmt.Fprintln(w, t.Raised)
			b.printList(w, raised(p.Raised, s.of))
		}
		if len(p.Foreign) > 0 {
			fmt.Fprintln(w, t.Foreign)
			printTable(w, b.foreignRows(p.Foreign))
		}
		if len(p.Unread) > 0 {
			fmt.Fprintln(w, t.Unread)
			for _, m := range p.Unread {
				fmt.Fprintln(w, m.Number.String())
			}
		}
	}
}

func raised(cases []backend.Case, of journal.Account) []journal.Record {
	var recs []journal.Record
	for _, c := range cases {
		if c.Incident.Open() {
			c.Why = c.Incident.Why // what it is about now
		}
		recs = append(recs, journal.Record{Case: c, Account: of})
	}
	return recs
}

func (b book) foreignRows(rows []till.ForeignRow) [][]string {
	var out [][]string
	for _, f := range rows {
		out = append(out, []string{f.Member.Number.String(), strconv.FormatInt(f.Row.ID, 10), b.when(f.Row.At), ui.EventWord(b.text.Domain, f.Row),
			f.Row.Gross.Grouped(), f.Row.Net.Grouped(), f.Row.Balance.Grouped(), f.Row.PayType.String(), f.Row.Shop.String()})
	}
	return out
}
