package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/ui/lang"
)

// bookReader is what the journal's commands have in common. Those that only read
// open the journal beside a running program and start no till, so that nothing
// is taken over, sent or asked.
type bookReader struct {
	std        Stdio
	configPath *string
	demo, json bool
	language   string
}

// book is the journal that a command is about, before it is opened.
type book struct {
	cfg  config.Config
	text lang.Strings
	vault
}

func journalCommand(std Stdio, configPath *string) *cobra.Command {
	r := &bookReader{std: std, configPath: configPath}
	cmd := &cobra.Command{
		Use:   "journal",
		Short: "Read the journal of every money operation, verify it, settle what is open",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return &exitError{2, errors.New("say which: journal list, show, verify, accept, resolve or sweep")}
		},
	}
	f := cmd.PersistentFlags()
	f.BoolVar(&r.json, "json", false, "print JSON: one object an operation")
	f.BoolVar(&r.demo, "demo", false, "the demo's journal, with its simulated vendors, whatever the configuration says")
	f.StringVar(&r.language, "language", "", "zh or en (default: the configuration's)")
	cmd.AddCommand(r.listCommand(), r.showCommand(), r.verifyCommand(), r.acceptCommand(), r.resolveCommand(), r.sweepCommand())
	return cmd
}

func (r *bookReader) listCommand() *cobra.Command {
	var open bool
	var since string
	var limit int
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List operations, newest first",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.list(cmd.Context(), open, since, limit)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&open, "open", false, "only those that hold the lock of their card")
	f.StringVar(&since, "since", "", "only those begun within a time such as 24h, or since a day such as 2026-11-22")
	f.IntVar(&limit, "limit", 50, "the most that are listed; 0 lists all")
	return cmd
}

func (r *bookReader) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID|SLIP",
		Short: "Show an operation with its attempts, answers and evidence",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return r.show(cmd.Context(), args[0])
		},
	}
}

func (r *bookReader) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: "Check the file, walk the audit chain and compare it with what was noted outside; exits with 1 where it breaks",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.verify(cmd.Context())
		},
	}
}

// find resolves the configuration to a journal that exists. To make an empty one
// would only hide that the folder is the wrong one.
func (r *bookReader) find() (book, error) {
	var b book
	var err error
	if r.demo {
		b.cfg, err = config.Demo(r.std.Env)
	} else {
		b.cfg, err = loadConfig(r.std, *r.configPath)
	}
	if err != nil {
		return b, err
	}
	b.vault = vaultOf(b.cfg)
	b.cfg.DataDir = b.dir
	if r.language != "" {
		b.cfg.Language = r.language
	}
	var known bool
	if b.text, known = lang.For(b.cfg.Language); !known {
		return b, &exitError{2, fmt.Errorf("there is no language %q; use zh or en", b.cfg.Language)}
	}
	if b.shared() {
		return b, nil
	}
	if _, err := os.Stat(b.path()); errors.Is(err, fs.ErrNotExist) {
		return b, &exitError{1, fmt.Errorf("there is no journal yet: %s", b.path())}
	}
	return b, nil
}

// read opens the journal for one look at it.
func (r *bookReader) read(ctx context.Context, look func(book, books) error) error {
	b, err := r.find()
	if err != nil {
		return err
	}
	j, err := b.look(ctx, "")
	if err != nil {
		return &exitError{1, fmt.Errorf("the journal cannot be opened: %w", err)}
	}
	err = look(b, j)
	if closing := j.Close(); closing != nil {
		err = errors.Join(err, &exitError{1, closing})
	}
	return err
}

func (r *bookReader) list(ctx context.Context, open bool, since string, limit int) error {
	if limit < 0 {
		return &exitError{2, errors.New("--limit: cannot be below zero")}
	}
	return r.read(ctx, func(b book, j books) error {
		from, err := instant(since, time.Now().In(b.cfg.Zone))
		if err != nil {
			return err
		}
		f := journal.Filter{Open: open, Since: from, Limit: everything}
		if limit > 0 {
			f.Limit = limit + 1
		}
		recs, err := j.List(ctx, f)
		if err != nil {
			return &exitError{1, err}
		}
		if limit > 0 && len(recs) > limit {
			recs = recs[:limit]
			fmt.Fprintf(r.std.Err, "guitai: only the newest %d; --limit 0 lists all\n", limit)
		}
		if r.json {
			return printJSON(r.std.Out, operations(recs, b.cfg.Zone))
		}
		b.printList(r.std.Out, recs)
		return nil
	})
}

// everything is a limit that no shop's journal reaches.
const everything = 1 << 30

// instant reads how far back to look: a duration, or a day in the shop's zone.
func instant(since string, now time.Time) (time.Time, error) {
	if since == "" {
		return time.Time{}, nil
	}
	if d, err := time.ParseDuration(since); err == nil && d > 0 {
		return now.Add(-d), nil
	}
	day, err := time.ParseInLocation(time.DateOnly, since, now.Location())
	if err != nil {
		return day, &exitError{2, fmt.Errorf("--since: %q is neither a time such as 24h nor a day such as 2026-11-22", since)}
	}
	return day, nil
}

func (r *bookReader) show(ctx context.Context, what string) error {
	return r.read(ctx, func(b book, j books) error {
		rec, err := operationOf(ctx, j, what)
		if err != nil {
			return err
		}
		if r.json {
			one := operationJSON(rec, b.cfg.Zone)
			all, err := decisions(ctx, j, rec.ID)
			for _, e := range all {
				one.Decisions = append(one.Decisions, decisionOf(e, b.cfg.Zone))
			}
			return errors.Join(err, printJSON(r.std.Out, one))
		}
		b.printOperation(r.std.Out, rec)
		return b.printDecisions(ctx, r.std.Out, j, rec.ID)
	})
}

// soundness is what verify says. Anchor is the file that it was compared with.
type soundness struct {
	OK      bool   `json:"ok"`
	Entries int64  `json:"entries"`
	Head    string `json:"head"`
	Anchor  string `json:"anchor"`
	Error   string `json:"error,omitempty"`
}

func (r *bookReader) verify(ctx context.Context) error {
	found := soundness{OK: true}
	err := r.read(ctx, func(b book, j books) error {
		found.Anchor = b.anchor()
		if err := j.Verify(ctx); err != nil {
			return &exitError{1, err}
		}
		head, err := j.Head(ctx)
		if err != nil {
			return &exitError{1, err}
		}
		found.Entries, found.Head = head.Seq, head.Hash
		return nil
	})
	if err != nil {
		found.OK, found.Error = false, err.Error()
	}
	switch {
	case r.json:
		return errors.Join(err, printJSON(r.std.Out, found))
	case err == nil:
		fmt.Fprintf(r.std.Out, "ok  %d audit entries, the last one %s; nothing is missing that was noted in %s\n", found.Entries, found.Head, found.Anchor)
	}
	return err
}

// operationOf finds an operation by its id or by its slip as people say it.
func operationOf(ctx context.Context, j journal.Journal, what string) (journal.Record, error) {
	if slip := strings.ToUpper(strings.TrimPrefix(what, "#")); regexp.MustCompile(`^[A-Z]{1,4}[0-9]{4}$`).MatchString(slip) {
		return slipped(ctx, j, slip)
	}
	id, err := uuid.Parse(what)
	if err != nil {
		return journal.Record{}, &exitError{2, fmt.Errorf("%q is neither an operation's id nor a slip such as A0042", what)}
	}
	rec, err := j.Get(ctx, id.String())
	if errors.Is(err, journal.ErrNotFound) {
		return rec, &exitError{1, fmt.Errorf("the journal has no operation %s", id)}
	}
	if err != nil {
		return rec, &exitError{1, err}
	}
	return rec, nil
}

func slipped(ctx context.Context, j journal.Journal, slip string) (journal.Record, error) {
	recs, err := j.List(ctx, journal.Filter{Slip: slip, Limit: 1})
	switch {
	case err != nil:
		return journal.Record{}, &exitError{1, err}
	case len(recs) == 0:
		return journal.Record{}, &exitError{1, fmt.Errorf("the journal has no slip %s", slip)}
	}
	return recs[0], nil
}
