package shell_test

import (
	"flag"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/shell"
	"guitai/ui/uitest"
)

var _ = flag.Bool("update", false, "write the goldens anew")

// fake is a screen that writes down what it is told.
type fake struct {
	name   string
	scope  keymap.Scope
	offers []ui.Offer
	got    []string
	cases  int
	width  int
	height int
	args   ui.Args
	view   string
	hint   string
	shown  func(operation string) bool
	// on answers an action or any other message.
	on    func(ui.Msg) ui.Cmd
	start ui.Cmd
}

func (f *fake) Init() ui.Cmd         { return f.start }
func (f *fake) SetSize(w, h int)     { f.width, f.height = w, h }
func (f *fake) Scope() keymap.Scope  { return f.scope }
func (f *fake) Offers() []ui.Offer   { return f.offers }
func (f *fake) Title() string        { return f.name }
func (f *fake) FooterHint() string   { return f.hint }
func (f *fake) Shows(op string) bool { return f.shown != nil && f.shown(op) }
func (f *fake) View() string {
	if f.view != "" {
		return f.view
	}
	return fmt.Sprintf("%s %dx%d", f.name, f.width, f.height)
}

func (f *fake) Update(msg ui.Msg) ui.Cmd {
	switch m := msg.(type) {
	case ui.Intent:
		f.got = append(f.got, "<"+string(m.Action)+">")
	case ui.Typed:
		f.got = append(f.got, string(m.Rune))
	case ui.Scanned:
		f.got = append(f.got, "scan:"+m.Text)
	case ui.Pasted:
		f.got = append(f.got, "paste:"+m.Text)
	case ui.Clicked:
		f.got = append(f.got, fmt.Sprintf("click:%d", m.Zone))
	case ui.Wheel:
		f.got = append(f.got, fmt.Sprintf("wheel:%d", m.Delta))
	case ui.Shown:
		f.got = append(f.got, "shown")
	case ui.GoHome:
		f.got = append(f.got, "home:"+m.Query)
	case ui.Answer:
		f.got = append(f.got, fmt.Sprintf("answer:%s:%v:%s", m.Tag, m.Yes, m.Reason))
	case ui.CaseChanged:
		f.cases++
	case reply:
		f.got = append(f.got, "reply:"+string(m))
	}
	if f.on != nil {
		return f.on(msg)
	}
	return nil
}

// reply is what a slow command gives; it has something to say to anybody.
type reply string

func (r reply) Notice() ui.Notice { return ui.Notice{Level: ui.LevelBad, Text: "late: " + string(r)} }

// counter is a session with fakes.
type counter struct {
	*uitest.Pump
	t     *testing.T
	env   *ui.Env
	shell *shell.Shell
	home  *fake
	// made are the screens opened above home, in order.
	made []*fake
}

// does makes an answer to one action.
func does(a keymap.Action, cmd ui.Cmd) func(ui.Msg) ui.Cmd {
	return func(msg ui.Msg) ui.Cmd {
		if i, ok := msg.(ui.Intent); ok && i.Action == a {
			return cmd
		}
		return nil
	}
}

func offers(actions ...keymap.Action) []ui.Offer {
	var list []ui.Offer
	for _, a := range actions {
		list = append(list, ui.Offer{Action: a})
	}
	return list
}

// start opens a session whose home screen is in the scope given. Every other
// screen is made as a fake that has that screen's usual scope.
func start(t *testing.T, home *fake, o shell.Options) *counter {
	t.Helper()
	return startIn(t, "zh", home, o, 80, 24)
}

func startIn(t *testing.T, language string, home *fake, o shell.Options, width, height int) *counter {
	t.Helper()
	c := &counter{t: t, env: uitest.Env(t, language), home: home}
	scopes := map[ui.ScreenID]keymap.Scope{
		ui.ScreenMember: keymap.ScopeMember, ui.ScreenRecharge: keymap.ScopeAmount,
		ui.ScreenConsume: keymap.ScopePreview, ui.ScreenUnresolved: keymap.ScopeTray, ui.ScreenOpenCard: keymap.ScopeForm,
	}
	makers := map[ui.ScreenID]ui.Maker{ui.ScreenSearch: func(*ui.Env, ui.Args) ui.Screen { return home }}
	for kind, scope := range scopes {
		makers[kind] = func(_ *ui.Env, args ui.Args) ui.Screen {
			f := &fake{name: string(kind), scope: scope, args: args}
			c.made = append(c.made, f)
			return f
		}
	}
	o.Home = ui.ScreenSearch
	c.shell = shell.New(c.env, makers, o)
	c.Pump = uitest.New(t, c.env, c.shell, width, height)
	return c
}

// got requires what a screen was told, and forgets it.
func (c *counter) got(f *fake, want ...string) {
	c.t.Helper()
	if len(want) == 0 {
		require.Empty(c.t, f.got)
	} else {
		require.Equal(c.t, want, f.got)
	}
	f.got = nil
}
