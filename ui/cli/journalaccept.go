package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"guitai/backend"
	"guitai/backend/journal"
	"guitai/backend/safe"
	"guitai/ui/lang"
)

func (r *bookReader) acceptCommand() *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "accept --reason WHY",
		Short: "Go on with a journal that was set back or replaced, once a supervisor has looked into what is missing",
		Long: "Where the journal lacks what was noted of it outside, no money moves. Find out first what is missing: operations of\n" +
			"the time after the journal's end may have happened at the vendor, and what is open in it may have gone further than it\n" +
			"shows. Then this goes on with it; who did so and why stays in the audit and in the file of the notes.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return r.accept(cmd.Context(), reason) },
	}
	cmd.Flags().StringVar(&reason, "reason", "", "what was looked into, in at least four characters")
	return cmd
}

func (r *bookReader) accept(ctx context.Context, reason string) error {
	reason = strings.TrimSpace(reason)
	if utf8.RuneCountInString(reason) < 4 {
		return &exitError{2, errors.New("accepting needs --reason with at least four characters")}
	}
	b, err := r.find()
	if err != nil {
		return err
	}
	j, err := b.open(ctx, 0, 0)
	if err != nil {
		return &exitError{1, fmt.Errorf("the journal cannot be opened: %w", err)}
	}
	err = j.Accept(ctx, journal.Note{Who: b.cfg.Operator, Till: b.cfg.Till, What: "journal.accept", Reason: reason})
	var closing error
	if closing = j.Close(); closing != nil {
		closing = &exitError{1, closing}
	}
	switch {
	case errors.Is(err, journal.ErrMove):
		return errors.Join(&exitError{1, errors.New("nothing is missing in the journal, so there is nothing to accept")}, closing)
	case err != nil:
		return errors.Join(&exitError{1, err}, closing)
	}
	if r.json {
		return errors.Join(printJSON(r.std.Out, map[string]string{"accepted": b.where(), "reason": reason}), closing)
	}
	fmt.Fprintf(r.std.Out, "accepted  %s; restart the program. For a minute no key is given out\n", b.where())
	return closing
}

// decisionJSON is what a person did to an operation.
type decisionJSON struct {
	At       *string       `json:"at"`
	Who      safe.Text     `json:"who"`
	Approver safe.Text     `json:"approver,omitzero"`
	To       backend.State `json:"to,omitempty"`
	Reason   safe.Text     `json:"reason"`
}

func decisionOf(e journal.Entry, zone *time.Location) decisionJSON {
	d := decisionJSON{At: stamp(e.At, zone), Who: safe.Line(e.Who), Approver: safe.Line(e.Approver), Reason: safe.Line(e.Reason)}
	if e.After != e.Before {
		d.To = e.After
	}
	return d
}

// decisions are the steps of an operation for which a person gave a reason.
func decisions(ctx context.Context, j journal.Papers, id string) ([]journal.Entry, error) {
	all, err := j.Audit(ctx, journal.AuditFilter{Op: id, Oldest: true})
	if err != nil {
		return nil, &exitError{1, err}
	}
	var kept []journal.Entry
	for _, e := range all {
		if e.Reason != "" {
			kept = append(kept, e)
		}
	}
	return kept, nil
}

// printDecisions prints what persons decided, and why.
func (b book) printDecisions(ctx context.Context, w io.Writer, j journal.Papers, id string) error {
	all, err := decisions(ctx, j, id)
	if err != nil || len(all) == 0 {
		return err
	}
	fmt.Fprintln(w)
	for _, e := range all {
		who := safe.Line(e.Who).String()
		if e.Approver != "" {
			who += " / " + safe.Line(e.Approver).String()
		}
		state := ""
		if e.After != e.Before {
			state = b.state(e.After)
		}
		fmt.Fprintln(w, strings.Join(strings.Fields(b.when(e.At)+" "+who+" "+state), " ")+"  "+lang.Fill(b.text.Unresolved.Reasoned, "reason", safe.Line(e.Reason).String()))
	}
	return nil
}
