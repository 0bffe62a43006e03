package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/journal/sqlite"
	"guitai/backend/sandy"
	"guitai/backend/sim/sandysim"
	"guitai/backend/till"
)

// dialer opens a connection; nil is the network's own.
type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// counter is one account with its journal and its till.
type counter struct {
	till    *till.Till
	journal journal.Journal
	log     *os.File
}

// newVendor makes the wire client that the configuration names.
func newVendor(cfg config.Config, dial dialer, log *slog.Logger) (backend.Backend, error) {
	switch cfg.Backend {
	case config.BackendSandy, config.BackendDemo:
		return sandy.New(sandy.Options{
			Name: shopName(cfg), BaseURL: cfg.Sandy.BaseURL, Token: cfg.Sandy.Token, GUID: cfg.Sandy.CustomerGUID,
			DialContext: dial, Clock: time.Now, Zone: cfg.Zone, OwnPayType: cfg.Sandy.OwnPayType, Logger: log,
			Timeouts: sandy.Timeouts{Dial: cfg.Timeouts.Dial, TLS: cfg.Timeouts.TLS, Header: cfg.Timeouts.Header, Whole: cfg.Timeouts.Whole},
		}), nil
	}
	return nil, &exitError{2, fmt.Errorf("backend %q cannot be used yet; use sandy or demo", cfg.Backend)}
}

// shopName is what the status bar calls the account; "" is the vendor's name.
func shopName(cfg config.Config) string {
	if cfg.Backend == config.BackendDemo {
		return sandysim.DefaultShop
	}
	return ""
}

// openCounter opens the journal and starts the till of an account.
func openCounter(ctx context.Context, cfg config.Config, dial dialer) (*counter, error) {
	if err := os.MkdirAll(cfg.DataDir, 0o700); err != nil {
		return nil, &exitError{1, fmt.Errorf("data_dir: %w", err)}
	}
	logFile, err := os.OpenFile(filepath.Join(cfg.DataDir, "guitai.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &exitError{1, fmt.Errorf("data_dir: %w", err)}
	}
	log := slog.New(slog.NewTextHandler(logFile, nil))
	vendor, err := newVendor(cfg, dial, log)
	if err != nil {
		return nil, errors.Join(err, logFile.Close())
	}
	book, err := sqlite.Open(ctx, sqlite.Options{Path: filepath.Join(cfg.DataDir, "journal.db"), Clock: time.Now})
	if err != nil {
		return nil, errors.Join(&exitError{1, fmt.Errorf("the journal cannot be opened, so no money could move: %w", err)}, logFile.Close())
	}
	able := vendor.Capabilities()
	t := till.New(till.Options{
		Backend: vendor, Journal: book, Account: journal.Account{Backend: able.Kind, Name: able.Account},
		Name: cfg.Till, Operator: cfg.Operator, Limit: cfg.Limits.Operation,
		LevelRates: cfg.Sandy.LevelRates, OwnPayType: cfg.Sandy.OwnPayType, Logger: log,
	})
	c := &counter{till: t, journal: book, log: logFile}
	if err := t.Start(ctx); err != nil {
		return nil, errors.Join(&exitError{1, fmt.Errorf("the journal cannot be read, so no money could move: %w", err)}, c.close())
	}
	return c, nil
}

// close waits for what is being sent and lets go of the journal.
func (c *counter) close() error {
	return errors.Join(c.till.Close(), c.journal.Close(), c.log.Close())
}
