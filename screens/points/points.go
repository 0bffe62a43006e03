package points

import (
	"context"

	"guitai/backend"
	"guitai/backend/money"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/widget"
)

// Desk is what the screen needs of the till.
type Desk interface {
	widget.StepDesk
	// QuoteRedeem previews the taking of a whole number of points. retryOf names
	// the operation that was not found and is rung again, "" for none.
	QuoteRedeem(ctx context.Context, memberID string, points money.Points, retryOf string) (backend.Quote, error)
}

type screen struct {
	env    *ui.Env
	desk   Desk
	step   *widget.Step
	member backend.Member
	points widget.MoneyField
	// ordered says that the preview is asked for as soon as the screen opens.
	ordered       bool
	problem       string
	leaving       widget.Leaving
	width, height int
}

// New makes the screen for Args.Member. Args.RetryOf is the operation that is
// rung again; its points are typed anew, so that nobody rings it by keys alone.
// Args.Order fills the points in and asks for their preview.
func New(env *ui.Env, args ui.Args, desk Desk) ui.Screen {
	s := &screen{env: env, desk: desk, step: widget.NewStep(env, desk, ui.ScreenPoints, args.RetryOf),
		points: widget.NewPointsField()}
	if args.Member != nil {
		s.member = *args.Member
	}
	if o := args.Order; o != nil {
		s.points.Set(o.Points.String())
		s.ordered = true
	}
	return s
}

func (s *screen) Init() ui.Cmd {
	if !s.ordered {
		return nil
	}
	return s.preview()
}

func (s *screen) SetSize(width, height int) { s.width, s.height = width, height }

func (s *screen) Scope() keymap.Scope { return s.step.Scope(keymap.ScopeAmount) }

func (s *screen) Title() string { return s.env.Text.Money.TitleRedeem }

// Shows tells whether the operation's own screen is this one.
func (s *screen) Shows(id string) bool { return s.step.Shows(id) }

func (s *screen) Offers() []ui.Offer {
	if offers := s.step.Offers(); offers != nil {
		return offers
	}
	return []ui.Offer{{Action: keymap.Choose}, {Action: keymap.Back}}
}

func (s *screen) Update(msg ui.Msg) ui.Cmd {
	if cmd, handled := s.step.Handle(msg); handled {
		return cmd
	}
	if i, ok := msg.(ui.Intent); ok {
		switch i.Action {
		case keymap.Choose:
			return s.preview()
		case keymap.Back:
			return s.back()
		}
	}
	if _, changed := s.points.Handle(msg); changed {
		s.problem = ""
		s.leaving.Stay()
		s.step.Forget()
	}
	return nil
}

// back leaves the form, at the second press where something was typed.
func (s *screen) back() ui.Cmd {
	if s.leaving.Leave(!s.points.IsEmpty()) {
		return ui.Tell(ui.Close{})
	}
	s.problem = s.env.Text.Money.EscAgain
	return nil
}

func (s *screen) preview() ui.Cmd {
	s.leaving.Stay()
	n, err := s.points.Points()
	if err != nil {
		s.problem = s.points.Refusal(s.env)
		return nil
	}
	desk, id, retryOf := s.desk, s.member.ID, s.step.RetryOf()
	return s.step.Ask(func(ctx context.Context) (backend.Quote, error) {
		return desk.QuoteRedeem(ctx, id, n, retryOf)
	})
}

func (s *screen) View() string {
	if p := s.step.Phase(); p != widget.Entering && p != widget.Quoting {
		return s.step.View(s.width, s.height)
	}
	t, th := s.env.Text.Money, s.env.Theme
	member := s.step.Member(s.member)
	lines := []string{"", widget.MemberLine(s.env, member, s.width-4), "", widget.Rule(th, s.width-4, t.TitleRedeem), "",
		widget.MoneyLine(s.env, t.Points, &s.points, true, ""),
		widget.MoneyProblem(s.env, &s.points, s.problem, s.step.KnowPoints(member)), ""}
	lines = append(lines, widget.FailureLines(s.env, s.step, s.width-4)...)
	return widget.Body(append(lines, th.Dim.Render(t.EnterToPreview)), s.height)
}
