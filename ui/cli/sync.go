package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/directory"
	"guitai/backend/directory/fill"
	"guitai/ui"
	"guitai/ui/lang"
)

// What sync ends with, beside 0, 1 and 2.
const (
	exitUnfinished = 3 // stopped behind a page; the next run goes on there
	exitElsewhere  = 4 // another guitai has the copy and reads it
)

// copyReader is what the commands about the copy of the members have in common.
type copyReader struct {
	std        Stdio
	configPath *string
	demo, json bool
	shop       string
	language   string
}

func (r *copyReader) flags(cmd *cobra.Command, jsonHelp string) {
	f := cmd.Flags()
	f.BoolVar(&r.json, "json", false, jsonHelp)
	f.BoolVar(&r.demo, "demo", false, "the demo's shop, whatever the configuration says")
	f.StringVar(&r.shop, "shop", "", "a shop by its name (default: the one in use)")
	f.StringVar(&r.language, "language", "", "zh or en (default: the configuration's)")
}

func syncCommand(std Stdio, configPath *string) *cobra.Command {
	r := &copyReader{std: std, configPath: configPath}
	var anew, wait, resume bool
	cmd := &cobra.Command{
		Use:   "sync",
		Short: "Read all members into this machine's copy, so that they are found while typing",
		Long: "Reads everybody the first time, and later who is new; --full reads everybody anew, which alone notices who was\n" +
			"renamed, disabled or removed elsewhere. It keeps to pospal.pages_per_second and leaves calls to the counter. What was\n" +
			"read is stored page by page: Ctrl-C stops behind the page, and the next run goes on there, as it does after a crash.\n\n" +
			"Exit codes: 0 done, 1 failed, 2 wrong command line, 3 stopped before the end (Ctrl-C, paused, or no calls left today;\n" +
			"run it again), 4 another guitai has this copy open and reads it by itself.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return r.sync(cmd.Context(), anew, wait, resume)
		},
	}
	r.flags(cmd, "print JSON: one object a line, for each page")
	cmd.Flags().BoolVar(&anew, "full", false, "read everybody from the beginning")
	cmd.Flags().BoolVar(&wait, "wait", false, "go on by itself on the next day when the calls are used up")
	cmd.Flags().BoolVar(&resume, "resume", false, "end a pause that was begun on the screen")
	return cmd
}

// pick resolves the configuration to a shop. The demo's is the one whose vendor
// gives a list of members, unless another is named.
func (r *copyReader) pick() (s shop, text lang.Strings, shut func(), err error) {
	var cfg config.Config
	if r.demo {
		cfg, err = config.Demo(r.std.Env)
	} else {
		cfg, err = loadConfig(r.std, *r.configPath)
	}
	if err != nil {
		return s, text, nil, err
	}
	if r.language != "" {
		cfg.Language = r.language
	}
	var known bool
	if text, known = lang.For(cfg.Language); !known {
		return s, text, nil, &exitError{2, fmt.Errorf("there is no language %q; use zh or en", cfg.Language)}
	}
	if cfg.Backend == config.BackendDemo {
		vendor := r.shop
		if vendor == "" {
			vendor = string(config.BackendPospal)
		}
		cfg.DataDir = filepath.Join(cfg.DataDir, "demo")
		if s, shut, err = simulated(cfg, vendor, nil); err != nil {
			return s, text, nil, &exitError{2, fmt.Errorf("--shop: %w", err)}
		}
		return s, text, shut, nil
	}
	shops := configured(cfg)
	for _, s := range shops {
		if r.shop == "" || s.name == r.shop {
			return s, text, func() {}, nil
		}
	}
	return s, text, nil, &exitError{2, fmt.Errorf("--shop: there is no %q; there are %s", r.shop, names(shops))}
}

func names(shops []shop) string {
	var all []string
	for _, s := range shops {
		all = append(all, s.name)
	}
	return strings.Join(all, ", ")
}

func (r *copyReader) sync(ctx context.Context, anew, wait, resume bool) error {
	s, text, shut, err := r.pick()
	if err != nil {
		return err
	}
	defer shut()
	vendor, err := s.vendor(nil)
	if err != nil {
		return err
	}
	c := s.newCopy(vendor, nil)
	if c.pager == nil {
		return &exitError{1, errors.New(text.Mirror.NoList)}
	}
	if err := os.MkdirAll(c.folder, 0o700); err != nil {
		return &exitError{1, fmt.Errorf("data_dir: %w", err)}
	}
	m, err := c.open()
	if err != nil {
		return &exitError{1, err}
	}
	defer func() { _ = m.Close() }()
	f := c.newFiller(m)
	p := newSyncPrinter(r.std, text, s.cfg.Zone, r.json)
	if m.Damaged() {
		p.say(text.Mirror.Damaged)
	}
	if resume {
		if err := f.Resume(); err != nil {
			return &exitError{1, err}
		}
	}
	if !m.Shared() {
		p.forecast(f.Forecast(anew))
	}
	return p.ended(f, r.follow(ctx, f, p, anew, wait))
}

// follow reads and prints. The first signal stops behind the page, the second at
// once.
func (r *copyReader) follow(ctx context.Context, f *fill.Filler, p *syncPrinter, anew, wait bool) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	changes, end := f.Watch()
	defer end()
	ended := make(chan error, 1)
	go func() { ended <- f.Once(ctx, anew, wait) }()
	for stopping := false; ; {
		select {
		case pr := <-changes:
			p.progress(pr)
		case <-signals:
			if stopping {
				cancel()
			}
			stopping = true
			f.Halt()
		case err := <-ended:
			return err
		}
	}
}

// ended says how it ended, and makes the exit code.
func (p *syncPrinter) ended(f *fill.Filler, err error) error {
	pr := f.Progress()
	p.last(pr)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fill.ErrElsewhere):
		return &exitError{exitElsewhere, errors.New(p.text.Mirror.Elsewhere)}
	case errors.Is(err, fill.ErrHalted), errors.Is(err, context.Canceled), errors.Is(err, fill.ErrPaused), errors.Is(err, fill.ErrNoCalls):
		return &exitError{exitUnfinished, errors.New(lang.Fill(p.text.Mirror.Unfinished, "pages", grouped(pr.Pages), "n", grouped(pr.Members)))}
	}
	var known *backend.Error
	if errors.As(err, &known) {
		return &exitError{1, fmt.Errorf("%s (%w)", ui.Sentence(p.text, err), err)}
	}
	return &exitError{1, err}
}

// look opens a shop's copy to look something up in it. To make an empty one
// would only hide that the folder is the wrong one.
func (r *copyReader) look() (m *directory.Mirror, s shop, text lang.Strings, err error) {
	s, text, shut, err := r.pick()
	if err != nil {
		return nil, s, text, err
	}
	defer shut()
	vendor, err := s.vendor(nil)
	if err != nil {
		return nil, s, text, err
	}
	c := s.newCopy(vendor, nil)
	if _, err := os.Stat(c.folder); err != nil {
		return nil, s, text, &exitError{1, fmt.Errorf("there is no copy of the members yet: %s", c.folder)}
	}
	m, err = directory.Open(c.folder, c.account, directory.Options{Now: time.Now})
	if err != nil {
		return nil, s, text, &exitError{1, err}
	}
	return m, s, text, nil
}
