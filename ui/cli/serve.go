package cli

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"guitai/backend/config"
	"guitai/backend/staff"
	"guitai/ui/sshd"
)

// drainTime is how long people have to finish when the server stops.
const drainTime = 15 * time.Second

func serveCommand(std Stdio, configPath *string) *cobra.Command {
	var init bool
	cmd := &cobra.Command{
		Use:   "serve",
		Short: "Be the front desk for people who come over SSH",
		Long:  "Takes SSH connections at serve.listen. A public key proves who somebody is, their PIN unlocks the session;\npeople are added with guitai staff add.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := loadConfig(std, *configPath)
			if err != nil {
				return err
			}
			if init {
				return initHostKey(std, cfg)
			}
			ctx, stop := signal.NotifyContext(cmd.Context(), syscall.SIGTERM, syscall.SIGINT)
			defer stop()
			return serve(ctx, std, cfg)
		},
	}
	cmd.Flags().BoolVar(&init, "init", false, "make the server's key and show its fingerprint")
	return cmd
}

// initHostKey makes the key once and never by the way: whoever connects compares the
// fingerprint with what is printed here.
func initHostKey(std Stdio, cfg config.Config) error {
	path := hostKeyPath(cfg)
	print, err := sshd.InitHostKey(path)
	if err != nil {
		return &exitError{1, err}
	}
	fmt.Fprintf(std.Out, "%s\nits fingerprint, which people see when they first connect:\n%s\n", path, print)
	return nil
}

func hostKeyPath(cfg config.Config) string {
	if cfg.Serve.HostKey != "" {
		return cfg.Serve.HostKey
	}
	return filepath.Join(cfg.DataDir, "host_key")
}

// serve runs until ctx ends, then lets people finish and what is being sent arrive.
func serve(ctx context.Context, std Stdio, cfg config.Config) error {
	seal()
	key, err := sshd.LoadHostKey(hostKeyPath(cfg))
	if err != nil {
		return &exitError{1, fmt.Errorf("%w; make it with: guitai serve --init", err)}
	}
	shops, dir, shut, err := servedShops(cfg)
	if err != nil {
		return err
	}
	defer shut()
	meter := newMeter()
	h, err := openServed(ctx, std, dir, shops, meter)
	if err != nil {
		return err
	}
	book, err := workingStaff(ctx, std, cfg, h.journal)
	if err != nil {
		return errors.Join(err, h.close())
	}
	front := &frontDesk{house: h, book: book, meter: meter, kept: newKept(time.Now)}
	server, err := sshd.New(sshd.Options{Staff: doorStaff{book}, Run: front.run, HostKey: key, Logger: h.log,
		Observer: meter.observer(), Limits: sshd.Limits{Sessions: cfg.Serve.MaxSessions}})
	if err != nil {
		return errors.Join(&exitError{1, err}, h.close())
	}
	meter.house(h, server)
	return errors.Join(front.listen(ctx, std, cfg, server), h.close())
}

// openServed opens the house of a server: the only process of its machine that works
// on the journal.
func openServed(ctx context.Context, std Stdio, dir string, shops []shop, m *meter) (*house, error) {
	h, err := openBooks(ctx, vaultIn(dir, shops), shops...)
	if err != nil {
		return nil, err
	}
	h.crash, h.meter, h.alone = crashFrom(std, dir), m, true
	for _, s := range shops {
		if err := h.start(ctx, s); err != nil {
			return nil, errors.Join(err, h.close())
		}
	}
	return h, nil
}

// servedShops are the shops of the configuration; the demo's two where it is one.
func servedShops(cfg config.Config) (shops []shop, dir string, shut func(), err error) {
	if cfg.Backend != config.BackendDemo {
		return configured(cfg), cfg.DataDir, func() {}, nil
	}
	return demoShops(cfg, practice{vendor: "sandy"})
}

// listen serves the door and the status page until ctx ends, and drains.
func (f *frontDesk) listen(ctx context.Context, std Stdio, cfg config.Config, server *sshd.Server) error {
	door, err := net.Listen("tcp", cfg.Serve.Listen)
	if err != nil {
		return &exitError{1, fmt.Errorf("serve.listen: %w", err)}
	}
	status, err := net.Listen("tcp", cfg.Serve.Status)
	if err != nil {
		return errors.Join(&exitError{1, fmt.Errorf("serve.status: %w", err)}, door.Close())
	}
	fmt.Fprintf(std.Out, "front desk at %s, status at http://%s/healthz\n", door.Addr(), status.Addr())
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	go keepFresh(background, f.book)
	page := f.status(status)
	served := make(chan error, 1)
	go func() { served <- server.Serve(background, door) }()
	select {
	case err = <-served:
	case <-ctx.Done():
		// People see that the server stops, and have a little time to finish.
		limit, done := context.WithTimeout(background, drainTime)
		err = server.Drain(limit)
		done()
		if errors.Is(err, context.DeadlineExceeded) {
			err = nil
		}
	}
	f.kept.drop()
	return errors.Join(err, page.Close())
}

// doorStaff tells the door who may come in.
type doorStaff struct{ book *staff.Book }

func (d doorStaff) Any() bool { return d.book.Anybody() }

func (d doorStaff) ByKey(print sshd.Print) (sshd.Person, bool) {
	p, key, ok := d.book.ByKey(hex.EncodeToString(print[:]))
	if !ok {
		return sshd.Person{}, false
	}
	till := key.Till
	if till == "" {
		till = p.Till
	}
	return sshd.Person{ID: p.ID, Name: p.Name, Till: till, Lang: p.Language, From: key.From}, true
}
