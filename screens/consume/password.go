package consume

import (
	"context"

	"guitai/ui"
	"guitai/ui/widget"
)

// ask puts the question for the member's password before the preview. It has to
// be right for this amount: a larger bill asks again.
func (s *screen) ask() {
	desk, id := s.desk, s.member.ID
	s.asking = widget.NewPasswordAsk(s.env, func(ctx context.Context, password string) (bool, error) {
		return desk.CheckPassword(ctx, id, password)
	})
}

// asked hands the question what concerns it and goes on once it is answered.
func (s *screen) asked(msg ui.Msg) (ui.Cmd, bool) {
	cmd, event := s.asking.Handle(msg)
	switch event {
	case widget.PasswordNone:
		return nil, false
	case widget.PasswordLeft:
		s.asking = nil
	case widget.PasswordRight:
		s.asking = nil
		if gross, err := s.amount.Amount(); err == nil {
			s.cleared = gross
		}
		return s.preview(), true
	}
	return cmd, true
}

// askView draws the question below the bill that it is about.
func (s *screen) askView() string {
	t, th := s.env.Text.Money, s.env.Theme
	lines := []string{"", widget.MemberLine(s.env, s.member, s.width-4), "", widget.Rule(th, s.width-4, t.TitleConsume), "",
		th.Bold.Render(t.Amount + "  " + s.amount.Typed()), ""}
	return widget.Body(append(lines, s.asking.View(s.width-4)...), s.height)
}
