package staff

import (
	"strconv"
	"time"

	"guitai/ui/lang"
	"guitai/ui/widget"
)

func (s *screen) View() string {
	width := s.width - 4
	t, th := s.env.Text.People, s.env.Theme
	lines := []string{""}
	switch s.phase {
	case reading:
		lines = append(lines, s.wait.View(s.env, t.Reading))
	case unread:
		lines = append(append(lines, s.failureLines(width)...), "", th.Dim.Render(t.Again))
	case listing:
		lines = append(lines, s.listLines(width)...)
	case filling:
		lines = append(lines, s.formLines(width)...)
	case saving:
		waiting := s.wait.View(s.env, t.Saving)
		if waiting == "" {
			waiting = t.Saving
		}
		lines = append(lines, waiting)
	default:
		lines = append(lines, s.pageLines(width)...)
	}
	return widget.Body(lines, s.height)
}

func (s *screen) failureLines(width int) []string {
	if s.failure == "" {
		return nil
	}
	lines := widget.Wrap("✗ "+s.failure, width, 3)
	for i := range lines {
		lines[i] = s.env.Theme.Bad.Render(lines[i])
	}
	return lines
}

// foot is what there is to say below a page.
func (s *screen) foot(width int, otherwise string) []string {
	th := s.env.Theme
	switch {
	case s.failure != "":
		return s.failureLines(width)
	case s.hint != "":
		return []string{th.Warn.Render(widget.Cut("! "+s.hint, width))}
	case s.said != "":
		return []string{th.Good.Render(widget.Cut(s.said, width)), th.Dim.Render(widget.Cut(otherwise, width))}
	}
	return []string{th.Dim.Render(widget.Cut(otherwise, width))}
}

func (s *screen) columns(width int) widget.Columns {
	w := widget.RowWidth(width)
	return widget.Columns{{Width: w - 58}, {Width: 10}, {Width: 4, Align: widget.End}, {Width: 8}, {Width: 15}, {Width: 11}}
}

func (s *screen) listLines(width int) []string {
	t, th := s.env.Text.People, s.env.Theme
	cols := s.columns(width)
	lines := []string{widget.Head(th, width, cols.Row(t.Name, t.Role, t.Keys, t.Till, t.State, t.Seen))}
	lines = append(lines, s.list.View(th, width, func(i int, selected bool) string {
		if i == len(s.all.People) {
			return t.Add
		}
		return s.row(cols, s.all.People[i], selected)
	})...)
	return append(append(lines, ""), s.foot(width, t.ListHint)...)
}

func (s *screen) row(cols widget.Columns, p Person, selected bool) string {
	name := p.Name.String()
	if p.Self {
		name += s.env.Text.People.You
	}
	text := cols.Row(name, s.env.Text.Staff.Role(p.Role), strconv.Itoa(len(p.Keys)), p.Till.String(), s.state(p), s.seen(p.Seen))
	if !p.Revoked.IsZero() && !selected {
		return s.env.Theme.Dim.Render(text)
	}
	return text
}

func (s *screen) state(p Person) string {
	t := s.env.Text.People
	switch {
	case !p.Revoked.IsZero():
		return t.Dismissed
	case !p.Locked.IsZero():
		return lang.Fill(t.Locked, "until", p.Locked.In(s.env.Zone).Format("15:04"))
	}
	return t.Active
}

func (s *screen) seen(at time.Time) string {
	if at.IsZero() {
		return s.env.Text.People.Never
	}
	return s.env.When(at)
}

// pageLines are one person, and what can be done or which key is to go.
func (s *screen) pageLines(width int) []string {
	t, th := s.env.Text.People, s.env.Theme
	p := s.one()
	name := p.Name.String()
	if p.Self {
		name += t.You
	}
	pin := t.NoPIN
	if p.PIN {
		pin = t.HasPIN
	}
	half := (width - 2) / 2
	left := widget.Fields(th, half, []widget.Field{{Label: t.Name, Value: name, Style: th.Bold},
		{Label: t.Role, Value: s.env.Text.Staff.Role(p.Role)}, {Label: t.State, Value: s.state(p)}})
	right := widget.Fields(th, half, []widget.Field{{Label: t.Till, Value: p.Till.String()}, {Label: t.PIN, Value: pin},
		{Label: t.Added, Value: s.seen(p.Added)}})
	lines := append([]string{widget.Rule(th, width, "")}, widget.Beside(left, right, half, 2)...)
	lines = append(lines, s.keyLines(p, width)...)
	lines = append(lines, widget.Rule(th, width, ""))
	if s.phase == dropping {
		lines = append(lines, th.Title.Render(t.DropKey))
		lines = append(lines, s.keys.Window(th, width, max(s.height-len(lines)-4, 1))...)
	} else {
		lines = append(lines, s.actions.Lines(th, width)...)
	}
	return append(append(lines, ""), s.foot(width, t.PageHint)...)
}

// keysShown is how many keys stand on the page of a person.
const keysShown = 3

func (s *screen) keyLines(p Person, width int) []string {
	t := s.env.Text.People
	var fields []widget.Field
	for i, k := range p.Keys[:min(len(p.Keys), keysShown)] {
		f := widget.Field{Value: k.Short + "  " + k.Comment.String()}
		if i == 0 {
			f.Label = t.Keys
		}
		fields = append(fields, f)
	}
	if more := len(p.Keys) - keysShown; more > 0 {
		fields[keysShown-1].Value += "  +" + strconv.Itoa(more)
	}
	if len(fields) == 0 {
		fields = []widget.Field{{Label: t.Keys, Value: t.Never}}
	}
	return widget.Fields(s.env.Theme, width, fields)
}

func (s *screen) formLines(width int) []string {
	t, th := s.env.Text.People, s.env.Theme
	title, hint := t.Add, t.FormHint
	switch s.kind {
	case formAdd:
		hint = t.AddHint + " · " + t.FormHint
	case formRole:
		title = t.ChangeRole
	case formKey:
		title = t.AddKey
	case formPIN:
		title = t.NewPIN
	}
	if s.kind != formAdd {
		title += "  " + s.one().Name.String()
	}
	lines := append([]string{widget.Rule(th, width, title), ""}, s.form.View(s.env, width)...)
	return append(append(lines, ""), s.foot(width, hint)...)
}
