package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"github.com/spf13/cobra"

	"guitai/backend/config"
	"guitai/backend/sim"
	"guitai/backend/sim/sandysim"
)

func demoCommand(std Stdio) *cobra.Command {
	var reset bool
	var faults, language string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Practise at a restaurant of invented members; no real money moves",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Demo(std.Env)
			if err != nil {
				return &exitError{2, err}
			}
			if language != "" {
				cfg.Language = language
			}
			return runDemo(cmd.Context(), std, cfg, faults, reset)
		},
	}
	f := cmd.Flags()
	f.BoolVar(&reset, "reset", false, "forget what was practised and start over")
	f.StringVar(&faults, "fault", "", "faults to play, such as consume=reset-after")
	f.StringVar(&language, "language", "", "zh or en")
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
		return runDemo(ctx, std, cfg, "", false)
	}
	return sit(ctx, std, cfg, nil)
}

func runDemo(ctx context.Context, std Stdio, cfg config.Config, faults string, reset bool) error {
	plan, err := sim.ParsePlan(faults)
	if err != nil {
		return &exitError{2, fmt.Errorf("--fault: %w", err)}
	}
	cfg.Backend = config.BackendDemo
	cfg.DataDir = filepath.Join(cfg.DataDir, "demo")
	if reset {
		if err := os.RemoveAll(cfg.DataDir); err != nil {
			return &exitError{1, err}
		}
	}
	cfg = demoSettings(cfg)
	dial, shut := sim.Serve(&keeper{path: filepath.Join(cfg.DataDir, "sandy.json"), plan: plan})
	defer shut()
	return sit(ctx, std, cfg, dial)
}

// demoSettings point the wire client at the simulator in the process.
func demoSettings(cfg config.Config) config.Config {
	cfg.Sandy.BaseURL = "http://127.0.0.1"
	cfg.Sandy.Token = config.NewSecret(sandysim.DefaultToken)
	cfg.Sandy.CustomerGUID = config.NewSecret(sandysim.DefaultGUID)
	return cfg
}

// keeper is the simulated vendor with its state on disk. The state is read at
// the first request, so that nobody waits for it at the start, and written after
// each write, before the answer leaves: what the vendor said is what it keeps.
type keeper struct {
	path string
	plan *sim.Plan

	once   sync.Once
	server *sandysim.Server
	failed error
	saving sync.Mutex
}

func (k *keeper) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.once.Do(k.load)
	if k.failed != nil {
		http.Error(w, k.failed.Error(), http.StatusInternalServerError)
		return
	}
	k.server.ServeHTTP(w, r)
	switch filepath.Base(r.URL.Path) {
	case "recharge", "consume", "consume_score", "cardopen", "modcardinfo":
		if err := k.save(); err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

func (k *keeper) load() {
	k.server = sandysim.New(sandysim.Options{Plan: k.plan})
	f, err := os.Open(k.path)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		k.failed = err
		return
	}
	k.failed = errors.Join(k.server.Load(f), f.Close())
}

// save writes the state beside the old one and then takes its place.
func (k *keeper) save() error {
	k.saving.Lock()
	defer k.saving.Unlock()
	tmp := k.path + ".new"
	f, err := os.OpenFile(tmp, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := errors.Join(k.server.Save(f), f.Close()); err != nil {
		return err
	}
	return os.Rename(tmp, k.path)
}
