package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/muesli/termenv"

	"guitai/backend"
	"guitai/backend/staff"
	"guitai/backend/till"
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
	text, ok := c.shared.text(cfg.Language)
	if !ok {
		return nil, &exitError{2, fmt.Errorf("language: there is no %q; use zh-Hans or en", cfg.Language)}
	}
	keys, err := c.shared.keymap(cfg.Keys)
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

// sitter is who works at a session. The zero value is a till without staff.
type sitter struct {
	person staff.Person
	badge  *staff.Badge
	book   *staff.Book
	// till is the name of the till; "" is the shop's.
	till string
}

// env is the shop's for this person.
func (w sitter) env(c *counter, environ []string) (*ui.Env, error) {
	env, err := newEnv(c, environ)
	if err != nil || w.badge == nil {
		return env, err
	}
	if text, ok := c.shared.text(w.person.Language); ok && w.person.Language != "" {
		env.Text = text
	}
	env.Operator, env.Till = w.person.Name, cmp.Or(w.till, w.person.Till, env.Till)
	return env, nil
}

// session is one person at one shop, on whatever terminal.
type session struct {
	house   *house
	c       *counter
	who     sitter
	env     *ui.Env
	shell   *shell.Shell
	seat    *till.Till
	permits *permits
	// next is the shop to go on with; another says that somebody else signs in.
	next    *counter
	another bool
	stop    func()
}

// open makes a session's model, with what finish adds to the shell's options. Until
// ctx ends, calls that need a PIN wait for it.
func (h *house) open(ctx context.Context, c *counter, who sitter, environ []string, finish func(*session, *shell.Options)) (*session, error) {
	env, err := who.env(c, environ)
	if err != nil {
		return nil, err
	}
	s := &session{house: h, c: c, who: who, env: env}
	seat := c.till
	if who.badge != nil && !c.practice {
		// Notices and the tray name members too, so whoever may find none is not let in.
		if _, err := who.badge.May(staff.Ask{Right: staff.RightFind}); err != nil {
			return nil, &exitError{1, errors.New(ui.Sentence(env.Text, err))}
		}
	}
	switch {
	case who.badge != nil && c.practice:
		// On the practice range everybody may do everything.
		seat = seat.As(env.Till, env.Operator)
	case who.badge != nil:
		seat = seat.As(env.Till, env.Operator).By(who.badge)
	}
	o, err := s.options(ctx, seat)
	if err != nil {
		return nil, &exitError{1, err}
	}
	ask := newPermits(ctx, who.badge, env.Text)
	o.Permits = ask.channel()
	finish(s, &o)
	s.seat, s.permits = seat, ask
	d := desk{Till: seat, log: h.log.With("till", env.Till, "operator", env.Operator), passwordAbove: c.cfg.Pospal.PasswordAbove,
		copy: c.copy, about: aboutDesk{h, c}, permits: ask, notes: h.journal}
	if who.badge != nil {
		people := newStaffDesk(who.book, who.badge, h.journal)
		people.confirm = func(context.Context) error { return ask.own() }
		d.staff, d.audit = people, newAuditDesk(who.book, who.badge, h.journal)
	}
	s.shell = d.shell(env, o)
	s.note("session.begin")
	return s, nil
}

// note puts into the audit that somebody sat down or left. A journal that cannot be
// written keeps nobody from looking; no money moves without it.
func (s *session) note(what string) {
	if s.who.badge == nil {
		return
	}
	n := s.who.badge.By()
	err := s.house.journal.Tell(context.Background(), backend.Note{Who: s.env.Operator, Till: s.env.Till, From: n.From, What: what, About: s.env.Shop})
	if err != nil {
		s.house.log.Warn("session not noted", "what", what, "err", err)
	}
}

// close ends the session.
func (s *session) close() {
	s.stop()
	s.note("session.end")
}

// options are what the shell is told about the shop and its till.
func (s *session) options(ctx context.Context, seat *till.Till) (shell.Options, error) {
	c, env := s.c, s.env
	changes, stop := seat.Watch()
	open, err := seat.Cases(ctx, false)
	if err != nil {
		stop()
		return shell.Options{}, err
	}
	telling, silence := context.WithCancel(ctx)
	s.stop = func() { silence(); stop() }
	o := shell.Options{News: c.seen.news(telling, env.Text), Cases: changes, Open: open, Shops: s.house.others(c),
		Change: func(name string) { s.next = s.house.called(name) },
		Health: func() string { return healthSentence(env, seat.Health()) }}
	if last, ok := seat.Last(ctx); ok {
		o.Last = &last
	}
	if c.practice && len(o.Shops) > 0 {
		key := keymap.Shown(env.Keys.Keys(keymap.ScopeHome, keymap.SwitchShop)[0])
		o.Hello = lang.Fill(env.Text.Shell.PracticeHello, "shop", env.Shop, "other", o.Shops[0], "key", key)
	}
	if q := seat.Capabilities().Quota; q != nil {
		o.Quota = q.Quota
	}
	if s.who.badge != nil {
		o.LockAfter = c.cfg.Staff.IdleLock
		o.Guard = func(ctx context.Context, pin string) error { return s.who.badge.Confirm(ctx, []byte(pin)) }
	}
	return o, nil
}

func healthSentence(env *ui.Env, err error) string {
	if err == nil {
		return ""
	}
	return ui.Sentence(env.Text, err)
}
