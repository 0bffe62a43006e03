package widget

import (
	"strings"

	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// FormField is a labelled field of a Form: a text or a choice.
type FormField struct {
	Name, Label string
	// Hint says in a few words what belongs here; drawn while the field is
	// empty and on the line below.
	Hint string
	// Choices make the field a choice instead of a text.
	Choices []Option
	// Limit is the largest number of characters of a text.
	Limit int
	// Value is what the field holds at first: a text, or the label of a choice.
	Value string
	// Secret hides what is typed; Secret gives it, Value does not.
	Secret bool
	// Section is a heading above the field, where something new begins.
	Section string
}

// FormEvent is what a message did to a form.
type FormEvent uint8

// FormNone: the message was none of its own. FormSame: taken, no value changed.
// FormChanged: a value changed. FormDone: Enter on the last field.
const (
	FormNone FormEvent = iota
	FormSame
	FormChanged
	FormDone
)

// Form is a column of fields, one of which has the caret.
type Form struct {
	fields []formField
	at     int
	zone   int
}

type formField struct {
	FormField
	text    Input
	choice  Picker
	secret  PasswordField
	initial string
	problem string
}

// NewForm makes a form with the caret in its first field. Its choices and
// fields are the clickable zones from zone on, a hundred for each field.
func NewForm(zone int, fields ...FormField) Form {
	f := Form{zone: zone, fields: make([]formField, 0, len(fields))}
	for i, d := range fields {
		ff := formField{FormField: d, text: NewInput(max(d.Limit, 1)), choice: NewPicker(zone+i*100+1, d.Choices)}
		if d.Value != "" {
			ff.set(d.Value)
		}
		ff.initial = ff.value()
		f.fields = append(f.fields, ff)
	}
	return f
}

func (f *formField) isChoice() bool { return len(f.Choices) > 0 }

func (f *formField) value() string {
	if f.Secret {
		// Its length is enough to tell whether it is there.
		return strings.Repeat("•", f.secret.Len())
	}
	if f.isChoice() {
		o, _ := f.choice.Chosen()
		return o.Label
	}
	return f.text.Value()
}

func (f *formField) set(v string) {
	if f.Secret {
		f.secret.Clear()
		return
	}
	if !f.isChoice() {
		f.text.Set(v)
		return
	}
	for i, o := range f.Choices {
		if o.Label == v {
			f.choice.Choose(i)
		}
	}
}

// find gives the field of a name, or an unused one.
func (f *Form) find(name string) *formField {
	for i := range f.fields {
		if f.fields[i].Name == name {
			return &f.fields[i]
		}
	}
	return &formField{}
}

// Value is what a field holds: its text, or the label of its choice.
func (f *Form) Value(name string) string { return f.find(name).value() }

// Secret is the field that hides what a field of that name was given.
func (f *Form) Secret(name string) *PasswordField { return &f.find(name).secret }

// TakeOver puts into the form what another one of the same screen holds, as far
// as it was changed there, and where its caret is. What was secret is moved.
func (f *Form) TakeOver(old *Form) {
	for i := range old.fields {
		o := &old.fields[i]
		switch {
		case o.Secret:
			f.find(o.Name).secret.Move(&o.secret)
		case o.value() != o.initial:
			f.find(o.Name).set(o.value())
		}
	}
	f.Focus(old.Focused())
}

// Choice is the number of a field's choice, counted from 0.
func (f *Form) Choice(name string) int { return f.find(name).choice.At() }

// Set puts a value into a field. It counts as a change. A secret is cleared,
// whatever the value.
func (f *Form) Set(name, value string) { f.find(name).set(value) }

// Changed tells whether a field differs from what it held at first.
func (f *Form) Changed(name string) bool {
	ff := f.find(name)
	return ff.value() != ff.initial
}

// Dirty tells whether any field does.
func (f *Form) Dirty() bool {
	for i := range f.fields {
		if f.fields[i].value() != f.fields[i].initial {
			return true
		}
	}
	return false
}

// SetProblem says what is wrong with a field, or with an empty text that
// nothing is. Typing into the field takes it away.
func (f *Form) SetProblem(name, problem string) { f.find(name).problem = problem }

// Focus puts the caret into a field.
func (f *Form) Focus(name string) {
	for i := range f.fields {
		if f.fields[i].Name == name {
			f.at = i
		}
	}
}

// Focused is the name of the field that has the caret.
func (f *Form) Focused() string {
	if len(f.fields) == 0 {
		return ""
	}
	return f.fields[f.at].Name
}

// Handle takes what concerns the form: moving between fields, Enter, and what
// the field with the caret takes.
func (f *Form) Handle(msg ui.Msg) FormEvent {
	if len(f.fields) == 0 {
		return FormNone
	}
	if i, ok := msg.(ui.Intent); ok {
		if e := f.move(i.Action); e != FormNone {
			return e
		}
	}
	if c, ok := msg.(ui.Clicked); ok {
		return f.clicked(c)
	}
	return f.fields[f.at].handle(msg)
}

func (f *Form) move(a keymap.Action) FormEvent {
	switch a {
	case keymap.NextField, keymap.Down:
		f.at = min(f.at+1, len(f.fields)-1)
	case keymap.PrevField, keymap.Up:
		f.at = max(f.at-1, 0)
	case keymap.PageDown:
		f.at = f.section(1)
	case keymap.PageUp:
		f.at = f.section(-1)
	case keymap.Choose:
		if f.at == len(f.fields)-1 {
			return FormDone
		}
		f.at++
	default:
		return FormNone
	}
	return FormSame
}

// section finds the nearest beginning of a section that way, else the first or
// last field: nobody has to go through twenty fields to reach the end.
func (f *Form) section(step int) int {
	for i := f.at + step; i > 0 && i < len(f.fields); i += step {
		if f.fields[i].Section != "" {
			return i
		}
	}
	if step > 0 {
		return len(f.fields) - 1
	}
	return 0
}

func (f *Form) clicked(c ui.Clicked) FormEvent {
	i := (c.Zone - f.zone) / 100
	if c.Zone < f.zone || i >= len(f.fields) {
		return FormNone
	}
	f.at = i
	return max(f.fields[i].handle(c), FormSame)
}

func (f *formField) handle(msg ui.Msg) FormEvent {
	was := f.value()
	var handled bool
	switch {
	case f.Secret:
		handled, _ = f.secret.Handle(msg)
	case f.isChoice():
		handled, _ = f.choice.Handle(msg)
	default:
		handled, _ = f.text.Handle(msg)
	}
	switch {
	case !handled:
		return FormNone
	case f.value() == was:
		return FormSame
	}
	f.problem = ""
	return FormChanged
}

// View draws two lines for each field: the label with its value, and below it
// what is wrong or what belongs there.
func (f *Form) View(env *ui.Env, width int) []string {
	lines, _ := f.lines(env, width)
	return lines
}

// Window is View in at most height lines: of a longer form those round the field
// with the caret, and below them how many fields there are.
func (f *Form) Window(env *ui.Env, width, height int) []string {
	lines, at := f.lines(env, width)
	if len(lines) <= height {
		return lines
	}
	room := max(height-1, 2)
	from := max(min(at-room/2+1, len(lines)-room), 0)
	says := lang.Fill(env.Text.Widget.FieldAt, "at", itoa(f.at+1), "n", itoa(len(f.fields)),
		"key", KeyName(env, keymap.ScopeForm, keymap.PageDown))
	return append(lines[from:from+room:from+room], env.Theme.Dim.Render(Cut(says, width)))
}

// lines also gives the line of the field with the caret.
func (f *Form) lines(env *ui.Env, width int) (lines []string, at int) {
	label := 0
	for i := range f.fields {
		label = max(label, Width(f.fields[i].Label))
	}
	for i := range f.fields {
		ff, focused := &f.fields[i], i == f.at
		if ff.Section != "" {
			lines = append(lines, Rule(env.Theme, width, ff.Section), "")
		}
		head := mark(focused) + Cell(ff.Label, label, Start)
		if focused {
			head, at = env.Theme.Accent.Render(head), len(lines)
		}
		room := width - label - markWidth - 2
		lines = append(lines, Cut(ui.Zone(f.zone+i*100, head)+"  "+ff.view(env, room, focused), width),
			Spaces(markWidth+label+2)+ff.below(env, room, focused))
	}
	return lines, at
}

func (f *formField) view(env *ui.Env, width int, focused bool) string {
	switch {
	case f.Secret:
		return f.secret.View(env, focused)
	case f.isChoice() && focused:
		return ui.Caret + f.choice.InlineFit(env.Theme, width)
	case f.isChoice():
		return env.Theme.Bold.Render(Cut(f.value(), width))
	}
	return f.text.View(env, width, focused)
}

func (f *formField) below(env *ui.Env, width int, focused bool) string {
	notice := f.text.Notice(env.Text.Widget)
	if f.Secret {
		notice = f.secret.Notice(env.Text.Widget)
	}
	switch {
	case f.problem != "":
		return env.Theme.Bad.Render(Cut("✗ "+f.problem, width))
	case notice != "":
		return env.Theme.Warn.Render(Cut("! "+notice, width))
	case focused:
		return env.Theme.Dim.Render(Cut(f.Hint, width))
	}
	return ""
}
