package cli

import (
	"context"
	"errors"
	"time"

	"guitai/backend/staff"
	"guitai/ui/shell"
	"guitai/ui/term"
)

// sit runs the front desk on the process' own terminal: one shop after another as
// the person changes between them, one person after another where they have PINs.
func sit(ctx context.Context, std Stdio, dataDir string, shops []shop) error {
	seal()
	h, err := openHouse(ctx, std, dataDir, shops)
	if err != nil {
		return err
	}
	return errors.Join(h.local(ctx, std), h.close())
}

func (h *house) local(ctx context.Context, std Stdio) error {
	cfg := h.shops[0].cfg
	if !cfg.Staff.Required || h.shops[0].practice {
		_, err := h.stay(ctx, std, h.shops[0], sitter{})
		return err
	}
	book, err := workingStaff(ctx, std, cfg, h.journal)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go keepFresh(ctx, book)
	c := h.shops[0]
	for c != nil {
		who, in, err := h.signIn(ctx, std, c, book)
		if err != nil || !in {
			return err
		}
		if c, err = h.stay(ctx, std, c, who); err != nil {
			return err
		}
	}
	return nil
}

// freshness is how often it is looked whether somebody's rights were changed from
// elsewhere: a session must know within two seconds.
const freshness = 500 * time.Millisecond

// keepFresh reads the staff again until ctx ends. A journal that cannot be read
// leaves what is known; no money moves without it anyway.
func keepFresh(ctx context.Context, book *staff.Book) {
	tick := time.NewTicker(freshness)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			_ = book.Refresh(ctx)
		case <-ctx.Done():
			return
		}
	}
}

// signIn asks who sits at this terminal; false if nobody wants to.
func (h *house) signIn(ctx context.Context, std Stdio, c *counter, book *staff.Book) (who sitter, in bool, err error) {
	env, err := newEnv(c, std.Environ)
	if err != nil {
		return who, false, err
	}
	const place = "terminal"
	door := shell.NewSignIn(env, shell.Permit{
		Why: env.Shop,
		Try: func(ctx context.Context, name, pin string) error {
			p, _ := book.Named(name)
			if err := book.CheckPIN(ctx, p.ID, place, []byte(pin)); err != nil {
				return err
			}
			who = sitter{person: p, badge: book.Seat(p.ID, env.Till, place), book: book}
			return nil
		},
		Done: func(ok bool) { in = ok },
	})
	if err := h.show(ctx, std, c, door); err != nil {
		return who, false, err
	}
	return who, in, nil
}

// stay runs one person's sessions and gives the shop at which somebody else signs
// in, nil if everybody leaves.
func (h *house) stay(ctx context.Context, std Stdio, c *counter, who sitter) (*counter, error) {
	for {
		s, err := h.open(ctx, c, who, std.Environ, func(s *session, o *shell.Options) {
			o.Leave = func() { _ = c.till.Drain(context.Background()) }
			o.SignedIn = true
			if who.badge != nil {
				o.SwitchPerson = func() { s.another = true }
			}
		})
		if err != nil {
			return nil, err
		}
		err = h.show(ctx, std, c, s.shell)
		s.close()
		switch {
		case err != nil:
			return nil, err
		case s.another:
			return c, nil
		case s.next == nil:
			return nil, nil
		}
		c = s.next
	}
}

// show runs a model on the process' own terminal.
func (h *house) show(ctx context.Context, std Stdio, c *counter, m term.Model) error {
	err := term.RunLocal(ctx, m, term.Options{Mouse: c.cfg.Mouse, Env: std.Environ})
	var panicked *term.PanicError
	if errors.As(err, &panicked) {
		h.log.Error("panic", "detail", panicked.Detail())
	}
	var signalled *term.SignalError
	if err != nil && !errors.As(err, &signalled) {
		return &exitError{1, err}
	}
	return nil
}
