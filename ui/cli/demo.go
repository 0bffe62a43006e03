package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"guitai/backend/config"
	"guitai/backend/sim"
)

// practice is how the demo is wanted.
type practice struct {
	vendor, faults, language string
	reset                    bool
}

func demoCommand(std Stdio) *cobra.Command {
	var p practice
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Practise at two shops of invented members; no real money moves",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Demo(std.Env)
			if err != nil {
				return &exitError{2, err}
			}
			return runDemo(cmd.Context(), std, cfg, p)
		},
	}
	f := cmd.Flags()
	f.StringVar(&p.vendor, "vendor", "sandy", "the shop to begin with: sandy or pospal; the other one is a key away")
	f.BoolVar(&p.reset, "reset", false, "forget what was practised and start over")
	f.StringVar(&p.faults, "fault", "", "faults to play, such as consume=reset-after")
	f.StringVar(&p.language, "language", "", "zh or en")
	return cmd
}

// run starts the front desk that the configuration describes; without one, the
// demo.
func run(ctx context.Context, std Stdio, configPath string) error {
	cfg, err := loadConfig(std, configPath)
	if err != nil {
		return err
	}
	if cfg.Backend == config.BackendDemo {
		return runDemo(ctx, std, cfg, practice{vendor: "sandy"})
	}
	return sit(ctx, std, cfg.DataDir, configured(cfg))
}

func runDemo(ctx context.Context, std Stdio, cfg config.Config, p practice) error {
	shops, dir, shut, err := demoShops(cfg, p)
	if err != nil {
		return err
	}
	defer shut()
	return sit(ctx, std, dir, shops)
}

// booksDir is the folder of the journal: the demo has one of its own.
func booksDir(cfg config.Config) string {
	if cfg.Backend == config.BackendDemo {
		return filepath.Join(cfg.DataDir, "demo")
	}
	return cfg.DataDir
}

// demoShops are the two practised shops, the wanted one first, and their folder.
func demoShops(cfg config.Config, p practice) (shops []shop, dir string, shut func(), err error) {
	plan, err := sim.ParsePlan(p.faults)
	if err != nil {
		return nil, "", nil, &exitError{2, fmt.Errorf("--fault: %w", err)}
	}
	if p.language != "" {
		cfg.Language = p.language
	}
	cfg.Backend = config.BackendDemo
	cfg.DataDir = booksDir(cfg)
	if p.reset {
		if err := os.RemoveAll(cfg.DataDir); err != nil {
			return nil, "", nil, &exitError{1, err}
		}
	}
	other := map[string]string{"sandy": "pospal"}[p.vendor]
	if other == "" {
		other = "sandy"
	}
	var shuts []func()
	shut = func() {
		for _, f := range shuts {
			f()
		}
	}
	for _, vendor := range []string{p.vendor, other} {
		s, end, err := simulated(cfg, vendor, plan)
		if err != nil {
			shut()
			return nil, "", nil, &exitError{2, fmt.Errorf("--vendor: %w", err)}
		}
		shuts = append(shuts, end)
		shops = append(shops, s)
	}
	return shops, cfg.DataDir, shut, nil
}
