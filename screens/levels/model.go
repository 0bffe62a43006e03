package levels

import (
	"context"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
	"guitai/ui/widget"
)

// phase is how far it is: the levels are read, one is chosen, members are
// collected (or the one member is read), checked on one page, changed, read
// again, and shown as they then are.
type phase uint8

const (
	reading phase = iota
	unread
	choosing
	collecting
	seeking
	checking
	changing
	rereading
	ended
)

const (
	// most is how many members one change takes.
	most = 100
	// numbersRoom is what the field takes: a hundred numbers of the longest kind.
	numbersRoom = 4000
	zoneLevels  = 1000
	zoneRows    = 2000
	askLose     = "lose"
)

// row is one number of the list, and what became of it.
type row struct {
	serial int
	number string
	state  rowState
	member backend.Member
	err    error
	// after is the member as read again, afterErr why it was not.
	after    backend.Member
	afterErr error
	again    bool // still to be read again
}

type rowState uint8

const (
	rowWaits rowState = iota
	rowFound
	rowTwice
	rowBad
	rowFailed
)

type screen struct {
	env  *ui.Env
	desk Desk
	// one is the member that was given; without it members are collected.
	one *backend.Member

	phase  phase
	levels []backend.Level // those in use first
	usable int
	target backend.Level
	pick   widget.List

	input  widget.Input
	rows   []row
	serial int
	list   widget.List
	// moving are the rows that change, once the page to check is shown.
	moving []int

	leave         context.CancelFunc
	asking        bool // a number is being looked up
	generation    int
	failure, hint string
	gate          widget.Gate
	wait          widget.Wait

	width, height int
}

// New makes the screen. With Args.Member it changes that member's level alone.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, leave: func() {}, input: widget.NewInput(numbersRoom),
		pick: widget.NewList(zoneLevels), list: widget.NewList(zoneRows)}
	if args.Member != nil {
		m := *args.Member
		s.one = &m
	}
	return s
}

func (s *screen) Init() ui.Cmd { return s.readLevels() }

func (s *screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.pick.SetHeight(max(height-10, 1))
	s.list.SetHeight(max(height-12, 1))
}

func (s *screen) Title() string {
	if s.one != nil {
		return s.env.Text.Levels.ChangeOne + " " + s.one.Name.String()
	}
	return s.env.Text.Levels.Title
}

// Shows tells the shell that no operation is shown here, whatever the scope.
func (s *screen) Shows(string) bool { return false }

func (s *screen) Scope() keymap.Scope {
	switch s.phase {
	case choosing:
		return keymap.ScopePick
	case collecting:
		return keymap.ScopeForm
	case checking:
		return keymap.ScopePreview
	case unread, ended:
		return keymap.ScopeResult
	}
	return keymap.ScopeBusy
}

func (s *screen) Offers() []ui.Offer {
	back, choose := ui.Offer{Action: keymap.Back}, ui.Offer{Action: keymap.Choose}
	switch s.phase {
	case choosing:
		if l, ok := s.picked(); ok && l.Disabled {
			choose.WhyNot = s.env.Text.Levels.DisabledWhy
		}
		return []ui.Offer{choose, back}
	case checking:
		choose.WhyNot = s.keyed(s.env.Text.Levels.EnterNot)
		return []ui.Offer{choose, {Action: keymap.Confirm}, back}
	case collecting, unread, ended:
		return []ui.Offer{choose, back}
	}
	return []ui.Offer{back}
}

func (s *screen) picked() (backend.Level, bool) {
	i, ok := s.pick.Selected()
	if !ok {
		return backend.Level{}, false
	}
	return s.levels[i], true
}

// has tells whether a member has a level. A read that tells only the level's
// name is judged by that.
func has(m backend.Member, l backend.Level) bool {
	if m.Level.ID != "" && l.ID != "" {
		return m.Level.ID == l.ID
	}
	return m.Level.Name == l.Name
}

// ready tells whether the row changes.
func (s *screen) ready(r row) bool { return r.state == rowFound && !has(r.member, s.target) }

func (s *screen) counts() (ready, same, wrong, waits int) {
	for _, r := range s.rows {
		switch {
		case r.state == rowWaits:
			waits++
		case s.ready(r):
			ready++
		case r.state == rowFound:
			same++
		default:
			wrong++
		}
	}
	return ready, same, wrong, waits
}

// keyed names the key that confirms, in a sentence that speaks of it.
func (s *screen) keyed(text string) string {
	return lang.Fill(text, "key", widget.KeyName(s.env, keymap.ScopePreview, keymap.Confirm))
}
