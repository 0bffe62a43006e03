package shell

import (
	tea "github.com/charmbracelet/bubbletea"

	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/theme"
)

// whyNoSwitch is the reason for which the shop cannot be changed now, "" if it
// can. It can only from the bottom of the stack, so that nothing half done is
// lost and no screen shows one shop's member under another shop's name.
func (s *Shell) whyNoSwitch() string {
	switch {
	case len(s.opts.Shops) == 0:
		return s.env.Text.Shell.SwitchNone
	case len(s.stack) > 1:
		return s.env.Text.Shell.SwitchAtHome
	}
	return ""
}

// switchShop ends the session in favour of another shop's.
func (s *Shell) switchShop(i int) ui.Cmd {
	if why := s.whyNoSwitch(); why != "" {
		return s.note(ui.Notice{Level: ui.LevelInfo, Text: why})
	}
	s.opts.Change(s.opts.Shops[i])
	return tea.Quit
}

// gauge says how many of the vendor's calls are used, in the bar's own style.
// From four fifths on it warns, and once only the reserve is left it alarms.
func (s *Shell) gauge(bar theme.Style) (theme.Style, string) {
	if s.opts.Quota == nil {
		return bar, ""
	}
	q, t := s.opts.Quota(), s.env.Text.Shell
	say := func(text string) string {
		return lang.Fill(text, "used", itoa(q.Used), "limit", itoa(q.Limit))
	}
	switch {
	case q.Left() <= q.Reserve:
		return s.env.Theme.Alarm, say(t.QuotaGone)
	case q.Used*5 >= q.Limit*4:
		return s.env.Theme.Warn, say(t.QuotaLow)
	}
	return bar, say(t.Quota)
}
