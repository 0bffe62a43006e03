package undo

import (
	"context"
	"strings"
	"unicode/utf8"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

const (
	fieldReason = "reason"
	zoneForm    = 100
	// reasonLeast and reasonMost bound a reason, in characters.
	reasonLeast = 4
	reasonMost  = 60
)

type screen struct {
	env    *ui.Env
	desk   Desk
	step   *widget.Step
	member backend.Member
	id     string
	// of is the operation that is taken back, nil until it is read; failure is why
	// it could not be.
	of      *backend.Case
	failure error

	form          widget.Form
	leaving       widget.Leaving
	width, height int
}

// read answers the wish for the operation.
type read struct {
	of  backend.Case
	err error
}

// New makes the screen for the operation Args.CaseID of Args.Member.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	t := env.Text.Undo
	s := &screen{env: env, desk: desk, id: args.CaseID, step: widget.NewStep(env, desk, ui.ScreenUndo, nil),
		form: widget.NewForm(zoneForm, widget.FormField{Name: fieldReason, Label: t.Reason, Hint: t.ReasonHint, Limit: reasonMost})}
	if args.Member != nil {
		s.member = *args.Member
	}
	return s
}

func (s *screen) Init() ui.Cmd {
	desk, id := s.desk, s.id
	return func() ui.Msg {
		of, err := desk.Case(context.Background(), id)
		return read{of, err}
	}
}

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Scope() keymap.Scope { return s.step.Scope(keymap.ScopeForm) }

func (s *screen) Title() string { return s.env.Text.Undo.Title }

// Shows tells whether the operation's own screen is this one.
func (s *screen) Shows(id string) bool { return s.step.Shows(id) }

func (s *screen) Offers() []ui.Offer {
	if offers := s.step.Offers(); offers != nil {
		return offers
	}
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.Back}}
}

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if m, mine := msg.(read); mine {
		s.failure = m.err
		if m.err == nil {
			s.of = &m.of
		}
		return nil
	}
	if cmd, handled := s.step.Handle(msg); handled {
		return cmd
	}
	if i, ok := msg.(ui.Intent); ok && i.Action == keymap.Back {
		return s.back()
	}
	switch s.form.Handle(msg) {
	case widget.FormDone:
		return s.preview()
	case widget.FormChanged:
		s.form.SetProblem(fieldReason, "")
		s.leaving.Stay()
		s.step.Forget()
	}
	return nil
}

// back leaves the form, at the second press where something was typed.
func (s *screen) back() ui.Cmd {
	if s.leaving.Leave(s.reason() != "") {
		return ui.Tell(ui.Close{})
	}
	s.form.SetProblem(fieldReason, s.env.Text.Money.EscAgain)
	return nil
}

func (s *screen) reason() string { return strings.TrimSpace(s.form.Value(fieldReason)) }

func (s *screen) preview() ui.Cmd {
	s.leaving.Stay()
	reason := s.reason()
	if utf8.RuneCountInString(reason) < reasonLeast {
		s.form.SetProblem(fieldReason, s.env.Text.Undo.ReasonShort)
		return nil
	}
	desk, id := s.desk, s.id
	return s.step.Ask(func(ctx context.Context) (backend.Quote, error) { return desk.QuoteUndo(ctx, id, reason) })
}

func (s *screen) View() string {
	if p := s.step.Phase(); p != widget.Entering && p != widget.Quoting {
		return s.step.View(s.width, s.height)
	}
	t, th := s.env.Text.Undo, s.env.Theme
	lines := []string{"", widget.MemberLine(s.env, s.step.Member(s.member), s.width-4), "", widget.Rule(th, s.width-4, t.Title), ""}
	lines = append(lines, s.ofLines()...)
	lines = append(lines, "")
	lines = append(lines, s.form.View(s.env, min(s.width-4, 76))...)
	lines = append(lines, "")
	lines = append(lines, widget.FailureLines(s.env, s.step, s.width-4)...)
	return widget.Body(append(lines, th.Dim.Render(s.env.Text.Money.EnterToPreview)), s.height)
}

// ofLines say what is taken back.
func (s *screen) ofLines() []string {
	th := s.env.Theme
	switch {
	case s.failure != nil:
		return []string{th.Bad.Render(widget.Cut("✗ "+ui.Sentence(s.env.Text, s.failure), s.width-4))}
	case s.of == nil:
		return []string{""}
	}
	return []string{th.Dim.Render(s.env.Text.Undo.Of) + "  " + widget.Cut(widget.OperationLine(s.env, *s.of), s.width-16)}
}
