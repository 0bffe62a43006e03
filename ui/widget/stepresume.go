package widget

import "guitai/ui"

// resumed takes the step up on another terminal: answers to the old one are lost. An
// operation that was confirmed is asked for again, which is still the same one; what
// was only previewed is asked for anew by hand.
func (s *Step) resumed() ui.Cmd {
	s.wait.Stop()
	s.generation++
	switch s.phase {
	case Submitting:
		return s.do()
	case Quoting:
		s.leave()
		s.phase = Entering
	case Confirming:
		s.phase = Entering
	case Ended:
		return s.countDown()
	}
	return nil
}
