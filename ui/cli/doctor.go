package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// earliest is a day that has certainly passed: a clock before it is wrong.
const earliest = "2026-01-01"

// check is one line of the doctor's report. Its result is what was found, or
// why it is not well.
type check struct {
	name string
	run  func(context.Context) (string, error)
}

func doctorCommand(std Stdio, configPath *string) *cobra.Command {
	p := &prober{copyReader: copyReader{std: std, configPath: configPath}}
	var probing bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check configuration, secrets, clock, data directory, terminal and the vendor",
		Long: "Prints one line a check and exits with 1 if one fails. It only reads at the vendor.\n\n" +
			"With --probe it asks the vendor instead what no page of theirs says, by small changes to a member that was opened for\n" +
			"tests alone: whether a key is applied once, whether a row shows at once. The answers are kept in the journal and\n" +
			"decide what the till does by itself when an answer was lost. Ask at set-up, monthly and after any surprise; P5 again\n" +
			"an hour, a day and a week later.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if probing {
				return p.probe(cmd.Context())
			}
			for _, flag := range []string{"member", "only", "yes", "times", "json", "shop", "demo", "language"} {
				if cmd.Flags().Changed(flag) {
					return &exitError{2, fmt.Errorf("--%s is for --probe", flag)}
				}
			}
			return examine(cmd.Context(), std, *configPath)
		},
	}
	p.flags(cmd, "print the findings as JSON")
	f := cmd.Flags()
	f.BoolVar(&probing, "probe", false, "ask what only a test member can show; this makes real changes to that member")
	f.StringVar(&p.member, "member", "", "the test member's number")
	f.StringSliceVar(&p.only, "only", nil, "only these questions, such as P3 or S2,S5")
	f.BoolVar(&p.yes, "yes", false, "do not ask before it begins")
	f.IntVar(&p.times, "times", 5, "how often P1 and S2 are tried")
	return cmd
}

func examine(ctx context.Context, std Stdio, flag string) error {
	cfg, err := loadConfig(std, flag)
	if err != nil {
		report(std.Out, "config", "", err)
		return &exitError{1, errors.New("the configuration is wrong; nothing else was checked")}
	}
	failed := 0
	for _, c := range checks(std, cfg) {
		found, err := c.run(ctx)
		report(std.Out, c.name, found, err)
		if err != nil {
			failed++
		}
	}
	if failed > 0 {
		return &exitError{1, fmt.Errorf("%d of %d checks failed", failed, len(checks(std, cfg)))}
	}
	return nil
}

func report(w io.Writer, name, found string, err error) {
	if err != nil {
		fmt.Fprintf(w, "FAIL  %-9s %s\n", name, err)
		return
	}
	fmt.Fprintf(w, "ok    %-9s %s\n", name, found)
}

func checks(std Stdio, cfg config.Config) []check {
	return []check{
		{"config", func(context.Context) (string, error) { return configFound(cfg), nil }},
		{"secrets", func(context.Context) (string, error) { return secretsFound(cfg) }},
		{"keys", func(context.Context) (string, error) { return keysFound(cfg) }},
		{"clock", func(context.Context) (string, error) { return clockFound(cfg, time.Now()) }},
		{"data", func(context.Context) (string, error) { return dataFound(cfg) }},
		{"terminal", func(context.Context) (string, error) { return terminalFound(std) }},
		{"vendor", func(ctx context.Context) (string, error) { return vendorsFound(ctx, cfg) }},
	}
}

// vendorsFound asks every shop's vendor.
func vendorsFound(ctx context.Context, cfg config.Config) (string, error) {
	if cfg.Backend == config.BackendDemo {
		return vendorFound(ctx, shop{cfg: cfg})
	}
	var found []string
	for _, s := range configured(cfg) {
		line, err := vendorFound(ctx, s)
		if err != nil {
			return "", fmt.Errorf("%s%w", prefix(s.name), err)
		}
		found = append(found, prefix(s.name)+line)
	}
	return strings.Join(found, "; "), nil
}

func prefix(name string) string {
	if name == "" {
		return ""
	}
	return name + ": "
}

func configFound(cfg config.Config) string {
	if cfg.Path == "" {
		return "none: the demo"
	}
	return fmt.Sprintf("%s, backend %s", cfg.Path, cfg.Backend)
}

func secretsFound(cfg config.Config) (string, error) {
	switch cfg.Backend {
	case config.BackendDemo:
		return "none needed", nil
	case config.BackendSandy:
		if !cfg.Sandy.Token.IsSet() || !cfg.Sandy.CustomerGUID.IsSet() {
			return "", errors.New("sandy.token or sandy.customer_guid is empty")
		}
	case config.BackendPospal:
		if !cfg.Pospal.AppID.IsSet() || !cfg.Pospal.AppKey.IsSet() {
			return "", errors.New("pospal.app_id or pospal.app_key is empty")
		}
	}
	return "present, and readable by you alone", nil
}

func keysFound(cfg config.Config) (string, error) {
	if _, err := keymap.New(cfg.Keys); err != nil {
		return "", err
	}
	return fmt.Sprintf("no conflicts, %d changed", len(cfg.Keys)), nil
}

func clockFound(cfg config.Config, now time.Time) (string, error) {
	first, err := time.Parse(time.DateOnly, earliest)
	if err != nil {
		return "", err
	}
	if now.Before(first) {
		return "", fmt.Errorf("it cannot be %s; set this machine's clock", now.Format(time.DateTime))
	}
	return now.In(cfg.Zone).Format("2006-01-02 15:04:05") + " " + cfg.Zone.String(), nil
}

// dataFound writes and removes a file, because a mode that looks right does not
// mean that the disk takes anything.
func dataFound(cfg config.Config) (string, error) {
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return "", err
	}
	f, err := os.CreateTemp(cfg.DataDir, "doctor-*")
	if err != nil {
		return "", err
	}
	_, err = f.WriteString("guitai")
	if err = errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name())); err != nil {
		return "", err
	}
	info, err := os.Stat(filepath.Join(cfg.DataDir, "journal.db"))
	if errors.Is(err, os.ErrNotExist) {
		return cfg.DataDir + ", no journal yet", nil
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, journal of %d KiB", cfg.DataDir, info.Size()/1024), nil
}

func terminalFound(std Stdio) (string, error) {
	name := std.Env("TERM")
	if name == "" || name == "dumb" {
		return "", fmt.Errorf("TERM is %q, which cannot show a screen", name)
	}
	words := [...]string{"no colours", "16 colours", "256 colours", "16 million colours"}
	return name + ", " + words[colours(std.Environ)], nil
}

// vendorFound reads the levels, which changes nothing and names nobody.
func vendorFound(ctx context.Context, s shop) (string, error) {
	if s.cfg.Backend == config.BackendDemo {
		s.cfg.DataDir = filepath.Join(s.cfg.DataDir, "demo")
		demo, shut, err := simulated(s.cfg, "sandy", nil)
		if err != nil {
			return "", err
		}
		defer shut()
		s = demo
	}
	vendor, err := s.vendor(nil)
	if err != nil {
		return "", err
	}
	able := vendor.Capabilities()
	began := time.Now()
	levels, err := able.Lister.Levels(ctx)
	if err != nil {
		return "", spoken(err)
	}
	found := fmt.Sprintf("%s answers in %d ms, %d levels", able.Kind, time.Since(began).Milliseconds(), len(levels))
	if able.Plain {
		found += "; the connection is NOT encrypted"
	}
	return found, nil
}

// spoken makes a sentence of an error, with its cause for whoever looks after
// the machine.
func spoken(err error) error {
	text, _ := lang.For("en")
	var e *backend.Error
	if errors.As(err, &e) {
		return fmt.Errorf("%s (%w)", ui.Sentence(text, err), err)
	}
	return err
}
