package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/backend/journal"
	"guitai/backend/money"
	"guitai/backend/till"
)

// house is everything behind the screens: one journal and, for each shop, a
// till. The tills go on checking what is open whichever shop is on the screen.
type house struct {
	journal books
	// where the journal is, and in which file its newest entry is noted.
	where, anchor string
	log           *slog.Logger
	logFile       *os.File
	crash         *crash
	meter         *meter
	// alone says that no other program's till works on this journal's machine.
	alone bool
	// shops are in the order of the configuration.
	shops []*counter
}

// books is everything that is kept of operations, people and their doings.
type books interface {
	journal.Journal
	journal.Papers
	journal.Guard
	journal.Watcher
	journal.Chained
}

// counter is one shop with its till.
type counter struct {
	shop
	till *till.Till
	copy *memberCopy
	// shared is what the counter's sessions have in common.
	shared shared
	// seen is what probing showed of the vendor.
	seen *contract
}

// openHouse opens the journal and starts the shops' tills.
func openHouse(ctx context.Context, std Stdio, dataDir string, shops []shop) (*house, error) {
	h, err := openBooks(ctx, vaultIn(dataDir, shops), shops...)
	if err != nil {
		return nil, err
	}
	h.crash = crashFrom(std, dataDir)
	if err := noteSettings(ctx, h.journal, shops); err != nil {
		h.log.Error("settings not noted", "error", err)
	}
	for _, s := range shops {
		if err := h.start(ctx, s); err != nil {
			return nil, errors.Join(err, h.close())
		}
	}
	return h, nil
}

// openBooks opens the journal and the log of a house without opening any of its
// shops.
func openBooks(ctx context.Context, l vault, shops ...shop) (*house, error) {
	if err := os.MkdirAll(l.dir, 0o700); err != nil {
		return nil, &exitError{1, fmt.Errorf("data_dir: %w", err)}
	}
	logFile, err := os.OpenFile(filepath.Join(l.dir, "guitai.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, &exitError{1, fmt.Errorf("data_dir: %w", err)}
	}
	h := &house{log: slog.New(slog.NewTextHandler(logFile, nil)), logFile: logFile}
	slot, slots := slotOf(shops)
	h.journal, err = l.open(ctx, slot, slots)
	h.where, h.anchor = l.where(), l.anchor()
	if err != nil {
		return nil, errors.Join(&exitError{1, fmt.Errorf("the journal cannot be opened, so no money could move: %w", err)}, logFile.Close())
	}
	return h, nil
}

// slotOf is which second of how many this till's keys use: the shops of one house
// share a journal, so the first one that names a slot names it for all.
func slotOf(shops []shop) (slot, slots int) {
	for _, s := range shops {
		if own := s.cfg.Pospal.TillSlot; own != nil && !s.practice {
			return *own, 10
		}
	}
	return 0, 0
}

// start opens a shop's till, takes over what an earlier run left open and begins
// to read the shop's members.
func (h *house) start(ctx context.Context, s shop) error {
	c, err := h.seat(s)
	if err != nil {
		return err
	}
	if err := c.till.Start(ctx); err != nil {
		return &exitError{1, fmt.Errorf("the journal cannot be read, so no money could move: %w", err)}
	}
	c.seen.follow(context.WithoutCancel(ctx))
	c.copy.start()
	return nil
}

// seat makes a shop's till, which by itself takes nothing over.
func (h *house) seat(s shop) (*counter, error) {
	s.dial = h.crash.dialer(s.dial)
	s.known = newContract(s.taught(), h.journal, "", h.log)
	vendor, err := s.vendor(h.log)
	if err != nil {
		return nil, err
	}
	s.known.account = accountName(vendor)
	if err := s.known.read(context.Background()); err != nil {
		h.log.Error("what was probed cannot be read", "err", err) // then nothing is relied upon
	}
	copied := s.newCopy(vendor, h.log)
	vendor = attended{h.meter.vendor(h.crash.vendor(vendor)), &copied.traffic, copied}
	able := vendor.Capabilities()
	if err := os.MkdirAll(s.folder(), 0o700); err != nil {
		return nil, &exitError{1, fmt.Errorf("data_dir: %w", err)}
	}
	o := till.Options{Backend: vendor, Journal: h.meter.books(h.crash.books(h.journal)), Account: journal.Account{Backend: able.Kind, Name: able.Account},
		Name: s.cfg.Till, Operator: s.cfg.Operator, Limit: s.cfg.Limits.Operation, Logger: h.log,
		Known: known{copied}, Contract: s.known.Known, TakesOver: h.takesOver(s), Alive: h.alive, Practice: s.practice,
		OwnKeys: s.practice || s.cfg.Pospal.OwnKeys, Zone: s.cfg.Zone,
		GiftInProportion: s.cfg.Undo.Gift == config.GiftProportional}
	if s.cfg.Staff.Required {
		o.Limit = money.Amount{} // people have limits of their own
	}
	if s.cfg.Backend == config.BackendSandy {
		o.LevelRates, o.OwnPayType = s.cfg.Sandy.LevelRates, s.cfg.Sandy.OwnPayType
	}
	c := &counter{shop: s, till: till.New(o), copy: copied, seen: s.known}
	h.shops = append(h.shops, c)
	return c, nil
}

// accountName is what papers about an account are kept by.
func accountName(vendor backend.Backend) string {
	able := vendor.Capabilities()
	return able.Kind + "/" + able.Account
}

// known are the members of the one account that a till serves. What its vendor
// tells is noted where it arrives, so there is nothing left to remember here.
type known struct{ *memberCopy }

func (k known) Known(journal.Account) []backend.Member { return k.recent(till.MaxKnown) }

func (known) Remember(journal.Account, backend.Member) {}

// close waits for what is being sent and lets go of the journal.
func (h *house) close() error {
	var failed []error
	for _, c := range h.shops {
		c.seen.stop()
		failed = append(failed, c.till.Close())
		c.copy.close()
	}
	return errors.Join(append(failed, h.journal.Close(), h.logFile.Close())...)
}

// called finds a shop by what people call it.
func (h *house) called(name string) *counter {
	for _, c := range h.shops {
		if c.title() == name {
			return c
		}
	}
	return h.shops[0]
}

// title is what people call the shop.
func (c *counter) title() string { return c.till.Capabilities().Vendor.String() }

// others are the titles of the other shops.
func (h *house) others(but *counter) []string {
	var names []string
	for _, c := range h.shops {
		if c != but {
			names = append(names, c.title())
		}
	}
	return names
}
