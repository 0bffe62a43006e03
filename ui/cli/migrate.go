package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend/journal"
	"guitai/backend/journal/change"
	"guitai/backend/journal/postgres"
	"guitai/backend/journal/sqlite"
)

// migration moves a journal from one store to another.
type migration struct {
	std      Stdio
	from, to string
	withOpen bool
}

// movable is a journal that can be taken over as a whole.
type movable interface {
	books
	Copy(ctx context.Context, to change.Whole) error
	Fill(ctx context.Context, from func(change.Whole) error) (*change.Tally, error)
}

func migrateCommand(std Stdio) *cobra.Command {
	m := migration{std: std}
	cmd := &cobra.Command{
		Use:   "migrate --from sqlite://PATH --to postgres://…",
		Short: "Copy a whole journal into an empty store of the other kind",
		Long: "Copies every operation with its attempts, the vendors' rows, people and other papers, and the audit with its chain,\n" +
			"in one transaction into a store that has no journal yet, checks all of it there and compares it with what was read.\n" +
			"Either side may be sqlite://PATH or a postgres:// address, or env:NAME for an environment variable that holds one,\n" +
			"so that no password stands on a command line. The tills must be closed. What was copied stays where it was;\n" +
			"put it away, so that nobody goes on with it.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return m.run(cmd.Context()) },
	}
	f := cmd.Flags()
	f.StringVar(&m.from, "from", "", "the journal that there is")
	f.StringVar(&m.to, "to", "", "where it shall be")
	f.BoolVar(&m.withOpen, "with-open", false, "also while operations are open")
	_ = cmd.MarkFlagRequired("from")
	_ = cmd.MarkFlagRequired("to")
	return cmd
}

func (m migration) run(ctx context.Context) error {
	from, err := m.address("--from", m.from)
	if err != nil {
		return err
	}
	to, err := m.address("--to", m.to)
	if err != nil {
		return err
	}
	source, err := m.open(ctx, "--from", from, true)
	if err != nil {
		return err
	}
	defer func() { _ = source.Close() }()
	if err := m.ready(ctx, source); err != nil {
		return err
	}
	target, err := m.open(ctx, "--to", to, false)
	if err != nil {
		return err
	}
	tally, err := target.Fill(ctx, func(w change.Whole) error { return still(ctx, source, w) })
	if err == nil {
		err = target.Verify(ctx)
	}
	if err = errors.Join(err, target.Close()); err != nil {
		return &exitError{1, fmt.Errorf("nothing may be built upon the copy: %w", err)}
	}
	fmt.Fprintf(m.std.Out, "operations  %d, with %d attempts\nrows        %d\npapers      %d\naudit       %d entries, the last one %s\n"+
		"digest      %s\nok          the copy is the same to the last byte, and its chain holds\n",
		tally.Ops, tally.Attempts, tally.Rows, tally.Papers, tally.Head.Seq, tally.Head.Hash, tally.Digest())
	return nil
}

// address resolves env:NAME, and warns of a password that everybody on this machine
// could have read.
func (m migration) address(flag, given string) (string, error) {
	name, hidden := strings.CutPrefix(given, "env:")
	if !hidden {
		if u, err := url.Parse(given); err == nil && u.User != nil {
			if _, secret := u.User.Password(); secret {
				fmt.Fprintf(m.std.Err, "guitai: %s: a password on the command line can be read by everybody on this machine; use env:NAME\n", flag)
			}
		}
		return given, nil
	}
	address := m.std.Env(name)
	if address == "" {
		return "", &exitError{2, fmt.Errorf("%s: the environment has no %s", flag, name)}
	}
	return address, nil
}

// open opens one side. A file to be read must be there; one to be written must not.
func (m migration) open(ctx context.Context, flag, address string, read bool) (movable, error) {
	var j movable
	var err error
	path, isFile := strings.CutPrefix(address, "sqlite://")
	switch {
	case isFile:
		_, missing := os.Stat(path)
		if there := !errors.Is(missing, fs.ErrNotExist); there != read {
			return nil, &exitError{1, fmt.Errorf("%s: %s", flag, map[bool]string{true: "there is no such file", false: "there is a file already"}[read])}
		}
		j, err = sqlite.Open(ctx, sqlite.Options{Path: path, Clock: time.Now, ReadOnly: read})
	case strings.HasPrefix(address, "postgres://"), strings.HasPrefix(address, "postgresql://"):
		j, err = postgres.Open(ctx, postgres.Options{Address: address, Clock: time.Now, ReadOnly: read})
	default:
		return nil, &exitError{2, fmt.Errorf("%s: it takes sqlite://PATH, a postgres:// address, or env:NAME", flag)}
	}
	if err != nil {
		return nil, &exitError{1, fmt.Errorf("%s: %w", flag, err)}
	}
	return j, nil
}

// ready refuses a journal that is broken or has something under way.
func (m migration) ready(ctx context.Context, source movable) error {
	if err := source.Verify(ctx); err != nil {
		return &exitError{1, fmt.Errorf("--from: %w", err)}
	}
	open, err := source.List(ctx, journal.Filter{Open: true})
	if err != nil {
		return &exitError{1, fmt.Errorf("--from: %w", err)}
	}
	if len(open) > 0 && !m.withOpen {
		return &exitError{1, fmt.Errorf("%d operations are open, the newest is %s; settle them first, or copy them as they are with --with-open",
			len(open), open[0].Slip)}
	}
	return nil
}

// still hands a journal over and refuses it if somebody wrote to it meanwhile.
func still(ctx context.Context, source movable, to change.Whole) error {
	before, err := source.Head(ctx)
	if err != nil {
		return err
	}
	if err := source.Copy(ctx, to); err != nil {
		return err
	}
	after, err := source.Head(ctx)
	if err == nil && after != before {
		err = errors.New("a till is at work on the journal that is copied; close it first")
	}
	return err
}
