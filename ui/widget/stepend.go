package widget

import (
	"context"
	"time"

	"guitai/backend"
	"guitai/keymap"
	"guitai/ui"
	"guitai/ui/lang"
)

// Notice tells people who left the screen about an operation that could not be
// carried out or recorded; every other end is announced by the till itself. A
// journal that failed after the first byte must not be told as nothing sent.
func (e stepEnded) Notice() ui.Notice {
	if e.err == nil {
		return ui.Notice{}
	}
	env, t := e.step.env, e.step.env.Text
	text := ui.Sentence(t, e.err)
	which := "#" + e.kase.Slip + " " + ui.OpWord(t.Domain, e.kase.Kind) + " " + amountOf(env, e.kase.Operation)
	switch {
	case e.kase.ID == "" || unsent(e.kase):
	case e.kase.Receipt != nil:
		text = t.Money.NotRecorded + " " + which
		if e.kase.Receipt.Collect.Sign() > 0 {
			text += "  " + lang.Fill(t.Money.Collect, "amount", e.kase.Receipt.Collect.Grouped())
		}
	default:
		text = which + "  " + t.Money.UnknownTitle + "  " + t.Money.UnknownLine
	}
	return ui.Notice{Level: ui.LevelBad, Text: text}
}

// unsent tells whether surely not a byte of the operation left.
func unsent(c backend.Case) bool {
	return c.State == backend.StateIntent || c.State == backend.StateNotSent
}

// follow takes over what the till tells of the operation. An end that it tells is
// recorded, so nothing needs to be written down any more.
func (s *Step) follow(c backend.Case) {
	s.result = &c
	if !c.State.Open() {
		s.failure = nil
	}
}

// release keeps a confirmation shut while its key is held: a terminal repeats a
// held key, and the confirmation that follows another one has to be a press of its
// own. The first confirmation needs no such care, because another key asked for
// the preview.
func (s *Step) release(now time.Time) {
	if s.again || s.phase == Ended {
		s.gate.Appear(now)
	}
}

// toCollect tells whether the guest still owes something that nobody has said
// was collected.
func (s *Step) toCollect() bool {
	return s.phase == Ended && s.result != nil && s.result.Receipt != nil &&
		s.result.Outcome() == backend.OutcomeSettled && s.result.Receipt.Collect.Sign() > 0 && s.result.Collected.IsZero()
}

func (s *Step) notFound() bool {
	return s.phase == Ended && s.result != nil && s.result.State == backend.StateNotFound
}

func (s *Step) refused() bool {
	return s.phase == Ended && (s.result == nil || unsent(*s.result) || s.result.Outcome() == backend.OutcomeRefused)
}

// goOn leaves the result. What is still to be collected holds Enter back, and
// Esc once.
func (s *Step) goOn(a keymap.Action) ui.Cmd {
	if s.toCollect() && (a == keymap.Choose || !s.warned) {
		s.warned = true
		return nil
	}
	if s.refused() && a == keymap.Choose {
		s.phase, s.failure, s.result = Entering, nil, nil
		return nil
	}
	if s.result == nil || s.result.State.Open() {
		return ui.Tell(ui.Close{})
	}
	id, desk := s.result.ID, s.desk
	return ui.Batch(ui.Tell(ui.Close{}), func() ui.Msg {
		// Unacknowledged, the result is only shown once more at the next start.
		_ = desk.Acknowledge(context.Background(), id)
		return nil
	})
}

func (s *Step) collect() ui.Cmd {
	done := *s.result
	done.Collected = s.env.Clock.Now()
	s.result, s.hint = &done, ""
	s.gate.Appear(done.Collected)
	id, desk := done.ID, s.desk
	return func() ui.Msg {
		if err := desk.Collected(context.Background(), id); err != nil {
			return ui.Notice{Level: ui.LevelBad, Text: ui.Sentence(s.env.Text, err)}
		}
		return nil
	}
}
