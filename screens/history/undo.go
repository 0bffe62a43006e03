package history

import (
	"guitai/backend"
	"guitai/ui"
	"guitai/ui/lang"
)

// whyNotUndo is why the selected row cannot be taken back, "" if it can.
func (s *Screen) whyNotUndo() string {
	t := s.env.Text.Undo
	_, e, ok := s.selected()
	switch {
	case !ok:
		return s.env.Text.History.None
	case e.Own == nil && (e.Kind == backend.EventRecharge || e.Kind == backend.EventConsume || e.Kind == backend.EventRedeem):
		return t.NotOurs
	case e.Own == nil:
		return t.NoMoney
	case e.Own.Kind == backend.OpUndo:
		return s.env.Text.Domain.Undo.NoUndoKind
	case e.Own.UndoneBy != "":
		return lang.Fill(s.env.Text.Domain.Undo.Undone, "slip", "#"+e.Own.UndoneBy)
	}
	return ""
}

// undo opens the screen that takes the selected row back.
func (s *Screen) undo() ui.Cmd {
	_, e, ok := s.selected()
	if !ok || s.whyNotUndo() != "" {
		return nil
	}
	m := s.member
	return ui.Tell(ui.Open{Screen: ui.ScreenUndo, Args: ui.Args{Member: &m, CaseID: e.Own.ID}})
}

// link says how a row is linked with a correction, "" if it is not.
func (s *Screen) link(e backend.Event) string {
	t := s.env.Text.Undo
	switch own := e.Own; {
	case own == nil:
		return ""
	case own.Undoes != "":
		return lang.Fill(t.Undoes, "slip", own.Undoes)
	case own.UndoneBy != "" && own.UndoneState.Outcome() == backend.OutcomeSettled:
		return lang.Fill(t.UndoneBy, "slip", own.UndoneBy)
	case own.UndoneBy != "":
		return lang.Fill(t.UndoneTask, "slip", own.UndoneBy)
	}
	return ""
}
