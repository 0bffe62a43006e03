package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend/journal"
	"guitai/backend/safe"
	"guitai/screens/audit"
	"guitai/ui"
)

// auditor is what the commands about the audit have in common. They only read, and a
// till may be at work on the journal.
type auditor struct{ bookReader }

func auditCommand(std Stdio, configPath *string) *cobra.Command {
	a := &auditor{bookReader{std: std, configPath: configPath}}
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Read who did what, verify the chain, carry it away signed",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return &exitError{2, errors.New("say which: audit verify, show, export, check or head")}
		},
	}
	f := cmd.PersistentFlags()
	f.BoolVar(&a.json, "json", false, "print JSON: one object an entry")
	f.BoolVar(&a.demo, "demo", false, "the demo's journal, whatever the configuration says")
	f.StringVar(&a.language, "language", "", "zh or en (default: the configuration's)")
	cmd.AddCommand(a.verifyCommand(), a.showCommand(), a.exportCommand(), a.checkCommand(), a.headCommand())
	return cmd
}

// look opens the journal only to be read.
func (a *auditor) look(ctx context.Context, anchor string, do func(book, books) error) error {
	b, err := a.find()
	if err != nil {
		return err
	}
	j, err := b.look(ctx, anchor)
	if err != nil {
		return &exitError{1, fmt.Errorf("the journal cannot be opened: %w", err)}
	}
	return errors.Join(do(b, j), j.Close())
}

func (a *auditor) headCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "head",
		Short: "Print the newest number and hash on one line, to be kept elsewhere",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.look(cmd.Context(), "", func(_ book, j books) error {
				head, err := j.Head(cmd.Context())
				if err != nil {
					return &exitError{1, err}
				}
				fmt.Fprintf(a.std.Out, "%d %s\n", head.Seq, head.Hash)
				return nil
			})
		},
	}
}

func (a *auditor) verifyCommand() *cobra.Command {
	var anchor, head string
	cmd := &cobra.Command{
		Use:   "verify",
		Short: "Walk the chain and compare it with what is stored and what was noted outside; exits with 1 where it breaks",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.verify(cmd.Context(), anchor, head)
		},
	}
	cmd.Flags().StringVar(&anchor, "anchor", "", "file of marks that a till keeps elsewhere")
	cmd.Flags().StringVar(&head, "head", "", "a line that audit head printed earlier: the journal must still have it")
	return cmd
}

// walked is what verify says. The names are a promise.
type walked struct {
	OK      bool   `json:"ok"`
	Entries int64  `json:"entries"`
	Head    string `json:"head"`
	// Broken is the number of the entry where the chain breaks, 0 where it does not.
	Broken int64  `json:"broken_at"`
	Lost   bool   `json:"lost"`
	Error  string `json:"error,omitempty"`
}

func (a *auditor) verify(ctx context.Context, anchor, head string) error {
	noted, err := notedHead(head)
	if err != nil {
		return err
	}
	return a.look(ctx, anchor, func(_ book, j books) error {
		v, err := verifyBooks(ctx, j, func(int64, int64) {})
		if err == nil && v.Sound && noted.Seq > 0 {
			v, err = stillThere(ctx, j, v, noted)
		}
		if err != nil {
			return &exitError{1, err}
		}
		said := walked{OK: v.Sound, Entries: v.Entries, Head: v.Head, Broken: v.Broken, Lost: v.Lost, Error: v.Says.String()}
		if a.json {
			err = printJSON(a.std.Out, said)
		} else if v.Sound {
			fmt.Fprintf(a.std.Out, "ok  %d audit entries, the last one %s\n", v.Entries, v.Head)
		}
		if !v.Sound {
			return errors.Join(err, &exitError{1, errors.New(said.Error)})
		}
		return err
	})
}

// notedHead reads what audit head printed.
func notedHead(line string) (journal.Head, error) {
	if line == "" {
		return journal.Head{}, nil
	}
	seq, hash, _ := strings.Cut(strings.TrimSpace(line), " ")
	n, err := strconv.ParseInt(seq, 10, 64)
	if hash = strings.ToLower(strings.TrimSpace(hash)); err != nil || n < 1 || len(hash) < 12 || strings.Trim(hash, "0123456789abcdef") != "" {
		return journal.Head{}, &exitError{2, fmt.Errorf("--head: %q is not a number and a hash, of which at least 12 digits", line)}
	}
	return journal.Head{Seq: n, Hash: hash}, nil
}

// stillThere tells whether a link that was noted is in the journal. The beginning of
// its hash is enough, as a slip has it.
func stillThere(ctx context.Context, j journal.Chained, v audit.Verdict, noted journal.Head) (audit.Verdict, error) {
	links, err := j.Links(ctx, noted.Seq-1, 1)
	if err != nil {
		return v, err
	}
	if len(links) == 0 || links[0].Seq != noted.Seq || !strings.HasPrefix(links[0].Hash, noted.Hash) {
		v.Sound, v.Lost = false, true
		v.Says = safe.Line(fmt.Sprintf("set back or replaced: entry %d is not the one that was noted", noted.Seq))
	}
	return v, nil
}

// auditFlags choose entries.
type auditFlags struct {
	who, what, since string
	limit            int
}

func (a *auditor) showCommand() *cobra.Command {
	var f auditFlags
	cmd := &cobra.Command{
		Use:     "show [SLIP]",
		Short:   "Show entries, newest first, of everything or about one slip",
		Example: "  guitai audit show --who 小李 --since 24h\n  guitai audit show A0042\n  guitai audit show --what staff --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.show(cmd.Context(), f, strings.Join(args, ""))
		},
	}
	cmd.Flags().StringVar(&f.who, "who", "", "only what somebody did or allowed, by name")
	cmd.Flags().StringVar(&f.what, "what", "", "money, member, staff, pin, other, or one word such as member.edit")
	cmd.Flags().StringVar(&f.since, "since", "", "only within a time such as 24h, or since a day such as 2026-11-22")
	cmd.Flags().IntVar(&f.limit, "limit", 50, "the most that are shown; 0 shows all")
	return cmd
}

// auditAreas are the kinds by the words that --what takes.
func auditAreas() map[string]audit.Kind {
	return map[string]audit.Kind{"": audit.KindAll, "money": audit.KindMoney, "member": audit.KindMember, "staff": audit.KindStaff,
		"pin": audit.KindPIN, "other": audit.KindOther}
}

func (a *auditor) show(ctx context.Context, f auditFlags, slip string) error {
	if f.limit < 0 {
		return &exitError{2, errors.New("--limit: cannot be below zero")}
	}
	kind, known := auditAreas()[f.what]
	if !known && !strings.Contains(f.what, ".") {
		return &exitError{2, fmt.Errorf("--what: %q is none of money, member, staff, pin, other, and no word such as member.edit", f.what)}
	}
	return a.look(ctx, "", func(b book, j books) error {
		from, err := instant(f.since, time.Now().In(b.cfg.Zone))
		if err != nil {
			return err
		}
		desk, err := a.desk(ctx, j)
		if err != nil {
			return err
		}
		q := audit.Query{Kind: kind, Who: f.who, Slip: slip, From: from}
		found := []audit.Entry{}
		for first := true; first || q.Before != 0; first = false {
			p, err := desk.Entries(ctx, q)
			if err != nil {
				return &exitError{1, err}
			}
			for _, e := range p.Entries {
				if known || e.What == f.what {
					found = append(found, e)
				}
			}
			if q.Before = p.Next; f.limit > 0 && len(found) > f.limit {
				found = found[:f.limit]
				fmt.Fprintf(a.std.Err, "guitai: only the newest %d; --limit 0 shows all\n", f.limit)
				break
			}
		}
		if a.json {
			return printJSON(a.std.Out, entriesJSON(found, b.cfg.Zone))
		}
		b.printEntries(a.std, found)
		return nil
	})
}

// desk reads as whoever may run commands on the machine that keeps the journal, with
// the names of the people in it.
func (a *auditor) desk(ctx context.Context, j books) (auditDesk, error) {
	names, err := namesIn(ctx, j)
	if err != nil {
		return auditDesk{}, &exitError{1, err}
	}
	d := newAuditDesk(nil, nil, j)
	d.known = names
	return d, nil
}

// entryJSON is what other programs read of an entry. The names are a promise.
type entryJSON struct {
	Seq      int64                `json:"seq"`
	At       *string              `json:"at"`
	Who      safe.Text            `json:"who"`
	Approver safe.Text            `json:"approver"`
	Till     safe.Text            `json:"till"`
	From     safe.Text            `json:"from"`
	What     safe.Text            `json:"what"`
	About    safe.Text            `json:"about"`
	Reason   safe.Text            `json:"reason"`
	Op       string               `json:"op"`
	Slip     string               `json:"slip"`
	Before   safe.Text            `json:"before"`
	After    safe.Text            `json:"after"`
	Why      safe.Text            `json:"why"`
	Detail   map[string]safe.Text `json:"detail"`
	Hash     string               `json:"hash"`
}

func entriesJSON(entries []audit.Entry, zone *time.Location) []entryJSON {
	out := make([]entryJSON, 0, len(entries))
	for _, e := range entries {
		one := entryJSON{Seq: e.Seq, At: stamp(e.At, zone), Who: e.Who, Approver: e.Approver, Till: e.Till, From: e.From, What: safe.Line(e.What),
			About: e.About, Reason: e.Reason, Detail: map[string]safe.Text{}, Hash: e.Hash}
		if o := e.Op; o != nil {
			one.Op, one.Slip = o.ID, o.Slip
			one.Before, one.After, one.Why = safe.Line(string(o.Before)), safe.Line(string(o.After)), safe.Line(string(o.Why))
		}
		for _, d := range e.Detail {
			one.Detail[safe.Line(d.Name).String()] = d.Value
		}
		out = append(out, one)
	}
	return out
}

func (b book) printEntries(std Stdio, entries []audit.Entry) {
	t, d := b.text.Audit, b.text.Domain
	var rows [][]string
	for _, e := range entries {
		what, about := safe.Line(t.Word(e.What)).String(), e.About.String()
		if o := e.Op; o != nil {
			what = ui.OpWord(d, o.Kind) + " " + safe.Line(string(o.Before)+"→"+string(o.After)).String()
			about = "#" + o.Slip + " " + about
		}
		var more []string
		for _, x := range e.Detail {
			more = append(more, safe.Line(t.Word(x.Name)).String()+" "+x.Value.String())
		}
		if !e.Approver.IsEmpty() {
			more = append(more, t.Approver+" "+e.Approver.String())
		}
		rows = append(rows, []string{strconv.FormatInt(e.Seq, 10), b.when(e.At), e.Who.String(), what, about, e.Reason.String(), strings.Join(more, ", ")})
	}
	printTable(std.Out, rows)
}
