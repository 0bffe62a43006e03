package cli

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/muesli/termenv"

	"guitai/backend"
	"guitai/backend/config"
	"guitai/keymap"
	"guitai/screens"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/shell"
	"guitai/ui/term"
	"guitai/ui/theme"
)

// newEnv makes what one session's screens share.
func newEnv(cfg config.Config, able backend.Capabilities, environ []string) (*ui.Env, error) {
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
		Practice: cfg.Backend == config.BackendDemo, Plain: able.Plain,
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

// sit runs the front desk on the process' own terminal.
func sit(ctx context.Context, std Stdio, cfg config.Config, dial dialer) error {
	c, err := openCounter(ctx, cfg, dial)
	if err != nil {
		return err
	}
	err = c.sit(ctx, std, cfg)
	return errors.Join(err, c.close())
}

func (c *counter) sit(ctx context.Context, std Stdio, cfg config.Config) error {
	env, err := newEnv(cfg, c.till.Capabilities(), std.Environ)
	if err != nil {
		return err
	}
	changes, stop := c.till.Watch()
	defer stop()
	open, err := c.till.Cases(ctx, true)
	if err != nil {
		return &exitError{1, err}
	}
	log := slog.New(slog.NewTextHandler(c.log, nil)).With("till", cfg.Till, "operator", cfg.Operator)
	d := desk{c.till, log}
	o := shell.Options{Home: ui.ScreenSearch, Cases: changes, Open: open, Seen: d.seen,
		Health: func() string { return healthSentence(env, c.till.Health()) },
		Leave:  func() { _ = c.till.Drain(context.Background()) }}
	if last, ok := c.till.Last(ctx); ok {
		o.Last = &last
	}
	s := shell.New(env, screens.All(d.desks()), o)
	err = term.RunLocal(ctx, s, term.Options{Mouse: cfg.Mouse, Env: std.Environ})
	var panicked *term.PanicError
	if errors.As(err, &panicked) {
		log.Error("panic", "detail", panicked.Detail())
	}
	var signalled *term.SignalError
	if err != nil && !errors.As(err, &signalled) {
		return &exitError{1, err}
	}
	return nil
}

func healthSentence(env *ui.Env, err error) string {
	if err == nil {
		return ""
	}
	return ui.Sentence(env.Text, err)
}
