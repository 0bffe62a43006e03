package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/muesli/termenv"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/shell"
	"guitai/ui/term"
	"guitai/ui/theme"
)

// newEnv makes what one session's screens share.
func newEnv(c *counter, environ []string) (*ui.Env, error) {
	cfg, able := c.cfg, c.till.Capabilities()
	text, ok := lang.For(cfg.Language)
	if !ok {
		return nil, &exitError{2, fmt.Errorf("language: there is no %q; use zh-Hans or en", cfg.Language)}
	}
	keys, err := keymap.New(cfg.Keys)
	if err != nil {
		return nil, &exitError{2, err}
	}
	return &ui.Env{
		Text: text, Theme: theme.New(colours(environ), dark(cfg.Theme, environ)), Keys: keys, Clock: ui.WallClock{}, Zone: cfg.Zone,
		MaskPhones: cfg.MaskPhones, Shop: able.Vendor.String(), Till: cfg.Till, Operator: cfg.Operator,
		Practice: c.practice, Plain: able.Plain,
	}, nil
}

func colours(environ []string) theme.Colours {
	able := term.Detect(environ)
	if able.NoColor {
		return theme.NoColours
	}
	switch able.Profile {
	case termenv.TrueColor:
		return theme.TrueColour
	case termenv.ANSI256:
		return theme.TwoFiveSix
	}
	return theme.Sixteen
}

// dark tells the terminal's background. Terminals are not asked, since one that
// does not answer would cost seconds; some say it in COLORFGBG.
func dark(choice string, environ []string) bool {
	switch choice {
	case "dark":
		return true
	case "light":
		return false
	}
	for _, e := range environ {
		if v, ok := strings.CutPrefix(e, "COLORFGBG="); ok {
			background := v[strings.LastIndex(v, ";")+1:]
			return background != "7" && background != "15"
		}
	}
	return true
}

// sit runs the front desk on the process' own terminal, one shop after another
// as the person changes between them.
func sit(ctx context.Context, std Stdio, dataDir string, shops []shop) error {
	h, err := openHouse(ctx, std, dataDir, shops)
	if err != nil {
		return err
	}
	for c := h.shops[0]; c != nil && err == nil; {
		c, err = h.sit(ctx, std, c)
	}
	return errors.Join(err, h.close())
}

// sit runs one shop's session and gives the shop to go on with, nil for none.
func (h *house) sit(ctx context.Context, std Stdio, c *counter) (next *counter, err error) {
	env, err := newEnv(c, std.Environ)
	if err != nil {
		return nil, err
	}
	o, stop, err := h.options(ctx, env, c)
	if err != nil {
		return nil, &exitError{1, err}
	}
	defer stop()
	o.Change = func(name string) { next = h.called(name) }
	d := desk{Till: c.till, log: h.log.With("till", env.Till, "operator", env.Operator), passwordAbove: c.cfg.Pospal.PasswordAbove, copy: c.copy}
	err = term.RunLocal(ctx, d.shell(env, o), term.Options{Mouse: c.cfg.Mouse, Env: std.Environ})
	var panicked *term.PanicError
	if errors.As(err, &panicked) {
		h.log.Error("panic", "detail", panicked.Detail())
	}
	var signalled *term.SignalError
	if err != nil && !errors.As(err, &signalled) {
		return nil, &exitError{1, err}
	}
	return next, nil
}

// options are what the shell is told about the shop and its till.
func (h *house) options(ctx context.Context, env *ui.Env, c *counter) (o shell.Options, stop func(), err error) {
	changes, stop := c.till.Watch()
	open, err := c.till.Cases(ctx, false)
	if err != nil {
		stop()
		return shell.Options{}, nil, err
	}
	o = shell.Options{Cases: changes, Open: open, Shops: h.others(c),
		Health: func() string { return healthSentence(env, c.till.Health()) },
		Leave:  func() { _ = c.till.Drain(context.Background()) }}
	if last, ok := c.till.Last(ctx); ok {
		o.Last = &last
	}
	if c.practice && len(o.Shops) > 0 {
		key := keymap.Shown(env.Keys.Keys(keymap.ScopeHome, keymap.SwitchShop)[0])
		o.Hello = lang.Fill(env.Text.Shell.PracticeHello, "shop", env.Shop, "other", o.Shops[0], "key", key)
	}
	if q := c.till.Capabilities().Quota; q != nil {
		o.Quota = q.Quota
	}
	return o, stop, nil
}

func healthSentence(env *ui.Env, err error) string {
	if err == nil {
		return ""
	}
	return ui.Sentence(env.Text, err)
}
