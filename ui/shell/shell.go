package shell

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/term"
)

// Options are what a session is started with. Only Home is needed.
type Options struct {
	// Home is the screen at the bottom of the stack. It is never closed.
	Home ui.ScreenID
	// Cases are the changes of operations, in order. Every screen is told; what
	// no screen shows becomes a notice.
	Cases <-chan backend.Case
	// News are sentences that nobody on the screen asked for; each becomes a notice.
	News <-chan ui.Notice
	// Open are the operations that were open when the session began; without
	// Unsettled they are what the badge counts from.
	Open []backend.Case
	// Unsettled counts the operations to be verified. It is asked at the start
	// and after every change. Without it they are counted from Open and Cases.
	Unsettled func() int
	// Health is the sentence of the red bar, empty while all is well. It is
	// called for every frame and must not block.
	Health func() string
	// Quota counts the vendor's calls of today; nil where it does not. It is
	// called for every frame and must not block.
	Quota func() backend.Quota
	// Shops are the other accounts that can be changed to. Change is told which,
	// and the session ends; what is under way goes on without it.
	Shops  []string
	Change func(shop string)
	// Hello is said at the start until the first key, or until an alarm.
	Hello string
	// Last is the last result before a restart that nobody has seen. It stays
	// on the notice row until Esc.
	Last *backend.Case
	// Seen makes a command of a case whose notice was acknowledged.
	Seen func(backend.Case) ui.Cmd
	// Commands are further lines of the palette.
	Commands []Command
	// Leave waits until nothing is being written any more. It runs in a command
	// after the person decided to leave.
	Leave func()
	// LockAfter locks when no key came for that long; zero never locks.
	LockAfter time.Duration
	// Guard proves the person by a PIN; nil where nobody has one. With it the
	// session begins locked, unless the person has just proven who they are
	// (SignedIn).
	Guard    Guard
	SignedIn bool
	// SwitchPerson is told when somebody else wants to sign in, and the session
	// ends; nil where a session belongs to one person.
	SwitchPerson func()
	// Permits are what needs a PIN while a call waits for it.
	Permits <-chan Permit
}

// Command is a line of the palette that is no key action.
type Command struct {
	// Name is in the person's language.
	Name string
	// WhyNot is the reason why it cannot be run now; nil or "" if it can.
	WhyNot func() string
	Run    ui.Cmd
}

// Shower is a screen that knows which operations it shows, so that their
// changes need no notice. Of a screen that does not say, the shell takes a
// busy or result screen to show whatever changes.
type Shower interface{ Shows(operation string) bool }

// Shell is the model of one session. Its methods are called one after another.
type Shell struct {
	env    *ui.Env
	makers map[ui.ScreenID]ui.Maker
	opts   Options

	width, height int
	nextID        uint64
	stack         []entry
	overlays      []entryOver
	locked        bool
	gate          gate
	nextPermit    uint64
	resumed       bool
	last          *backend.Case
	// seenSince is when the screen was drawn again after it could not be seen.
	seenSince time.Time
	leaving   bool

	burst   burst
	fence   fence
	lastKey time.Time
	idle    bool // an idle timer is under way

	notices notices
	cases   cases
	drawn   drawn
}

var _ term.Model = (*Shell)(nil)

// New makes a shell with its home screen. The makers must have the home screen
// among them.
func New(env *ui.Env, makers map[ui.ScreenID]ui.Maker, o Options) *Shell {
	s := &Shell{env: env, makers: makers, opts: o, width: minWidth, height: minHeight, locked: o.Guard != nil && !o.SignedIn}
	s.cases = newCases(o)
	home := makers[o.Home](env, ui.Args{})
	s.push(o.Home, home)
	if o.Last != nil {
		s.notices.add(s.lastNotice(*o.Last))
	}
	return s
}

// Init starts the home screen and the reading of what changes.
func (s *Shell) Init() tea.Cmd {
	if s.resumed {
		return s.again()
	}
	s.lastKey = s.env.Clock.Now()
	home := s.stack[0]
	if s.opts.Hello != "" {
		s.notices.add(notice{Notice: ui.Notice{Level: ui.LevelWarn, Text: s.opts.Hello}, since: s.lastKey})
	}
	return ui.Batch(s.wrap(home.id, home.screen.Init(), time.Time{}), s.readCases(), s.readNews(), s.readPermits(), s.watchIdle())
}

// Update dispatches one message.
func (s *Shell) Update(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case tea.KeyMsg:
		return s.key(m, s.env.Clock.Now())
	case tea.MouseMsg:
		return s.mouse(tea.MouseEvent(m))
	case tea.WindowSizeMsg:
		s.resize(m.Width, m.Height)
		return nil
	case envelope:
		return s.open(m)
	case burstTimer:
		return s.burstOver(m)
	case fenceTimer:
		return s.fenceOver(m)
	case fenceAnswered:
		s.answered(m)
		return nil
	case noticeTimer:
		s.notices.expire(m)
		return nil
	case idleTimer:
		return s.idleOver()
	case caseChanged:
		return s.caseChange(m)
	case newsCame:
		return s.newsRead(m)
	case permitAsked:
		return s.permit(m)
	case permitTried:
		return s.permitChecked(m)
	case unlocked:
		return s.pinChecked(m)
	}
	return s.open(envelope{to: s.top().id, msg: msg})
}

// scope is what keys mean at this moment.
func (s *Shell) scope() keymap.Scope {
	switch o := s.overlay(); {
	case s.locked:
		return keymap.ScopeLocked
	case o != nil:
		return o.Scope()
	}
	return s.top().screen.Scope()
}

func (s *Shell) resize(width, height int) {
	wasTooSmall := s.tooSmall()
	s.width, s.height = max(width, 1), max(height, 1)
	if s.tooSmall() {
		return
	}
	if wasTooSmall {
		s.appear()
	}
	for _, e := range s.stack {
		e.screen.SetSize(s.width, s.bodyHeight())
	}
}

// A screen smaller than this cannot show a preview whole, so nothing is drawn
// on it but what is wrong.
const (
	minWidth  = 80
	minHeight = 24
)

func (s *Shell) tooSmall() bool { return s.width < minWidth || s.height < minHeight }

// bodyHeight is what the status bar, the notice row and the footer leave.
func (s *Shell) bodyHeight() int { return max(s.height, minHeight) - 3 }
