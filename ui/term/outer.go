package term

import (
	"reflect"
	"runtime/debug"

	tea "github.com/charmbracelet/bubbletea"
)

// outer is the model that Bubble Tea sees. It hands each frame to the screen
// from View, which is called after every Update, and keeps a panic of the
// model or of its commands from ending the process, and with it the sessions
// of everybody else.
type outer struct {
	model  Model
	size   Size
	screen *screen
	fail   func(error)
}

func (o *outer) Init() (cmd tea.Cmd) {
	defer recoverAs("Init", o.fail)
	first := o.model.Init()
	size := o.model.Update(tea.WindowSizeMsg{Width: o.size.Width, Height: o.size.Height})
	return o.guard(tea.Batch(first, size))
}

func (o *outer) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer recoverAs("Update", o.fail)
	if msg, ok := msg.(tea.WindowSizeMsg); ok {
		o.size = Size{Width: msg.Width, Height: msg.Height}
		o.screen.forget() // a terminal keeps what it likes while it changes size
	}
	return o, o.guard(o.model.Update(msg))
}

func (o *outer) View() string {
	defer recoverAs("Frame", o.fail)
	o.screen.show(o.model.Frame(), o.size)
	return ""
}

// filter looks at each message before Bubble Tea does. Suspending would stop
// every session of this process, so it does not exist here.
func (o *outer) filter(_ tea.Model, msg tea.Msg) tea.Msg {
	switch msg.(type) {
	case tea.SuspendMsg:
		return nil
	}
	if msg == tea.ClearScreen() {
		o.screen.forget()
	}
	return o.guardMsg(msg)
}

// guard wraps a command so that its panic ends this session alone.
func (o *outer) guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (msg tea.Msg) {
		defer recoverAs("command", o.fail)
		return o.guardMsg(cmd())
	}
}

// guardMsg wraps the commands inside a message. Bubble Tea runs those of a
// Batch or a Sequence itself, without asking the model again, and the type of
// a sequence is not exported: anything that is a slice of commands is wrapped.
func (o *outer) guardMsg(msg tea.Msg) tea.Msg {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return msg
	}
	wrapped := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		cmd := o.guard(v.Index(i).Interface().(tea.Cmd))
		wrapped.Index(i).Set(reflect.ValueOf(cmd))
	}
	return wrapped.Interface()
}

// recoverAs is deferred: if its caller is panicking, it ends the session.
func recoverAs(where string, fail func(error)) {
	if value := recover(); value != nil {
		fail(&PanicError{Where: where, Value: value, Stack: debug.Stack()})
	}
}
