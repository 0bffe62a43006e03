package screens

import (
	"sync/atomic"

	"guitai/backend"
	"guitai/ui"
)

// Extra is a line of the palette that opens a screen which only some vendors
// fill.
type Extra struct {
	// Name is in the person's language.
	Name string
	// WhyNot is the reason why it cannot be opened now, "" if it can.
	WhyNot func() string
	// Run opens the screen.
	Run ui.Cmd
}

// Commands are the palette's lines for levels, passwords, subsidies and the
// recharges of all stores, and for the copy of the members. What the vendor does not offer is there with the
// reason. current is the member on the screen, nil for none; it is only called
// from WhyNot, so where the shell draws, and Run takes what it gave last.
func Commands(env *ui.Env, caps backend.Capabilities, current func() *backend.Member) []Extra {
	t := env.Text
	c := &commands{env: env, current: current}
	return []Extra{
		c.line(t.Levels.Title, ui.ScreenLevels, caps.Levels != nil, nobody),
		c.line(t.Levels.OfOne, ui.ScreenLevels, caps.Levels != nil, needed),
		c.line(t.Password.Command, ui.ScreenPassword, caps.Passwords != nil, needed),
		c.line(t.Subsidy.Title, ui.ScreenSubsidy, caps.Subsidies != nil, welcome),
		c.line(t.RechargeLog.Title, ui.ScreenRechargeLog, caps.Recharges != nil, nobody),
		c.line(t.Mirror.Title, ui.ScreenMirror, true, nobody),
	}
}

// Offices are the palette's lines for people and for the audit. What whoever sits
// there may not do is there with the right that is missing.
func Offices(env *ui.Env, d Desks) []Extra {
	line := func(name string, screen ui.ScreenID, on bool, may func() error) Extra {
		return Extra{Name: name, Run: ui.Tell(ui.Open{Screen: screen}), WhyNot: func() string {
			if !on {
				return env.Text.People.NoStaff
			}
			if err := may(); err != nil {
				return ui.Sentence(env.Text, err)
			}
			return ""
		}}
	}
	return []Extra{
		line(env.Text.People.Title, ui.ScreenStaff, d.Staff != nil, func() error { return d.Staff.May() }),
		line(env.Text.Audit.Title, ui.ScreenAudit, d.Audit != nil, func() error { return d.Audit.May() }),
	}
}

// MemberOf is the member that a screen is about, nil if it is about none.
func MemberOf(s ui.Screen) *backend.Member {
	if about, ok := s.(interface{ Current() *backend.Member }); ok {
		return about.Current()
	}
	return nil
}

// whose says what a screen does with the member that is open.
type whose uint8

const (
	nobody  whose = iota // it is about no member
	welcome              // it begins with that member if there is one
	needed               // it is about one
)

type commands struct {
	env     *ui.Env
	current func() *backend.Member
	// member is what current gave last. Commands run beside the shell, which
	// may ask again meanwhile.
	member atomic.Pointer[backend.Member]
}

func (c *commands) line(name string, screen ui.ScreenID, offered bool, w whose) Extra {
	return Extra{Name: name,
		WhyNot: func() string {
			m := c.current()
			c.member.Store(m)
			switch {
			case !offered:
				return c.env.Text.Errors.Unsupported
			case w == needed && m == nil:
				return c.env.Text.Levels.NeedsMember
			}
			return ""
		},
		Run: func() ui.Msg {
			args := ui.Args{}
			if w != nobody {
				args.Member = c.member.Load()
			}
			return ui.Open{Screen: screen, Args: args}
		}}
}
